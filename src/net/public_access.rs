//! VPC Block Public Access (B1 to B8) and encryption controls (B9).
//!
//! See "Block public access to VPCs and subnets" in the VPC User Guide.

use super::Code;
use super::index::Network;
use super::reason::Reason;
use crate::snapshot::vpc::{BlockMode, BlockOptionsState, BlockPublicAccessOptions, EncryptionMode, ExclusionMode, ExclusionState};
use crate::snapshot::{Kind, Place};

/// Choice (Q1): under `block-bidirectional` an `allow-egress` exclusion does not
/// let a public address out through the internet gateway; only NAT and
/// egress-only gateways profit. AWS's example pages disagree; the measured one
/// says so. Flipped: it does.
const ALLOW_EGRESS_HELPS_DIRECT_TRAFFIC: bool = false;

/// Choice (Q2): whether an exclusion of one of the two subnets, the workload's
/// and the NAT gateway's, is enough for traffic through the gateway; no page
/// says so. Flipped (`Some`): it is, or is not.
const ONE_EXCLUDED_SUBNET_IS_ENOUGH: Option<bool> = None;

/// Choice (Q23): what a subnet says of itself counts only where the Region's
/// options and exclusions cannot be read, since no page tells how one word
/// stands for both. Flipped: it always counts.
const SUBNETS_ANSWER_FOR_THEMSELVES: bool = false;

/// The classes of traffic that Block Public Access tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Traffic {
    DirectOut,
    DirectIn,
    NatGateway,
    EgressOnly,
}

/// What settled exclusions give a subnet, least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Given {
    Nothing,
    Egress,
    Both,
}

/// What exclusions give a subnet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Excluded {
    settled: Given,
    /// Whether another one is being changed, and may give more (B3).
    changing: bool,
}

impl Excluded {
    const NO: Self = Self { settled: Given::Nothing, changing: false };

    /// Whether it gives at least this; None where that depends on a change.
    fn gives(self, least: Given) -> Option<bool> {
        match (self.settled >= least, self.changing) {
            (true, _) => Some(true),
            (false, true) => None,
            (false, false) => Some(false),
        }
    }
}

impl Network {
    /// Whether Block Public Access lets traffic of a class pass; `subnets` are
    /// those that matter (B5). No reason means yes.
    pub(crate) fn public_access(&self, place: u32, vpc: &str, subnets: &[&str], traffic: Traffic) -> Vec<Reason> {
        let seen_in = self.vpc(vpc).map_or(&self.snapshot().places[place as usize], |vpc| vpc.place);
        // The owner's settings govern a shared VPC.
        let owner = self.vpc(vpc).map(|vpc| vpc.it.owner_id.as_str()).unwrap_or_default();
        let place = self.owners_place(seen_in, owner).unwrap_or(seen_in);
        let foreign = !owner.is_empty() && !place.account.is_empty() && owner != place.account;
        let options =
            place.resources.block_public_access_options.first().filter(|options| options.internet_gateway_block_mode.is_present());
        match options.filter(|_| !foreign && !SUBNETS_ANSWER_FOR_THEMSELVES) {
            Some(options) => self.by_options(place, options, vpc, subnets, traffic),
            None => self.by_subnets(vpc, subnets, traffic),
        }
    }

    fn by_options(&self, place: &Place, options: &BlockPublicAccessOptions, vpc: &str, subnets: &[&str], traffic: Traffic) -> Vec<Reason> {
        let mut reasons = Vec::new();
        if options.state == BlockOptionsState::UpdateInProgress {
            let message = "Block Public Access is being changed in this Region; its new mode is taken as the one in force";
            reasons.push(Reason::assume(Code::VpcBlockPublicAccessEnabled, vpc, message));
        }
        let mode = &options.internet_gateway_block_mode;
        if *mode == BlockMode::Off {
            return reasons;
        }
        let excluded: Vec<Excluded> = subnets.iter().map(|subnet| self.excluded(place, vpc, subnet)).collect();
        if decide(mode, &excluded, traffic) != Some(true) && !self.complete(place, Kind::BlockPublicAccessExclusions) {
            reasons.extend(self.unread(place, Kind::BlockPublicAccessExclusions));
            return reasons;
        }
        reasons.extend(verdict(mode, &excluded, traffic, vpc, subnets));
        reasons
    }

    /// Shared VPCs, and data without the options: what the subnets themselves
    /// say is the only truth there is.
    fn by_subnets(&self, vpc: &str, subnets: &[&str], traffic: Traffic) -> Vec<Reason> {
        let modes: Vec<Option<&BlockMode>> = subnets
            .iter()
            .map(|subnet| {
                let states = self.subnet(subnet)?.it.block_public_access_states.as_ref();
                states.map(|states| &states.internet_gateway_block_mode).filter(|mode| mode.is_present())
            })
            .collect();
        if modes.is_empty() || modes.contains(&None) {
            return vec![not_read(vpc)];
        }
        let known = modes.into_iter().flatten();
        known.flat_map(|mode| verdict(mode, &vec![Excluded::NO; subnets.len()], traffic, vpc, subnets)).take(1).collect()
    }

