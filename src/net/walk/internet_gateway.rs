//! Internet gateways, outbound (G-IGW-1 to G-IGW-7, R16, R17).

use super::arrival::to_internet;
use super::way_back::no_return_address;
use super::{Position, Walk};
use crate::net::answer::{HopKind, Via};
use crate::net::block::number;
use crate::net::index::Found;
use crate::net::internet::{rfc1918, rfc6598};
use crate::net::placement::{PublicAddress, SenderKind};
use crate::net::public_access::Traffic;
use crate::net::reason::{Piece, Reason, Step};
use crate::net::route_table::Selected;
use crate::net::target::Target;
use crate::net::{Code, Family};
use crate::snapshot::Kind;
use crate::snapshot::routing::{AttachmentState, GatewayAttachment, InternetGateway, RouteTable};

/// Choice (Q9): the words for a gateway that is attached. The model says
/// `attached`, live answers `available`. Flipped (one left out): gateways in
/// that state carry nothing.
const ATTACHED: [AttachmentState; 2] = [AttachmentState::Attached, AttachmentState::Available];

impl<'a> Walk<'a> {
    pub(super) fn internet_gateway(&self, piece: Piece, position: &Position<'a>, id: &str, route: Step) -> Vec<Piece> {
        let pieces = self.leave(piece, position);
        let mut reasons = self.gateway_state(position, id);
        reasons.extend(self.public_source(position, id));
        reasons.extend(self.vpc_known(position));
        reasons.extend(self.access(position, id));
        reasons.extend(self.network.encryption_conflict(&position.sender.vpc, Kind::InternetGateways));
        reasons.extend(self.comes_back(position, id));
        let seen_as = match position.sender.public {
            PublicAddress::Own(address) => vec![address],
            _ => Vec::new(),
        };
        let mut out = Vec::new();
        for piece in pieces {
            let seen_as = if piece.seen_as.is_empty() { seen_as.clone() } else { piece.seen_as.clone() };
            let via = match piece.via {
                Some(via @ (Via::NatGateway | Via::NatInstance)) => via,
                _ => Via::InternetGateway,
            };
            let piece = Piece { seen_as, via: Some(via), ..piece }.then(route.clone());
            out.extend(private_destinations(piece, position.family, id, &reasons));
        }
        out
    }

    /// G-IGW-1: attached to the sender's VPC.
    fn gateway_state(&self, position: &Position<'a>, id: &str) -> Vec<Reason> {
        let Some(gateway) = self.network.internet_gateway(id) else {
            return self.network.missing(self.place(&position.sender), Kind::InternetGateways, id, "");
        };
        attachment_reason(gateway, &position.sender.vpc).into_iter().collect()
    }

    /// Which addresses are the internet, and whether encryption is enforced,
    /// depends on the VPC itself.
    fn vpc_known(&self, position: &Position<'a>) -> Vec<Reason> {
        let vpc = &position.sender.vpc;
        match self.network.vpc(vpc) {
            Some(_) => Vec::new(),
            None => self.network.missing(self.place(&position.sender), Kind::Vpcs, vpc, ""),
        }
    }

    /// G-IGW-2 and G-IGW-3: only a public source gets through.
    fn public_source(&self, position: &Position<'a>, id: &str) -> Vec<Reason> {
        let sender = &position.sender;
        if position.family == Family::Ipv6 {
            return self.network.refuses_internet_gateways(sender).into_iter().chain(self.network.public_ipv6(sender)).collect();
        }
        match (sender.public, sender.what) {
            (PublicAddress::Own(_), _) => Vec::new(),
            (PublicAddress::Expected | PublicAddress::Byoip | PublicAddress::Managed, _) => Vec::new(),
            (_, SenderKind::PrivateNatGateway) => {
                let message = format!("NAT gateway {} is private: the internet gateway drops what it sends", sender.id);
                vec![Reason::no(Code::NatPrivate, sender.id.clone(), message).fix("Route to a NAT gateway of connectivity type public")]
            }
            (_, SenderKind::NatGateway) => {
                let message = format!("NAT gateway {} has no working public address", sender.id);
                let fix = "Associate an Elastic IP address with the NAT gateway, or make a new one";
                vec![Reason::no(Code::NatNoPublicAddress, sender.id.clone(), message).fix(fix)]
            }
            (_, SenderKind::TransitGateway) => {
                let message = format!("Packets from another VPC have no public address at internet gateway {id}, which drops them");
                let fix = "Route the attachment's subnet to a NAT gateway";
                vec![Reason::no(Code::IgwPublicIpAssociationForEgress, sender.id.clone(), message).fix(fix)]
            }
            (public, _) => vec![self.no_public_address(position, id, public)],
        }
    }

