//! Evidence while it is being gathered: reasons, steps, and the pieces that a
//! question's set of addresses falls into.

use std::net::IpAddr;
use std::rc::Rc;

use super::address_set::AddressSet;
use super::answer::{Hop, HopKind, RouteRow, Via};
use super::{Code, Verdict};

/// One condition that was looked at and is worth telling.
///
/// `No`, `Unknown` and `Partial` are blockers, `YesIf` is an assumption, and
/// `Yes` a remark.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Reason {
    pub code: Code,
    pub verdict: Verdict,
    pub component: String,
    pub message: String,
    pub fix: String,
    pub command: Option<String>,
}

impl Reason {
    pub fn new(verdict: Verdict, code: Code, component: impl Into<String>, message: impl Into<String>) -> Self {
        Self { code, verdict, component: component.into(), message: message.into(), fix: String::new(), command: None }
    }

    pub fn no(code: Code, component: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Verdict::No, code, component, message)
    }

    pub fn unknown(code: Code, component: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Verdict::Unknown, code, component, message)
    }

    /// A word or kind of AWS's that is newer than we are.
    pub fn strange(code: Code, component: impl Into<String>, message: impl Into<String>) -> Self {
        let reason = Self::unknown(code, component, message);
        let fix = format!("Look at {} in AWS, and whether a newer egret knows the word", reason.component);
        reason.fix(fix)
    }

    pub fn assume(code: Code, component: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Verdict::YesIf, code, component, message)
    }

    pub fn remark(code: Code, component: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Verdict::Yes, code, component, message)
    }

    /// What to change, in a sentence.
    #[must_use]
    pub fn fix(mut self, fix: impl Into<String>) -> Self {
        self.fix = fix.into();
        self
    }

    /// The command that does it.
    #[must_use]
    pub fn command(mut self, command: impl Into<String>) -> Self {
        self.command = Some(command.into());
        self
    }
}

/// One hop with its reasons.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Step {
    pub kind: HopKind,
    pub id: String,
    pub detail: String,
    pub subnet: Option<String>,
    pub route: Option<RouteRow>,
    pub reasons: Vec<Reason>,
    /// What becomes of the replies here, where that is judged apart.
    pub replies: Option<Verdict>,
}

impl Step {
    pub fn new(kind: HopKind, id: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { kind, id: id.into(), detail: detail.into(), subnet: None, route: None, reasons: Vec::new(), replies: None }
    }

    #[must_use]
    pub fn in_subnet(mut self, subnet: Option<&str>) -> Self {
        self.subnet = subnet.filter(|subnet| !subnet.is_empty()).map(str::to_owned);
        self
    }

    #[must_use]
    pub fn because(mut self, reason: impl IntoIterator<Item = Reason>) -> Self {
        self.reasons.extend(reason);
        self
    }

    /// Leaves out what one reason says.
    #[must_use]
    pub fn without(mut self, code: Code) -> Self {
        self.reasons.retain(|reason| reason.code != code);
        self
    }

    pub fn verdict(&self) -> Verdict {
        self.reasons.iter().fold(Verdict::Yes, |verdict, reason| verdict.and(reason.verdict))
    }

    /// What becomes of the replies: as was judged, and no better than what is
    /// told of their way back.
    fn replies(&self) -> Option<Verdict> {
        let of_way_back = self.reasons.iter().filter(|reason| reason.code == Code::ReturnPath).map(|reason| reason.verdict);
        self.replies.into_iter().chain(of_way_back).min()
    }

    pub fn hop(&self) -> Hop {
        let mut codes: Vec<Code> = Vec::new();
        for reason in &self.reasons {
            if !codes.contains(&reason.code) {
                codes.push(reason.code);
            }
        }
        Hop {
            kind: self.kind,
            id: self.id.clone(),
            verdict: self.verdict(),
            beyond_break: false,
            detail: self.detail.clone(),
            codes,
            subnet: self.subnet.clone(),
            route: self.route.clone(),
            replies: self.replies(),
        }
    }
}

/// Addresses of the question that share one fate so far.
#[derive(Debug, Clone)]
pub(crate) struct Piece {
    /// Which addresses, as the question names them.
    pub set: AddressSet,
    /// The way so far.
    pub steps: Vec<Rc<Step>>,
    /// What gives the internet or carries the flow.
    pub via: Option<Via>,
    /// What the far side sees.
    pub seen_as: Vec<IpAddr>,
}

impl Piece {
    pub fn new(set: AddressSet) -> Self {
        Self { set, steps: Vec::new(), via: None, seen_as: Vec::new() }
    }

    #[must_use]
    pub fn then(mut self, step: Step) -> Self {
        self.steps.push(Rc::new(step));
        self
    }

    pub fn verdict(&self) -> Verdict {
        self.steps.iter().fold(Verdict::Yes, |verdict, step| verdict.and(step.verdict()))
    }

    /// Splits by a judgement that parts the set. Parts without addresses vanish.
    pub fn split(self, parts: Vec<(AddressSet, Step)>) -> Vec<Self> {
        let mut pieces = Vec::with_capacity(parts.len());
        for (set, step) in parts {
            if set.is_empty() {
                continue;
            }
            let mut piece = Self { set, ..self.clone() };
            piece.steps.push(Rc::new(step));
            pieces.push(piece);
        }
        pieces
    }
}
