//! What comes of reading a source: how far it is, what it brought so far, the
//! answers, the end or the trouble. Whatever is on the screen already stays
//! until something better is there.

use crate::analysis::TaskReport;
use crate::tui::data::{Data, Stage};
use crate::tui::msg::Effect;
use crate::tui::narrow;
use crate::tui::source::{Failed, Progress};
use crate::tui::state::{Loading, Pane, State};
use crate::tui::turned;
use crate::tui::words::outside;

/// Begins to read a source.
pub(super) fn load(state: &mut State, source: usize) -> Vec<Effect> {
    if source >= state.sources.len() {
        return Vec::new();
    }
    state.readings += 1;
    state.loading = Some(Loading { source, number: state.readings, progress: None });
    vec![Effect::Load(source)]
}

pub(super) fn progress(state: &mut State, progress: Progress) {
    if let Some(loading) = &mut state.loading {
        loading.progress = Some(progress);
    }
}

pub(super) fn failed(_state: &mut State, _failed: Failed) {}

/// Shows what was read so far, unless something whole is shown.
pub(super) fn came(state: &mut State, data: Box<Data>) {
    if state.data.as_ref().is_none_or(|shown| !shown.is_whole()) {
        put(state, data);
    }
}

/// Takes answers in, where they belong to what is shown.
pub(super) fn answered(state: &mut State, reports: Vec<TaskReport>) {
    if let Some(data) = state.data.as_mut().filter(|data| data.stage == Stage::Answering) {
        data.answer(reports);
    }
}

/// Puts a result on the screen, or the reason why there is none, and goes on
/// to the next source.
pub(super) fn loaded(state: &mut State, result: Result<Box<Data>, String>) -> Vec<Effect> {
    let Some(loading) = state.loading.take() else { return Vec::new() };
    match result {
        Ok(data) => {
            state.notice = data.trouble.clone();
            turned::reread(state);
            put(state, data);
        }
        Err(error) => state.notice = Some(outside(&error)),
    }
    let is_last = loading.source + 1 >= state.sources.len();
    if is_last && state.turned.wanted { turned::ask(state) } else { load(state, loading.source + 1) }
}

/// Shows other data. Who has not moved yet sees the worst first, as ever; who
/// has keeps what was chosen.
fn put(state: &mut State, data: Box<Data>) {
    let tasks = &state.lists[Pane::Tasks as usize];
    let before_whole = state.data.as_ref().is_some_and(|shown| !shown.is_whole());
    let unmoved = before_whole && tasks.cursor == 0 && state.focus == Pane::Tasks && state.layers.is_empty();
    narrow::replace(state, data);
    if unmoved {
        state.lists[Pane::Tasks as usize].reset();
        state.lists[Pane::Tasks as usize].offset = 0;
    }
}
