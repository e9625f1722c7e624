//! What a rule is: its texts and its check, side by side.

use serde::Serialize;

use super::context::Context;
use super::{Finding, Severity};

/// One rule of the table.
#[derive(Debug, Serialize)]
pub struct Rule {
    /// `EGR-INB-001`: the area and a number. Never changes.
    pub id: &'static str,
    /// A few words.
    pub title: &'static str,
    /// How bad it usually is; a finding may say less or more.
    pub severity: Severity,
    /// What the rule looks for.
    pub what: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// How egret decides that it is the case.
    pub how: &'static str,
    /// What to change, the smallest step first.
    pub fix: &'static str,
    /// Security Hub controls, CIS items, AWS page titles.
    pub references: &'static [&'static str],
    /// The check.
    #[serde(skip)]
    pub(super) check: fn(&Context<'_>) -> Vec<Finding>,
}

impl Rule {
    /// A finding of this rule, with the table's texts until the check says more.
    pub(super) fn finding(&self, component: impl Into<String>) -> Finding {
        Finding {
            rule: self.id,
            severity: self.severity,
            component: component.into(),
            tasks: Vec::new(),
            title: self.title.to_owned(),
            message: self.what.to_owned(),
            fix: self.fix.to_owned(),
            references: self.references.to_vec(),
            subject: String::new(),
            facts: Vec::new(),
        }
    }
}
