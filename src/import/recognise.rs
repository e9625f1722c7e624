//! Tells what a file is by what is in it: the top-level keys of AWS CLI
//! output and, where a key is shared, the fields of its rows.

use serde_json::value::RawValue;

use super::answers::{NAMED_INSIDE, id_field};
use super::clue::clue;
use super::document::{Keys, Part, list, parts};
use super::failure::{Failure, OCCURRED, one_line};
use super::found::{Found, List, Raw, Row};
use super::walk::File;
use super::{asides, shared, tokens};
use crate::snapshot::{GapReason, Kind};

/// Keys that come along with others, or in answers that only lead to others.
const PASSED_OVER: &[&str] = &[
    "ResponseMetadata",
    "Regions",
    "tags",
    "taskDefinitionArns",
    "capacityProviderArns",
    "UpdateToken",
    "Firewalls",
    "FirewallPolicies",
    "RuleGroups",
];

/// One file and the place where its findings go.
pub(super) struct Reader<'f, 'a> {
    pub(super) index: usize,
    pub(super) file: &'a File,
    pub(super) found: &'f mut Found<'a>,
}

/// Reads one file.
pub(super) fn read_file<'a>(index: usize, file: &'a File, found: &mut Found<'a>) {
    let mut reader = Reader { index, file, found };
    let whole = match &file.text {
        Ok(text) => text,
        Err(what) => return reader.fail(what),
    };
    let parts = parts(whole);
    if parts.is_empty() {
        reader.warn("is empty, passed over");
    }
    for part in parts {
        match part {
            Part::Object(keys) => reader.object(&keys),
            Part::List => reader.warn("is a JSON list, not the whole answer of a call (was it made with --query?), passed over"),
            Part::Line(line) => reader.line(line),
            Part::Broken { key, line, column, what } => reader.broken(key, &format!("line {line}, column {column}: not JSON: {what}")),
        }
    }
}

