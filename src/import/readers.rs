//! Whose accounts were read. ECS and load balancer ARNs, the caller's identity
//! and folder names say so; an owner id alone does not, for what it owns may
//! be shared.

use std::collections::{BTreeMap, BTreeSet};

use super::found::Found;
use super::walk::{File, Hint};

/// The accounts that were read, the likeliest first and at least one, for
/// each account in a folder's name and for files outside such folders.
#[derive(Debug)]
pub(super) struct Readers(BTreeMap<Option<String>, Vec<String>>);

impl Readers {
    pub(super) fn find(files: &[File], found: &Found<'_>) -> Self {
        let mut evidence: BTreeMap<Option<&str>, Evidence> = BTreeMap::new();
        for file in files {
            evidence.entry(file.hint.account.as_deref()).or_default();
        }
        for list in &found.lists {
            let evidence = evidence.entry(files[list.file].hint.account.as_deref()).or_default();
            for clue in list.rows.iter().map(|row| &row.clue) {
                if let Some(account) = &clue.account {
                    let seen = if clue.is_reader { &mut evidence.readers } else { &mut evidence.owners };
                    *seen.entry(account.to_string()).or_default() += 1;
                }
            }
        }
        for caller in &found.callers {
            evidence.entry(files[caller.file].hint.account.as_deref()).or_default().callers.insert(caller.account.clone());
        }
        let mut readers: BTreeMap<Option<String>, Vec<String>> =
            evidence.into_iter().map(|(hint, evidence)| (hint.map(str::to_owned), evidence.weigh(hint))).collect();
        // Files that say nothing of an account are of those that the others name.
        let named: BTreeSet<String> = readers.values().flatten().filter(|account| !account.is_empty()).cloned().collect();
        if let Some(nobody) = readers.get_mut(&None).filter(|accounts| accounts.iter().all(String::is_empty) && !named.is_empty()) {
            *nobody = named.into_iter().collect();
        }
        Self(readers)
    }

    /// Those of a folder.
    pub(super) fn of(&self, hint: &Hint) -> &[String] {
        self.0.get(&hint.account).map_or(&[], Vec::as_slice)
    }
}

/// Who may have read the files of a folder.
#[derive(Default)]
struct Evidence {
    readers: BTreeMap<String, usize>,
    owners: BTreeMap<String, usize>,
    callers: BTreeSet<String>,
}

impl Evidence {
    /// The accounts that were read, the likeliest first.
    fn weigh(self, hint: Option<&str>) -> Vec<String> {
        let mut accounts = by_count(self.readers);
        accounts.extend(self.callers);
        let mut seen = BTreeSet::new();
        accounts.retain(|account| seen.insert(account.clone()));
        // A folder's name is only a hint: not where every owner id contradicts it.
        let hint = hint.filter(|hint| self.owners.is_empty() || self.owners.contains_key(*hint));
        if accounts.is_empty() {
            accounts.extend(hint.map(str::to_owned).or_else(|| by_count(self.owners).into_iter().next()));
        }
        if accounts.is_empty() {
            accounts.push(String::new());
        }
        accounts
    }
}

fn by_count(counts: BTreeMap<String, usize>) -> Vec<String> {
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts.into_iter().map(|(account, _)| account).collect()
}
