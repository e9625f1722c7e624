//! What to say when something is not in the data: not read, refused, another
//! account's, or simply not there although everything was read.

use super::reason::Reason;
use super::{Code, Network};
use crate::snapshot::{Gap, GapReason, Kind, Place};

impl Network {
    /// The gap that covers a kind in a place, the most telling one first.
    pub(crate) fn gap(&self, place: &Place, kind: Kind) -> Option<&Gap> {
        most_telling(self.gaps(place, kind))
    }

    fn gaps(&self, place: &Place, kind: Kind) -> impl Iterator<Item = &Gap> {
        let covers = move |gap: &&Gap| {
            gap.call == kind.call()
                && (gap.region.is_empty() || place.region.is_empty() || gap.region == place.region)
                && (gap.account.is_empty() || place.account.is_empty() || gap.account == place.account)
        };
        self.snapshot().gaps.iter().filter(covers)
    }

    /// The reasons why the answer about one owner, of a kind that is read one
    /// owner at a time, may be missing. What is missing of others is not asked.
    pub(crate) fn unread_of(&self, place: &Place, kind: Kind, owner: &str) -> Vec<Reason> {
        let concerns = |gap: &&Gap| !gap.part.starts_with("arn:") || gap.part == owner;
        let gaps = self.gaps(place, kind).filter(concerns);
        most_telling(gaps).map(|gap| not_read(gap, noun(kind), owner)).unwrap_or_default()
    }

    /// Whether all of a kind was read in a place.
    pub(crate) fn complete(&self, place: &Place, kind: Kind) -> bool {
        self.gap(place, kind).is_none()
    }

    /// The reasons why a resource that something names is not in the data.
    /// `owner` is the account that it belongs to, empty when not known.
    pub(crate) fn missing(&self, place: &Place, kind: Kind, id: &str, owner: &str) -> Vec<Reason> {
        let what = noun(kind);
        let place = self.owners_place(place, owner).unwrap_or(place);
        if !owner.is_empty() && !place.account.is_empty() && owner != place.account {
            let message = format!("{what} {id} belongs to account {owner}, which is not in the data");
            return vec![Reason::unknown(Code::ForeignAccount, id, message).fix(format!("Collect account {owner} too, or ask its owner"))];
        }
        match self.gap(place, kind) {
            Some(gap) => not_read(gap, what, id),
            None => {
                let message = format!("{what} {id} is named but is not in the data, although {} was read", kind.call());
                let fix = "It may have been made or deleted while the account was read: collect again";
                vec![Reason::unknown(Code::UnknownResource, id, message).fix(fix)]
            }
        }
    }

    /// What was read of the account that owns something, in the same Region:
    /// several accounts of one snapshot may see a shared VPC (T21).
    pub(crate) fn owners_place(&self, place: &Place, owner: &str) -> Option<&Place> {
        let places = &self.snapshot().places;
        places.iter().find(|other| !owner.is_empty() && other.account == owner && other.region == place.region)
    }

    /// The reasons why a kind as a whole cannot be relied on; none when all of
    /// it was read.
    pub(crate) fn unread(&self, place: &Place, kind: Kind) -> Vec<Reason> {
        self.gap(place, kind).map(|gap| not_read(gap, noun(kind), "")).unwrap_or_default()
    }
}

fn most_telling<'a>(gaps: impl Iterator<Item = &'a Gap>) -> Option<&'a Gap> {
    gaps.min_by_key(|gap| match gap.reason {
        GapReason::Denied => 0,
        GapReason::Failed => 1,
        GapReason::NotCollected => 2,
        GapReason::Partly => 3,
    })
}

fn not_read(gap: &Gap, what: &str, id: &str) -> Vec<Reason> {
    let subject = if id.is_empty() { format!("{what} data") } else { format!("{what} {id}") };
    let reason = match gap.reason {
        GapReason::Denied => "AWS refused",
        GapReason::Failed => "there was no answer to",
        GapReason::NotCollected => "nobody made the call",
        GapReason::Partly => "there is only a part of",
    };
    let message = format!("{subject} is missing: {reason} {}", gap.call);
    let fix = match gap.reason {
        GapReason::Denied => format!("Allow {} and collect again", gap.call),
        _ => format!("Collect again with {}", gap.call),
    };
    let mut reasons = vec![Reason::unknown(Code::NotRead, gap.call.clone(), message).fix(fix.clone())];
    if gap.reason == GapReason::Denied {
        let message = format!("AWS refused {} to whoever collected the data", gap.call);
        reasons.push(Reason::unknown(Code::AccessDenied, gap.call.clone(), message).fix(fix));
    }
    reasons
}

/// What people call a kind.
pub(crate) fn noun(kind: Kind) -> &'static str {
    match kind {
        Kind::Vpcs => "VPC",
        Kind::Subnets => "subnet",
        Kind::RouteTables => "route table",
        Kind::InternetGateways => "internet gateway",
        Kind::EgressOnlyInternetGateways => "egress-only internet gateway",
        Kind::NatGateways => "NAT gateway",
        Kind::NetworkInterfaces => "network interface",
        Kind::Instances => "instance",
        Kind::SecurityGroups => "security group",
        Kind::NetworkAcls => "network ACL",
        Kind::VpcEndpoints => "VPC endpoint",
        Kind::VpcPeeringConnections => "peering connection",
        Kind::VpnGateways => "virtual private gateway",
        Kind::CarrierGateways => "carrier gateway",
        Kind::TransitGateways => "transit gateway",
        Kind::TransitGatewayAttachments | Kind::TransitGatewayVpcAttachments | Kind::TransitGatewayPeeringAttachments => {
            "transit gateway attachment"
        }
        Kind::TransitGatewayRoutes | Kind::TransitGatewayRouteTables => "transit gateway route table",
        Kind::PrefixListEntries | Kind::ManagedPrefixLists | Kind::AwsPrefixLists => "prefix list",
        Kind::TaskDefinitions => "task definition",
        Kind::ContainerInstances => "container instance",
        Kind::BlockPublicAccessOptions | Kind::BlockPublicAccessExclusions => "Block Public Access",
        Kind::Services => "service",
        Kind::LoadBalancers => "load balancer",
        Kind::NetworkFirewallPolicies => "firewall policy",
        Kind::NetworkFirewallRuleGroups => "firewall rule group",
        Kind::ClassicLoadBalancers => "classic load balancer",
        Kind::Listeners => "listener",
        Kind::ListenerRules => "listener rule",
        Kind::TargetGroups => "target group",
        Kind::TargetHealths => "target health",
        Kind::TargetGroupAttributes => "target group attribute",
        Kind::LoadBalancerAttributes => "load balancer attribute",
        Kind::ResolverRules | Kind::ResolverRuleAssociations => "Resolver rule",
        Kind::FirewallRuleGroupAssociations | Kind::DnsFirewallRules => "DNS Firewall rule group",
        Kind::FirewallDomains => "DNS Firewall domain list",
        Kind::DhcpOptions => "DHCP option set",
        Kind::VpcAttributes => "VPC attribute",
        other => other.key(),
    }
}
