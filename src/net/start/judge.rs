//! From needs and carriers to the verdict on the start of a task (P10).

use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::carrier::Carriers;
use super::need::Target;
use super::needs::{self, About};
use super::{CarriedBy, Need, ServiceAnswer, Start};
use crate::net::answer::Via;
use crate::net::assemble::Summary;
use crate::net::dns::Dns;
use crate::net::index::{Found, Network};
use crate::net::packet::{Segment, TCP, UDP};
use crate::net::placement::{Placement, launch_type};
use crate::net::reason::Reason;
use crate::net::sharing::{ClassId, Memo};
use crate::net::{Code, Verdict};
use crate::snapshot::ecs::{LaunchType, Task, TaskDefinition};
use crate::snapshot::{Kind, Place};

/// Needs that were judged already, by the class of the interface that carries
/// them.
#[derive(Debug, Default)]
pub(crate) struct StartMemo {
    reached: FxHashMap<(ClassId, Need), Rc<Reached>>,
    names: FxHashMap<(ClassId, Vec<String>), Dns>,
}

/// What the axis keeps of one need's answer.
#[derive(Debug)]
struct Reached {
    verdict: Verdict,
    via: Option<Via>,
    codes: Vec<Code>,
}

impl Network {
    /// The needs of a task, or why they are not known.
    pub(super) fn needs(&self, task: Found<'_, Task>) -> Result<Vec<Need>, Vec<Reason>> {
        let arn = &task.it.task_definition_arn;
        let Some(definition) = self.task_definition(arn) else {
            return Err(self.missing(task.place, Kind::TaskDefinitions, arn, ""));
        };
        if definition.it.container_definitions.is_empty() {
            let message = format!("Task definition {arn} has no containers in the data");
            return Err(vec![Reason::unknown(Code::Malformed, arn.clone(), message).fix("Collect again")]);
        }
        Ok(needs::all(&self.about(task, definition.it)))
    }

