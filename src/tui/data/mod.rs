//! What the panes show, made from one analysis in the background: rows with
//! their words cut and made safe once, so that drawing and filtering only
//! borrow. Which rows are chosen is in `state`, how they look is in `view`.

mod answers;
pub mod described;
mod findings;
mod mentions;
mod names;
mod pending;
mod places;
pub mod relations;
mod routes;
pub mod search;
mod tasks;
pub mod things;
pub mod uses;

pub use answers::{Answers, Way};
pub use findings::{FindingRow, marked};
pub use names::Names;
pub use pending::Stage;
pub use places::{SubnetRow, VpcRow};
pub use routes::{RouteLine, TableRow};
pub use search::Search;
pub use tasks::TaskRow;

pub use crate::analysis::{Tally, WORST_FIRST};

use std::sync::{Arc, OnceLock};

use jiff::Timestamp;
use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::map::Made;
use super::state::Pane;
use super::views::{Row, Rows, View};
use super::words::outside;
use crate::analysis::map::Map;
use crate::analysis::{Acceptance, Analysis, Finding, Severity, TaskReport};
use crate::net::{Code, Network};
use crate::snapshot::{Kind, Snapshot};

/// One analysis, ready to be shown.
#[derive(Debug)]
pub struct Data {
    /// The analysis itself.
    pub analysis: Analysis,
    /// How far it has come. Before the end verdicts are missing, never guessed.
    pub stage: Stage,
    /// The tasks that are not answered yet, by their ARNs: their places.
    pending: FxHashMap<String, usize>,
    /// When the account was read, where the data says.
    pub taken_at: Option<Timestamp>,
    /// The account and Region, in a few words.
    pub whereabouts: String,
    /// Every VPC.
    pub vpcs: Vec<VpcRow>,
    /// Every subnet.
    pub subnets: Vec<SubnetRow>,
    /// Every route table.
    pub tables: Vec<TableRow>,
    /// Every table and route, each table followed by its routes.
    pub routes: Vec<RouteLine>,
    /// Every task, the worst verdict first.
    pub tasks: Vec<TaskRow>,
    /// Every finding that stands, the worst first.
    pub findings: Vec<FindingRow>,
    /// What was accepted, whether it covers something here or not.
    pub acceptances: Vec<Acceptance>,
    /// What was read, whole: during an outage on paper the analysis has less.
    pub whole: Arc<Snapshot>,
    /// Something to be told that did not keep the data from being shown.
    pub trouble: Option<String>,
    /// How the tasks fare on the way out.
    pub tally: Tally,
    /// How many tasks are dangerously exposed.
    pub dangers: usize,
    /// The findings that concern a task, by its ARN: their places in the
    /// report, the worst first.
    concerning: FxHashMap<String, Vec<usize>>,
    /// Whether there is a task of which it is known how it starts.
    pub starts: bool,
    /// Whether there is a task of which it is known how it resolves names.
    pub resolves: bool,
    /// Whether there is a task that does not run.
    pub idle: bool,
    /// Names that people gave to things.
    pub names: Names,
    /// The answers about single tasks that were asked for so far.
    pub answers: Answers,
    /// The map that was made last, and of what; none where there is nothing to draw.
    pub map: Option<(Made, Option<Map>)>,
    /// The rows of lists that were opened so far.
    made: [OnceLock<Vec<Row>>; Pane::ALL.len()],
    /// How many findings are about each component, plain facts left out. Made
    /// when first asked for.
    found_on: OnceLock<FxHashMap<String, usize>>,
}

impl Data {
    /// Prepares an analysis for the panes. Takes its time with a large account:
    /// background work.
    pub fn of(analysis: Analysis) -> Self {
        Self::at(Stage::Whole, analysis)
    }

    /// What can be shown of a network before its tasks are answered.
    pub fn unanswered(network: &Network, stage: Stage) -> Self {
        Self::at(stage, Analysis::unanswered(network))
    }

    fn at(stage: Stage, analysis: Analysis) -> Self {
        let names = Names::of(analysis.network.snapshot());
        let subnet_tables = places::tables_of_subnets(&analysis);
        let interfaces = analysis.network.snapshot().places.iter().flat_map(|place| &place.resources.network_interfaces);
        let interfaces = interfaces.map(|row| (row.network_interface_id.as_str(), row)).collect();
        let uses = uses::Uses::of(analysis.network.snapshot());
        let known = tasks::Known { subnet_tables: &subnet_tables, names: &names, interfaces, uses };
        let tasks = match stage {
            Stage::Whole => tasks::rows(&analysis.report, &known),
            _ => pending::rows(analysis.network.snapshot(), &known),
        };
        let unanswered = tasks.iter().enumerate().filter(|(_, task)| task.out.is_none());
        let pending: FxHashMap<String, usize> = unanswered.map(|(at, task)| (task.arn.clone(), at)).collect();
        let findings = findings::rows(&analysis, &names, &tasks);
        let vpcs = places::vpcs(analysis.network.snapshot(), &tasks, &findings);
        let subnets = places::subnets(analysis.network.snapshot(), &tasks, &subnet_tables, &findings);
        let (tables, routes) = routes::rows(analysis.network.snapshot(), &subnets, &findings);
        let mut tally = Tally::default();
        tasks.iter().for_each(|task| tally.add(task.out));
        Self {
            taken_at: analysis.report.taken_at.parse().ok(),
            whereabouts: whereabouts(&analysis),
            vpcs,
            subnets,
            tables,
            routes,
            concerning: concerning(&analysis.report.findings),
            dangers: tasks.iter().filter(|task| task.danger).count(),
            // What is not known yet keeps its column: it would come and go.
            starts: !pending.is_empty() || tasks.iter().any(|task| task.start.is_some()),
            idle: tasks.iter().any(|task| task.state.is_some()),
            resolves: !pending.is_empty() || tasks.iter().any(|task| task.dns.is_some()),
            stage,
            pending,
            tasks,
            findings,
            acceptances: Vec::new(),
            whole: analysis.network.snapshot().clone(),
            trouble: None,
            tally,
            names,
            answers: Answers::default(),
            map: None,
            made: Default::default(),
            found_on: OnceLock::new(),
            analysis,
        }
    }

