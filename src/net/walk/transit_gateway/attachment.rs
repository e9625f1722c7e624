//! The way into a transit gateway: the VPC's attachment, its zones, and the
//! ACLs between the workload and its subnet (G-TGW-1, G-TGW-2, N7).

use crate::net::Code;
use crate::net::index::Found;
use crate::net::reason::{Piece, Reason, Step};
use crate::net::walk::{Position, Walk};
use crate::snapshot::Kind;
use crate::snapshot::transit::{TransitAttachmentState, TransitGatewayVpcAttachment};

impl<'a> Walk<'a> {
    /// G-TGW-1.
    pub(super) fn attachment_of(&self, position: &Position<'a>, id: &str) -> Result<Found<'a, TransitGatewayVpcAttachment>, Vec<Reason>> {
        let vpc = &position.sender.vpc;
        let mine: Vec<_> = self.network.transit_attachments_of_vpc(vpc).filter(|attachment| attachment.transit_gateway_id == id).collect();
        let best = mine.iter().find(|attachment| in_service(&attachment.state)).or(mine.first());
        match best.and_then(|best| self.network.transit_vpc_attachment(&best.transit_gateway_attachment_id)) {
            Some(attachment) => Ok(attachment),
            None => {
                let mut reasons = self.network.unread(self.place(&position.sender), Kind::TransitGatewayVpcAttachments);
                if reasons.is_empty() {
                    let owner = self.network.vpc(vpc).map(|found| found.it.owner_id.clone()).unwrap_or_default();
                    let place = self.place(&position.sender);
                    if !owner.is_empty() && owner != place.account && !place.account.is_empty() {
                        return Err(self.network.missing(place, Kind::TransitGatewayVpcAttachments, id, &owner));
                    }
                    let message = format!("VPC {vpc} has no attachment to transit gateway {id}");
                    reasons.push(Reason::no(Code::BadStateAttachment, id, message).fix(format!("Attach {vpc} to {id}")));
                }
                Err(reasons)
            }
        }
    }

    /// G-TGW-2: packets enter only in a zone that has an attachment subnet.
    pub(super) fn zone_of_attachment(&self, position: &Position<'a>, found: Found<'a, TransitGatewayVpcAttachment>) -> Option<Reason> {
        let (zone, attachment) = (&position.sender.zone, found.it);
        if zone.is_empty() {
            return None;
        }
        let zones: Vec<Option<String>> = attachment.subnet_ids.iter().map(|subnet| self.network.zone_of_subnet(subnet)).collect();
        if zones.iter().any(|known| known.as_ref() == Some(zone)) {
            return None;
        }
        let id = &attachment.transit_gateway_attachment_id;
        if zones.contains(&None) {
            let message = format!("The zones of attachment {id}'s subnets are not all in the data");
            return Some(Reason::unknown(Code::NotRead, Kind::Subnets.call(), message).fix("Collect again with ec2:DescribeSubnets"));
        }
        let message = format!("Attachment {id} has no subnet in zone {zone}, so packets of that zone never enter the transit gateway");
        let reason = Reason::no(Code::TgwRouteAzRestriction, id.clone(), message);
        let place = &found.place.resources;
        let spare = place
            .subnets
            .iter()
            .find(|subnet| subnet.vpc_id == attachment.vpc_id && self.network.zone_of_subnet(&subnet.subnet_id).as_ref() == Some(zone));
        let Some(spare) = spare else { return Some(reason.fix(format!("Add a subnet of zone {zone} to attachment {id}"))) };
        let subnet = &spare.subnet_id;
        Some(reason.fix(format!("Add a subnet of zone {zone} to attachment {id}, such as {subnet}")).command(format!(
            "aws ec2 modify-transit-gateway-vpc-attachment --transit-gateway-attachment-id {id} --add-subnet-ids {subnet}"
        )))
    }

    /// The attachment subnet in the sender's zone.
    pub(super) fn near_subnet(&self, position: &Position<'a>, attachment: &'a TransitGatewayVpcAttachment) -> Option<&'a str> {
        let zone = &position.sender.zone;
        let mut subnets = attachment.subnet_ids.iter();
        subnets.find(|subnet| self.network.zone_of_subnet(subnet).as_ref() == Some(zone)).map(String::as_str)
    }

    /// N7: the ACLs between the workload and the attachment's subnet.
    pub(super) fn reach_attachment(
        &self,
        piece: Piece,
        position: &Position<'a>,
        attachment: &'a TransitGatewayVpcAttachment,
        route: Step,
    ) -> Vec<Piece> {
        let same = position.sender.subnet.as_ref().is_some_and(|subnet| attachment.subnet_ids.contains(subnet));
        if same {
            return self.through(piece, position).into_iter().map(|piece| piece.then(route.clone())).collect();
        }
        let near = self.near_subnet(position, attachment);
        let pieces = self.leave(piece, position).into_iter();
        pieces
            .map(|piece| match near {
                Some(subnet) => self.enter(piece.then(route.clone()), position, subnet),
                None => piece.then(route.clone()),
            })
            .collect()
    }
}

fn in_service(state: &TransitAttachmentState) -> bool {
    matches!(state, TransitAttachmentState::Available | TransitAttachmentState::Modifying)
}

pub(super) fn attachment_state(attachment: &TransitGatewayVpcAttachment) -> Option<Reason> {
    if in_service(&attachment.state) {
        return None;
    }
    let id = &attachment.transit_gateway_attachment_id;
    if !attachment.state.is_present() {
        let message = format!("The state of attachment {id} is not in the data");
        return Some(
            Reason::unknown(Code::NotRead, id.clone(), message).fix("Collect again with ec2:DescribeTransitGatewayVpcAttachments"),
        );
    }
    let message = format!("Attachment {id} is {}", attachment.state);
    let reason = Reason::no(Code::BadStateAttachment, id.clone(), message);
    Some(match &attachment.state {
        TransitAttachmentState::PendingAcceptance => reason
            .fix(format!("Accept attachment {id}"))
            .command(format!("aws ec2 accept-transit-gateway-vpc-attachment --transit-gateway-attachment-id {id}")),
        _ => reason.fix(format!("Attach {} to {} anew", attachment.vpc_id, attachment.transit_gateway_id)),
    })
}
