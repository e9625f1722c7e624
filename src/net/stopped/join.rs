//! ECS's words beside the engine's own finding: does the path that they speak
//! of work, as far as can be seen now (T20)?

use serde::Serialize;

use super::{Blame, Contact, Reading, Stop};
use crate::net::answer::Via;
use crate::net::axes::HTTPS;
use crate::net::block::number;
use crate::net::index::{Found, Network};
use crate::net::placement::Placement;
use crate::net::{Code, Dns, Family, Outbound, ServiceAnswer, Start, Verdict};
use crate::snapshot::ecs::Task;

/// Why a task is stopped or could not start.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stopped {
    /// `TaskFailedToStart`, `EssentialContainerExited`, …; empty when not told.
    pub code: String,
    /// ECS's own words.
    pub reason: String,
    /// The cause that they tell of; none when no known words are in them.
    pub cause: Option<&'static str>,
    /// Whether the network is to blame, by those words.
    pub network: Option<Blame>,
    /// The service that is suspected first, by its name in `start.services`
    /// where the task needs it.
    pub service: Option<String>,
    /// The host that the words name.
    pub host: Option<String>,
    /// When it stopped, as ECS writes it; empty when not told.
    pub stopped_at: String,
    /// The words in it that decided; empty when none are known.
    pub quote: String,
    /// What that means together with what egret finds, in a few sentences.
    pub says: String,
}

/// What the engine finds about the task, axis by axis.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Findings<'a> {
    pub start: &'a Start,
    pub dns: &'a Dns,
    pub outbound: &'a Outbound,
}

/// The path that the words speak of.
struct Path<'a> {
    what: String,
    verdict: Verdict,
    via: Option<Via>,
    codes: &'a [Code],
}

impl Network {
    /// Why a task is stopped; none for a task that runs or is about to.
    pub(crate) fn stopped(&self, task: Found<'_, Task>, placement: &Placement, found: Findings<'_>) -> Option<Stopped> {
        let stop = Stop::of(task.it)?;
        let path = stop.reading.as_ref().map_or_else(|| worst(found.start), |reading| suspected(reading, &task.place.region, found));
        let mut sentences = Vec::new();
        match &stop.reading {
            Some(reading) => {
                sentences.push(format!("ECS says that {}.", reading.says));
                sentences.extend(self.contacted(reading, placement));
                sentences.extend(self.room(reading, placement));
            }
            None => sentences.push(of_code(&stop).to_owned()),
        }
        let blame = stop.reading.as_ref().map(|reading| reading.network);
        let failed = stop.reading.is_some() || stop.code == "TaskFailedToStart";
        if let Some(path) = path.as_ref().filter(|_| failed) {
            sentences.extend(finding(blame, path));
        }
        if placement.reconstructed {
            sentences
                .push(String::from("Its interface is gone: this is judged from the subnet it had and from what its service says now."));
        }
        let service = stop.reading.as_ref().and_then(|reading| first_suspect(reading, path.as_ref()));
        Some(Stopped {
            cause: stop.reading.as_ref().map(|reading| reading.cause),
            network: blame,
            service,
            quote: stop.reading.as_ref().map(|reading| reading.quote.clone()).unwrap_or_default(),
            host: stop.reading.and_then(|reading| reading.host),
            code: stop.code,
            reason: stop.reason,
            stopped_at: task.it.stopped_at.0.clone(),
            says: sentences.join(" "),
        })
    }

    /// Why one task is stopped, and whether it would start now; none for a task
    /// that runs or is about to.
    pub(crate) fn stop_of_one(&self, task: Found<'_, Task>) -> Option<(Stopped, Start)> {
        Stop::of(task.it)?;
        let placement = self.placement(task);
        let start = self.start_of_one(task, &placement)?;
        let dns = Dns::from(&self.dns_summary(task, &placement));
        let outbound = Outbound::from(self.outbound(&placement, Family::Ipv4, HTTPS));
        let stopped = self.stopped(task, &placement, Findings { start: &start, dns: &dns, outbound: &outbound })?;
        Some((stopped, start))
    }

    /// Whom the packets were sent to, and whether anybody answered.
    fn contacted(&self, reading: &Reading, placement: &Placement) -> Vec<String> {
        let mut sentences = Vec::new();
        if let (Some(address), Some(private)) = (reading.address, reading.dialled_private()) {
            let vpc = placement.origins.first().map(|origin| origin.vpc().to_owned()).unwrap_or_default();
            let (family, number) = number(address);
            let inside =
                self.vpc_blocks(&vpc).into_iter().any(|block| block.family == family && block.first <= number && number <= block.last);
            sentences.push(match (inside, private) {
                (true, _) => format!("It dialled {address}, an address of the VPC itself: an endpoint with private DNS answers for the name."),
                (false, true) => format!("It dialled {address}, a private address: an endpoint with private DNS, or a name server of one's own, answers for the name."),
                (false, false) => format!("It dialled {address}, a public address: the way leads through the internet, not through an endpoint."),
            });
        }
        if reading.contact == Contact::Refused {
            sentences.push(String::from(
                "Something answered and refused the connection, so the packets did get somewhere: look at what listens there.",
            ));
        }
        sentences
    }

