//! The rows that the short edits write: a route, an entry of a network ACL, a
//! permission of a security group, as AWS would describe them.

use serde_json::{Value, json};

pub(super) fn destination_field(destination: &str) -> &'static str {
    match destination {
        list if list.starts_with("pl-") => "DestinationPrefixListId",
        block if block.contains(':') => "DestinationIpv6CidrBlock",
        _ => "DestinationCidrBlock",
    }
}

fn target_field(target: &str) -> &'static str {
    const FIELDS: &[(&str, &str)] = &[
        ("nat-", "NatGatewayId"),
        ("eigw-", "EgressOnlyInternetGatewayId"),
        ("tgw-", "TransitGatewayId"),
        ("pcx-", "VpcPeeringConnectionId"),
        ("eni-", "NetworkInterfaceId"),
        ("cagw-", "CarrierGatewayId"),
        ("lgw-", "LocalGatewayId"),
        ("arn:aws:networkmanager:", "CoreNetworkArn"),
        ("arn:aws:odb:", "OdbNetworkArn"),
    ];
    FIELDS.iter().find(|(prefix, _)| target.starts_with(prefix)).map_or("GatewayId", |(_, field)| field)
}

/// A route to `target`; `more` is its state or other fields, `Origin=…`.
pub(super) fn route(destination: &str, target: &str, more: &[&str]) -> Value {
    let mut route = json!({"State": "active", "Origin": "CreateRoute"});
    route[destination_field(destination)] = json!(destination);
    route[target_field(target)] = json!(target);
    for word in more {
        match word.split_once('=') {
            Some((field, value)) => route[field] = json!(value),
            None => route["State"] = json!(word),
        }
    }
    route
}

/// `80`, `1024-65535` or `all`; for ICMP type and code, `3/4`.
fn range(ports: &str) -> Result<Option<(i64, i64)>, String> {
    if ports == "all" {
        return Ok(None);
    }
    let (from, to) = ports.split_once(['-', '/']).unwrap_or((ports, ports));
    let number = |text: &str| text.parse().map_err(|error| format!("{ports}: {error}"));
    Ok(Some((number(from)?, number(to)?)))
}

pub(super) fn entry(egress: bool, number: &str, action: &str, protocol: &str, ports: &str, block: &str) -> Result<Value, String> {
    let number: i64 = number.parse().map_err(|error| format!("{number}: {error}"))?;
    let protocol = match protocol {
        "all" => "-1",
        "tcp" => "6",
        "udp" => "17",
        "icmp" => "1",
        other => other,
    };
    let block_field = if block.contains(':') { "Ipv6CidrBlock" } else { "CidrBlock" };
    let mut entry = json!({"RuleNumber": number, "Egress": egress, "RuleAction": action, "Protocol": protocol, block_field: block});
    if let Some((from, to)) = range(ports)? {
        match protocol {
            "1" | "58" => entry["IcmpTypeCode"] = json!({"Type": from, "Code": to}),
            _ => entry["PortRange"] = json!({"From": from, "To": to}),
        }
    }
    Ok(entry)
}

pub(super) fn permission(protocol: &str, ports: &str, peer: &str) -> Result<Value, String> {
    let mut permission = json!({"IpProtocol": if protocol == "all" { "-1" } else { protocol }, "IpRanges": [], "Ipv6Ranges": [], "PrefixListIds": [], "UserIdGroupPairs": []});
    if let Some((from, to)) = range(ports)? {
        permission["FromPort"] = json!(from);
        permission["ToPort"] = json!(to);
    }
    match peer {
        list if list.starts_with("pl-") => permission["PrefixListIds"] = json!([{"PrefixListId": list}]),
        group if group.starts_with("sg-") => permission["UserIdGroupPairs"] = json!([{"GroupId": group, "UserId": "111122223333"}]),
        block if block.contains(':') => permission["Ipv6Ranges"] = json!([{"CidrIpv6": block}]),
        block => permission["IpRanges"] = json!([{"CidrIp": block}]),
    }
    Ok(permission)
}
