//! A resource in full, as AWS tells of it: JSON or YAML with AWS's own names.

use serde::Serialize;

use super::Data;
use crate::snapshot::{Kind, Visitor};
use crate::tui::views::Thing;

/// How a resource is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Format {
    #[default]
    Json,
    Yaml,
}

impl Format {
    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Json => Self::Yaml,
            Self::Yaml => Self::Json,
        }
    }

    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Json => "JSON",
            Self::Yaml => "YAML",
        }
    }
}

/// All that was read of a thing; none when nothing was.
pub fn described(data: &Data, thing: &Thing, format: Format) -> Option<String> {
    let report = &data.analysis.report;
    match thing {
        Thing::Finding(rule, component) => {
            write(report.findings.iter().find(|finding| finding.rule == *rule && finding.component == *component)?, format)
        }
        Thing::Gap(at) => write(report.gaps.get(*at)?, format),
        // A route is told with its table: what comes before it may take its packets.
        Thing::Route(table, _) => described(data, &Thing::of(Kind::RouteTables, table), format),
        Thing::Resource(kind, id) => {
            let texts: Vec<String> = together(data, *kind, id).iter().filter_map(|(kind, id)| resource(data, *kind, id, format)).collect();
            let between = if format == Format::Json { "\n" } else { "---\n" };
            (!texts.is_empty()).then(|| texts.join(between))
        }
    }
}

/// What is told of together with a resource: a task with the interface that it
/// uses, a service with its task definition, a load balancer with its listeners.
pub fn together(data: &Data, kind: Kind, id: &str) -> Vec<(Kind, String)> {
    let mut all = vec![(kind, id.to_owned())];
    let seen = data.analysis.network.snapshot().places.iter().map(|place| &place.resources);
    match kind {
        Kind::Tasks => {
            let report = data.analysis.report.tasks.iter().find(|task| task.task == id);
            all.extend(report.and_then(|task| task.network_interface.clone()).map(|id| (Kind::NetworkInterfaces, id)));
        }
        Kind::Services => {
            let service = seen.flat_map(|seen| &seen.services).find(|service| service.service_arn == id);
            all.extend(service.map(|service| (Kind::TaskDefinitions, service.task_definition.clone())));
        }
        Kind::LoadBalancers => {
            all.push((Kind::LoadBalancerAttributes, id.to_owned()));
            for seen in seen {
                let listeners = seen.listeners.iter().filter(|listener| listener.load_balancer_arn == id);
                all.extend(listeners.map(|listener| (Kind::Listeners, listener.listener_arn.clone())));
                let groups = seen.target_groups.iter().filter(|group| group.load_balancer_arns.iter().any(|arn| arn == id));
                for group in groups {
                    all.extend([Kind::TargetGroups, Kind::TargetHealths].map(|kind| (kind, group.target_group_arn.clone())));
                }
            }
        }
        _ => {}
    }
    all
}

/// Writes one resource.
fn resource(data: &Data, kind: Kind, id: &str, format: Format) -> Option<String> {
    let mut writer = Writer { id, format, text: None };
    data.analysis.network.snapshot().places.iter().for_each(|place| place.resources.visit_kind(kind, &mut writer));
    writer.text
}

struct Writer<'a> {
    id: &'a str,
    format: Format,
    text: Option<String>,
}

impl Visitor for Writer<'_> {
    fn visit<T: Serialize>(&mut self, _: Kind, row: &T, id: &dyn Fn() -> String) {
        if self.text.is_none() && id() == self.id {
            self.text = write(row, self.format);
        }
    }
}

fn write(row: &impl Serialize, format: Format) -> Option<String> {
    match format {
        Format::Json => serde_json::to_string_pretty(row).ok(),
        Format::Yaml => serde_saphyr::to_string(row).ok(),
    }
}
