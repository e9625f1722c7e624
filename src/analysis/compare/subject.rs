//! Whom the comparison is about: tasks that are on both sides, and services
//! whose tasks were replaced, which are held against the tasks they replaced.

use std::collections::{BTreeMap, BTreeSet};

use super::axis::{Axis, Standing};
use super::change::{At, Unit, place};
use crate::analysis::{Report, TaskReport};
use crate::snapshot::{Kind, Resources, Snapshot};

/// One question of the comparison: why does this task stand otherwise here?
#[derive(Debug, Clone)]
pub(super) struct Asked {
    /// The task of the new snapshot.
    pub task: String,
    /// What people call it.
    pub called: String,
    pub cluster: String,
    pub service: Option<String>,
    pub axis: Axis,
    pub old: Standing,
    pub new: Standing,
    /// The tasks that it replaced; empty for one that was there before.
    pub replaced: Vec<String>,
}

/// Who is who on the two sides.
#[derive(Debug, Default)]
pub(super) struct Subjects {
    pub asked: Vec<Asked>,
    /// Tasks that nothing on the other side corresponds to.
    pub appeared: Vec<String>,
    pub gone: Vec<String>,
    /// Tasks of the new side that replaced others, by their service.
    pub replacements: Vec<Replacement>,
    /// Tasks and replaced services that stand as they stood.
    pub unchanged: usize,
}

/// A service's tasks then and now, as far as they are not the same.
#[derive(Debug, Clone)]
pub(super) struct Replacement {
    pub at: At,
    pub cluster: String,
    pub service: String,
    pub old: Vec<String>,
    pub new: Vec<String>,
}

/// A stopped task neither gets out nor lets anybody in.
fn lives(task: &TaskReport) -> bool {
    task.status != "STOPPED"
}

fn at(arn: &str) -> At {
    let part = |number| arn.split(':').nth(number).unwrap_or_default().to_owned();
    (part(4), part(3))
}

/// A service in its account, Region and cluster.
type Of<'a> = (At, &'a str, &'a str);

pub(super) fn subjects(old: &Report, new: &Report, units: &[Unit]) -> Subjects {
    let then: BTreeMap<&str, &TaskReport> = old.tasks.iter().filter(|task| lives(task)).map(|task| (task.task.as_str(), task)).collect();
    let now: BTreeMap<&str, &TaskReport> = new.tasks.iter().filter(|task| lives(task)).map(|task| (task.task.as_str(), task)).collect();
    let mut subjects = Subjects::default();
    for (arn, task) in &now {
        if let Some(before) = then.get(arn) {
            subjects.hold(task, &[before], &[]);
        }
    }
    let mut services: BTreeMap<Of<'_>, (Vec<&TaskReport>, Vec<&TaskReport>)> = BTreeMap::new();
    let unmatched_then = then.values().filter(|task| !now.contains_key(task.task.as_str()));
    for task in unmatched_then {
        match &task.service {
            Some(service) => services.entry((at(&task.task), &task.cluster, service)).or_default().0.push(task),
            None => subjects.gone.push(task.task.clone()),
        }
    }
    for task in now.values().filter(|task| !then.contains_key(task.task.as_str())) {
        match &task.service {
            Some(service) => services.entry((at(&task.task), &task.cluster, service)).or_default().1.push(task),
            None => subjects.appeared.push(task.task.clone()),
        }
    }
    for ((at, cluster, service), (old, new)) in services {
        subjects.replace(
            Replacement { at, cluster: cluster.to_owned(), service: service.to_owned(), old: arns(&old), new: arns(&new) },
            &old,
            &new,
        );
    }
    subjects.forget_unread(units);
    subjects
}

fn arns(tasks: &[&TaskReport]) -> Vec<String> {
    tasks.iter().map(|task| task.task.clone()).collect()
}

impl Subjects {
    /// A service's tasks that went against those that came.
    fn replace(&mut self, replacement: Replacement, old: &[&TaskReport], new: &[&TaskReport]) {
        match (old, new) {
            ([], _) => self.appeared.extend(replacement.new),
            (_, []) => self.gone.extend(replacement.old),
            _ => {
                for task in new {
                    self.hold(task, old, &replacement.old);
                }
                self.replacements.push(replacement);
            }
        }
    }