    /// How much room the subnet has now, where that is what was wanting.
    fn room(&self, reading: &Reading, placement: &Placement) -> Option<String> {
        let subnet = placement.origins.first().and_then(|origin| origin.subnet()).filter(|_| reading.cause == "subnet-full")?;
        let free = self.subnet(subnet)?.it.available_ip_address_count?;
        Some(format!("{subnet} has {free} free addresses now."))
    }
}

/// The axis or need that the words speak of.
fn suspected<'a>(reading: &Reading, region: &str, found: Findings<'a>) -> Option<Path<'a>> {
    if reading.cause == "name-not-resolved" && modelled(&found.dns.codes) {
        return Some(Path { what: String::from("dns"), verdict: found.dns.verdict, via: None, codes: &found.dns.codes });
    }
    if reading.cause == "health-checks" || matches!(reading.network, Blame::Capacity | Blame::Platform) {
        return None;
    }
    if !modelled(&found.start.codes) || found.start.services.is_empty() {
        let out = found.outbound;
        return Some(Path { what: String::from("internet"), verdict: out.verdict, via: out.via, codes: &out.codes });
    }
    let abroad = reading.region.as_deref().filter(|named| *named != region);
    let named = |service: &&ServiceAnswer| {
        reading.services.iter().any(|suspect| match abroad {
            Some(abroad) => service.service == format!("{suspect}.{abroad}"),
            None => service.service == *suspect,
        })
    };
    let of_image = |service: &&ServiceAnswer| service.because.iter().any(|because| because.starts_with("image"));
    let services = || found.start.services.iter();
    let suspects: Vec<&ServiceAnswer> = match reading.services.is_empty() {
        false => services().filter(named).collect(),
        true => services().filter(of_image).collect(),
    };
    suspects.into_iter().min_by_key(|service| service.verdict).map(of_service).or_else(|| worst(found.start))
}

/// The suspect whose path was looked at, else the one that the words name.
fn first_suspect(reading: &Reading, path: Option<&Path<'_>>) -> Option<String> {
    // Who was reached and said no is not suspected of being out of reach.
    let innocent = reading.network == Blame::No && reading.services.is_empty();
    let looked_at = path.map(|path| &path.what).filter(|what| *what != "internet" && !innocent);
    let suspected = |what: &&String| reading.services.is_empty() || reading.services.iter().any(|suspect| what.starts_with(suspect));
    looked_at.filter(suspected).or_else(|| reading.services.first()).cloned()
}

/// Of what the task needs to start, what fares worst.
fn worst(start: &Start) -> Option<Path<'_>> {
    start.services.iter().filter(|service| service.essential).min_by_key(|service| service.verdict).map(of_service)
}

fn of_service(service: &ServiceAnswer) -> Path<'_> {
    Path { what: service.service.clone(), verdict: service.verdict, via: service.via, codes: &service.codes }
}

fn modelled(codes: &[Code]) -> bool {
    !codes.contains(&Code::NotModelled)
}

/// What the engine finds, said beside whom the words blame.
fn finding(blame: Option<Blame>, path: &Path<'_>) -> Option<String> {
    let what = match path.what.as_str() {
        "dns" => String::from("the resolver"),
        "internet" => String::from("the internet"),
        service => service.to_owned(),
    };
    let meanings: Vec<&str> = path.codes.iter().filter(|code| **code != Code::Reconstructed).map(|code| code.meaning()).collect();
    let why = if meanings.is_empty() { String::new() } else { format!(": {}", meanings.join("; ")) };
    let by = path.via.map_or_else(String::new, |via| format!(" by {}", via.as_str().replace('-', " ")));
    let innocent = blame == Some(Blame::No);
    Some(match path.verdict {
        Verdict::No if innocent => format!("The network is not to blame for that, but the path to {what} is blocked here too{why}."),
        _ if innocent => String::from("The network is not to blame."),
        Verdict::No => format!("The path to {what} is blocked here{why}."),
        Verdict::Unknown => format!("Whether the path to {what} is open, the data does not tell{why}."),
        Verdict::Partial => format!("The path to {what} is open in part only{why}."),
        Verdict::Yes | Verdict::YesIf => format!(
            "The path to {what} is open now{by}{}: look at what was changed since, and at the task execution role and policies.",
            if path.verdict == Verdict::YesIf && !why.is_empty() { format!(" (with a proviso{why})") } else { String::new() }
        ),
    })
}

/// What the stop code says where the words say nothing.
fn of_code(stop: &Stop) -> &'static str {
    match stop.code.as_str() {
        "TaskFailedToStart" => "The task could not be started; ECS's words tell of no cause that is known here.",
        "EssentialContainerExited" => "A container that the task cannot do without ended: its exit code and its log tell why.",
        "UserInitiated" => "Somebody stopped the task.",
        "ServiceSchedulerInitiated" => "The service's scheduler stopped the task, for a deployment or to scale.",
        "SpotInterruption" => "AWS took the task's Spot capacity back.",
        "TerminationNotice" => "The capacity that the task ran on was taken away.",
        _ if stop.reason.is_empty() => "ECS does not say why the task stopped.",
        _ => "ECS's words tell of no cause that is known here.",
    }
}