    fn no_public_address(&self, position: &Position<'a>, id: &str, public: PublicAddress) -> Reason {
        let sender = &position.sender;
        let carrier = if matches!(public, PublicAddress::Carrier(_)) { " (a carrier address is none)" } else { "" };
        let message = format!("Internet gateway {id} drops packets of {}: it has no public IPv4 address{carrier}", sender.id);
        if self.replies && sender.what == SenderKind::Appliance {
            let message = format!("Appliance {} behind the edge table has no public address", sender.id);
            return Reason::no(Code::IngressRtbNoPublicIp, sender.id.clone(), message).fix("Associate an Elastic IP address with it");
        }
        Reason::no(Code::IgwPublicIpAssociationForEgress, sender.id.clone(), message).fix(self.address_advice(position))
    }

    fn address_advice(&self, position: &Position<'a>) -> String {
        use crate::snapshot::ecs::LaunchType;
        let launch = self
            .origin
            .facts
            .task
            .as_ref()
            .and_then(|task| self.network.task(task))
            .map(|task| crate::net::placement::launch_type(task.it));
        let own_interface = self.origin.facts.instance.is_none() || launch == Some(LaunchType::Fargate);
        match launch {
            Some(LaunchType::Fargate) => String::from(
                "Run the task in a private subnet with a route to a NAT gateway, or set assignPublicIp to ENABLED in the service's network configuration and deploy anew",
            ),
            Some(_) if own_interface || self.origin.steps.iter().all(|step| step.kind != HopKind::Instance) => String::from(
                "Tasks in awsvpc mode on EC2 never get a public address: run them in a private subnet with a route to a NAT gateway",
            ),
            Some(_) => String::from(
                "Give the instance a public address (an Elastic IP), or move it to a private subnet with a route to a NAT gateway",
            ),
            // A task that is only planned: its subnet stands for it.
            None if self.origin.interface.is_none() && self.origin.subnet() == Some(&position.sender.id) => String::from(
                "List private subnets with a route to a NAT gateway in the service's network configuration, or (on Fargate) set assignPublicIp to ENABLED there",
            ),
            None => format!("Associate an Elastic IP address with {}, or route its subnet to a NAT gateway", position.sender.id),
        }
    }

    /// G-IGW-5: Block Public Access, for the class of traffic that this is.
    fn access(&self, position: &Position<'a>, gateway: &str) -> Vec<Reason> {
        let sender = &position.sender;
        if matches!(sender.what, SenderKind::NatGateway | SenderKind::PrivateNatGateway) {
            // Only here, where the packet meets it: a NAT gateway that leads to
            // a VPN or a transit gateway is not affected (B6). A firewall
            // endpoint behind the NAT gateway counts, too.
            let mut subnets: Vec<&str> = position.guarded.iter().map(String::as_str).collect();
            subnets.extend(sender.subnet.as_deref().filter(|own| !position.guarded.iter().any(|known| known == own)));
            return self.network.public_access(sender.place, &sender.vpc, &subnets, Traffic::NatGateway);
        }
        // B5: behind a firewall endpoint the endpoint's subnet counts, which the
        // packet was sent from last; behind an appliance that an edge table
        // steers to it is the workload's; own addresses count by VPC alone.
        let steered = sender.what == SenderKind::Appliance && self.steered_to(gateway, position.family, &sender.id);
        let subnet = if steered { self.origin.subnet() } else { sender.subnet.as_deref() };
        let subnet = if sender.public == PublicAddress::Byoip { None } else { subnet };
        let traffic = if self.replies { Traffic::DirectIn } else { Traffic::DirectOut };
        self.network.public_access(sender.place, &sender.vpc, &[subnet.unwrap_or_default()], traffic)
    }

    /// Whether an edge table steers what comes in for the origin to an appliance.
    fn steered_to(&self, gateway: &str, family: Family, appliance: &str) -> bool {
        let Some((family, number)) = self.origin.sender(family).and_then(|sender| sender.address).map(number) else { return false };
        self.network.edge_tables(gateway).any(|table| {
            let compiled = self.network.compiled(table);
            matches!(compiled.lookup(family, number), Selected::Row(row) if compiled.targets[row].id() == appliance)
        })
    }

    /// R17 and G-FW-4: replies take the edge table, which must bring them back
    /// the way the packets went.
    fn comes_back(&self, position: &Position<'a>, id: &str) -> Vec<Reason> {
        let mut reasons = self.unread_edge_tables(position, id);
        let Some((family, number)) = position.sender.address.map(number).filter(|(family, _)| *family == position.family) else {
            reasons.extend(self.network.edge_tables(id).next().and_then(|_| no_return_address(&position.sender)));
            return reasons;
        };
        let last = position.middleboxes.last();
        let redirect = self.network.edge_tables(id).filter(|table| table.it.vpc_id == position.sender.vpc).find_map(|table| {
            let compiled = self.network.compiled(table);
            match compiled.lookup(family, number) {
                Selected::Row(row) if compiled.targets[row] != Target::Local => {
                    reasons.extend(super::blackhole(table.it, &table.it.routes[row]));
                    Some((table, compiled.targets[row].clone()))
                }
                _ => None,
            }
        });
        reasons.extend(match (redirect, last) {
            (None, None) => None,
            (Some((_, target)), Some(last)) if target.id() == last => None,
            (Some((table, target)), _) => Some(redirected(table, &target, id, &position.sender.id)),
            (None, Some(last)) => Some(bypassed(id, last, &position.sender.id)),
        });
        reasons
    }

