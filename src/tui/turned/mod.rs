//! Whose verdict turned, and why: between two readings of an account, or by a
//! change on paper. A layer over the panes: which rows it has, what its keys do.
//! Drawn in `view::turned`.

use std::sync::Arc;

use ratatui::crossterm::event::{KeyCode, KeyEvent};

use super::data::Data;
use super::data::things::Goal;
use super::keys::Command;
use super::msg::Effect;
use super::narrow;
use super::state::{Layer, Pane, State};
use super::trail;
use super::words::outside;
use crate::analysis::compare::{Affected, Cause, Comparison};
use crate::analysis::paper::Trial;
use crate::snapshot::Snapshot;

/// What the layer knows.
#[derive(Debug, Default)]
pub struct Turned {
    /// What was read before what shows now.
    pub then: Option<Arc<Snapshot>>,
    /// Whether the changes are shown as soon as everything is read.
    pub wanted: bool,
    /// The changes, when they were asked for.
    pub changes: Option<Box<Changes>>,
    /// What could be tried for the chosen task, when that was asked for.
    pub trials: Vec<Trial>,
    /// The account as it is, while one on paper shows.
    pub real: Option<Box<Data>>,
    /// What was changed on paper.
    pub paper: Option<String>,
    /// The chosen row of the list on top.
    pub chosen: usize,
    /// The first line of the lower half that shows.
    pub scroll: usize,
}

/// Changes as rows: a cause, and tasks that stand otherwise for it alike.
#[derive(Debug)]
pub struct Changes {
    /// All that was found.
    pub comparison: Comparison,
    /// Places of cause and of the tasks in it.
    pub rows: Vec<(usize, usize)>,
}

impl Changes {
    /// A row for all of one service that stand otherwise alike.
    pub fn of(comparison: Comparison) -> Self {
        let rows = comparison.causes.iter().enumerate();
        let rows = rows.flat_map(|(cause, it)| (0..it.affected.len()).map(move |affected| (cause, affected))).collect();
        Self { comparison, rows }
    }

    /// The cause and the tasks of a row.
    pub fn row(&self, at: usize) -> Option<(&Cause, &Affected)> {
        let (cause, affected) = *self.rows.get(at)?;
        let cause = self.comparison.causes.get(cause)?;
        Some((cause, cause.affected.get(affected)?))
    }
}

impl Turned {
    fn rows(&self, layer: &Layer) -> usize {
        match layer {
            Layer::Trying => self.trials.len(),
            _ => self.changes.as_ref().map_or(0, |changes| changes.rows.len()),
        }
    }
}

/// Asks for what changed since the reading before.
pub fn ask(state: &mut State) -> Vec<Effect> {
    if state.turned.paper.is_some() && state.turned.changes.is_some() {
        open(state);
        return Vec::new();
    }
    match (&state.turned.then, &state.data) {
        (Some(then), Some(_)) => {
            let then = Arc::clone(then);
            state.said = Some(String::from("Comparing: each change is tried by itself …"));
            vec![Effect::Compare(then)]
        }
        _ => {
            let why = "Nothing to compare with: r reads again; egret diff --screen OLD NEW opens two";
            state.said = Some(String::from(why));
            Vec::new()
        }
    }
}

/// Offers what could be tried for the chosen task.
pub fn offer(state: &mut State) {
    let trials = match (&state.data, state.task()) {
        (Some(data), Some(task)) => data.analysis.trials(&task.arn),
        _ => Vec::new(),
    };
    if trials.is_empty() {
        state.said = Some(String::from("Nothing can be tried here: choose a task whose interface and subnet are known"));
        return;
    }
    (state.turned.trials, state.turned.chosen, state.turned.scroll) = (trials, 0, 0);
    state.layers.push(Layer::Trying);
}

fn open(state: &mut State) {
    (state.turned.chosen, state.turned.scroll) = (0, 0);
    state.layers.retain(|layer| !matches!(layer, Layer::Trying | Layer::Turned));
    state.layers.push(Layer::Turned);
}

/// What changed between two readings was found out.
pub fn compared(state: &mut State, comparison: Comparison) {
    state.said = None;
    state.turned.changes = Some(Box::new(Changes::of(comparison)));
    open(state);
}

