//! EGR-INB-006: file, mail, directory and message services are open to the internet.

use super::ports;
use crate::findings::context::Context;
use crate::findings::services::Area;
use crate::findings::{Finding, Rule, Severity};

/// The rule.
pub(in crate::findings) static RULE: Rule = Rule {
    id: "EGR-INB-006",
    title: "A network service open to the internet",
    severity: Severity::High,
    what: "The port of a file, mail, directory, monitoring or message service (FTP, SMB, NFS, LDAP, SNMP, SMTP, Kafka, …) can be opened \
        from the internet.",
    why: "Such services were made for a network of friends. Open, they leak files, relay mail and attacks, or are abused to amplify \
        floods.",
    how: super::HOW,
    fix: "Let in the security groups or the networks of their clients only.",
    references: &["EC2.18"],
    check,
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    ports::check(context, &RULE, Area::NetworkServices)
}
