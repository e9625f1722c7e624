//! What was found in the files, still in AWS's own text and not yet placed.

use serde_json::value::RawValue;

use super::clue::Clue;
use super::failure::Failure;
use super::walk::File;
use crate::snapshot::Kind;

/// One resource.
#[derive(Debug)]
pub(super) struct Row<'a> {
    pub(super) raw: Raw<'a>,
    pub(super) clue: Clue<'a>,
}

/// The text of a resource: as the file has it, or put together here.
#[derive(Debug)]
pub(super) enum Raw<'a> {
    Borrowed(&'a RawValue),
    Made(Box<RawValue>),
}

impl Raw<'_> {
    pub(super) fn get(&self) -> &RawValue {
        match self {
            Raw::Borrowed(raw) => raw,
            Raw::Made(raw) => raw,
        }
    }
}

/// The resources of one kind in one file. An empty one says that there are none.
#[derive(Debug)]
pub(super) struct List<'a> {
    pub(super) file: usize,
    pub(super) kind: Kind,
    pub(super) rows: Vec<Row<'a>>,
}

/// An answer about one thing that may not say which: the routes of a table,
/// the attributes of a VPC.
#[derive(Debug)]
pub(super) struct Single<'a> {
    pub(super) file: usize,
    pub(super) kind: Kind,
    /// Whom the content says that it belongs to.
    pub(super) owner: Option<String>,
    pub(super) fields: Vec<(&'static str, &'a RawValue)>,
}

/// A list of ARNs, which tells what there is to describe.
#[derive(Debug)]
pub(super) struct Listed {
    pub(super) file: usize,
    pub(super) kind: Kind,
    pub(super) arns: Vec<String>,
}

/// An answer of `sts:GetCallerIdentity`.
#[derive(Debug)]
pub(super) struct Caller {
    pub(super) file: usize,
    pub(super) account: String,
    pub(super) arn: String,
}

/// Everything that was found.
#[derive(Debug, Default)]
pub(super) struct Found<'a> {
    pub(super) lists: Vec<List<'a>>,
    pub(super) singles: Vec<Single<'a>>,
    pub(super) listed: Vec<Listed>,
    /// ARNs that AWS said are not there any more.
    pub(super) gone: Vec<String>,
    pub(super) callers: Vec<Caller>,
    /// The file, and what it says could not be read.
    pub(super) failures: Vec<(usize, Failure)>,
    /// The files that are damaged, and how.
    pub(super) damaged: Vec<(usize, String)>,
    pub(super) warnings: Vec<String>,
}

impl Found<'_> {
    /// Whether anything came from AWS at all.
    pub(super) fn is_empty(&self) -> bool {
        self.lists.is_empty() && self.singles.is_empty() && self.listed.is_empty() && self.callers.is_empty() && self.failures.is_empty()
    }

    /// What is wrong with the first file, where not one of them could be read.
    pub(super) fn only_damage(&self) -> Option<&str> {
        let nothing = self.lists.is_empty() && self.singles.is_empty() && self.listed.is_empty() && self.callers.is_empty();
        let all_damaged = self.failures.iter().all(|(file, _)| self.damaged.iter().any(|(damaged, _)| damaged == file));
        self.damaged.first().filter(|_| nothing && all_damaged).map(|(_, what)| what.as_str())
    }

    pub(super) fn warn(&mut self, file: &File, what: &str) {
        self.warnings.push(format!("{}: {}", file.shown, crate::text::visible(what)));
    }

    /// Which files hold something of AWS.
    pub(super) fn files(&self) -> impl Iterator<Item = usize> {
        let lists = self.lists.iter().map(|list| list.file).chain(self.singles.iter().map(|single| single.file));
        let rest = self.listed.iter().map(|listed| listed.file).chain(self.callers.iter().map(|caller| caller.file));
        lists.chain(rest).chain(self.failures.iter().map(|(file, _)| *file))
    }
}
