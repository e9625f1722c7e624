//! Made-up accounts of the shape that large ones have, the same for the same
//! number of tasks: for measuring, and for tests that count work. What grows
//! with the tasks are VPCs, and in each of them subnets, tables, ACLs, groups
//! and the interfaces of everything else that people run.

mod interfaces;
mod services;
mod transit;
mod vpcs;

use egret::snapshot::interface::NetworkInterface;
use egret::snapshot::vpc::{AvailabilityZone, BlockMode, BlockPublicAccessOptions};
use egret::snapshot::{Place, Resources, Snapshot, TakenAt};

/// The account that everything belongs to.
pub const ACCOUNT: &str = "111122223333";
/// Its Region.
pub const REGION: &str = "us-east-2";
/// Tasks of one VPC.
pub const TASKS_OF_VPC: usize = 250;
/// Interfaces for each task, its own counted in.
pub const INTERFACES_OF_TASK: usize = 4;
/// Zones that every VPC uses.
pub const ZONES: [&str; 3] = ["use2-az1", "use2-az2", "use2-az3"];

/// An account with this many tasks.
pub fn account(tasks: usize) -> Snapshot {
    let mut resources = Resources { availability_zones: zones(), ..Resources::default() };
    resources.block_public_access_options.push(BlockPublicAccessOptions {
        aws_account_id: ACCOUNT.into(),
        aws_region: REGION.into(),
        internet_gateway_block_mode: BlockMode::Off,
        ..BlockPublicAccessOptions::default()
    });
    vpcs::prefix_lists(&mut resources);
    let vpcs = tasks.div_ceil(TASKS_OF_VPC);
    let mut left = tasks;
    for vpc in 0..vpcs {
        let here = left.min(TASKS_OF_VPC);
        left -= here;
        let mut part = Part { vpc, hosts: [10; vpcs::SUBNETS], resources: &mut resources };
        vpcs::vpc(&mut part);
        services::services(&mut part, here);
        interfaces::others(&mut part, here * INTERFACES_OF_TASK);
    }
    transit::transit_gateway(&mut resources, vpcs);
    let place = Place { account: ACCOUNT.into(), region: REGION.into(), resources };
    let moment = String::from("2026-01-01T00:00:00Z");
    Snapshot { taken_at: TakenAt { start: moment.clone(), end: moment }, places: vec![place], ..Snapshot::default() }
}

fn zones() -> Vec<AvailabilityZone> {
    let zone = |(number, id): (usize, &&str)| AvailabilityZone {
        zone_name: format!("{REGION}{}", ["a", "b", "c"][number]),
        zone_id: (*id).into(),
        region_name: REGION.into(),
        zone_type: "availability-zone".into(),
        ..AvailabilityZone::default()
    };
    ZONES.iter().enumerate().map(zone).collect()
}

/// One VPC while it is being filled.
pub struct Part<'a> {
    /// Its number, from 0; the first one is where the spokes' egress is.
    pub vpc: usize,
    /// The next free address of each subnet.
    hosts: [u32; vpcs::SUBNETS],
    /// The account.
    pub resources: &'a mut Resources,
}

impl Part<'_> {
    /// A VPC without a way out of its own: it sends everything to the first.
    pub fn is_spoke(&self) -> bool {
        is_spoke(self.vpc)
    }

    /// Whether the VPC has IPv6 blocks.
    pub fn has_ipv6(&self) -> bool {
        self.vpc % 3 != 2
    }

    /// A new interface in a subnet, with the next addresses of it.
    pub fn interface(&mut self, subnet: usize, kind: &str) -> NetworkInterface {
        let host = self.hosts[subnet];
        self.hosts[subnet] += 1;
        let number = self.resources.network_interfaces.len();
        vpcs::interface(self, subnet, host, number, kind)
    }
}

/// See [`Part::is_spoke`].
pub fn is_spoke(vpc: usize) -> bool {
    vpc % 4 == 3
}

/// `subnet-00000000000000a7c`: an id of AWS's length.
pub fn id(kind: &str, vpc: usize, number: usize) -> String {
    format!("{kind}-{:017x}", (vpc << 20) + number)
}