    /// With only a part of the tables read there may be an edge table that we
    /// do not see. A gateway has one at most, so that one in the data settles it.
    fn unread_edge_tables(&self, position: &Position<'a>, id: &str) -> Vec<Reason> {
        if self.network.edge_tables(id).next().is_some() {
            return Vec::new();
        }
        let mut reasons = self.network.unread(self.place(&position.sender), Kind::RouteTables);
        for reason in &mut reasons {
            reason.message.push_str(&format!("; an edge route table of {id} may be in what is missing"));
        }
        reasons
    }
}

/// G-IGW-1 for any gateway with attachments.
pub(crate) fn attachment_reason(gateway: Found<'_, InternetGateway>, vpc: &str) -> Option<Reason> {
    not_attached(
        &gateway.it.internet_gateway_id,
        "Internet gateway",
        &gateway.it.attachments,
        vpc,
        "attach-internet-gateway --internet-gateway-id",
    )
}

/// A gateway must be attached to the VPC; live data says `available` or `attached`.
pub(crate) fn not_attached(id: &str, what: &str, attachments: &[GatewayAttachment], vpc: &str, command: &str) -> Option<Reason> {
    let attachment = attachments.iter().find(|attachment| attachment.vpc_id == vpc);
    let state = attachment.map(|attachment| &attachment.state);
    match state {
        Some(state) if ATTACHED.contains(state) => None,
        Some(AttachmentState::Absent) => {
            let message = format!("The state of {id}'s attachment to {vpc} is not in the data");
            Some(Reason::unknown(Code::NotRead, id, message).fix("Collect again"))
        }
        Some(AttachmentState::Other(word)) => {
            Some(Reason::strange(Code::BadStateAttachment, id, format!("{what} {id} is {word} to {vpc}, which this version does not know")))
        }
        state => {
            let word = state.map_or(String::from("not attached"), |state| state.to_string());
            let message = format!("{what} {id} is {word} to VPC {vpc}");
            let reason = Reason::no(Code::BadStateAttachment, id, message).fix(format!("Attach {id} to {vpc}"));
            Some(if command.is_empty() { reason } else { reason.command(format!("aws ec2 {command} {id} --vpc-id {vpc}")) })
        }
    }
}

/// G-IGW-4: an internet gateway takes no private destinations.
fn private_destinations(piece: Piece, family: Family, id: &str, reasons: &[Reason]) -> Vec<Piece> {
    let hop = |extra: Option<Reason>| Step::new(HopKind::InternetGateway, id, "to the internet").because(reasons.to_vec()).because(extra);
    if family == Family::Ipv6 {
        return to_internet(piece.then(hop(None)), family);
    }
    let refused = [
        (rfc1918(), Code::IgwDestinationAddressNotInRfc1918Egress, "private (RFC 1918)"),
        (rfc6598(), Code::IgwDestinationAddressNotInRfc6598Egress, "shared-range (RFC 6598)"),
    ];
    let mut left = piece.set.clone();
    let mut pieces = Vec::new();
    for (set, code, word) in refused {
        let hit = left.intersect(set);
        left = left.subtract(set);
        if !hit.is_empty() {
            let message = format!("Internet gateway {id} drops packets to {word} addresses");
            let reason = Reason::no(code, id, message).fix("Add a route for these addresses to the network that has them");
            pieces.push(Piece { set: hit, ..piece.clone() }.then(hop(Some(reason))));
        }
    }
    if !left.is_empty() {
        pieces.extend(to_internet(Piece { set: left, ..piece }.then(hop(None)), family));
    }
    pieces
}

fn redirected(table: Found<'_, RouteTable>, target: &Target, id: &str, sender: &str) -> Reason {
    let table = &table.it.route_table_id;
    let message = format!("Replies through {id} are sent to {} by edge table {table}, but {sender} sends to {id} directly", target.id());
    Reason::no(Code::IngressRtbTrafficRedirection, table.clone(), message)
        .fix(format!("Route the subnet's internet traffic to {}, or remove the edge route", target.id()))
}

fn bypassed(id: &str, middlebox: &str, sender: &str) -> Reason {
    let message = format!("Packets of {sender} go through {middlebox}, but {id} sends their replies past it");
    Reason::no(Code::ReturnPath, middlebox, message)
        .fix(format!("Give {id} an edge route table that sends the subnet's block back to {middlebox}"))
}
