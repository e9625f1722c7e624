//! What a row says about where it belongs: its ARN, its owner, its zone, and
//! the resources it names. Read in one light pass that leaves the rest alone.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::document::{Keys, list, text};
use super::region::{arn, is_account, is_region, region_of_zone};

/// What one row says.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Clue<'a> {
    /// The field that tells this row from others of its kind.
    pub(super) id: Option<Cow<'a, str>>,
    /// The account that owns it.
    pub(super) account: Option<Cow<'a, str>>,
    /// Whether the owner is also the account that was read. ECS and the load
    /// balancers show only what is their account's own; EC2 shows shared
    /// subnets, transit gateways and prefix lists of others as well.
    pub(super) is_reader: bool,
    pub(super) region: Option<Cow<'a, str>>,
    /// Resources of the same Region that it names.
    pub(super) links: Vec<Cow<'a, str>>,
    /// The Regions at both ends, for what may lie between two.
    pub(super) ends: Vec<Cow<'a, str>>,
}

/// Reads the clues of a row; nothing when the row is no object.
pub(super) fn clue<'a>(row: &'a RawValue, id_field: &str) -> Option<Clue<'a>> {
    let keys = Keys::deserialize(&mut serde_json::Deserializer::from_str(row.get())).ok()?;
    let mut clue = Clue { id: keys.text(id_field).filter(|id| !id.is_empty()), ..Clue::default() };
    if let Some(id) = clue.id.clone() {
        clue.note_arn(&id);
    }
    for (key, value) in &keys.0 {
        clue.note(key, value);
    }
    Some(clue)
}

impl<'a> Clue<'a> {
    /// The clues of a row that was put together for one owner: its id or ARN.
    pub(super) fn of_owner(owner: &str) -> Self {
        let mut clue = Self { id: Some(owner.to_owned().into()), ..Self::default() };
        clue.note_arn(owner);
        if arn(owner).is_none() {
            clue.links.push(owner.to_owned().into());
        }
        clue
    }

    fn note(&mut self, key: &str, value: &'a RawValue) {
        match key {
            "OwnerId" | "VpcOwnerId" | "ResourceOwnerId" | "GroupOwnerId" => self.note_account(text(value)),
            "AwsAccountId" => {
                self.is_reader = true;
                self.note_account(text(value));
            }
            "AwsRegion" | "RegionName" | "AvailabilityZone" | "availabilityZone" | "ZoneName" | "NetworkBorderGroup" => {
                self.note_zone(text(value));
            }
            "SubnetArn"
            | "TransitGatewayArn"
            | "PrefixListArn"
            | "ResourceArn"
            | "Arn"
            | "taskArn"
            | "serviceArn"
            | "clusterArn"
            | "taskSetArn"
            | "capacityProviderArn"
            | "LoadBalancerArn"
            | "TargetGroupArn"
            | "principalArn" => {
                if let Some(text) = text(value) {
                    self.note_arn(&text);
                }
            }
            // The Outpost may be another account's, but not in another Region.
            "OutpostArn" => self.region = self.region.take().or_else(|| Some(region_of_arn(&text(value)?)?.to_owned().into())),
            "VpcId"
            | "VPCId"
            | "SubnetId"
            | "NetworkInterfaceId"
            | "GroupId"
            | "DhcpOptionsId"
            | "TransitGatewayId"
            | "TransitGatewayRouteTableId"
            | "VpnGatewayId"
            | "BranchInterfaceId"
            | "TrunkInterfaceId" => {
                self.links.extend(text(value).filter(|id| !id.is_empty() && id != "default"));
            }
            "Placement" => self.note_nested(value),
            "Attachments" | "VpcAttachments" => list(value).into_iter().flatten().for_each(|nested| self.note_nested(nested)),
            "RequesterVpcInfo" | "AccepterVpcInfo" | "RequesterTgwInfo" | "AccepterTgwInfo" => self.note_end(value),
            _ => {}
        }
    }

