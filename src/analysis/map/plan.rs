//! What shows and what is folded up: which zones are columns, which of their
//! subnets have a box of their own, and which row each stands in. Rows are the
//! same in all columns, so that a path between them runs clear of every box.

use std::collections::BTreeSet;

use super::model::{Map, Place, Tier};
use super::scene::{View, Zoom};
use crate::analysis::Tally;

/// So many subnets have a box each before any are folded up.
const ROOMY: usize = 18;
/// In a VPC of more, so many of each zone and kind.
const FEW: usize = 2;

/// What shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The columns, from left to right.
    pub columns: Vec<Column>,
    /// How many rows each of them has.
    pub rows: usize,
}

/// A zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its place among the map's zones.
    pub zone: usize,
    /// What stands in each row.
    pub items: Vec<Option<Item>>,
}

/// What has a box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// One subnet, by its place in its zone.
    Subnet(usize),
    /// Several that are folded up.
    More(Vec<usize>),
}

impl Map {
    /// What shows of it.
    pub fn plan(&self, view: &View<'_>) -> Plan {
        let cursor = view.cursor.and_then(|id| self.find(id));
        let kept: BTreeSet<(usize, usize)> = self.on_path().into_iter().chain(cursor).collect();
        let most = match view.zoom {
            Zoom::Vpc if self.zones.iter().map(|zone| zone.subnets.len()).sum::<usize>() > ROOMY => FEW,
            Zoom::Vpc | Zoom::Zone => usize::MAX,
            Zoom::Subnet => 0,
        };
        let near = |zone: &usize| view.zoom == Zoom::Vpc || kept.iter().any(|(kept, _)| kept == zone);
        let mut zones: Vec<usize> = (0..self.zones.len()).filter(near).collect();
        if zones.is_empty() {
            zones = (0..self.zones.len()).collect();
        }
        let mut columns: Vec<Column> = zones.iter().map(|zone| Column { zone: *zone, items: Vec::new() }).collect();
        for tier in [Tier::Public, Tier::Private, Tier::Isolated] {
            let items = columns.iter().map(|column| self.items(column.zone, tier, &kept, most)).collect();
            let rows = self.rows(&zones, items);
            columns.iter_mut().zip(rows).for_each(|(column, items)| column.items.extend(items));
        }
        let rows = columns.first().map_or(0, |column| column.items.len());
        Plan { columns, rows }
    }

    /// The subnets that the path touches.
    pub fn on_path(&self) -> BTreeSet<(usize, usize)> {
        let places = self.there.iter().filter_map(|stop| match stop.place {
            Place::Subnet(zone, subnet) => Some((zone, subnet)),
            _ => None,
        });
        places.collect()
    }

    /// How the tasks of several subnets fare.
    pub fn tally_of(&self, zone: usize, subnets: &[usize]) -> Tally {
        let mut tally = Tally::default();
        subnets.iter().for_each(|subnet| tally.add_all(&self.subnet(zone, *subnet).tally));
        tally
    }

    /// Boxes of one kind in rows: those that are named alike but for their zone
    /// stand side by side, the others where there is room.
    fn rows(&self, zones: &[usize], items: Vec<Vec<Item>>) -> Vec<Vec<Option<Item>>> {
        let mut families: Vec<(String, usize)> = Vec::new();
        for (column, items) in items.iter().enumerate() {
            let mut seen = BTreeSet::new();
            for family in items.iter().filter_map(|item| self.family(zones[column], item)).filter(|family| seen.insert(family.clone())) {
                match families.iter_mut().find(|(known, _)| *known == family) {
                    Some((_, count)) => *count += 1,
                    None => families.push((family, 1)),
                }
            }
        }
        families.retain(|(_, count)| *count > 1);
        let mut rows: Vec<Vec<Option<Item>>> = Vec::new();
        for (column, items) in items.into_iter().enumerate() {
            let mut placed: Vec<Option<Item>> = vec![None; families.len()];
            let mut left = Vec::new();
            for item in items {
                let row = self.family(zones[column], &item).and_then(|own| families.iter().position(|(family, _)| *family == own));
                match row.filter(|row| placed[*row].is_none()) {
                    Some(row) => placed[row] = Some(item),
                    None => left.push(item),
                }
            }
            for item in left {
                match placed.iter().position(Option::is_none) {
                    Some(free) => placed[free] = Some(item),
                    None => placed.push(Some(item)),
                }
            }
            rows.push(placed);
        }
        let count = rows.iter().map(Vec::len).max().unwrap_or(0);
        rows.iter_mut().for_each(|column| column.resize(count, None));
        rows
    }

    /// A subnet's name without what tells its zone: `prod-private-` of
    /// `prod-private-a`. None where the name tells no zone.
    fn family(&self, zone: usize, item: &Item) -> Option<String> {
        let Item::Subnet(at) = item else { return None };
        let letter = self.zones[zone].label.chars().next_back()?;
        self.subnet(zone, *at).label.strip_suffix(letter).map(str::to_owned)
    }

    /// The boxes of one kind in one zone: what must show, then what holds most
    /// tasks, and the rest in one.
    fn items(&self, zone: usize, tier: Tier, kept: &BTreeSet<(usize, usize)>, most: usize) -> Vec<Item> {
        let subnets = &self.zones[zone].subnets;
        let of_tier: Vec<usize> = (0..subnets.len()).filter(|at| subnets[*at].tier == tier).collect();
        let mut by_need = of_tier.clone();
        by_need.sort_by_key(|at| (!kept.contains(&(zone, *at)), std::cmp::Reverse(subnets[*at].tally.total())));
        let must = of_tier.iter().filter(|at| kept.contains(&(zone, **at))).count();
        let mut room = most.max(must);
        if of_tier.len() == room.saturating_add(1) && most > 0 {
            // A box for the one that is left takes no less room than its own.
            room += 1;
        }
        let shown: BTreeSet<usize> = by_need.iter().take(room).copied().collect();
        let (boxes, rest): (Vec<usize>, Vec<usize>) = of_tier.into_iter().partition(|at| shown.contains(at));
        let more = (!rest.is_empty()).then_some(Item::More(rest));
        boxes.into_iter().map(Item::Subnet).chain(more).collect()
    }
}
