//! What stands behind a Gateway Load Balancer endpoint: a Network Firewall,
//! whose policy is evaluated where it is in the data (G-FW-2, G-FW-6), or an
//! appliance, into which nobody can see (G-FW-5).

use super::{Position, Walk};
use crate::net::address_set::AddressSet;
use crate::net::block::number;
use crate::net::firewall::{CompiledFirewall, Flow, Ruling, doubt};
use crate::net::reason::{Reason, Step};
use crate::net::{Code, Verdict};
use crate::snapshot::endpoint::VpcEndpoint;
use crate::snapshot::network_firewall::FirewallAttachmentStatus;

impl<'a> Walk<'a> {
    /// Parts the destinations by what becomes of them behind the endpoint.
    /// `step` is the endpoint's hop, which the reasons join.
    pub(super) fn inspected(
        &self,
        endpoint: &VpcEndpoint,
        position: &Position<'a>,
        set: &AddressSet,
        step: Step,
    ) -> Vec<(AddressSet, Step)> {
        let id = &endpoint.vpc_endpoint_id;
        let Some(firewall) = self.network.firewall_of(id) else {
            return vec![(set.clone(), if is_firewall(endpoint) { unread(step, id) } else { appliance(step, id) })];
        };
        let step = step.because(status(firewall, id));
        let Some(rulings) = firewall.rule(&self.flow(position), set) else {
            let what = format!("The policy {} of Network Firewall {} is not in the data", firewall.policy_arn, firewall.name);
            let detail = format!("Network Firewall {}", firewall.name);
            return vec![(set.clone(), Step { detail, ..step }.because([Reason::assume(Code::FirewallPolicy, id.clone(), what)]))];
        };
        let judged = |ruling: Ruling| (ruling.remote.clone(), self.judged(firewall, id, &ruling, step.clone()));
        rulings.into_iter().map(judged).collect()
    }

    /// The flow as the firewall sees it: our side is whoever sends here.
    fn flow(&self, position: &Position<'a>) -> Flow {
        let own = position.sender.address.map(number).filter(|(family, _)| *family == position.family);
        Flow {
            family: position.family,
            protocol: self.segment.protocol,
            has_ports: self.segment.has_ports(),
            own: own.map(|(_, number)| number),
            own_ports: position.sender.ephemeral,
            remote_ports: (self.segment.low, self.segment.high),
            opened_here: !self.replies,
        }
    }

    fn judged(&self, firewall: &CompiledFirewall, id: &str, ruling: &Ruling, step: Step) -> Step {
        let name = &firewall.name;
        let by = if ruling.by.is_empty() { String::from("default action") } else { ruling.by.join("; ") };
        let stops = ruling.dropped + ruling.perhaps_passed;
        let lets = ruling.passed + ruling.perhaps_dropped;
        let fate = match (lets, stops) {
            (_, 0) => "lets through",
            (0, _) => "drops",
            _ => "drops in part",
        };
        let packets = self.segment.name();
        let message = format!("Network Firewall {name} {fate} {packets} ({by})");
        let fix = if ruling.by.is_empty() {
            format!("Add a rule that passes {packets} to the policy of Network Firewall {name}")
        } else {
            format!("Pass {packets} in the policy of Network Firewall {name} before this is tried: {by}")
        };
        let mut reasons = Vec::new();
        if ruling.perhaps_passed > 0 {
            let message = format!("{message}, unless one of its rules that cannot be judged lets it through first");
            reasons.push(Reason::unknown(Code::FirewallPolicy, id, message).fix("Look at the firewall's alert and flow logs"));
        } else if stops > 0 {
            let verdict = if lets == 0 { Verdict::No } else { Verdict::Partial };
            reasons.push(Reason::new(verdict, Code::FirewallRulesRestriction, id, message).fix(fix));
        }
        if ruling.perhaps_dropped > 0 {
            let message =
                format!("Some rules of Network Firewall {name} look into packets and cannot be judged; none of them may drop {packets}");
            reasons.push(Reason::assume(Code::FirewallPolicy, id, message));
        }
        let doubtful = ruling.perhaps_passed + ruling.perhaps_dropped > 0;
        let doubts = doubtful.then(|| unsupported(ruling.doubts, id, name)).into_iter().flatten();
        Step { detail: format!("Network Firewall {name} {fate}: {by}"), ..step }.because(reasons).because(doubts)
    }
}

/// Which rules could not be judged, in the analyzer's own words.
fn unsupported(doubts: u8, id: &str, name: &str) -> impl Iterator<Item = Reason> {
    let table = [
        (
            doubt::UNREAD | doubt::GROUP_TYPE,
            Code::FirewallUnsupportedHigherPriorityRuleGroupType,
            "rule groups of names, in Suricata's language, or not read",
        ),
        (doubt::RULES, Code::FirewallUnsupportedHigherPriorityRules, "rules with words that cannot be resolved"),
        (doubt::OPTIONS, Code::FirewallUnsupportedRuleOptions, "rules with options, flags or application protocols"),
    ];
    table
        .into_iter()
        .filter(move |(bits, ..)| doubts & bits != 0)
        .map(move |(_, code, what)| Reason::remark(code, id, format!("Network Firewall {name} has {what}, which are not evaluated")))
}

/// G-FW-2: the firewall's endpoint works.
fn status(firewall: &CompiledFirewall, id: &str) -> Option<Reason> {
    use FirewallAttachmentStatus::{Absent, Other, Ready, Scaling};
    let verdict = match firewall.status {
        Ready | Absent => return None,
        Scaling | Other(_) => Verdict::Unknown,
        _ => Verdict::No,
    };
    let said = if firewall.status_message.is_empty() { String::new() } else { format!(": {}", firewall.status_message) };
    let message = format!("The endpoint {id} of Network Firewall {} is {}{said}", firewall.name, firewall.status);
    Some(Reason::new(verdict, Code::BadState, id, message).fix("Wait for the firewall's endpoint, or make it anew"))
}

fn is_firewall(endpoint: &VpcEndpoint) -> bool {
    endpoint.requester_managed || endpoint.tags.iter().any(|tag| tag.key == "AWSNetworkFirewallManaged")
}

fn unread(step: Step, id: &str) -> Step {
    let message = format!("What the Network Firewall behind {id} lets through is not in the data");
    Step { detail: String::from("Network Firewall endpoint"), ..step }.because([Reason::assume(Code::FirewallPolicy, id, message)])
}

fn appliance(step: Step, id: &str) -> Step {
    let message = format!("What the appliance behind Gateway Load Balancer endpoint {id} lets through cannot be seen");
    let checked = Reason::remark(Code::PathThroughGwlbNotChecked, id, message.clone());
    Step { detail: String::from("Gateway Load Balancer endpoint"), ..step }
        .because([Reason::assume(Code::GwlbPolicy, id, message), checked])
}