    fn note_nested(&mut self, value: &'a RawValue) {
        let Ok(keys) = serde_json::from_str::<Keys<'a>>(value.get()) else { return };
        for (key, value) in &keys.0 {
            match key.as_ref() {
                "AvailabilityZone" => self.note_zone(text(value)),
                "VpcId" => self.links.extend(text(value)),
                _ => {}
            }
        }
    }

    fn note_end(&mut self, value: &'a RawValue) {
        let Ok(keys) = serde_json::from_str::<Keys<'a>>(value.get()) else { return };
        self.ends.extend(keys.text("Region"));
    }

    fn note_account(&mut self, account: Option<Cow<'a, str>>) {
        if self.account.is_none() {
            self.account = account.filter(|account| is_account(account));
        }
    }

    fn note_zone(&mut self, zone: Option<Cow<'a, str>>) {
        if self.region.is_none() {
            self.region = zone.and_then(|zone| region_of_zone(&zone).map(|region| region.to_owned().into()));
        }
    }

    fn note_arn(&mut self, text: &str) {
        let Some(arn) = arn(text) else { return };
        if is_account(arn.account) && (self.account.is_none() || !self.is_reader) {
            let is_reader = matches!(arn.service, "ecs" | "elasticloadbalancing" | "iam");
            if is_reader || self.account.is_none() {
                self.account = Some(arn.account.to_owned().into());
                self.is_reader = is_reader;
            }
        }
        if is_region(arn.region) && self.region.is_none() {
            self.region = Some(arn.region.to_owned().into());
        }
    }
}

fn region_of_arn(text: &str) -> Option<&str> {
    arn(text).map(|arn| arn.region).filter(|region| is_region(region))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(row: &str, id: &str) -> (String, bool, String, Vec<String>) {
        let raw: &RawValue = serde_json::from_str(row).unwrap();
        let clue = clue(raw, id).unwrap();
        let owned = |text: Option<Cow<'_, str>>| text.unwrap_or_default().into_owned();
        (owned(clue.account), clue.is_reader, owned(clue.region), clue.links.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn owners_zones_and_links() {
        let subnet = r#"{"SubnetId": "subnet-1", "OwnerId": "111122223333", "AvailabilityZone": "us-east-2a", "VpcId": "vpc-1"}"#;
        assert_eq!(of(subnet, "SubnetId"), ("111122223333".into(), false, "us-east-2".into(), vec!["subnet-1".into(), "vpc-1".into()]));
        let gateway = r#"{"InternetGatewayId": "igw-1", "Attachments": [{"VpcId": "vpc-2"}], "OwnerId": null}"#;
        assert_eq!(of(gateway, "InternetGatewayId"), (String::new(), false, String::new(), vec!["vpc-2".into()]));
        let instance = r#"{"InstanceId": "i-1", "Placement": {"AvailabilityZone": "us-west-2-lax-1a"}}"#;
        assert_eq!(of(instance, "InstanceId").2, "us-west-2");
    }

    #[test]
    fn the_reader_is_who_owns_the_tasks() {
        let task = r#"{"OwnerId": "999999999999", "taskArn": "arn:aws:ecs:eu-west-1:111122223333:task/web/1"}"#;
        assert_eq!(of(task, "taskArn"), ("111122223333".into(), true, "eu-west-1".into(), vec![]));
        let list = r#"{"PrefixListId": "pl-1", "PrefixListArn": "arn:aws:ec2:us-east-1:aws:prefix-list/pl-1", "OwnerId": "AWS"}"#;
        assert_eq!(of(list, "PrefixListId"), (String::new(), false, "us-east-1".into(), vec![]));
    }

    #[test]
    fn wrong_types_say_nothing() {
        assert_eq!(of(r#"{"VpcId": 7, "OwnerId": {}, "AvailabilityZone": [1], "Attachments": 3}"#, "VpcId").3, [""; 0]);
        assert_eq!(clue(serde_json::from_str("[1]").unwrap(), "VpcId"), None);
    }
}
