//! What hangs at the spine below a box: reasons with their fixes, assumptions.

use ratatui::style::Style;
use ratatui::text::Span;

use super::boxes::Painter;
use crate::net::Verdict;
use crate::net::answer::{Assumption, Explanation, Hop};
use crate::tui::palette::glyph;
use crate::tui::words::{outside, width, wrap};

impl Painter<'_> {
    /// Reasons, fixes and assumptions of a hop.
    pub(super) fn notes(&mut self, hop: &Hop) {
        for code in &hop.codes {
            let explanations = self.answer.explanations.iter().enumerate();
            let mut fitting: Vec<usize> = explanations.filter(|(_, explanation)| explanation.code == *code).map(|(at, _)| at).collect();
            if fitting.len() > 1 && fitting.iter().any(|at| hop.id.contains(&self.answer.explanations[*at].component)) {
                fitting.retain(|at| hop.id.contains(&self.answer.explanations[*at].component));
            }
            fitting.retain(|at| !self.used.contains(at));
            for at in fitting {
                self.used.push(at);
                let explanation = self.answer.explanations[at].clone();
                self.explanation(&explanation, hop.verdict, "┆");
            }
            if let Some(assumption) = self.answer.assumptions.iter().find(|assumption| assumption.code == *code) {
                self.assumption(&assumption.clone(), "│");
            }
        }
    }

    fn explanation(&mut self, explanation: &Explanation, verdict: Verdict, spine: &'static str) {
        let blocked = if verdict.works() { Verdict::Partial } else { verdict };
        let style = self.palette.verdict(blocked);
        let start = self.drawn.lines.len();
        self.line(vec![Span::styled(format!("   {}  ", glyph(blocked)), style), Span::styled(explanation.code.as_str(), style)]);
        self.hanging(&outside(&self.names.told(&explanation.message)), self.palette.plain(), "", style, spine);
        if !explanation.fix.is_empty() {
            self.hanging(&outside(&self.names.told(&explanation.fix)), self.palette.fix(), "fix  ", style, spine);
        }
        if let Some(command) = &explanation.command {
            self.hanging(&outside(command), self.palette.plain(), "$ ", style, spine);
        }
        self.drawn.breaks.push((start, self.drawn.lines.len()));
    }

    fn assumption(&mut self, assumption: &Assumption, spine: &'static str) {
        let style = self.palette.verdict(Verdict::YesIf);
        self.line(vec![Span::styled(format!("   {}  ", glyph(Verdict::YesIf)), style), Span::styled(assumption.code.as_str(), style)]);
        self.hanging(&outside(&self.names.told(&assumption.message)), self.palette.plain(), "", style, spine);
    }

    /// A text that hangs at the spine.
    fn hanging(&mut self, text: &str, style: Style, label: &str, spine_style: Style, spine: &'static str) {
        for (at, part) in wrap(text, self.room.saturating_sub(8 + width(label))).into_iter().enumerate() {
            let before = if at == 0 { label.to_owned() } else { " ".repeat(width(label)) };
            self.line(vec![
                Span::styled(format!("   {spine}  "), spine_style),
                Span::styled(before, self.palette.strong()),
                Span::styled(part, style),
            ]);
        }
    }

    /// What belongs to no hop.
    pub(super) fn rest(&mut self) {
        let answer = self.answer;
        let left: Vec<&Explanation> =
            answer.explanations.iter().enumerate().filter(|(at, _)| !self.used.contains(at)).map(|(_, explanation)| explanation).collect();
        for explanation in left {
            self.explanation(explanation, if answer.verdict == Verdict::Unknown { Verdict::Unknown } else { Verdict::No }, " ");
        }
        let at_hops: Vec<_> = answer.hops.iter().flat_map(|hop| &hop.codes).collect();
        let loose: Vec<&Assumption> = answer.assumptions.iter().filter(|assumption| !at_hops.contains(&&assumption.code)).collect();
        for assumption in loose {
            self.assumption(assumption, " ");
        }
    }
}