    /// B3: what exclusions of a subnet or its VPC give. An empty subnet stands
    /// for traffic that only an exclusion of the whole VPC helps (B5, R20).
    fn excluded(&self, place: &Place, vpc: &str, subnet: &str) -> Excluded {
        let subnet = if subnet.is_empty() { String::from("subnet/-") } else { format!("subnet/{subnet}") };
        let names = [subnet, format!("vpc/{vpc}")];
        let mut given = Excluded::NO;
        for exclusion in &place.resources.block_public_access_exclusions {
            if !names.iter().any(|name| exclusion.resource_arn.ends_with(name.as_str())) {
                continue;
            }
            match (&exclusion.state, &exclusion.internet_gateway_exclusion_mode) {
                (ExclusionState::CreateFailed | ExclusionState::DeleteComplete | ExclusionState::DisableComplete, _) => {}
                (ExclusionState::CreateComplete | ExclusionState::UpdateComplete, ExclusionMode::AllowBidirectional) => {
                    given.settled = Given::Both;
                }
                (ExclusionState::CreateComplete | ExclusionState::UpdateComplete, ExclusionMode::AllowEgress) => {
                    given.settled = given.settled.max(Given::Egress);
                }
                _ => given.changing = true,
            }
        }
        given
    }

    /// B9: enforced encryption and a gateway that has no exemption.
    pub(crate) fn encryption_conflict(&self, vpc: &str, gateway: Kind) -> Option<Reason> {
        let found = self.vpc(vpc)?;
        let listed = found.place.resources.encryption_controls.iter().find(|control| control.vpc_id == vpc);
        let control = found.it.encryption_control.as_ref().or(listed)?;
        if let EncryptionMode::Other(word) = &control.mode {
            let message = format!("The encryption controls of VPC {vpc} are in mode {word}, which this version does not know");
            return Some(Reason::strange(Code::EncryptionControlConflict, vpc, message));
        }
        if control.mode != EncryptionMode::Enforce {
            return None;
        }
        let exclusions = control.resource_exclusions.as_ref();
        let exclusion = exclusions.and_then(|exclusions| match gateway {
            Kind::InternetGateways => exclusions.internet_gateway.as_ref(),
            Kind::EgressOnlyInternetGateways => exclusions.egress_only_internet_gateway.as_ref(),
            Kind::NatGateways => exclusions.nat_gateway.as_ref(),
            Kind::VpnGateways => exclusions.virtual_private_gateway.as_ref(),
            Kind::VpcPeeringConnections => exclusions.vpc_peering.as_ref(),
            _ => None,
        });
        if exclusion.is_some_and(|exclusion| exclusion.state.eq_ignore_ascii_case("enabled")) {
            return None;
        }
        let what = super::missing::noun(gateway);
        let message = format!("VPC {vpc} enforces encryption and has no exemption for its {what}, which cannot both be");
        Some(Reason::unknown(Code::EncryptionControlConflict, vpc, message).fix(format!("Look at the encryption controls of {vpc}")))
    }
}

/// Table B4. None: it cannot be told.
fn decide(mode: &BlockMode, excluded: &[Excluded], traffic: Traffic) -> Option<bool> {
    let least = match traffic {
        Traffic::DirectOut if ALLOW_EGRESS_HELPS_DIRECT_TRAFFIC => Given::Egress,
        Traffic::DirectOut | Traffic::DirectIn => Given::Both,
        Traffic::NatGateway | Traffic::EgressOnly => Given::Egress,
    };
    match (mode, traffic) {
        (BlockMode::Off, _) | (BlockMode::BlockIngress, Traffic::NatGateway | Traffic::EgressOnly) => Some(true),
        (BlockMode::BlockIngress | BlockMode::BlockBidirectional, _) => {
            let each: Vec<Option<bool>> = excluded.iter().map(|excluded| excluded.gives(least)).collect();
            let first = each.first().copied().unwrap_or(Some(false));
            if each.iter().all(|other| *other == first) { first } else { ONE_EXCLUDED_SUBNET_IS_ENOUGH.filter(|_| !each.contains(&None)) }
        }
        (BlockMode::Absent | BlockMode::Other(_), _) => None,
    }
}

