//! Decides which accounts and Regions there are, and which rows belong where.
//!
//! A place is what one principal saw in one Region. A subnet, transit gateway
//! or prefix list that another account shares is seen there too; its owner id
//! does not make a second place, whose every kind would be a gap. So only ECS
//! and load balancer ARNs, the caller's identity, Block Public Access options
//! and folder names say whose account was read; owner ids count among those,
//! and alone only where nothing else says anything.

use std::collections::{BTreeMap, BTreeSet};

use super::answers::is_referred_to;
use super::found::{Found, List, Row};
use super::links::Links;
use super::readers::Readers;
use super::walk::{File, Hint};
use crate::snapshot::Kind;

/// An account and a Region; empty where the data does not say.
pub(super) type Key = (String, String);

/// The places, and for each row of each list the places that it belongs to.
#[derive(Debug)]
pub(super) struct Settled {
    pub(super) places: Vec<Key>,
    pub(super) rows: Vec<Vec<Vec<usize>>>,
    hints: BTreeMap<Hint, BTreeSet<usize>>,
}

impl Settled {
    /// The places that a folder's name speaks of; all where it says nothing.
    pub(super) fn of_hint(&self, hint: &Hint) -> &BTreeSet<usize> {
        &self.hints[hint]
    }
}

/// What a row says of where it belongs, before the places are known.
struct Wish<'a> {
    accounts: Vec<&'a str>,
    region: Option<&'a str>,
}

/// Settles every row; the sentences tell of rows that say too little.
pub(super) fn settle(files: &[File], found: &Found<'_>) -> (Settled, Vec<String>) {
    let readers = Readers::find(files, found);
    let wishes = wishes(files, found, &readers);
    let places: Vec<Key> = places(files, found, &readers, &wishes).into_iter().collect();
    let mut warnings = Vec::new();
    let mut rows = Vec::with_capacity(wishes.len());
    for (list, wishes) in found.lists.iter().zip(&wishes) {
        let firm: Vec<Vec<usize>> = wishes.iter().map(|wish| among(&places, wish)).collect();
        rows.push(firm.iter().zip(&list.rows).map(|(at, row)| narrow(at, row, &firm, &places)).collect::<Vec<_>>());
        let vague = rows.last().into_iter().flatten().filter(|at| at.len() > 1).count();
        if vague > 0 {
            let (shown, key) = (&files[list.file].shown, list.kind.key());
            warnings.push(format!(
                "{shown}: {vague} of {key} do not say which account or Region is theirs; each counts wherever it may belong"
            ));
        }
    }
    let hints = hinted(files, found, &readers, &places, &rows);
    (Settled { places, rows, hints }, warnings)
}

/// The places of each folder: those that its name fits; where it fits none,
/// those of its rows, for content is stronger than names.
fn hinted(
    files: &[File],
    found: &Found<'_>,
    readers: &Readers,
    places: &[Key],
    rows: &[Vec<Vec<usize>>],
) -> BTreeMap<Hint, BTreeSet<usize>> {
    let mut of_rows: BTreeMap<&Hint, BTreeSet<usize>> = BTreeMap::new();
    for (list, rows) in found.lists.iter().zip(rows) {
        of_rows.entry(&files[list.file].hint).or_default().extend(rows.iter().flatten());
    }
    let all = || (0..places.len()).collect();
    let of = |hint: &Hint| -> BTreeSet<usize> {
        let fits = |at: &usize| {
            let (account, region) = &places[*at];
            (hint.account.is_none() || readers.of(hint).contains(account)) && hint.region.as_ref().is_none_or(|hint| hint == region)
        };
        let fitting: BTreeSet<usize> = (0..places.len()).filter(fits).collect();
        if !fitting.is_empty() {
            return fitting;
        }
        of_rows.get(hint).filter(|places| !places.is_empty()).cloned().unwrap_or_else(all)
    };
    files.iter().map(|file| (file.hint.clone(), of(&file.hint))).collect()
}

