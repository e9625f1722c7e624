//! Targets that lead out of what we can see, or nowhere on the internet:
//! local gateways, Cloud WAN, Oracle's network, VPC Lattice (rules 3.9).

use super::{Position, Walk};
use crate::net::answer::{HopKind, Via};
use crate::net::reason::{Piece, Reason, Step};
use crate::net::target::Target;
use crate::net::{Code, Verdict};

/// Choice (3.9 \[R\]): an ODB network leads to Oracle's database network only.
/// Flipped (another verdict): what lies behind it may be the internet.
const ODB_NETWORK_REACHES_THE_INTERNET: Verdict = Verdict::No;

impl<'a> Walk<'a> {
    pub(super) fn elsewhere(&self, piece: Piece, position: &Position<'a>, target: &Target, route: Step) -> Vec<Piece> {
        let id = target.id();
        let (kind, via, reason) = match target {
            Target::LocalGateway(_) => {
                let message = format!("Local gateway {id} leads to the network around the Outpost, which cannot be seen from here");
                let fix = "Ask whoever runs the network around the Outpost whether it translates addresses to the internet";
                (HopKind::LocalGateway, Some(Via::LocalGateway), Reason::unknown(Code::Onprem, id, message).fix(fix))
            }
            Target::CoreNetwork(_) => {
                let message = format!("Core network {id} is not read by this version; where it leads is not known");
                (
                    HopKind::CoreNetwork,
                    Some(Via::CoreNetwork),
                    Reason::unknown(Code::UnknownResource, id, message).fix("Look at the core network's segment routes"),
                )
            }
            Target::OdbNetwork(_) => {
                let message = format!("ODB network {id} leads to Oracle Database@AWS, not to the internet");
                let reason = Reason::new(ODB_NETWORK_REACHES_THE_INTERNET, Code::NoPossibleDestination, id, message);
                (HopKind::Other, None, reason.fix("Route the internet to a NAT gateway or internet gateway"))
            }
            Target::Lattice => {
                let message = "VPC Lattice carries its own services only, not the internet";
                (
                    HopKind::Other,
                    None,
                    Reason::no(Code::NoPossibleDestination, id, message).fix("Route the internet to a NAT gateway or internet gateway"),
                )
            }
            _ => {
                let message = "The route has no target that this version knows";
                (
                    HopKind::Other,
                    None,
                    Reason::unknown(Code::UnknownResource, route.id.clone(), message).fix("Look at the route in the AWS console"),
                )
            }
        };
        let step = Step::new(kind, id, "out of what can be seen from here").because([reason]);
        self.leave(piece, position)
            .into_iter()
            .map(|piece| Piece { via, seen_as: Vec::new(), ..piece }.then(route.clone()).then(step.clone()))
            .collect()
    }
}