/// What a change on paper comes to was found out: it shows until it is taken back.
pub fn tried(state: &mut State, label: String, result: Result<(Box<Data>, Box<Comparison>), String>) {
    state.said = None;
    match result {
        Err(error) => state.notice = Some(outside(&error)),
        Ok((data, comparison)) => {
            let before = state.data.take();
            if state.turned.real.is_none() {
                state.turned.real = before;
            }
            state.turned.paper = Some(label);
            state.turned.changes = Some(Box::new(Changes::of(*comparison)));
            narrow::replace(state, data);
            open(state);
        }
    }
}

/// Shows the account as it is again; whether there was anything to take back.
pub fn take_back(state: &mut State) -> bool {
    let Some(real) = state.turned.real.take() else { return false };
    (state.turned.paper, state.turned.changes) = (None, None);
    narrow::replace(state, real);
    true
}

/// New data was read: what was on paper is about the old.
pub fn reread(state: &mut State) {
    let shown = state.data.as_ref().filter(|data| data.is_whole());
    let before = state.turned.real.as_ref().or(shown).map(|data| Arc::clone(&data.whole));
    // Of two that were opened, the first stays what the second is held against.
    if !(state.turned.wanted && state.turned.then.is_some()) {
        state.turned.then = before.or(state.turned.then.take());
    }
    state.turned.real = None;
    (state.turned.paper, state.turned.changes) = (None, None);
    state.layers.retain(|layer| !matches!(layer, Layer::Trying | Layer::Turned));
}

/// A key while the layer is on top.
pub fn press(state: &mut State, command: Command, key: &KeyEvent) -> Vec<Effect> {
    let Some(layer) = state.layers.last().cloned() else { return Vec::new() };
    let last = state.turned.rows(&layer).saturating_sub(1);
    let page = usize::from(state.size.1 / 3).max(1);
    let chosen = state.turned.chosen;
    let to = match command {
        Command::Down => chosen + 1,
        Command::Up => chosen.saturating_sub(1),
        Command::PageDown => chosen + page,
        Command::PageUp => chosen.saturating_sub(page),
        Command::First => 0,
        Command::Last => last,
        Command::PathDown => {
            state.turned.scroll += 1;
            return Vec::new();
        }
        Command::PathUp => {
            state.turned.scroll = state.turned.scroll.saturating_sub(1);
            return Vec::new();
        }
        Command::Back => {
            state.layers.pop();
            if layer == Layer::Turned && take_back(state) {
                state.said = Some(String::from("Taken back: this is the account as it was read"));
            }
            return Vec::new();
        }
        Command::Nth => match key.code {
            KeyCode::Char(digit) if layer == Layer::Trying => {
                state.turned.chosen = digit.to_digit(10).map_or(chosen, |digit| (digit as usize).saturating_sub(1));
                return choose(state, &layer);
            }
            _ => return Vec::new(),
        },
        Command::Open => return choose(state, &layer),
        _ => return Vec::new(),
    };
    (state.turned.chosen, state.turned.scroll) = (to.min(last), 0);
    Vec::new()
}

/// The wheel: the row below or above.
pub fn step(state: &mut State, down: bool) {
    let Some(layer) = state.layers.last() else { return };
    let last = state.turned.rows(layer).saturating_sub(1);
    let chosen = state.turned.chosen;
    let to = if down { chosen + 1 } else { chosen.saturating_sub(1) };
    (state.turned.chosen, state.turned.scroll) = (to.min(last), 0);
}

/// Tries a change, or goes to the tasks of a row. On paper stays on paper.
fn choose(state: &mut State, layer: &Layer) -> Vec<Effect> {
    if *layer == Layer::Trying {
        let Some(trial) = state.turned.trials.get(state.turned.chosen).cloned() else { return Vec::new() };
        state.layers.pop();
        state.said = Some(format!("Trying on paper: {} …", outside(&trial.label)));
        return vec![Effect::Try(trial.label, trial.edit)];
    }
    let task = state.turned.changes.as_ref().and_then(|changes| Some(changes.row(state.turned.chosen)?.1.tasks.first()?.clone()));
    let row = task.and_then(|task| state.data.as_ref()?.tasks.iter().position(|row| row.arn == task));
    state.layers.pop();
    match row {
        Some(row) => trail::go(state, Goal::Row(Pane::Tasks, row)),
        None => state.said = Some(String::from("The task is not among those that show")),
    }
    Vec::new()
}

/// Whether an edit is worked on the account as it is: the one that shows may
/// be one on paper already.
pub fn whole(state: &State) -> Option<Arc<Snapshot>> {
    let data = state.turned.real.as_ref().or(state.data.as_ref())?;
    Some(Arc::clone(&data.whole))
}
