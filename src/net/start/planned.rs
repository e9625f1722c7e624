//! What the tasks that a service starts next have to reach, and whether they
//! will: each planned subnet on its own (T22).

use serde::Serialize;

use super::carrier::Carriers;
use super::needs::{self, About};
use super::question::host_to_come;
use super::{Need, ServiceAnswer, Start};
use crate::net::Verdict;
use crate::net::assemble::Summary;
use crate::net::index::{Found, Network};
use crate::net::placement::{Origin, Placement, windows_definition};
use crate::net::reason::Reason;
use crate::snapshot::Kind;
use crate::snapshot::ecs::{LaunchType, Service};

/// The `start` axis of a task that would be placed in a subnet.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlannedStart {
    /// The subnet; empty where no subnet is planned.
    pub subnet: String,
    /// Whether the task would start there.
    pub start: Start,
}

impl Network {
    /// Whether the tasks that a service starts next would start, subnet by
    /// subnet. Empty when the service is not in the data.
    pub fn planned_start(&self, service_arn: &str) -> Vec<PlannedStart> {
        let Some(service) = self.service(service_arn) else { return Vec::new() };
        let planned = self.planned(service);
        if planned.origins.is_empty() {
            return vec![PlannedStart { subnet: String::new(), start: Start::in_doubt(&planned.reasons) }];
        }
        let needs = self.planned_needs(service, &planned.launch);
        let of_subnet = |origin: &Origin| PlannedStart {
            subnet: origin.subnet().unwrap_or_default().to_owned(),
            start: match &needs {
                Ok(needs) => self.start_in(needs, &planned, origin),
                Err(reasons) => Start::in_doubt(reasons),
            },
        };
        planned.origins.iter().map(of_subnet).collect()
    }

    fn start_in(&self, needs: &[Need], planned: &Placement, origin: &Origin) -> Start {
        let here = Placement { origins: vec![origin.clone()], ..planned.clone() };
        // T16: which host carries the platform's calls, nobody knows yet.
        let host = matches!(here.launch, LaunchType::Ec2 | LaunchType::ManagedInstances).then(|| {
            let reason = host_to_come("what the platform fetches");
            Placement { origins: Vec::new(), reasons: vec![reason], ..here.clone() }
        });
        let carriers = Carriers::planned(here, host);
        self.start_of(needs, &carriers, |need| self.plain_answer(need, &carriers))
    }

    /// What the tasks of a service's next deployment need.
    fn planned_needs(&self, service: Found<'_, Service>, launch: &LaunchType) -> Result<Vec<Need>, Vec<Reason>> {
        let it = service.it;
        let primary = it.deployments.iter().find(|deployment| deployment.status == "PRIMARY");
        let arn =
            primary.map(|deployment| deployment.task_definition.as_str()).filter(|arn| !arn.is_empty()).unwrap_or(&it.task_definition);
        let Some(definition) = self.task_definition(arn) else {
            return Err(self.missing(service.place, Kind::TaskDefinitions, arn, ""));
        };
        let windows = windows_definition(definition.it);
        let service_connect = primary.and_then(|deployment| deployment.service_connect_configuration.as_ref()).is_some_and(|it| it.enabled);
        Ok(needs::all(&About {
            definition: definition.it,
            task: None,
            cluster: service.place.resources.clusters.iter().find(|cluster| cluster.cluster_arn == it.cluster_arn),
            launch: launch.clone(),
            region: &service.place.region,
            account: &service.place.account,
            partition: it.service_arn.split(':').nth(1).filter(|partition| !partition.is_empty()).unwrap_or("aws"),
            windows,
            old_fargate: *launch == LaunchType::Fargate && !windows && super::judge::is_before_1_4(&it.platform_version),
            fips: super::judge::setting(service.place, "fargateFIPSMode"),
            guard_duty: super::judge::setting(service.place, "guardDutyActivate"),
            execute_command: it.enable_execute_command,
            service_connect,
        }))
    }
}

impl Start {
    /// Nothing is known of what is needed, or of who would call it.
    fn in_doubt(reasons: &[Reason]) -> Self {
        let summary = Summary::of_reasons(reasons, Vec::new());
        Self { verdict: summary.verdict.min(Verdict::Unknown), services: Vec::new(), codes: summary.codes() }
    }

    /// The essential needs that are not met, the worst first.
    pub fn unmet(&self) -> impl Iterator<Item = &ServiceAnswer> {
        self.services.iter().filter(|service| service.essential && service.verdict == Verdict::No)
    }
}