fn verdict(mode: &BlockMode, excluded: &[Excluded], traffic: Traffic, vpc: &str, subnets: &[&str]) -> Option<Reason> {
    let what = match traffic {
        Traffic::DirectOut => "outbound traffic through the internet gateway",
        Traffic::DirectIn => "inbound traffic through the internet gateway",
        Traffic::NatGateway => "traffic through NAT gateways",
        Traffic::EgressOnly => "traffic through the egress-only internet gateway",
    };
    let subnet = subnets.first().copied().filter(|subnet| !subnet.is_empty()).unwrap_or(vpc);
    match decide(mode, excluded, traffic) {
        Some(true) => None,
        Some(false) => {
            let message = format!("VPC Block Public Access ({mode}) stops {what} for {subnet}");
            let reason = Reason::no(Code::VpcBlockPublicAccessEnabled, subnet, message);
            Some(remedy(reason, mode, traffic, vpc, subnets))
        }
        None => {
            let message =
                format!("Whether VPC Block Public Access ({mode}) lets {what} of {subnet} pass cannot be told from its exclusions");
            let reason = Reason::unknown(Code::VpcBlockPublicAccessEnabled, subnet, message);
            Some(reason.fix("Look at the Region's exclusions; give both subnets the same"))
        }
    }
}

/// Never an exclusion that also lets the world in, where a NAT gateway will do.
fn remedy(reason: Reason, mode: &BlockMode, traffic: Traffic, vpc: &str, subnets: &[&str]) -> Reason {
    match traffic {
        Traffic::DirectIn => {
            reason.fix("Nothing to do, unless somebody outside is meant to connect; then exclude the subnet with allow-bidirectional")
        }
        Traffic::DirectOut if *mode == BlockMode::BlockIngress => {
            reason.fix(format!("Route {} to a NAT gateway: {mode} lets that pass", subnets.first().copied().unwrap_or(vpc)))
        }
        Traffic::DirectOut => reason
            .fix(format!("Route {} to a NAT gateway, and exclude both subnets with allow-egress", subnets.first().copied().unwrap_or(vpc))),
        Traffic::NatGateway | Traffic::EgressOnly => {
            let named: Vec<&str> = subnets.iter().copied().filter(|subnet| !subnet.is_empty()).collect();
            let (what, flag) = match named.as_slice() {
                [one] if subnets.len() == 1 => (format!("subnet {one}"), format!("--subnet-id {one}")),
                _ => (format!("VPC {vpc}"), format!("--vpc-id {vpc}")),
            };
            reason
                .fix(format!("Exclude {what} from Block Public Access with allow-egress, if it is meant to get out"))
                .command(format!("aws ec2 create-vpc-block-public-access-exclusion {flag} --internet-gateway-exclusion-mode allow-egress"))
        }
    }
}

/// The contract's one exception: older dumps never hold it.
fn not_read(vpc: &str) -> Reason {
    let message = format!("Block Public Access was not read; it is assumed to be off for {vpc}");
    Reason::assume(Code::BpaNotRead, vpc, message).fix("Allow ec2:DescribeVpcBlockPublicAccessOptions and collect again")
}

#[cfg(test)]
mod tests {
    use super::*;

    const EGRESS: Excluded = Excluded { settled: Given::Egress, changing: false };
    const BOTH: Excluded = Excluded { settled: Given::Both, changing: false };

    /// Table B4, line by line.
    #[test]
    fn b4_decision_table() {
        use Traffic::*;
        let table = [
            (BlockMode::Off, Excluded::NO, [true, true, true, true]),
            (BlockMode::BlockBidirectional, Excluded::NO, [false, false, false, false]),
            (BlockMode::BlockBidirectional, BOTH, [true, true, true, true]),
            (BlockMode::BlockBidirectional, EGRESS, [false, false, true, true]),
            (BlockMode::BlockIngress, Excluded::NO, [false, false, true, true]),
            (BlockMode::BlockIngress, BOTH, [true, true, true, true]),
            (BlockMode::BlockIngress, EGRESS, [false, false, true, true]),
        ];
        for (mode, excluded, expected) in table {
            let found = [DirectOut, DirectIn, NatGateway, EgressOnly].map(|traffic| decide(&mode, &[excluded], traffic) == Some(true));
            assert_eq!(found, expected, "{mode} {excluded:?}");
        }
    }

    #[test]
    fn b5_one_excluded_subnet_of_two_is_unclear_for_nat() {
        assert_eq!(decide(&BlockMode::BlockBidirectional, &[BOTH, Excluded::NO], Traffic::NatGateway), None);
    }

    #[test]
    fn b3_what_is_settled_counts_whatever_changes_beside_it() {
        let mode = BlockMode::BlockBidirectional;
        let changing = |excluded: Excluded| [Excluded { changing: true, ..excluded }];
        assert_eq!(decide(&mode, &changing(EGRESS), Traffic::NatGateway), Some(true));
        assert_eq!(decide(&mode, &changing(BOTH), Traffic::DirectOut), Some(true));
        assert_eq!(decide(&mode, &changing(EGRESS), Traffic::DirectOut), None, "it may give both ways yet");
        assert_eq!(decide(&mode, &changing(Excluded::NO), Traffic::EgressOnly), None);
    }
}
