//! EGR-INB-007: development servers and consoles are open to the internet.

use super::ports;
use crate::findings::context::Context;
use crate::findings::services::Area;
use crate::findings::{Finding, Rule, Severity};

/// The rule.
pub(in crate::findings) static RULE: Rule = Rule {
    id: "EGR-INB-007",
    title: "A development server or console open to the internet",
    severity: Severity::High,
    what: "The usual port of a development server, dashboard or proxy (3000, 5000, 5601, 8080, 8088, 8888, 9000, 9090, 9100) can be opened \
        from the internet.",
    why: "What runs there is often a console without a login, or a server in debug mode. A web application that is meant for the world \
        belongs behind 443.",
    how: super::HOW,
    fix: "If it is a web application for the world, serve it on 443 behind a load balancer.",
    references: &["EC2.18"],
    check,
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    ports::check(context, &RULE, Area::WebConsoles)
}