    /// Holds a task against itself before, or against those it replaced.
    fn hold(&mut self, task: &TaskReport, before: &[&TaskReport], replaced: &[String]) {
        let asked = self.asked.len();
        for axis in Axis::ALL {
            let then: Vec<Standing> = before.iter().map(|task| Standing::of(task, axis)).collect();
            let now = Standing::of(task, axis);
            // One of a service stands as any of those before it stood.
            let Some(old) = Standing::shared(&then).filter(|_| !then.iter().any(|one| one.agrees(&now))) else { continue };
            self.asked.push(Asked {
                task: task.task.clone(),
                called: task.service.clone().unwrap_or_else(|| task.task_definition.clone()),
                cluster: task.cluster.clone(),
                service: task.service.clone(),
                axis,
                old,
                new: now,
                replaced: replaced.to_vec(),
            });
        }
        self.unchanged += usize::from(self.asked.len() == asked);
    }

    /// Where a side could not read all tasks, nobody knows who came or went.
    fn forget_unread(&mut self, units: &[Unit]) {
        use super::change::Side;
        let unread = |side: Side| {
            let hidden = units.iter().filter_map(move |unit| match unit {
                Unit::Unread { at, kind: Kind::Tasks, side: lacking, .. } if *lacking == side => Some(at.clone()),
                Unit::Place { at, side: lacking } if *lacking == side => Some(at.clone()),
                _ => None,
            });
            hidden.collect::<BTreeSet<At>>()
        };
        let (then, now) = (unread(Side::Old), unread(Side::New));
        self.appeared.retain(|task| !then.contains(&at(task)));
        self.gone.retain(|task| !now.contains(&at(task)));
    }
}

impl Replacement {
    /// Puts the new tasks, with what they run on, in the place of the old ones.
    pub(super) fn apply(&self, paper: &mut Snapshot, new: &Snapshot) {
        let Some(is) = place(new, &self.at) else { return };
        let was = &mut paper.place_mut(&self.at.0, &self.at.1).resources;
        was.tasks.retain(|task| !self.old.contains(&task.task_arn));
        for arn in &self.new {
            was.take_row(Kind::Tasks, arn, &is.resources);
        }
        for (kind, id) in belongings(&self.new, &is.resources) {
            // What was there before is a difference of its own.
            if was.row(kind, &id).is_none() {
                was.take_row(kind, &id, &is.resources);
            }
        }
    }

    /// Whether a resource is there for the new tasks, or was for the old ones.
    pub(super) fn owns(&self, old: &Snapshot, new: &Snapshot) -> BTreeSet<(Kind, String)> {
        let of = |snapshot, tasks: &[String]| {
            let belongings = place(snapshot, &self.at).map(|place| belongings(tasks, &place.resources)).unwrap_or_default();
            belongings.into_iter().chain(tasks.iter().map(|arn| (Kind::Tasks, arn.clone()))).collect::<Vec<_>>()
        };
        of(old, &self.old).into_iter().chain(of(new, &self.new)).collect()
    }
}

/// Interfaces, hosts and definitions of some tasks.
fn belongings(tasks: &[String], resources: &Resources) -> Vec<(Kind, String)> {
    let mut found = Vec::new();
    for task in resources.tasks.iter().filter(|task| tasks.contains(&task.task_arn)) {
        let details = task.attachments.iter().flat_map(|attachment| &attachment.details);
        let interfaces = details.filter(|detail| detail.name == "networkInterfaceId");
        found.extend(interfaces.map(|detail| (Kind::NetworkInterfaces, detail.value.clone())));
        found.push((Kind::TaskDefinitions, task.task_definition_arn.clone()));
        let host = resources.container_instances.iter().find(|host| host.container_instance_arn == task.container_instance_arn);
        let Some(host) = host.filter(|_| !task.container_instance_arn.is_empty()) else { continue };
        found.push((Kind::ContainerInstances, host.container_instance_arn.clone()));
        found.push((Kind::Instances, host.ec2_instance_id.clone()));
        let carries = |attachment: &crate::snapshot::interface::InterfaceAttachment| attachment.instance_id == host.ec2_instance_id;
        let own = resources.network_interfaces.iter().filter(|interface| interface.attachment.as_ref().is_some_and(carries));
        found.extend(own.map(|interface| (Kind::NetworkInterfaces, interface.network_interface_id.clone())));
    }
    found.sort();
    found.dedup();
    found
}
