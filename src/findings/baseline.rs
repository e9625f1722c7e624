//! What is already known: the findings of an earlier day, so that a pipeline
//! fails for new ones only. The file is read and written elsewhere.

use serde::{Deserialize, Serialize};

use super::{Finding, Severity};

/// The form of the file, first field of it.
const FORM: &str = "baseline/1";

/// The findings of an earlier day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    egret: String,
    findings: Vec<Known>,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    rule: String,
    component: String,
    fingerprint: String,
    severity: Severity,
}

impl Baseline {
    /// What is found today, for tomorrow.
    pub fn of(findings: &[Finding]) -> Self {
        let mut known: Vec<Known> = findings
            .iter()
            .map(|finding| Known {
                rule: finding.rule.to_owned(),
                component: finding.component.clone(),
                fingerprint: finding.fingerprint(),
                severity: finding.severity,
            })
            .collect();
        known.sort();
        Self { egret: FORM.to_owned(), findings: known }
    }

    /// Reads what [`Baseline::of`] made.
    ///
    /// # Errors
    ///
    /// When the text is no such file, in one sentence.
    pub fn parse(text: &str) -> Result<Self, String> {
        let baseline: Self = serde_json::from_str(text).map_err(|error| format!("is no baseline: {error}"))?;
        if baseline.egret == FORM { Ok(baseline) } else { Err(format!("is no baseline of this version: \"egret\" is not \"{FORM}\"")) }
    }

    /// Whether a finding was there then, no less severe. One that became worse
    /// is a new one.
    pub fn knows(&self, finding: &Finding) -> bool {
        let fingerprint = finding.fingerprint();
        self.findings
            .iter()
            .any(|known| known.rule == finding.rule && known.fingerprint == fingerprint && known.severity >= finding.severity)
    }
}

#[cfg(test)]
mod tests {
    use super::super::finding::tests::finding;
    use super::*;

    #[test]
    fn what_was_there_is_known_what_is_new_or_worse_is_not() {
        let then = [finding("EGR-INB-003", Severity::High, "i-1", &["tcp/22"])];
        let text = serde_json::to_string(&Baseline::of(&then)).expect("JSON");
        let baseline = Baseline::parse(&text).expect("a baseline");
        assert!(baseline.knows(&then[0]));
        assert!(baseline.knows(&finding("EGR-INB-003", Severity::Medium, "i-1", &["tcp/22"])));
        assert!(!baseline.knows(&finding("EGR-INB-003", Severity::Critical, "i-1", &["tcp/22"])), "worse");
        assert!(!baseline.knows(&finding("EGR-INB-003", Severity::High, "i-1", &["tcp/22", "tcp/23"])), "another port");
        assert!(!baseline.knows(&finding("EGR-INB-004", Severity::High, "i-1", &["tcp/22"])), "another rule");
        assert!(!baseline.knows(&finding("EGR-INB-003", Severity::High, "i-2", &["tcp/22"])), "another host");
    }

    #[test]
    fn other_files_are_refused() {
        assert!(Baseline::parse(r#"{"egret": "findings/1", "findings": []}"#).is_err());
        assert!(Baseline::parse("[]").is_err());
    }
}
