//! Prefix lists, expanded to their blocks (R4, S6).

use super::Network;
use super::block::Block;
use super::reason::Reason;
use super::{Code, Family};
use crate::snapshot::{Kind, Place};

/// The blocks of a prefix list, or why they are not known.
#[derive(Debug, Clone)]
pub(crate) enum PrefixList {
    /// Every block, of either family.
    Known(Vec<Block>),
    /// Not readable. `family` is known for some lists nevertheless.
    Unknown { family: Option<Family>, reasons: Vec<Reason> },
}

impl Network {
    /// Expands a list: a customer's entries where they were read, else the
    /// blocks that AWS publishes for its own service.
    pub(crate) fn prefix_list(&self, place: &Place, id: &str) -> PrefixList {
        let managed = self.managed_prefix_list(id);
        let family = managed.and_then(|list| match list.it.address_family.as_str() {
            "IPv4" => Some(Family::Ipv4),
            "IPv6" => Some(Family::Ipv6),
            _ => None,
        });
        if let Some(list) = managed.filter(|list| !list.it.state.is_empty() && !list.it.state.ends_with("-complete")) {
            let message = format!("Prefix list {id} is in state {}, so its entries are not settled", list.it.state);
            let reasons = vec![Reason::unknown(Code::NotRead, id, message).fix("Collect again when the change is through")];
            return PrefixList::Unknown { family, reasons };
        }
        let cidrs: Vec<&str> = match (self.prefix_list_entries(id), self.aws_prefix_list(id)) {
            (Some(entries), _) => entries.it.entries.iter().map(|entry| entry.cidr.as_str()).collect(),
            (None, Some(list)) => list.it.cidrs.iter().map(String::as_str).collect(),
            (None, None) => {
                let kind = if managed.is_some() || self.complete(place, Kind::AwsPrefixLists) {
                    Kind::PrefixListEntries
                } else {
                    Kind::AwsPrefixLists
                };
                return PrefixList::Unknown { family, reasons: self.missing(place, kind, id, "") };
            }
        };
        let blocks: Vec<Block> = cidrs.iter().filter_map(|cidr| Block::parse(cidr)).collect();
        if blocks.len() < cidrs.len() {
            let message = format!("Prefix list {id} holds an entry that is no CIDR block");
            return PrefixList::Unknown { family, reasons: vec![Reason::unknown(Code::Malformed, id, message).fix("Collect again")] };
        }
        PrefixList::Known(blocks)
    }
}