    /// The same after one more finding was accepted.
    #[must_use]
    pub fn accepted_anew(mut self, today: Date) -> Self {
        self.analysis.accept(&self.acceptances, today);
        Self { acceptances: self.acceptances, whole: self.whole, ..Self::of(self.analysis) }
    }

    /// The rows of a list, made now if they were not yet.
    pub fn made(&self, view: &View) -> &[Row] {
        match &view.rows {
            // What they tell depends on answers: rows without those would mislead.
            Rows::Made(_) if !self.is_whole() => &[],
            Rows::Made(made) => self.made[view.pane as usize].get_or_init(|| (made.rows)(self)),
            Rows::Kept(_) => &[],
        }
    }

    /// Whether the rows of a list were made already.
    pub fn is_made(&self, pane: Pane) -> bool {
        self.made[pane as usize].get().is_some()
    }

    /// The tasks that each word of a column of theirs stands for: just those that
    /// the filter `column=word` finds.
    pub fn tasks_by(&self, column: &str) -> FxHashMap<&str, Vec<usize>> {
        let mut tasks: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
        let Some(at) = search::TASK.iter().position(|name| *name == column) else { return tasks };
        for (row, task) in self.tasks.iter().enumerate() {
            for word in task.search.column(at).split_whitespace() {
                let rows = tasks.entry(word).or_default();
                if rows.last() != Some(&row) {
                    rows.push(row);
                }
            }
        }
        tasks
    }

    /// Whether all of some kinds could be read.
    pub fn read_all(&self, kinds: &[Kind]) -> bool {
        !self.analysis.report.gaps.iter().any(|gap| kinds.iter().any(|kind| kind.call() == gap.call))
    }

    /// How many gaps are in what a list is made of.
    pub fn gaps_of(&self, view: &View) -> usize {
        let gaps = &self.analysis.report.gaps;
        gaps.iter().filter(|gap| view.kinds.iter().any(|kind| kind.call() == gap.call)).count()
    }

    /// How many findings are about a component, plain facts left out.
    pub fn found_on(&self, id: &str) -> usize {
        let count = || {
            let mut found: FxHashMap<String, usize> = FxHashMap::default();
            for row in self.findings.iter().filter(|row| row.is_marked()) {
                *found.entry(row.component.clone()).or_default() += 1;
            }
            found
        };
        self.found_on.get_or_init(count).get(id).copied().unwrap_or(0)
    }

    /// The name of a thing, or its id where it has none; safe to draw.
    pub fn name_or_id(&self, id: &str) -> String {
        self.names.get(id).map_or_else(|| outside(id), str::to_owned)
    }

    /// What was found out about a task; none while that is being worked out.
    pub fn report(&self, row: &TaskRow) -> Option<&TaskReport> {
        self.analysis.report.tasks.get(row.index?)
    }

    /// The findings that concern a task, the worst first.
    pub fn findings_on(&self, arn: &str) -> impl Iterator<Item = &Finding> {
        let places = self.concerning.get(arn).map_or(&[][..], Vec::as_slice);
        places.iter().map(|place| &self.analysis.report.findings[*place])
    }
}

/// Which findings concern each task.
fn concerning(findings: &[Finding]) -> FxHashMap<String, Vec<usize>> {
    let mut worst_first: Vec<usize> = (0..findings.len()).collect();
    worst_first.sort_by_key(|place| std::cmp::Reverse(findings[*place].severity));
    let mut concerning: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for place in worst_first {
        for task in &findings[place].tasks {
            concerning.entry(task.clone()).or_default().push(place);
        }
    }
    concerning
}

/// Whether a finding earns its tasks the mark: somebody on the internet gets
/// in where nobody should. Other findings, however severe, do not.
pub fn dangerous(finding: &Finding) -> bool {
    finding.rule.starts_with("EGR-INB") && finding.severity >= Severity::High
}

/// Whether this version answers an axis at all. One that only says that it
/// does not must not look like an unknown of the account.
pub fn modelled(codes: &[Code]) -> bool {
    codes.is_empty() || codes.iter().any(|code| *code != Code::NotModelled)
}

fn whereabouts(analysis: &Analysis) -> String {
    let report = &analysis.report;
    let some = |list: &[String], what: &str| match list {
        [] => String::new(),
        [one] => outside(one),
        more => format!("{} {what}", more.len()),
    };
    let parts = [some(&report.accounts, "accounts"), some(&report.regions, "Regions")];
    parts.iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" · ")
}
