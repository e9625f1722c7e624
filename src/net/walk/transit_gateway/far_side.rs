//! What hangs on the far attachment: another VPC, another transit gateway, or
//! something that cannot be seen from here (G-TGW-5).

use crate::net::Code;
use crate::net::answer::HopKind;
use crate::net::placement::{PublicAddress, Sender, SenderKind};
use crate::net::reason::{Piece, Reason, Step};
use crate::net::walk::{Position, Walk};
use crate::snapshot::transit::{TransitResourceType, TransitRoute};

use super::attachment::attachment_state;

impl<'a> Walk<'a> {
    /// G-TGW-5: what hangs on the far attachment.
    pub(super) fn reach_far_side(
        &self,
        piece: Piece,
        position: &Position<'a>,
        transit: &str,
        from: &str,
        route: &'a TransitRoute,
        step: Step,
    ) -> Vec<Piece> {
        let Some(far) = route.transit_gateway_attachments.first() else {
            let message = format!("Route {} of {transit} names no attachment", route.destination_cidr_block);
            let reason = Reason::unknown(Code::TgwRtbRoutesAreUnknown, transit, message).fix("Collect again");
            return vec![piece.then(step.because([reason]))];
        };
        let step = Step {
            detail: format!("{} → {} ({})", route.destination_cidr_block, far.transit_gateway_attachment_id, far.resource_id),
            ..step
        };
        let piece = piece.then(step);
        let id = &far.transit_gateway_attachment_id;
        match &far.resource_type {
            TransitResourceType::Vpc => self.emerge_in(piece, position, transit, from, id, &far.resource_id),
            TransitResourceType::Peering | TransitResourceType::TgwPeering => self.reach_peer_transit(piece, position, id, transit),
            TransitResourceType::ClientVpn => {
                let message = format!("Attachment {id} leads to a client VPN, not to the internet");
                vec![piece.then(Step::new(HopKind::Other, id.clone(), "client VPN").because([Reason::no(
                    Code::NoPossibleDestination,
                    id.clone(),
                    message,
                )]))]
            }
            TransitResourceType::NetworkFunction => {
                let message = format!("What the firewall on attachment {id} lets through, and where it leads on, is not known");
                let reason = Reason::unknown(Code::FirewallPolicy, id.clone(), message).fix("Look at the firewall's policy and routes");
                vec![piece.then(Step::new(HopKind::Other, id.clone(), "network function").because([reason]))]
            }
            other => {
                let message = format!("Attachment {id} ({other}) leads to another network, which cannot be seen from here");
                let reason = Reason::unknown(Code::Onprem, id.clone(), message).fix("Ask whoever runs the network behind it");
                vec![piece.then(Step::new(HopKind::Other, id.clone(), other.to_string()).because([reason]))]
            }
        }
    }

    fn reach_peer_transit(&self, piece: Piece, position: &Position<'a>, id: &str, transit: &str) -> Vec<Piece> {
        let peering = self.network.transit_peering_attachment(id);
        let sides = peering.map(|peering| [peering.it.requester_tgw_info.as_ref(), peering.it.accepter_tgw_info.as_ref()]);
        let other = sides.iter().flatten().flatten().find(|side| side.transit_gateway_id != transit);
        match other {
            Some(other)
                if self
                    .attachment_at(&other.transit_gateway_id, id)
                    .is_some_and(|known| known.transit_gateway_id == other.transit_gateway_id) =>
            {
                let step = Step::new(HopKind::TransitGateway, other.transit_gateway_id.clone(), format!("by peering {id}"));
                self.by_table(piece.then(step), position, &other.transit_gateway_id, id)
            }
            other => {
                let (whom, detail) = other.map_or((String::new(), String::from("peering")), |other| {
                    (format!(" (account {}, {})", other.owner_id, other.region), format!("peering to {}", other.transit_gateway_id))
                });
                let message = format!("The transit gateway behind peering {id}{whom} is not in the data");
                let reason = Reason::unknown(Code::ForeignAccount, id, message).fix("Collect that account and Region too");
                vec![piece.then(Step::new(HopKind::TransitGateway, id, detail).because([reason]))]
            }
        }
    }

    /// The packet comes out in an attachment subnet of the far VPC and is
    /// looked up in that subnet's table.
    fn emerge_in(&self, piece: Piece, position: &Position<'a>, transit: &str, from: &str, id: &str, vpc: &str) -> Vec<Piece> {
        let Some(far) = self.network.transit_vpc_attachment(id) else {
            let owner = self.attachment_at(transit, id).map(|known| known.resource_owner_id.clone()).unwrap_or_default();
            let whose = if owner.is_empty() { String::new() } else { format!(" of account {owner}") };
            let message = format!("VPC {vpc}{whose} behind attachment {id} is not in the data");
            let reason = Reason::unknown(Code::ForeignAccount, vpc, message).fix("Collect that account too");
            return vec![piece.then(Step::new(HopKind::Other, vpc, "another VPC").because([reason]))];
        };
        let zone = &position.sender.zone;
        let near = far.it.subnet_ids.iter().find(|subnet| self.network.zone_of_subnet(subnet).as_ref() == Some(zone));
        let subnet = near.or(far.it.subnet_ids.first()).cloned().unwrap_or_default();
        let table = self.table_of(far.place, Some(&subnet), &far.it.vpc_id);
        let sender = Sender {
            id: id.to_owned(),
            what: SenderKind::TransitGateway,
            place: far.at.place,
            vpc: far.it.vpc_id.clone(),
            subnet: Some(subnet.clone()),
            zone: self.network.zone_of_subnet(&subnet).unwrap_or_default(),
            address: position.sender.address,
            public: PublicAddress::None,
            ephemeral: position.sender.ephemeral,
            deny_all_igw: false,
        };
        let mut next = Position::new(position.family, sender, table).after(position);
        next.arrived_by = Some(transit.to_owned());
        let arrival = Step::new(HopKind::TransitGateway, id, format!("into VPC {} by {subnet}", far.it.vpc_id))
            .in_subnet(Some(&subnet))
            .because(attachment_state(far.it))
            .because(self.comes_back_through(position, transit, id, from));
        self.forward(piece.then(arrival), &next)
    }
}
