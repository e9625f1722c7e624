//! What a map knows: what stands where, how the tasks there fare, and at which
//! stops the path touches it. Every text but the ids is made visible already.

use crate::analysis::Tally;
use crate::net::Verdict;
use crate::net::answer::{Assumption, Explanation, HopKind, Via};

/// One VPC and one path.
#[derive(Debug, Clone, PartialEq)]
pub struct Map {
    /// Whose path it is, as people call it: `booking-api 87eaa85a`.
    pub subject: String,
    /// The same as an id: the task's, or whatever else was asked about. Raw.
    pub subject_id: String,
    /// What was asked: `tcp/443, IPv4`.
    pub question: String,
    /// The other end: `the internet`, or what was asked for.
    pub other_end: String,
    /// Whether the path leads from the other end to the subject.
    pub inbound: bool,
    /// The answer.
    pub verdict: Verdict,
    /// What carries it.
    pub via: Option<Via>,
    /// The addresses that the far side sees.
    pub seen_as: Vec<String>,
    /// The VPC's id, raw.
    pub vpc: String,
    /// Its name, or its id where it has none.
    pub label: String,
    /// Its blocks, IPv4 before IPv6.
    pub blocks: Vec<String>,
    /// How its tasks fare, those that no subnet here holds included.
    pub tally: Tally,
    /// How many tasks of the whole account are not answered yet: they are not counted.
    pub unanswered: usize,
    /// Its zones by name.
    pub zones: Vec<Zone>,
    /// What stands at its edge.
    pub edge: Vec<Gateway>,
    /// The VPCs and the like beyond it that the path visits, by name.
    pub beyond: Vec<String>,
    /// The stops of the path in order: one for each hop of the answer.
    pub there: Vec<Stop>,
    /// The same for replies: they come back from the far end.
    pub back: Vec<Stop>,
    /// Every blocker.
    pub reasons: Vec<Explanation>,
    /// Every assumption, and remarks.
    pub assumptions: Vec<Assumption>,
    /// The other ways there are, in a sentence each.
    pub notes: Vec<String>,
}

/// One availability zone.
#[derive(Debug, Clone, PartialEq)]
pub struct Zone {
    /// Its name, or its id where the name is not known.
    pub label: String,
    /// Its subnets: public ones first, then by name.
    pub subnets: Vec<Subnet>,
}

/// What people call a subnet by its default route.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// To the internet gateway.
    Public,
    /// To anything else.
    Private,
    /// There is none, or its table is not known.
    Isolated,
}

/// One subnet.
#[derive(Debug, Clone, PartialEq)]
pub struct Subnet {
    /// Its id, raw.
    pub id: String,
    /// Its name, or its id.
    pub label: String,
    /// Its IPv4 block, else its IPv6 block.
    pub block: String,
    /// Its route table, as people call it; empty when not known.
    pub table: String,
    /// Where its default route leads, in a word; empty when there is none.
    pub leads: &'static str,
    /// Whether the target of that route is gone.
    pub leads_nowhere: bool,
    /// See there.
    pub tier: Tier,
    /// How its tasks fare on the way out.
    pub tally: Tally,
    /// Its tasks, the worst first.
    pub tasks: Vec<TaskHere>,
    /// The gateways in it.
    pub gateways: Vec<Gateway>,
}

/// A task in its subnet.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskHere {
    /// `booking-api 87eaa85a`.
    pub label: String,
    /// How it fares on the way out.
    pub verdict: Verdict,
}

/// Something that leads out of the VPC, or to a service of AWS.
#[derive(Debug, Clone, PartialEq)]
pub struct Gateway {
    /// What kind.
    pub via: Via,
    /// Its id, raw.
    pub id: String,
    /// Its name, its service, or its id.
    pub label: String,
    /// Its public address, where it has one to tell.
    pub address: String,
    /// What is wrong with its state; empty when it is up.
    pub trouble: String,
}

/// Where a stop is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// In (or at the border of) a subnet: the zone's place, the subnet's in it.
    Subnet(usize, usize),
    /// At the VPC's edge: the gateway's place.
    Edge(usize),
    /// In another VPC, another account, or somewhere that cannot be seen.
    Beyond,
    /// The far end.
    Internet,
}

/// One hop of the path, where it is on the map.
#[derive(Debug, Clone, PartialEq)]
pub struct Stop {
    /// The hop's place in the answer.
    pub hop: usize,
    /// What it is.
    pub kind: HopKind,
    /// Its id, raw.
    pub id: String,
    /// What people call it.
    pub label: String,
    /// Whether packets (or replies) get past it.
    pub verdict: Verdict,
    /// What decided.
    pub detail: String,
    /// The codes of what blocks here.
    pub codes: Vec<&'static str>,
    /// Whether nothing comes here at all, since it is stopped before.
    pub unreached: bool,
    /// Where it is.
    pub place: Place,
}

impl Map {
    /// A subnet by its place.
    pub fn subnet(&self, zone: usize, subnet: usize) -> &Subnet {
        &self.zones[zone].subnets[subnet]
    }

    /// Where a subnet is, by its id.
    pub fn find(&self, id: &str) -> Option<(usize, usize)> {
        let zones = self.zones.iter().enumerate();
        zones.filter_map(|(at, zone)| Some((at, zone.subnets.iter().position(|subnet| subnet.id == id)?))).next()
    }

    /// The subnet that the subject stands in.
    pub fn home(&self) -> Option<&Subnet> {
        let of = |stop: &Stop| matches!(stop.kind, HopKind::Task | HopKind::NetworkInterface | HopKind::Instance);
        let mut ends = self.there.iter().filter(|stop| of(stop)).filter_map(|stop| match stop.place {
            Place::Subnet(zone, subnet) => Some((zone, subnet)),
            _ => None,
        });
        let (zone, subnet) = if self.inbound { ends.next_back() } else { ends.next() }?;
        Some(self.subnet(zone, subnet))
    }
}
