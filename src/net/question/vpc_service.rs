//! Services of the VPC itself that no group, ACL or route concerns (S10).

use std::net::IpAddr;

use crate::net::Family;
use crate::net::address_set::AddressSet;
use crate::net::assemble::{Summary, Universe};
use crate::net::block::number;
use crate::net::index::Network;
use crate::net::placement::Origin;
use crate::net::reason::Step;

/// Services of every VPC besides the resolver: instance metadata, time, task
/// metadata.
const LINK_LOCAL: [&str; 5] = ["169.254.169.254", "169.254.169.123", "169.254.170.2", "fd00:ec2::254", "fd00:ec2::123"];

/// The resolver's addresses that are the same in every VPC.
pub(crate) fn resolvers() -> [IpAddr; 2] {
    [IpAddr::V4([169, 254, 169, 253].into()), IpAddr::V6([0xfd00, 0x0ec2, 0, 0, 0, 0, 0, 0x253].into())]
}

impl Network {
    /// Services of the VPC itself that no group, ACL or route concerns (S10):
    /// the resolver, metadata, time, task metadata.
    pub(super) fn vpc_service(&self, origin: &Origin, address: IpAddr) -> Option<Summary> {
        let (family, wanted) = number(address);
        let resolver = resolvers().contains(&address) || self.resolver_of(origin.vpc()) == Some(wanted).filter(|_| family == Family::Ipv4);
        if !resolver && !LINK_LOCAL.iter().any(|known| known.parse() == Ok(address)) {
            return None;
        }
        let mut step =
            Step::new(crate::net::answer::HopKind::Other, address.to_string(), "a service of the VPC itself, which nothing filters");
        if resolver {
            step = step.because(self.resolver_reasons(origin, false));
        }
        let mut piece = crate::net::reason::Piece::new(AddressSet::one(wanted));
        piece.via = Some(crate::net::answer::Via::Local);
        let piece = origin.steps.iter().cloned().fold(piece, crate::net::reason::Piece::then).then(step);
        Some(Summary::of(&[piece], &Universe::one(family, wanted)))
    }

    /// The resolver's address in a VPC: its first block's, plus two.
    pub(crate) fn resolver_of(&self, vpc: &str) -> Option<u128> {
        let vpc = self.vpc(vpc)?;
        crate::net::block::Block::parse(&vpc.it.cidr_block).map(|block| block.first + 2)
    }
}
