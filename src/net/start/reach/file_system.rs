//! EFS and FSx file systems, by the interfaces that AWS made for them.
//!
//! \[R\] An interface belongs to a file system when its description names it.

use super::Ask;
use super::endpoint::hops;
use crate::net::assemble::Summary;
use crate::net::index::Network;
use crate::net::reason::Reason;
use crate::net::{Code, Verdict};
use crate::snapshot::Kind;
use crate::snapshot::interface::NetworkInterface;

impl Network {
    /// NFS to a mount target, that of the same zone where there is one.
    pub(super) fn reach_efs(&self, ask: Ask<'_>, id: &str) -> Summary {
        let targets = self.interfaces_of(id);
        let zone = &ask.origin.base().zone;
        let of = |interface: &NetworkInterface| {
            self.zone_of_subnet(&interface.subnet_id).unwrap_or_else(|| interface.availability_zone_id.clone())
        };
        let near: Vec<_> = targets.iter().copied().filter(|target| of(target) == *zone).collect();
        let mut reasons = Vec::new();
        if near.is_empty() && !targets.is_empty() {
            let message = format!("{id} has no mount target in zone {zone}; one of another zone is used, which costs for crossing zones");
            reasons.push(Reason::remark(Code::AvailabilityZoneCrossed, id, message));
        }
        let used = if near.is_empty() { targets } else { near };
        self.to_interfaces(ask, id, &used, "elasticfilesystem:DescribeMountTargets").with(&reasons)
    }

    /// SMB to the file system; the domain controllers that it needs besides
    /// cannot be seen.
    pub(super) fn reach_fsx(&self, ask: Ask<'_>, id: &str) -> Summary {
        let summary = self.to_interfaces(ask, id, &self.interfaces_of(id), "fsx:DescribeFileSystems");
        if !summary.verdict.works() {
            return summary;
        }
        let message = "The domain controllers of the file system (53, 88, 389, 636 and others) are assumed to be reached";
        summary.with(&[Reason::assume(Code::UnknownDestination, id, message)])
    }

    fn interfaces_of(&self, id: &str) -> Vec<&NetworkInterface> {
        let interfaces = self.snapshot().places.iter().flat_map(|place| &place.resources.network_interfaces);
        let named = |text: &str| text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').any(|word| word == id);
        interfaces.filter(|interface| named(&interface.description)).collect()
    }

    fn to_interfaces(&self, ask: Ask<'_>, id: &str, used: &[&NetworkInterface], call: &str) -> Summary {
        let place = &self.snapshot().places[ask.origin.place() as usize];
        let addresses: Vec<_> = used.iter().filter_map(|interface| interface.private_ip_address.parse().ok()).collect();
        let ways: Vec<Summary> = addresses.into_iter().map(|address| self.to_address(ask.origin, address, ask.segment)).collect();
        let verdict = Verdict::over_parts(ways.iter().map(|way| way.verdict));
        let best = ways.into_iter().reduce(|best, next| if next.verdict > best.verdict { next } else { best });
        if let Some(best) = best {
            return Summary { verdict, ..best };
        }
        let mut reasons = self.unread(place, Kind::NetworkInterfaces);
        let message =
            format!("No network interface in the data says that it belongs to {id}; where it is mounted from ({call}) was not read");
        reasons.push(Reason::unknown(Code::NotRead, call, message).fix(format!("Check that {id} has a mount target in the task's VPC")));
        Summary::of_reasons(&reasons, hops(ask))
    }
}
