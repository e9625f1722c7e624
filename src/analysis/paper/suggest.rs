//! What could be tried for one task: its own address, route, groups, ACL and
//! endpoints, and a zone. What the path names as its way to be mended is first.

use super::{Edit, Trial};
use crate::analysis::{Analysis, TaskReport};
use crate::net::answer::{Answer, HopKind};
use crate::net::{Code, Verdict};
use crate::snapshot::interface::NetworkInterface;
use crate::snapshot::routing::{AttachmentState, NatState};
use crate::snapshot::{Resources, name_tag};

/// So many endpoints are offered, for the services that are needed most.
const MOST_ENDPOINTS: usize = 3;

/// What is known of the task.
struct About<'a> {
    analysis: &'a Analysis,
    task: &'a TaskReport,
    answer: Option<Answer>,
    resources: &'a Resources,
    region: &'a str,
}

pub(super) fn trials(analysis: &Analysis, task: &str) -> Vec<Trial> {
    let Some(report) = analysis.report.tasks.iter().find(|known| known.task == task) else { return Vec::new() };
    let vpc = report.vpc.clone().unwrap_or_default();
    let mut places = analysis.network.snapshot().places.iter();
    let Some(place) = places.find(|place| place.resources.vpcs.iter().any(|row| row.vpc_id == vpc)) else { return Vec::new() };
    let about = About { analysis, task: report, answer: analysis.way_out(task), resources: &place.resources, region: &place.region };
    let mut trials = [about.address(), about.routes(), about.filters(), about.endpoints(), about.zones()].concat();
    // A stable order: what mends first, else as it came.
    trials.sort_by_key(|trial| !trial.mends);
    trials
}

fn trial(mends: bool, label: String, edit: Edit) -> Trial {
    Trial { label, mends, edit }
}

/// An id, and the name that people gave.
fn called(id: &str, name: &str) -> String {
    if name.is_empty() { id.to_owned() } else { format!("{id} ({name})") }
}

