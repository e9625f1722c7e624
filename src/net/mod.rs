//! Pure questions on one indexed network: which interface does this task use,
//! which route takes this packet, who filters it, does it come back, and every
//! reason why not.
//!
//! No clock, no file, no network, no terminal; the same snapshot always gives
//! the same answers, and no data, however odd, makes a question fail: trouble
//! is a verdict with a reason.

mod acl;
mod address_set;
pub mod answer;
mod assemble;
mod axes;
mod block;
mod code;
mod default_way;
pub mod dns;
mod exposure;
mod firewall;
mod front_door;
mod group;
mod index;
mod ingress;
mod internet;
mod load_balancer;
mod missing;
mod outage;
mod packet;
mod placement;
mod prefix_list;
mod public_access;
mod public_ipv6;
mod question;
mod reason;
mod resolve;
mod route_table;
mod rules_as_groups;
mod sharing;
pub mod start;
pub mod stopped;
mod target;
mod verdict;
mod walk;
pub mod what_if;

pub use axes::{Inbound, Outbound, TaskAxes, TaskIdentity};
pub use code::Code;
pub use default_way::DefaultWay;
pub use dns::{Dns, DnsDetails};
pub use index::Network;
pub(crate) use missing::noun;
pub use outage::{UnknownZone, WithoutZones, without_zones, zones};
pub(crate) use placement::AUTO_ASSIGNED_BY;
pub use question::{EveryInterface, Question, QuestionError};
pub use sharing::Work;
pub use start::{CarriedBy, Need, NeedAnswer, PlannedStart, ServiceAnswer, Start};
pub use stopped::{Blame, Stopped};
pub use verdict::Verdict;

use serde::Serialize;

/// IPv4 or IPv6. A route, rule or address of one says nothing about the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Family {
    Ipv4,
    Ipv6,
}
