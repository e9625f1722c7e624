//! Findings about a component that breaks the way out of tasks: one for each
//! component, with every task that needs it.

use std::collections::BTreeMap;

use crate::findings::context::{Context, family};
use crate::findings::text::{add, count, list};
use crate::findings::{Finding, Rule};
use crate::net::Code;
use crate::net::answer::Explanation;

#[derive(Default)]
struct Broken {
    messages: Vec<String>,
    fixes: Vec<String>,
    tasks: Vec<String>,
    names: Vec<String>,
}

/// A finding for each component that a code names. Stopped tasks count: it may
/// be what stopped them.
pub(super) fn check(
    context: &Context<'_>,
    rule: &'static Rule,
    code: Code,
    counts: fn(&Context<'_>, &Explanation) -> bool,
) -> Vec<Finding> {
    let mut components: BTreeMap<&str, Broken> = BTreeMap::new();
    for way in context.ways() {
        for explanation in way.broken.iter().filter(|one| one.code == code && counts(context, one)) {
            let broken = components.entry(&explanation.component).or_default();
            add(&mut broken.messages, explanation.message.clone());
            add(&mut broken.fixes, explanation.fix.clone());
            add(&mut broken.tasks, way.axes.task.arn.clone());
            add(&mut broken.names, family(way.axes));
        }
    }
    components.into_iter().map(|(component, broken)| finding(rule, component, broken)).collect()
}

fn finding(rule: &'static Rule, component: &str, broken: Broken) -> Finding {
    let who = format!("{} of {}", count(broken.tasks.len(), "task"), list(&broken.names, 5));
    let needs = if broken.tasks.len() == 1 { "needs" } else { "need" };
    Finding {
        message: format!("{}. {who} {needs} it to reach the internet.", broken.messages.join(". ")),
        fix: format!("{}.", broken.fixes.join(". ")),
        tasks: broken.tasks,
        ..rule.finding(component)
    }
}
