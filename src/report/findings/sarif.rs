//! SARIF 2.1.0, as code scanning services and editors read it. A component of
//! the network is a logical location, and an artifact by its own id, since
//! some readers show nothing without one.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::Listing;
use crate::analysis::{Accepted, Finding, Severity};
use crate::findings::{Rule, rules};
use crate::report::json;

/// Writes a SARIF log of one run.
///
/// # Errors
///
/// When `out` cannot be written to.
pub fn sarif(out: &mut dyn Write, listing: &Listing<'_>) -> io::Result<()> {
    let new = listing.findings.iter().map(|finding| result(finding, listing.known.is_some().then_some("new"), None));
    let known = listing.known.iter().flatten().map(|finding| result(finding, Some("unchanged"), None));
    let accepted = listing.report.accepted.iter().map(|accepted| result(&accepted.finding, None, Some(accepted)));
    let results: Vec<Value> = new.chain(known).chain(accepted).collect();
    let gaps: Vec<Value> =
        listing.report.gaps.iter().map(|gap| json!({"level": "warning", "message": {"text": gap.to_string()}})).collect();
    let log = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "egret",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules().iter().map(|rule| descriptor(rule)).collect::<Vec<_>>(),
            }},
            "invocations": [{"executionSuccessful": true, "toolExecutionNotifications": gaps}],
            "results": results,
        }],
    });
    json::pretty(out, &log)
}

fn descriptor(rule: &Rule) -> Value {
    json!({
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.what},
        "help": {"text": format!("{}\n\n{}\n\nHow egret decides: {}\n\nFix: {}", rule.what, rule.why, rule.how, rule.fix)},
        "defaultConfiguration": {"level": level(rule.severity)},
        "properties": {"tags": rule.references, "security-severity": score(rule.severity)},
    })
}

fn result(finding: &Finding, baseline_state: Option<&str>, accepted: Option<&Accepted>) -> Value {
    let mut result = json!({
        "ruleId": finding.rule,
        "ruleIndex": rules().iter().position(|rule| rule.id == finding.rule),
        "level": level(finding.severity),
        "message": {"text": format!("{}. {} Fix: {}", finding.title, finding.message, finding.fix)},
        "locations": [{
            "physicalLocation": {"artifactLocation": {"uri": reference(&finding.component)}},
            "logicalLocations": [{"fullyQualifiedName": finding.component, "kind": "resource"}],
        }],
        "partialFingerprints": {"egret/v1": finding.fingerprint()},
        "properties": {"severity": finding.severity, "tasks": finding.tasks, "references": finding.references},
    });
    if let Some(state) = baseline_state {
        result["baselineState"] = json!(state);
    }
    if let Some(accepted) = accepted {
        let why = format!("{} (until {})", accepted.reason, accepted.until);
        result["suppressions"] = json!([{"kind": "external", "status": "accepted", "justification": why}]);
    }
    result
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low | Severity::Info => "note",
    }
}

/// What GitHub's code scanning sorts by: as a CVSS score would be.
fn score(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "9.5",
        Severity::High => "8.0",
        Severity::Medium => "5.5",
        Severity::Low => "3.0",
        Severity::Info => "0.0",
    }
}

/// An id as a URI reference: whatever a URI does not take as it is, encoded.
fn reference(id: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/".contains(&byte);
    let encoded: String = id.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect();
    // A colon in the first part is a scheme, which only an ARN has.
    if id.starts_with("arn:") { encoded } else { encoded.replace(':', "%3A") }
}

#[cfg(test)]
mod tests {
    use super::reference;

    #[test]
    fn an_id_is_a_reference_whatever_it_holds() {
        assert_eq!(reference("eni-0123"), "eni-0123");
        assert_eq!(reference("arn:aws:ecs:eu-west-1:1:service/a/b"), "arn:aws:ecs:eu-west-1:1:service/a/b");
        assert_eq!(reference("a:b\u{1b} é"), "a%3Ab%1B%20%C3%A9");
    }
}