impl<'a> Reader<'_, 'a> {
    pub(super) fn warn(&mut self, what: &str) {
        self.found.warn(self.file, what);
    }

    /// The file, or the rest of it, is lost; what it held is a gap where its name says.
    fn fail(&mut self, what: &str) {
        self.warn(what);
        self.found.damaged.push((self.index, format!("{}: {what}", self.file.shown)));
        self.add_failure(Failure::of_name(&self.file.name, "", &format!("{}: {what}", self.file.shown)));
    }

    /// The rest of a file is lost; its first key may say more than its name.
    fn broken(&mut self, key: Option<&str>, what: &str) {
        let told = key.and_then(Kind::of_key).filter(|_| self.file.name.kinds.is_empty() && !self.file.name.foreign);
        self.fail(what);
        if let Some(kind) = told {
            let failure = Failure::of_name(&self.file.name, "", &format!("{}: {what}", self.file.shown));
            self.add_failure(Failure { kinds: vec![kind], ..failure });
        }
    }

    pub(super) fn add_failure(&mut self, failure: Failure) {
        if !failure.kinds.is_empty() {
            self.found.failures.push((self.index, failure));
        }
    }

    /// Notes that some of a kind is missing.
    pub(super) fn add_partly(&mut self, kind: Kind, part: &str, detail: &str) {
        let failure = Failure {
            kinds: vec![kind],
            reason: GapReason::Partly,
            part: part.to_owned(),
            region: self.file.hint.region.clone(),
            detail: format!("{}: {detail}", self.file.shown),
        };
        self.add_failure(failure);
    }

    fn line(&mut self, line: &str) {
        let failure = Failure::of_line(line, &self.file.name);
        if failure.kinds.is_empty() && !line.contains(OCCURRED) {
            return self.warn(&format!("holds no AWS CLI output, passed over: {}", one_line(line)));
        }
        self.warn(&one_line(line));
        self.add_failure(failure);
    }

    fn object(&mut self, keys: &Keys<'a>) {
        if keys.text("egret").is_some_and(|version| version.starts_with("snapshot/")) {
            return self.warn("is a snapshot of egret, not AWS CLI output; open it by itself");
        }
        if let Some((code, message)) = asides::error_of(keys) {
            self.warn(&format!("{code}: {}", one_line(&message)));
            return self.add_failure(Failure::of_name(&self.file.name, &code, &format!("{code}: {message}")));
        }
        let mut kinds = Vec::new();
        let mut known = false;
        for (key, value) in &keys.0 {
            let before = kinds.len();
            known |= self.key(keys, key, value, &mut kinds) || kinds.len() > before || PASSED_OVER.contains(&key.as_ref());
        }
        if !known {
            let mut names: Vec<&str> = keys.0.iter().map(|(key, _)| key.as_ref()).take(5).collect();
            names.sort_unstable();
            return self.warn(&format!("holds nothing that egret reads ({}), passed over", names.join(", ")));
        }
        tokens::check(self, keys, &kinds);
    }

    /// Reads the value of one key; adds the kinds that it held. Tells whether
    /// the key was known without holding a kind.
    fn key(&mut self, keys: &Keys<'a>, key: &str, value: &'a RawValue, kinds: &mut Vec<Kind>) -> bool {
        let kind = match key {
            "Account" => return asides::caller(self, keys),
            "failures" => return asides::failures(self, value),
            "clusterArns" => asides::listed(self, Kind::Clusters, value),
            "serviceArns" => asides::listed(self, Kind::Services, value),
            "taskArns" => asides::listed(self, Kind::Tasks, value),
            "containerInstanceArns" => asides::listed(self, Kind::ContainerInstances, value),
            "Reservations" => shared::reservations(self, value),
            "PrefixLists" => return shared::prefix_lists(self, value, kinds),
            "taskDefinition" => self.rows(Kind::TaskDefinitions, key, vec![value]),
            "VpcBlockPublicAccessOptions" if value.get().starts_with('{') => self.rows(Kind::BlockPublicAccessOptions, key, vec![value]),
            "Routes" | "Entries" | "Associations" | "Attributes" | "TargetHealthDescriptions" | "Domains" => {
                shared::single(self, keys, key, value)
            }
            "EnableDnsSupport" | "EnableDnsHostnames" => shared::vpc_attribute(self, keys, key, value),
            _ if NAMED_INSIDE.iter().any(|(_, beside, _)| *beside == key) => return true,
            _ if NAMED_INSIDE.iter().any(|(inside, ..)| *inside == key) => shared::named_inside(self, keys, key, value),
            _ => Kind::of_key(key).and_then(|kind| self.list_of(kind, key, value)),
        };
        kinds.extend(kind);
        false
    }

    fn list_of(&mut self, kind: Kind, key: &str, value: &'a RawValue) -> Option<Kind> {
        let Some(rows) = list(value) else {
            self.warn(&format!("{key} is no list, passed over"));
            return None;
        };
        self.rows(kind, key, rows)
    }

    /// Adds rows of one kind. Rows without the field that all of the kind have
    /// are another service's under the same key, or they are damaged.
    pub(super) fn rows(&mut self, kind: Kind, key: &str, raws: Vec<&'a RawValue>) -> Option<Kind> {
        if raws.is_empty() && self.file.name.foreign {
            return None;
        }
        let all = raws.len();
        let field = id_field(kind);
        let mut rows = Vec::with_capacity(all);
        let mut lost = Vec::new();
        for (at, raw) in raws.into_iter().enumerate() {
            match clue(raw, field) {
                // An address of a Wavelength zone has no public side.
                Some(clue) if clue.id.is_some() || kind == Kind::Addresses => rows.push(Row { raw: Raw::Borrowed(raw), clue }),
                _ => lost.push(at + 1),
            }
        }
        if all > 0 && rows.is_empty() {
            self.warn(&format!("{key}: no row has {field}, passed over"));
            return None;
        }
        for row in lost {
            self.warn(&format!("{key} row {row}: has no {field}, passed over"));
            self.add_partly(kind, &format!("row {row}"), &format!("has no {field}"));
        }
        self.found.lists.push(List { file: self.index, kind, rows });
        Some(kind)
    }
}
