//! What hangs on the far attachment: another VPC, a firewall, or something that
//! cannot be seen from here (G-TGW-5). Other transit gateways have their own file.

use super::Leg;
use super::attachment::attachment_state;
use crate::net::answer::HopKind;
use crate::net::index::Found;
use crate::net::internet::internet;
use crate::net::placement::{PublicAddress, Sender, SenderKind};
use crate::net::reason::{Piece, Reason, Step};
use crate::net::walk::{Position, Walk};
use crate::net::{Code, Verdict};
use crate::snapshot::transit::{TransitGatewayVpcAttachment, TransitResourceType, TransitRouteAttachment};

impl<'a> Walk<'a> {
    pub(super) fn reach_far_side(&self, piece: Piece, position: &Position<'a>, legs: &[Leg], far: &TransitRouteAttachment) -> Vec<Piece> {
        let Some(leg) = legs.last() else { return vec![piece] };
        let id = &far.transit_gateway_attachment_id;
        let known = self.attachment_at(&leg.transit, id).map(|(_, known)| known);
        let kind = match (&far.resource_type, known) {
            (TransitResourceType::Absent, Some(known)) => &known.resource_type,
            (kind, _) => kind,
        };
        match kind {
            TransitResourceType::Vpc => self.emerge_in(piece, position, legs, id, &far.resource_id),
            TransitResourceType::Peering | TransitResourceType::TgwPeering => self.reach_peer_transit(piece, position, legs, id),
            TransitResourceType::ClientVpn => to_client_vpn(piece, position, id),
            TransitResourceType::NetworkFunction => self.through_network_function(piece, position, legs, id),
            other => {
                let word = if other.is_present() { other.to_string() } else { String::from("of a kind that the data does not tell") };
                let message = format!("Attachment {id} ({word}) leads to another network, which cannot be seen from here");
                let reason = Reason::unknown(Code::Onprem, id.clone(), message).fix(format!("Ask whoever runs the network behind {id}"));
                let step = Step::new(HopKind::Other, id.clone(), word).because([reason]).because(self.attachment_down(&leg.transit, id));
                vec![piece.then(step)]
            }
        }
    }

    /// A firewall on the transit gateway: what it lets through comes back and is
    /// looked up in the table of its own attachment.
    fn through_network_function(&self, piece: Piece, position: &Position<'a>, legs: &[Leg], id: &str) -> Vec<Piece> {
        let Some(leg) = legs.last() else { return vec![piece] };
        let message = format!("What the firewall on attachment {id} lets through is not known");
        let reason = Reason::assume(Code::FirewallPolicy, id, message).fix(format!("Look at the policy of the firewall on {id}"));
        let step = Step::new(HopKind::Other, id, "network function").because([reason]).because(self.attachment_down(&leg.transit, id));
        let mut further = legs.to_vec();
        further.push(Leg { transit: leg.transit.clone(), attachment: id.to_owned() });
        self.by_table(piece.then(step), position, &further)
    }

    /// The packet comes out in an attachment subnet of the far VPC: that of the
    /// sender's zone, else any of them, of which the worst counts.
    fn emerge_in(&self, piece: Piece, position: &Position<'a>, legs: &[Leg], id: &str, vpc: &str) -> Vec<Piece> {
        let Some(far) = self.network.transit_vpc_attachment(id) else {
            let transit = legs.last().map_or("", |leg| leg.transit.as_str());
            let owner = self.attachment_at(transit, id).map(|(_, known)| known.resource_owner_id.clone()).unwrap_or_default();
            let whose = if owner.is_empty() { String::new() } else { format!(" of account {owner}") };
            let message = format!("VPC {vpc}{whose} behind attachment {id} is not in the data");
            let fix = if owner.is_empty() { format!("Collect the account of {vpc} too") } else { format!("Collect account {owner} too") };
            let reason = Reason::unknown(Code::ForeignAccount, vpc, message).fix(fix);
            return vec![piece.then(Step::new(HopKind::Other, vpc, "another VPC").because([reason]))];
        };
        let zone = &position.sender.zone;
        let near = far.it.subnet_ids.iter().find(|subnet| self.network.zone_of_subnet(subnet).as_ref() == Some(zone));
        let mut subnets: Vec<&str> =
            near.map_or_else(|| far.it.subnet_ids.iter().map(String::as_str).collect(), |near| vec![near.as_str()]);
        if subnets.is_empty() {
            subnets.push("");
        }
        let outcomes = subnets.into_iter().map(|subnet| self.emerge_at(piece.clone(), position, legs, far, subnet));
        outcomes.min_by_key(|pieces| Verdict::over_parts(pieces.iter().map(Piece::verdict))).unwrap_or_default()
    }

    fn emerge_at(
        &self,
        piece: Piece,
        position: &Position<'a>,
        legs: &[Leg],
        far: Found<'a, TransitGatewayVpcAttachment>,
        subnet: &str,
    ) -> Vec<Piece> {
        let id = &far.it.transit_gateway_attachment_id;
        let sender = Sender {
            id: id.clone(),
            what: SenderKind::TransitGateway,
            place: far.at.place,
            vpc: far.it.vpc_id.clone(),
            subnet: Some(subnet.to_owned()),
            zone: self.network.zone_of_subnet(subnet).unwrap_or_default(),
            address: position.sender.address,
            public: PublicAddress::None,
            ephemeral: position.sender.ephemeral,
            deny_all_igw: false,
        };
        let table = self.table_of(far.place, Some(subnet), &far.it.vpc_id);
        let mut next = Position::new(position.family, sender, table).after(position);
        next.arrived_by = legs.last().map(|leg| leg.transit.clone());
        next.crossed = position.crossed + legs.len();
        let arrival = Step::new(HopKind::TransitGateway, id.clone(), format!("into VPC {} by {subnet}", far.it.vpc_id))
            .in_subnet(Some(subnet))
            .because(attachment_state(far.it))
            .because(self.comes_back_through(position, legs, id));
        self.forward(piece.then(arrival), &next)
    }
}

/// Client VPN never leads to the internet; which private addresses it serves is
/// not in the data.
fn to_client_vpn(piece: Piece, position: &Position<'_>, id: &str) -> Vec<Piece> {
    let outside = internet(position.family);
    let hop = |reason: Reason| Step::new(HopKind::Other, id, "client VPN").because([reason]);
    let message = format!("Attachment {id} leads to a client VPN, not to the internet");
    let never = Reason::no(Code::NoPossibleDestination, id, message)
        .fix(format!("Route the internet to the attachment of a VPC with a NAT gateway instead of {id}"));
    let message = format!("Attachment {id} leads to a client VPN, whose clients cannot be seen from here");
    let perhaps = Reason::unknown(Code::Onprem, id, message).fix(format!("Ask whoever runs the client VPN behind {id}"));
    let parts = [(piece.set.intersect(outside), hop(never)), (piece.set.subtract(outside), hop(perhaps))];
    piece.split(parts.into())
}
