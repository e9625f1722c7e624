//! A row that is made when its list is opened, and the thing that it shows.

use super::{Cell, Signs, Within};
use crate::net::Verdict;
use crate::snapshot::Kind;
use crate::tui::data::{Data, Search, Tally};
use crate::tui::links::Links;
use crate::tui::state::Pane;

/// A thing of the account, by its kind and id.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Thing {
    /// A resource.
    Resource(Kind, String),
    /// A route, by its table and its place there.
    Route(String, usize),
    /// A finding, by its rule and component.
    Finding(String, String),
    /// A call that gave nothing or not all, by its place in the report.
    Gap(usize),
}

impl Thing {
    /// A resource.
    pub fn of(kind: Kind, id: impl Into<String>) -> Self {
        Self::Resource(kind, id.into())
    }

    /// Its id, ARN, or what is nearest to one.
    pub fn id(&self) -> &str {
        match self {
            Self::Resource(_, id) | Self::Route(id, _) | Self::Finding(_, id) => id,
            Self::Gap(_) => "",
        }
    }
}

/// Something that is told of a chosen row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// A word.
    pub name: &'static str,
    /// A sentence or a list; safe to draw.
    pub text: String,
    /// The verdict that it comes to, where it is one.
    pub verdict: Option<Verdict>,
}

impl Fact {
    /// A plain fact.
    pub fn new(name: &'static str, text: impl Into<String>) -> Self {
        Self { name, text: text.into(), verdict: None }
    }

    /// Something that works or not.
    pub fn judged(name: &'static str, text: impl Into<String>, verdict: Verdict) -> Self {
        Self { name, text: text.into(), verdict: Some(verdict) }
    }
}

/// A row.
#[derive(Debug, Clone)]
pub struct Row {
    /// What it shows.
    pub thing: Thing,
    /// What stands in each column of its list.
    pub cells: Vec<Cell>,
    /// The VPCs that it belongs to; in none it shows whatever is chosen.
    pub vpcs: Vec<String>,
    /// The subnets that it has to do with.
    pub subnets: Vec<String>,
    /// The tasks that have to do with it, by their places in `Data::tasks`.
    pub tasks: Vec<usize>,
    /// Where opening it leads: a list and its filter.
    pub opens: Option<(Pane, String)>,
    /// Whether one of its tasks is dangerously exposed.
    pub danger: bool,
    /// How many findings are about it, plain facts left out.
    pub found: usize,
    /// What a filter looks through.
    pub search: Search,
}

impl Row {
    /// A row with these columns, and more words for filters.
    pub fn new(thing: Thing, cells: Vec<Cell>, more: &str) -> Self {
        let words: Vec<String> = cells.iter().map(Cell::words).collect();
        let search = Search::of_all(words.iter().map(String::as_str).chain([thing.id(), more]));
        Self { thing, cells, vpcs: Vec::new(), subnets: Vec::new(), tasks: Vec::new(), opens: None, danger: false, found: 0, search }
    }

    /// Where it stands.
    #[must_use]
    pub fn within(mut self, vpcs: impl IntoIterator<Item = String>, subnets: impl IntoIterator<Item = String>) -> Self {
        self.vpcs = vpcs.into_iter().filter(|id| !id.is_empty()).collect();
        self.subnets = subnets.into_iter().filter(|id| !id.is_empty()).collect();
        self
    }

    /// The tasks that have to do with it, and the filter that finds just them.
    #[must_use]
    pub fn with_tasks(mut self, data: &Data, tasks: Vec<usize>, filter: String) -> Self {
        self.danger = tasks.iter().any(|task| data.tasks[*task].danger);
        self.opens = (!tasks.is_empty()).then_some((Pane::Tasks, filter));
        self.tasks = tasks;
        self
    }

    /// How many findings are about it.
    #[must_use]
    pub fn with_findings(mut self, data: &Data) -> Self {
        self.found = data.found_on(self.thing.id());
        self
    }

    /// Whether it belongs to the chosen VPC and subnet.
    pub fn is_inside(&self, within: Within<'_>) -> bool {
        let in_vpc = within.vpc.is_none_or(|vpc| self.vpcs.is_empty() || self.vpcs.iter().any(|id| id == vpc));
        in_vpc && within.subnet.is_none_or(|subnet| self.vpcs.is_empty() || self.subnets.contains(&subnet.id))
    }

    /// What stands before it.
    pub fn signs(&self, links: &Links) -> Signs {
        Signs { link: links.thing(self.thing.id()), danger: self.danger, found: self.found, parent: true }
    }
}

/// How some tasks fare.
pub fn tally(data: &Data, tasks: &[usize]) -> Cell {
    let mut tally = Tally::default();
    tasks.iter().for_each(|task| tally.add(data.tasks[*task].out));
    Cell::Tally(tally)
}