    fn about<'a>(&'a self, task: Found<'a, Task>, definition: &'a TaskDefinition) -> About<'a> {
        let it = task.it;
        let launch = launch_type(it);
        let windows = self.is_windows(it, Some(definition));
        let fargate = launch == LaunchType::Fargate;
        let cluster = task.place.resources.clusters.iter().find(|cluster| cluster.cluster_arn == it.cluster_arn);
        About {
            definition,
            task: Some(it),
            cluster,
            region: &task.place.region,
            account: &task.place.account,
            partition: it.task_arn.split(':').nth(1).filter(|partition| !partition.is_empty()).unwrap_or("aws"),
            windows,
            old_fargate: fargate && !windows && is_before_1_4(&it.platform_version),
            fips: setting(task.place, "fargateFIPSMode"),
            guard_duty: setting(task.place, "guardDutyActivate"),
            execute_command: it.enable_execute_command,
            service_connect: self.in_service_connect(task),
            launch,
        }
    }

    /// Whether the task is a part of Service Connect: by its own attachments,
    /// or by the deployment that started it.
    fn in_service_connect(&self, task: Found<'_, Task>) -> bool {
        let attached =
            task.it.attachments.iter().any(|attachment| attachment.r#type.replace(' ', "").eq_ignore_ascii_case("ServiceConnect"));
        let Some(service) = self.service_of(task) else { return attached };
        let deployments = &service.it.deployments;
        let mine = deployments.iter().find(|deployment| deployment.id == task.it.started_by);
        let mine = mine.or_else(|| deployments.iter().find(|deployment| deployment.status == "PRIMARY"));
        attached || mine.and_then(|deployment| deployment.service_connect_configuration.as_ref()).is_some_and(|it| it.enabled)
    }

    /// The `start` axis of a task.
    pub(crate) fn start(&self, task: Found<'_, Task>, placement: &Placement, memo: &mut Memo<'_>) -> Start {
        match self.needs(task) {
            Ok(needs) => self.start_by(&needs, &self.carriers(task, placement), memo),
            Err(reasons) => {
                let summary = Summary::of_reasons(&reasons, Vec::new());
                Start { verdict: Verdict::Unknown, services: Vec::new(), codes: summary.codes() }
            }
        }
    }

    /// The verdict on needs that are carried in these ways.
    pub(crate) fn start_by(&self, needs: &[Need], carriers: &Carriers, memo: &mut Memo<'_>) -> Start {
        self.start_of(needs, carriers, |need| self.service_answer(need, carriers, memo))
    }

    /// The same, each need answered in some way.
    pub(super) fn start_of(&self, needs: &[Need], carriers: &Carriers, answer: impl FnMut(&Need) -> ServiceAnswer) -> Start {
        let services: Vec<ServiceAnswer> = needs.iter().map(answer).collect();
        let essential = services.iter().filter(|service| service.essential);
        let verdict = essential.fold(Verdict::Yes, |verdict, service| verdict.and(service.verdict));
        let mut codes = Vec::new();
        for carried_by in [CarriedBy::Task, CarriedBy::Host] {
            let used = needs.iter().any(|need| need.essential && need.carried_by == carried_by);
            let (way, _) = carriers.way(carried_by);
            for code in way.reasons.iter().map(|reason| reason.code).filter(|_| used) {
                if !codes.contains(&code) {
                    codes.push(code);
                }
            }
        }
        Start { verdict, services, codes }
    }

    fn service_answer(&self, need: &Need, carriers: &Carriers, memo: &mut Memo<'_>) -> ServiceAnswer {
        let (way, assumption) = carriers.way(need.carried_by);
        let class = memo.class_of(self, way).filter(|_| assumption.is_none());
        let key = class.map(|class| (class, Need { because: Vec::new(), ..need.clone() }));
        let known = key.as_ref().and_then(|key| memo.start.reached.get(key).cloned());
        let reached = known.unwrap_or_else(|| {
            let summary = self.reach_by(carriers, need, segment_of(need), None);
            Rc::new(Reached { verdict: summary.verdict, via: summary.via, codes: summary.codes() })
        });
        if let Some(key) = key {
            memo.start.reached.insert(key, reached.clone());
        }
        ServiceAnswer {
            service: need.service.clone(),
            verdict: reached.verdict,
            via: reached.via,
            codes: reached.codes.clone(),
            because: need.because.clone(),
            carried_by: need.carried_by,
            essential: need.essential,
        }
    }

    /// One need, whoever may have asked the same before.
    pub(super) fn plain_answer(&self, need: &Need, carriers: &Carriers) -> ServiceAnswer {
        let summary = self.reach_by(carriers, need, segment_of(need), None);
        ServiceAnswer {
            service: need.service.clone(),
            verdict: summary.verdict,
            via: summary.via,
            codes: summary.codes(),
            because: need.because.clone(),
            carried_by: need.carried_by,
            essential: need.essential,
        }
    }

    /// The `start` axis of one task by itself.
    pub(crate) fn start_of_one(&self, task: Found<'_, Task>, placement: &Placement) -> Option<Start> {
        let (needs, carriers) = (self.needs(task).ok()?, self.carriers(task, placement));
        Some(self.start_of(&needs, &carriers, |need| self.plain_answer(need, &carriers)))
    }

    /// One need by the way that carries it. Tasks that are only planned may
    /// start in any of several subnets.
    pub(super) fn reach_by(&self, carriers: &Carriers, need: &Need, segment: Segment, family: Option<crate::net::Family>) -> Summary {
        let (way, assumption) = carriers.way(need.carried_by);
        let summary = self.of_senders(way, |origin| self.reach(origin, need, segment, family, &way.launch));
        let assumed: Vec<Reason> = assumption.cloned().into_iter().collect();
        summary.with(&assumed)
    }

    /// The `dns` axis of a task.
    pub(crate) fn dns_axis(&self, task: Found<'_, Task>, placement: &Placement, memo: &mut Memo<'_>) -> Dns {
        let plain = self.asks_the_vpcs_servers(task, placement);
        // Which names are asked for matters only where some rule tells them apart.
        let told_apart = placement.origins.first().is_some_and(|origin| self.has_rules_for_names(origin.vpc()));
        let hosts = || if told_apart { self.hosts_asked_for(task) } else { Vec::new() };
        let key = memo.class_of(self, placement).filter(|_| plain).map(|class| (class, hosts()));
        if let Some(known) = key.as_ref().and_then(|key| memo.start.names.get(key)) {
            return known.clone();
        }
        let dns = Dns::from(&self.dns_summary(task, placement));
        if let Some(key) = key {
            memo.start.names.insert(key, dns.clone());
        }
        dns
    }

    /// The hosts that a task asks for by name before it runs.
    pub(crate) fn hosts_asked_for(&self, task: Found<'_, Task>) -> Vec<String> {
        let named = |need: &Need| !matches!(need.target, Target::Address(_) | Target::Fsx(_));
        self.needs(task).unwrap_or_default().into_iter().filter(named).map(|need| need.host).collect()
    }
}

/// The packets that a need asks for.
pub(super) fn segment_of(need: &Need) -> Segment {
    Segment::new(if need.udp { UDP } else { TCP }, need.port)
}

/// T16: Fargate Linux up to 1.3.0. `LATEST` and an absent version are 1.4.0.
pub(super) fn is_before_1_4(version: &str) -> bool {
    let mut numbers = version.split('.').map(str::parse::<u32>);
    match (numbers.next(), numbers.next()) {
        (Some(Ok(major)), Some(Ok(minor))) => (major, minor) < (1, 4),
        (Some(Ok(major)), None) => major < 1,
        _ => false,
    }
}

/// Whether an account setting is on.
pub(super) fn setting(place: &Place, name: &str) -> bool {
    let settings = place.resources.account_settings.iter().filter(|setting| setting.name == name);
    settings.into_iter().any(|setting| matches!(setting.value.to_ascii_lowercase().as_str(), "on" | "enabled"))
}

#[cfg(test)]
mod tests {
    use super::is_before_1_4;

    #[test]
    fn latest_is_no_old_version() {
        for (version, old) in [("1.3.0", true), ("1.0.0", true), ("1.4.0", false), ("1.10.0", false), ("LATEST", false), ("", false)] {
            assert_eq!(is_before_1_4(version), old, "{version}");
        }
    }
}
