//! The first line: whose account, which Region, how old the data is, how the
//! tasks fare.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::put;
use super::sentences::tally;
use crate::tui::palette::DANGER;
use crate::tui::state::State;
use crate::tui::words::{age, clip, count, outside};

pub(super) fn draw(state: &State, place: Rect, buffer: &mut Buffer) {
    let right = right(state);
    let taken = u16::try_from(right.width()).unwrap_or(u16::MAX).min(place.width);
    let left = left(state, usize::from(place.width - taken));
    put(buffer, Rect { width: place.width - taken, ..place }, &[left]);
    put(buffer, Rect { x: place.x + place.width - taken, width: taken, ..place }, &[right]);
}

fn left(state: &State, room: usize) -> Line<'static> {
    let palette = state.palette;
    let mut spans = vec![Span::styled(" egret ", palette.accent())];
    let words = match &state.data {
        Some(data) => [data.whereabouts.clone(), data_age(state).unwrap_or_default()],
        None => [state.loading.as_ref().and_then(|loading| state.sources.get(loading.source)).cloned().unwrap_or_default(), String::new()],
    };
    if let Some(paper) = &state.turned.paper {
        let told = clip(&format!(" ON PAPER, not the account: {} ", outside(paper)), room / 2);
        spans.extend([Span::styled(told, palette.alarm()), Span::raw(" ")]);
    }
    if let Some(outage) = state.data.as_ref().and_then(|data| data.analysis.report.outage.as_ref()) {
        let zones = outage.zones.join(", ");
        let told = format!(" without {}: {} gone, {} lose a way out ", outside(&zones), outage.gone.len(), outage.lost.len());
        spans.extend([Span::styled(told, palette.alarm()), Span::raw(" ")]);
    }
    let words: Vec<&str> = words.iter().map(String::as_str).filter(|word| !word.is_empty()).collect();
    spans.push(Span::styled(
        clip(&words.join(" · "), room.saturating_sub(spans.iter().map(Span::width).sum::<usize>() + 1)),
        palette.plain(),
    ));
    Line::from(spans)
}

/// How old the data is, where both moments are known.
fn data_age(state: &State) -> Option<String> {
    Some(age(state.data.as_ref()?.taken_at?, state.now?).0)
}

fn right(state: &State) -> Line<'static> {
    let palette = state.palette;
    let Some(data) = &state.data else { return Line::default() };
    let mut spans = tally(palette, &data.tally);
    let dangers = data.dangers;
    if dangers > 0 {
        spans.push(Span::styled(format!("  {DANGER} {dangers}"), palette.danger()));
    }
    let gaps = data.analysis.report.gaps.len();
    if gaps > 0 {
        spans.push(Span::styled(format!("  {}", count(gaps, "gap")), palette.verdict(crate::net::Verdict::Unknown)));
    }
    spans.push(Span::raw(" "));
    Line::from(spans)
}
