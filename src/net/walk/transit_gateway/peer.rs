//! From one transit gateway to another by a peering (G-TGW-5): followed when
//! both sides are in the data, in whatever account and Region.

use super::Leg;
use crate::net::Code;
use crate::net::answer::HopKind;
use crate::net::reason::{Piece, Reason, Step};
use crate::net::walk::{Position, Walk};
use crate::snapshot::transit::TransitAttachmentState;

/// The other end of a peering, as far as the data tells.
struct OtherEnd {
    transit: String,
    owner: String,
    region: String,
}

impl<'a> Walk<'a> {
    pub(super) fn reach_peer_transit(&self, piece: Piece, position: &Position<'a>, legs: &[Leg], id: &str) -> Vec<Piece> {
        let Some(leg) = legs.last() else { return vec![piece] };
        let down = self.attachment_down(&leg.transit, id);
        let other = self.other_end(&leg.transit, id);
        let seen =
            |other: &OtherEnd| self.attachment_at(&other.transit, id).is_some_and(|(_, known)| known.transit_gateway_id == other.transit);
        match other.filter(|other| !other.transit.is_empty()) {
            Some(other) if seen(&other) => {
                let step = Step::new(HopKind::TransitGateway, other.transit.clone(), format!("by peering {id}")).because(down);
                let mut further = legs.to_vec();
                further.push(Leg { transit: other.transit, attachment: id.to_owned() });
                self.by_table(piece.then(step), position, &further)
            }
            other => {
                let (whom, detail) = other.map_or((String::new(), String::from("peering")), |other| {
                    let whom = match (other.owner.as_str(), other.region.as_str()) {
                        ("", "") => String::new(),
                        (owner, "") => format!(" of account {owner}"),
                        ("", region) => format!(" in {region}"),
                        (owner, region) => format!(" of account {owner} in {region}"),
                    };
                    (whom, format!("peering to {}", other.transit))
                });
                let message = format!("The transit gateway{whom} behind peering {id} is not in the data");
                let fix = if whom.is_empty() {
                    String::from("Collect its account and Region too")
                } else {
                    format!("Collect the data{whom} too")
                };
                let reason = Reason::unknown(Code::ForeignAccount, id, message).fix(fix);
                vec![piece.then(Step::new(HopKind::TransitGateway, id, detail).because(down).because([reason]))]
            }
        }
    }

    /// By the peering itself, else by the attachment that the other side sees.
    fn other_end(&self, transit: &str, id: &str) -> Option<OtherEnd> {
        let peering = self.network.transit_peering_attachment(id);
        let sides = peering.map(|peering| [peering.it.requester_tgw_info.as_ref(), peering.it.accepter_tgw_info.as_ref()]);
        let mut sides = sides.into_iter().flatten().flatten();
        if let Some(other) = sides.find(|side| side.transit_gateway_id != transit) {
            return Some(OtherEnd {
                transit: other.transit_gateway_id.clone(),
                owner: other.owner_id.clone(),
                region: other.region.clone(),
            });
        }
        let (_, known) = self.attachment_at(transit, id)?;
        Some(OtherEnd { transit: known.resource_id.clone(), owner: known.resource_owner_id.clone(), region: String::new() })
    }

    /// Whether an attachment that is no VPC's is out of service.
    pub(super) fn attachment_down(&self, transit: &str, id: &str) -> Option<Reason> {
        let peering = self.network.transit_peering_attachment(id).map(|peering| &peering.it.state).filter(|state| state.is_present());
        let state = peering.or_else(|| self.attachment_at(transit, id).map(|(_, known)| &known.state))?;
        if !state.is_present() || matches!(state, TransitAttachmentState::Available | TransitAttachmentState::Modifying) {
            return None;
        }
        let reason = Reason::no(Code::BadStateAttachment, id, format!("Attachment {id} is {state}"));
        Some(match state {
            TransitAttachmentState::PendingAcceptance => reason
                .fix(format!("Accept the peering {id} on its other side"))
                .command(format!("aws ec2 accept-transit-gateway-peering-attachment --transit-gateway-attachment-id {id}")),
            _ => reason.fix(format!("Make attachment {id} anew")),
        })
    }
}
