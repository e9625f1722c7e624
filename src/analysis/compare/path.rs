//! What stands on the paths of some tasks, then and now: what is tried first.

use rustc_hash::FxHashSet;

use super::axis::Axis;
use super::subject::Subjects;
use crate::analysis::Analysis;
use crate::net::answer::{Answer, Hop};
use crate::net::{Family, Question};

/// The ids on the paths of the tasks that stand otherwise, then and now.
pub(super) fn ids(old: &Analysis, new: &Analysis, subjects: &Subjects) -> FxHashSet<String> {
    let mut ids = FxHashSet::default();
    let mut seen: FxHashSet<(String, Option<String>, Axis)> = FxHashSet::default();
    for asked in &subjects.asked {
        let before = asked.replaced.first().unwrap_or(&asked.task);
        let subnet = new.report.tasks.iter().find(|task| task.task == asked.task).and_then(|task| task.subnet.clone());
        // Tasks of one service in one subnet take the same ways.
        if seen.insert((asked.called.clone(), subnet, asked.axis)) {
            collect(old, before, &mut ids);
            collect(new, &asked.task, &mut ids);
        }
    }
    ids
}

fn collect(analysis: &Analysis, task: &str, ids: &mut FxHashSet<String>) {
    let ways = [
        (task, None, Family::Ipv4),
        (task, None, Family::Ipv6),
        ("internet", Some(task), Family::Ipv4),
        ("internet", Some(task), Family::Ipv6),
    ];
    for (source, destination, family) in ways {
        let question = Question {
            source: source.to_owned(),
            destination: destination.map(str::to_owned),
            family: Some(family),
            ..Question::default()
        };
        if let Ok(answer) = analysis.network.explain(&question) {
            collect_answer(&answer, ids);
        }
    }
}

fn collect_answer(answer: &Answer, ids: &mut FxHashSet<String>) {
    let facts = &answer.source;
    let own = [&facts.task, &facts.network_interface, &facts.instance, &facts.subnet, &facts.vpc];
    ids.extend(own.into_iter().flatten().cloned());
    collect_hops(&answer.hops, ids);
    ids.extend(answer.explanations.iter().map(|explanation| explanation.component.clone()));
    for door in answer.inbound_load_balancer.iter().flat_map(|inbound| &inbound.doors) {
        collect_hops(&door.hops, ids);
        ids.extend([door.listener.clone(), door.load_balancer.clone()]);
        ids.extend(door.explanations.iter().map(|explanation| explanation.component.clone()));
    }
}

fn collect_hops(hops: &[Hop], ids: &mut FxHashSet<String>) {
    for hop in hops {
        ids.extend(hop.id.split(", ").map(str::to_owned));
        ids.extend(hop.subnet.iter().cloned());
        ids.extend(hop.route.iter().map(|row| row.table.clone()));
    }
}
