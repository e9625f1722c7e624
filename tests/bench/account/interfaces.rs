//! What else has interfaces: load balancers, functions, databases.

use super::vpcs::{APPLICATION, DATA, PUBLIC};
use super::{Part, services};

/// Fills a VPC up to this many interfaces.
pub fn others(part: &mut Part<'_>, wanted: usize) {
    let vpc = format!("vpc-{:017x}", part.vpc << 20);
    let have = part.resources.network_interfaces.iter().rev().take_while(|interface| interface.vpc_id == vpc).count();
    for number in have..wanted {
        let (subnet, kind, group) = match number % 5 {
            0 => (PUBLIC, "network_load_balancer", services::LOAD_BALANCERS),
            1 => (APPLICATION, "lambda", services::BASE),
            2 => (DATA, "interface", services::DATABASES),
            _ => (APPLICATION, "interface", services::BASE),
        };
        let mut interface = part.interface(subnet + number % 3, kind);
        interface.groups = services::groups(part.vpc, &[group]);
        if subnet == PUBLIC {
            services::public(&mut interface, part.resources.network_interfaces.len());
        }
        part.resources.network_interfaces.push(interface);
    }
}
