//! What a rule says about one component.

use serde::{Deserialize, Serialize};

/// A risky exposure or weak spot.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// The rule's id, `EGR-…`.
    pub rule: &'static str,
    /// How bad.
    pub severity: Severity,
    /// The AWS id of the thing it is about.
    pub component: String,
    /// The ARNs of the tasks that it concerns.
    pub tasks: Vec<String>,
    /// A few words.
    pub title: String,
    /// What is the case and why it matters.
    pub message: String,
    /// What to change.
    pub fix: String,
    /// Security Hub controls, CIS items, AWS page titles.
    pub references: Vec<&'static str>,
    /// What the component is part of, in a name that outlives it: a service
    /// keeps its name when its tasks and their interfaces are replaced. Empty
    /// where the component's own id stays.
    #[serde(skip)]
    pub subject: String,
    /// What makes it this finding and not another one of the same rule on the
    /// same component: the ports that are open, say.
    #[serde(skip)]
    pub facts: Vec<String>,
}

impl Finding {
    /// What stays the same as long as the weak spot does, whatever tasks come
    /// and go: `service:prod/web: ipv4 tcp/22 from everybody`. Text on purpose,
    /// so that a baseline can be read and reviewed.
    pub fn fingerprint(&self) -> String {
        let subject = if self.subject.is_empty() { &self.component } else { &self.subject };
        let mut facts: Vec<&str> = self.facts.iter().map(String::as_str).collect();
        facts.sort_unstable();
        facts.dedup();
        if facts.is_empty() { subject.clone() } else { format!("{subject}: {}", facts.join("; ")) }
    }
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Severity {
    Info,
    Low,
    Medium,
    High,
    Critical,
}

impl Severity {
    /// Every severity, the worst first.
    pub const WORST_FIRST: [Self; 5] = [Self::Critical, Self::High, Self::Medium, Self::Low, Self::Info];

    /// The word of the contract.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }

    /// One step less bad; `Low` and `Info` stay what they are.
    #[must_use]
    pub(super) fn eased(self) -> Self {
        match self {
            Self::Critical => Self::High,
            Self::High => Self::Medium,
            Self::Medium => Self::Low,
            mild => mild,
        }
    }
}

impl std::fmt::Display for Severity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::{Finding, Severity};

    /// A finding with nothing in it but what tells it apart.
    pub(crate) fn finding(rule: &'static str, severity: Severity, component: &str, facts: &[&str]) -> Finding {
        Finding {
            rule,
            severity,
            component: component.to_owned(),
            tasks: Vec::new(),
            title: String::new(),
            message: String::new(),
            fix: String::new(),
            references: Vec::new(),
            subject: String::new(),
            facts: facts.iter().map(|fact| (*fact).to_owned()).collect(),
        }
    }

    #[test]
    fn a_fingerprint_outlives_the_task_but_not_another_port() {
        let of = |component: &str, facts: &[&str]| {
            let subject = String::from("service:prod/web");
            Finding { subject, ..finding("EGR-INB-003", Severity::High, component, facts) }.fingerprint()
        };
        assert_eq!(of("eni-1", &["tcp/23", "tcp/22", "tcp/22"]), "service:prod/web: tcp/22; tcp/23");
        assert_eq!(of("eni-1", &["tcp/22"]), of("eni-2", &["tcp/22"]));
        assert_ne!(of("eni-1", &["tcp/22"]), of("eni-1", &["tcp/22", "tcp/3389"]));
        assert_eq!(finding("EGR-CST-002", Severity::Low, "nat-1", &[]).fingerprint(), "nat-1");
    }
}
