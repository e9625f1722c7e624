//! Findings that somebody has accepted, with a reason and an end: known risks
//! that are not shown every day, but come back by themselves. Which day it is
//! is told from outside; the file is read and written elsewhere.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Finding, Severity};

/// The form of the file, first field of it.
const FORM: &str = "accepted/1";

/// One finding that somebody has accepted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Acceptance {
    /// The rule.
    pub rule: String,
    /// The component, for people; and what is matched where no fingerprint is given.
    pub component: String,
    /// [`Finding::fingerprint`] at the time. Without it every finding of the
    /// rule on the component is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<String>,
    /// How bad it was at the time. What became worse is not accepted any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
    /// Why.
    pub reason: String,
    /// The last day.
    pub until: Date,
}

impl Acceptance {
    /// Accepts a finding as it is.
    pub fn of(finding: &Finding, reason: &str, until: Date) -> Self {
        Self {
            rule: finding.rule.to_owned(),
            component: finding.component.clone(),
            fingerprint: Some(finding.fingerprint()),
            severity: Some(finding.severity),
            reason: reason.to_owned(),
            until,
        }
    }

    /// Whether it means this finding, and is in force.
    pub fn covers(&self, finding: &Finding, today: Date) -> bool {
        let meant = match &self.fingerprint {
            Some(fingerprint) => *fingerprint == finding.fingerprint(),
            None => self.component == finding.component || self.component == finding.subject,
        };
        meant && self.rule == finding.rule && self.severity.is_none_or(|then| then >= finding.severity) && today <= self.until
    }
}

/// The file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    egret: String,
    accepted: Vec<Acceptance>,
}

/// Reads a file of acceptances.
///
/// # Errors
///
/// When the text is no such file, or one of them has no reason, in one sentence.
pub fn parse(text: &str) -> Result<Vec<Acceptance>, String> {
    let file: File = serde_json::from_str(text).map_err(|error| format!("is no list of accepted findings: {error}"))?;
    if file.egret != FORM {
        return Err(format!("is no list of accepted findings of this version: \"egret\" is not \"{FORM}\""));
    }
    match file.accepted.iter().find(|accepted| accepted.reason.trim().is_empty()) {
        Some(without) => Err(format!("accepts {} on {} without a reason", without.rule, without.component)),
        None => Ok(file.accepted),
    }
}

/// The text of such a file.
pub fn write(accepted: &[Acceptance]) -> String {
    let file = File { egret: FORM.to_owned(), accepted: accepted.to_vec() };
    // Only text and dates: nothing in it can fail to be written.
    serde_json::to_string_pretty(&file).map(|text| text + "\n").unwrap_or_default()
}

/// A finding with the acceptance that covers it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Accepted {
    /// The finding.
    #[serde(flatten)]
    pub finding: Finding,
    /// Why it was accepted.
    pub reason: String,
    /// The last day.
    pub until: Date,
}

/// Parts findings into those that stand and those that were accepted, each in
/// the order in which they came. Where several acceptances cover one finding,
/// the one that lasts longest speaks.
pub fn part(findings: Vec<Finding>, acceptances: &[Acceptance], today: Date) -> (Vec<Finding>, Vec<Accepted>) {
    let (mut standing, mut accepted) = (Vec::new(), Vec::new());
    for finding in findings {
        let covering = acceptances.iter().filter(|one| one.covers(&finding, today)).max_by_key(|one| one.until);
        match covering {
            Some(one) => accepted.push(Accepted { finding, reason: one.reason.clone(), until: one.until }),
            None => standing.push(finding),
        }
    }
    (standing, accepted)
}

#[cfg(test)]
mod tests {
    use super::super::finding::tests::finding;
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("a date")
    }

    #[test]
    fn an_acceptance_ends_by_itself() {
        let ssh = finding("EGR-INB-003", Severity::High, "i-1", &["tcp/22"]);
        let file = write(&[Acceptance::of(&ssh, "bastion, moves in June", day("2026-06-30"))]);
        let accepted = parse(&file).expect("what was written");
        let on = |today: &str| part(vec![ssh.clone()], &accepted, day(today));
        let (standing, covered) = on("2026-06-30");
        assert!(standing.is_empty());
        assert_eq!(covered[0].reason, "bastion, moves in June");
        assert_eq!(on("2026-07-01").0.len(), 1);
    }

    #[test]
    fn only_what_was_accepted_is() {
        let accepted = Acceptance::of(&finding("EGR-INB-003", Severity::High, "i-1", &["tcp/22"]), "why", day("2026-06-30"));
        let covers = |severity, component: &str, facts: &[&str]| {
            accepted.covers(&finding("EGR-INB-003", severity, component, facts), day("2026-05-12"))
        };
        assert!(covers(Severity::High, "i-1", &["tcp/22"]) && covers(Severity::Low, "i-1", &["tcp/22"]));
        assert!(!covers(Severity::Critical, "i-1", &["tcp/22"]) && !covers(Severity::High, "i-1", &["tcp/23"]));
        let by_hand = Acceptance { fingerprint: None, severity: None, ..accepted.clone() };
        assert!(by_hand.covers(&finding("EGR-INB-003", Severity::Critical, "i-1", &["tcp/23"]), day("2026-05-12")));
        assert!(!by_hand.covers(&finding("EGR-INB-003", Severity::Critical, "i-2", &["tcp/23"]), day("2026-05-12")));
    }

    #[test]
    fn a_reason_and_an_end_must_be_there() {
        let with = |rest: &str| format!(r#"{{"egret": "accepted/1", "accepted": [{{"rule": "EGR-INB-003", "component": "i-1"{rest}}}]}}"#);
        assert!(parse(&with(r#", "reason": "why", "until": "2026-06-30""#)).is_ok());
        assert!(parse(&with(r#", "reason": " ", "until": "2026-06-30""#)).is_err_and(|error| error.contains("without a reason")));
        assert!(parse(&with(r#", "reason": "why""#)).is_err());
        assert!(parse(&with(r#", "until": "2026-06-30""#)).is_err());
    }
}
