//! EGR-INB-004: databases, caches and search engines are open to the internet.

use super::ports;
use crate::findings::context::Context;
use crate::findings::services::Area;
use crate::findings::{Finding, Rule, Severity};

/// The rule.
pub(in crate::findings) static RULE: Rule = Rule {
    id: "EGR-INB-004",
    title: "A database open to the internet",
    severity: Severity::Critical,
    what: "The port of a database, cache or search engine can be opened from the internet.",
    why: "Many of them ask for no password unless told to, and all of them are worth stealing. They are found and emptied by machines, not \
        by people.",
    how: super::HOW,
    fix: "Name the security groups of the tasks that use it as the source instead of addresses, and run it in a private subnet.",
    references: &["EC2.18", "Amazon VPC User Guide: Security group referencing"],
    check,
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    ports::check(context, &RULE, Area::Databases)
}