impl About<'_> {
    fn says(&self, codes: &[Code]) -> bool {
        self.answer.iter().flat_map(|answer| &answer.explanations).any(|explanation| codes.contains(&explanation.code))
    }

    fn interface(&self) -> Option<&NetworkInterface> {
        let id = self.task.network_interface.as_ref()?;
        self.resources.network_interfaces.iter().find(|row| row.network_interface_id == *id)
    }

    fn address(&self) -> Vec<Trial> {
        let Some(interface) = self.interface() else { return Vec::new() };
        let id = interface.network_interface_id.clone();
        let public = interface.association.iter().chain(interface.private_ip_addresses.iter().filter_map(|own| own.association.as_ref()));
        if public.clone().any(|association| !association.public_ip.is_empty()) {
            return vec![trial(false, format!("Take the public address from {id}"), Edit::ReleasePublicAddress { interface: id })];
        }
        let mends = self.says(&[Code::IgwPublicIpAssociationForEgress]);
        vec![trial(mends, format!("Assign a public address to {id}"), Edit::AssignPublicAddress { interface: id })]
    }

    /// The table that the task's packets are looked up in first.
    fn table(&self) -> Option<&crate::snapshot::routing::RouteTable> {
        let hop = |kind: HopKind| self.answer.iter().flat_map(|answer| &answer.hops).find(move |hop| hop.kind == kind);
        let id = hop(HopKind::RouteTable)?.id.clone();
        self.resources.route_tables.iter().find(|table| table.route_table_id == id)
    }

    fn routes(&self) -> Vec<Trial> {
        const EVERYTHING: &str = "0.0.0.0/0";
        let Some(table) = self.table() else { return Vec::new() };
        let (id, vpc) = (table.route_table_id.as_str(), table.vpc_id.as_str());
        let now = table.routes.iter().find(|route| route.destination_cidr_block.as_deref() == Some(EVERYTHING));
        let leads = |target: &str| {
            now.is_some_and(|route| [&route.gateway_id, &route.nat_gateway_id].into_iter().any(|known| known.as_deref() == Some(target)))
        };
        let broken = self.answer.as_ref().is_none_or(|answer| !answer.verdict.works());
        let mends = broken
            && self.says(&[
                Code::NoRouteToDestination,
                Code::BadStateRoute,
                Code::BadState,
                Code::NatNoPublicAddress,
                Code::NatPrivate,
                Code::IgwPublicIpAssociationForEgress,
            ]);
        let public = self.interface().is_some_and(|interface| interface.association.is_some());
        let mut trials = Vec::new();
        let mut add = |target: &str, name: &str, mends: bool| {
            if !leads(target) {
                let edit = Edit::Route { table: id.to_owned(), destination: String::from(EVERYTHING), target: target.to_owned() };
                trials.push(trial(
                    mends,
                    format!("Route {EVERYTHING} of {} to {}", called(id, name_tag(&table.tags)), called(target, name)),
                    edit,
                ));
            }
        };
        for nat in self.resources.nat_gateways.iter().filter(|nat| nat.vpc_id == vpc && nat.state == NatState::Available) {
            add(&nat.nat_gateway_id, name_tag(&nat.tags), mends);
        }
        for gateway in &self.resources.internet_gateways {
            let attached = gateway
                .attachments
                .iter()
                .any(|one| one.vpc_id == vpc && matches!(one.state, AttachmentState::Available | AttachmentState::Attached));
            if attached {
                add(&gateway.internet_gateway_id, name_tag(&gateway.tags), mends && public);
            }
        }
        if now.is_some() {
            let edit = Edit::RemoveRoute { table: id.to_owned(), destination: String::from(EVERYTHING) };
            trials.push(trial(false, format!("Remove the route {EVERYTHING} of {}", called(id, name_tag(&table.tags))), edit));
        }
        trials
    }

    fn filters(&self) -> Vec<Trial> {
        let mut trials = Vec::new();
        let groups = self.says(&[Code::EniSgRulesMismatch, Code::SgHasNoRules]);
        for group in self.interface().iter().flat_map(|interface| &interface.groups) {
            let label = format!("Let everything out in {}", called(&group.group_id, &group.group_name));
            trials.push(trial(groups, label, Edit::OpenEgress { group: group.group_id.clone() }));
        }
        let acl = self
            .resources
            .network_acls
            .iter()
            .find(|acl| acl.associations.iter().any(|one| Some(&one.subnet_id) == self.task.subnet.as_ref()));
        if let Some(acl) = acl {
            let named = self.answer.iter().flat_map(|answer| &answer.explanations);
            let mends = named.clone().any(|one| one.code == Code::SubnetAclRestriction && one.component == acl.network_acl_id);
            let label = format!("Let everything through {}", called(&acl.network_acl_id, name_tag(&acl.tags)));
            trials.push(trial(mends, label, Edit::OpenAcl { acl: acl.network_acl_id.clone() }));
        }
        trials
    }

    /// For services that the task needs to start, those that it does not reach first.
    fn endpoints(&self) -> Vec<Trial> {
        let (Some(vpc), Some(subnet)) = (&self.task.vpc, &self.task.subnet) else { return Vec::new() };
        let there = |service: &str| {
            let mut own = self.resources.vpc_endpoints.iter().filter(|endpoint| endpoint.vpc_id == *vpc);
            own.any(|endpoint| endpoint.service_name == service)
        };
        let mut needed: Vec<_> = self.task.start.services.iter().collect();
        needed.sort_by_key(|service| service.verdict.works());
        let mut trials = Vec::new();
        for need in needed {
            let service = format!("com.amazonaws.{}.{}", self.region, need.service);
            // A registry's host name is no service of the Region.
            let known = !need.service.ends_with(".io") && !need.service.contains(".ecr.aws") && need.service.split('.').count() <= 2;
            if !known || there(&service) || trials.len() == MOST_ENDPOINTS {
                continue;
            }
            let mends = need.verdict == Verdict::No;
            if matches!(need.service.as_str(), "s3" | "dynamodb") {
                let Some(table) = self.table() else { continue };
                let edit = Edit::GatewayEndpoint { vpc: vpc.clone(), service, table: table.route_table_id.clone() };
                trials.push(trial(mends, format!("Add a gateway endpoint for {} to {}", need.service, table.route_table_id), edit));
            } else {
                let edit = Edit::InterfaceEndpoint { vpc: vpc.clone(), service, subnet: subnet.clone() };
                trials.push(trial(mends, format!("Add an interface endpoint for {} in {subnet}", need.service), edit));
            }
        }
        trials
    }

    fn zones(&self) -> Vec<Trial> {
        let zones = crate::net::zones(self.analysis.network.snapshot());
        zones.into_iter().map(|zone| trial(false, format!("Lose zone {zone}"), Edit::LoseZone { zone })).collect()
    }
}