/// What each row says itself, else what the resources it names say, else its folder.
fn wishes<'a>(files: &'a [File], found: &'a Found<'_>, readers: &'a Readers) -> Vec<Vec<Wish<'a>>> {
    let mut links = Links::default();
    for list in &found.lists {
        list.rows.iter().for_each(|row| links.join(&files[list.file].hint, ids(list.kind, row)));
    }
    let reader = |hint: &Hint, account: Option<&'a str>| account.filter(|account| readers.of(hint).iter().any(|reader| reader == account));
    for list in &found.lists {
        let hint = &files[list.file].hint;
        for row in &list.rows {
            if let Some(id) = ids(list.kind, row).next() {
                links.note(hint, id, reader(hint, row.clue.account.as_deref()), row.clue.region.as_deref());
            }
        }
    }
    let mut wish = |list: &'a List<'_>, row: &'a Row<'_>| {
        let hint = &files[list.file].hint;
        let group = ids(list.kind, row).next().map(|id| links.about(hint, id)).unwrap_or_default();
        let account = reader(hint, row.clue.account.as_deref()).or(group.account);
        let accounts = account.map_or_else(|| readers.of(hint).iter().map(String::as_str).collect(), |account| vec![account]);
        Wish { accounts, region: row.clue.region.as_deref().or(group.region).or(hint.region.as_deref()) }
    };
    found.lists.iter().map(|list| list.rows.iter().map(|row| wish(list, row)).collect()).collect()
}

/// The ids that lie in the row's own Region, its own among them.
fn ids<'a>(kind: Kind, row: &'a Row<'_>) -> impl Iterator<Item = &'a str> {
    let own = row.clue.id.as_deref().filter(|_| is_referred_to(kind));
    own.into_iter().chain(row.clue.links.iter().map(AsRef::as_ref))
}

/// Every account and Region that some row or folder speaks of.
fn places(files: &[File], found: &Found<'_>, readers: &Readers, wishes: &[Vec<Wish<'_>>]) -> BTreeSet<Key> {
    let key = |account: &str, region: &str| (account.to_owned(), region.to_owned());
    let mut places = BTreeSet::new();
    let with_region = || wishes.iter().flatten().filter_map(|wish| Some((wish, wish.region?)));
    for (wish, region) in with_region() {
        if let [only] = wish.accounts.as_slice() {
            places.insert(key(only, region));
        }
    }
    // A Region of which only folders or accountless rows speak goes to the likeliest reader.
    let mut add = |accounts: &[&str], region: &str| {
        let there = accounts.iter().any(|account| places.contains(&key(account, region)));
        if let Some(first) = accounts.first().filter(|_| !there) {
            places.insert(key(first, region));
        }
    };
    for (wish, region) in with_region() {
        add(&wish.accounts, region);
    }
    // A folder may hold nothing but refusals and empty lists; one whose rows
    // all say another Region is misnamed.
    let with_rows: BTreeSet<&Hint> = found.lists.iter().filter(|list| !list.rows.is_empty()).map(|list| &files[list.file].hint).collect();
    for hint in found.files().map(|file| &files[file].hint).filter(|hint| !with_rows.contains(hint)) {
        let accounts: Vec<&str> = readers.of(hint).iter().map(String::as_str).collect();
        if let Some(region) = &hint.region {
            add(&accounts, region);
        }
    }
    for wish in wishes.iter().flatten().filter(|wish| wish.region.is_none()) {
        if let Some(first) = wish.accounts.first().filter(|_| !places.iter().any(|(account, _)| wish.accounts.contains(&account.as_str())))
        {
            places.insert(key(first, ""));
        }
    }
    if places.is_empty() {
        places.insert(key(readers.of(&Hint::default()).first().map_or("", String::as_str), ""));
    }
    places
}

/// The places that a wish allows.
fn among(places: &[Key], wish: &Wish<'_>) -> Vec<usize> {
    let allows = |(account, region): &Key| wish.accounts.contains(&account.as_str()) && wish.region.is_none_or(|wished| wished == region);
    (0..places.len()).filter(|at| allows(&places[*at])).collect()
}

/// Narrows several places down: by the Regions at a peering's ends, else by
/// the other rows of the same answer. What stays open counts in each of them:
/// a resource that belongs elsewhere answers nothing there, but one that is
/// missing where it belongs would make a wrong `no`.
fn narrow(at: &[usize], row: &Row<'_>, firm: &[Vec<usize>], places: &[Key]) -> Vec<usize> {
    if at.len() < 2 {
        return at.to_vec();
    }
    let ends: Vec<usize> = at.iter().copied().filter(|at| row.clue.ends.iter().any(|end| *end == places[*at].1)).collect();
    if !ends.is_empty() {
        return ends;
    }
    let mates: BTreeSet<usize> = firm.iter().filter(|mate| mate.len() == 1).map(|mate| mate[0]).collect();
    match mates.first() {
        Some(only) if mates.len() == 1 && at.contains(only) => vec![*only],
        _ => at.to_vec(),
    }
}
