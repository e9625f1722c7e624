//! What rules about exposure ask besides a task's own axes: everything that is
//! open on one interface, which group rule opens it, and the host of a task.

use super::group::{Groups, References, Way};
use super::index::Network;
use super::internet::internet;
use super::packet::{EPHEMERAL_LINUX, Segment, TCP};
use super::placement::{TaskPorts, origin_of_interface};
use super::{Family, Inbound};

/// A group rule that lets somebody on the internet in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AdmittingRule {
    /// The rule as people read it: `sg-1: tcp/22 0.0.0.0/0`.
    pub text: String,
    /// How many addresses of the internet it lets in that no rule before it does.
    pub addresses: u128,
}

impl Network {
    /// Who on the internet can open a connection to any port of an interface,
    /// whoever uses it: a host's own services are reached this way, too (I7).
    pub(crate) fn inbound_of_interface(&self, interface: &str, family: Family) -> Option<Inbound> {
        let origin = origin_of_interface(self, self.interface(interface)?, EPHEMERAL_LINUX);
        Some(self.inbound_of(&origin, family, &TaskPorts::All).into())
    }

    /// The group rules of an interface that let the internet in on one port.
    pub(crate) fn admitting_rules(&self, interface: &str, family: Family, protocol: u8, port: u16) -> Vec<AdmittingRule> {
        let Some(interface) = self.interface(interface) else { return Vec::new() };
        let ids: Vec<String> = interface.it.groups.iter().map(|group| group.group_id.clone()).collect();
        let groups = Groups { ids: &ids, place: interface.place };
        let everyone = internet(family);
        let parts = groups.part(self, Way::In, family, Segment::new(protocol, port), everyone, References::None);
        parts.into_iter().filter_map(|part| Some(AdmittingRule { text: part.rule?, addresses: part.set.size() })).collect()
    }

    /// The group rules of an interface that together let every TCP port out to
    /// the whole internet of a family, where nothing in its subnet's ACL
    /// narrows that; none where something does, or where it is not known.
    pub(crate) fn egress_without_limit(&self, interface: &str, family: Family) -> Option<Vec<String>> {
        let interface = self.interface(interface)?;
        let ids: Vec<String> = interface.it.groups.iter().map(|group| group.group_id.clone()).collect();
        let groups = Groups { ids: &ids, place: interface.place };
        let acl = self.acl_of_subnet(&interface.it.subnet_id)?;
        let everyone = internet(family);
        let mut cuts = Vec::new();
        groups.port_cuts(self, Way::Out, TCP, &mut cuts);
        let mut rules: Vec<String> = Vec::new();
        for segment in Segment::parted(TCP, cuts) {
            for part in groups.part(self, Way::Out, family, segment, everyone, References::None) {
                let rule = part.rule?;
                if !rules.contains(&rule) {
                    rules.push(rule);
                }
            }
        }
        let whole = Segment { protocol: TCP, low: 0, high: u16::MAX };
        let narrowed = acl.part(Way::Out, family, whole, everyone).iter().any(|part| part.denied > 0 || part.unclear > 0);
        (!narrowed).then_some(rules)
    }

    /// How many addresses of the internet the ACL of a subnet lets in on a TCP
    /// port, for certain; none when the ACL is not known.
    pub(crate) fn admitted_by_acl(&self, subnet: &str, family: Family, port: u16) -> u128 {
        let Some(acl) = self.acl_of_subnet(subnet) else { return 0 };
        let parts = acl.part(Way::In, family, Segment::new(TCP, port), internet(family));
        parts.iter().filter(|part| part.denied == 0 && part.unclear == 0).map(|part| part.set.size()).fold(0, u128::saturating_add)
    }

    /// The instance that carries a task, whatever its network mode; none for
    /// Fargate and for machines outside of AWS.
    pub(crate) fn instance_under(&self, task: &str) -> Option<&str> {
        let task = self.task(task)?;
        let host = self.container_instance(&task.it.container_instance_arn)?;
        Some(host.it.ec2_instance_id.as_str()).filter(|id| id.starts_with("i-"))
    }
}
