//! Names that people gave to things, by id, safe to draw.

use rustc_hash::FxHashMap;

use crate::snapshot::{Snapshot, Tag, name_tag};
use crate::tui::words::{clip, outside};

/// Names by AWS id; things without a name are not there.
#[derive(Debug, Default)]
pub struct Names {
    names: FxHashMap<String, String>,
}

impl Names {
    /// Collects the names of everything that can stand on a path.
    pub fn of(snapshot: &Snapshot) -> Self {
        let mut names = Self::default();
        for place in &snapshot.places {
            let seen = &place.resources;
            seen.vpcs.iter().for_each(|row| names.tagged(&row.vpc_id, &row.tags));
            seen.subnets.iter().for_each(|row| names.tagged(&row.subnet_id, &row.tags));
            seen.route_tables.iter().for_each(|row| names.tagged(&row.route_table_id, &row.tags));
            seen.internet_gateways.iter().for_each(|row| names.tagged(&row.internet_gateway_id, &row.tags));
            seen.egress_only_internet_gateways.iter().for_each(|row| names.tagged(&row.egress_only_internet_gateway_id, &row.tags));
            seen.nat_gateways.iter().for_each(|row| names.tagged(&row.nat_gateway_id, &row.tags));
            seen.transit_gateways.iter().for_each(|row| names.tagged(&row.transit_gateway_id, &row.tags));
            seen.vpn_gateways.iter().for_each(|row| names.tagged(&row.vpn_gateway_id, &row.tags));
            seen.network_acls.iter().for_each(|row| names.tagged(&row.network_acl_id, &row.tags));
            seen.network_interfaces.iter().for_each(|row| names.tagged(&row.network_interface_id, &row.tag_set));
            seen.instances.iter().for_each(|row| names.tagged(&row.instance_id, &row.tags));
            seen.security_groups.iter().for_each(|row| names.put(&row.group_id, &row.group_name));
        }
        names
    }

    fn tagged(&mut self, id: &str, tags: &[Tag]) {
        self.put(id, name_tag(tags));
    }

    fn put(&mut self, id: &str, name: &str) {
        if !name.is_empty() {
            self.names.insert(id.to_owned(), outside(name));
        }
    }

    /// The name of a thing.
    pub fn get(&self, id: &str) -> Option<&str> {
        self.names.get(id).map(String::as_str)
    }

    /// A sentence with the names of the things behind their ids, each once.
    pub fn told(&self, text: &str) -> String {
        let mut told = String::with_capacity(text.len());
        let mut named: Vec<&str> = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let end = rest.find(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '-')).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            told.push_str(word);
            match self.get(word) {
                Some(name) if name != word && !after.starts_with(" (") && !named.contains(&word) => {
                    told.push_str(&format!(" ({})", clip(name, LONGEST_NAME)));
                    named.push(word);
                }
                _ => {}
            }
            let between = after.chars().next().map_or(0, char::len_utf8);
            told.push_str(&after[..between]);
            rest = &after[between..];
        }
        told
    }
}

/// Longer names are cut within a sentence.
const LONGEST_NAME: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_in_a_sentence_get_their_names_once() {
        let mut names = Names::default();
        names.put("sg-0a", "web");
        names.put("rtb-1", "");
        names.put("igw-0", "door");
        let told = names.told("sg-0a, then sg-0a (web): rtb-1 → sg-0ab and 東igw-0, sg-0a");
        assert_eq!(told, "sg-0a (web), then sg-0a (web): rtb-1 → sg-0ab and 東igw-0 (door), sg-0a");
        assert_eq!(names.told(""), "");
    }
}
