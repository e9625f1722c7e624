//! Making one call: all its questions, several at a time, page by page.

use std::sync::Arc;

use futures::future::BoxFuture;
use futures::{FutureExt, StreamExt, stream};
use tokio::sync::mpsc::UnboundedSender;

use super::ask::Ask;
use super::calls::Call;
use super::clients::Clients;
use super::failure::Failure;
use super::found::Found;
use super::gaps::{self, Answered};
use super::page::{self, MOST_PAGES};
use super::progress::State;
use super::read::Request;
use crate::snapshot::Gap;

/// How many questions of one call may be under way. More than a service takes
/// at once, so that its lane never runs empty.
const QUESTIONS_AT_ONCE: usize = 16;

/// What a call tells on the way: the Region, the call, how it stands.
pub(super) type Note = (String, &'static str, State);

/// One Region, as the calls see it.
#[derive(Clone)]
pub(super) struct Place {
    /// Empty for calls that are made once.
    pub region: String,
    pub clients: Arc<Clients>,
    pub notes: UnboundedSender<Note>,
}

impl Place {
    fn tell(&self, call: &Call, state: State) {
        // Nobody listens any more when the reading is being cancelled.
        let _ = self.notes.send((self.region.clone(), call.name, state));
    }
}

/// What a call brought.
pub(super) struct CallRead {
    pub call: &'static Call,
    pub found: Found,
    pub gaps: Vec<Gap>,
    /// Whether AWS answered any of its questions.
    pub answered: bool,
    /// Why the first of its failed questions failed.
    pub failure: Option<Failure>,
}

/// Makes a call, and tells about it from start to end.
pub(super) async fn read_call(place: Place, call: &'static Call, asks: Vec<Ask>) -> CallRead {
    place.tell(call, State::Started);
    let questions: Vec<BoxFuture<'static, Answered>> = asks.into_iter().map(|ask| read_ask(place.clone(), call, ask).boxed()).collect();
    let answers: Vec<Answered> = stream::iter(questions).buffered(QUESTIONS_AT_ONCE).collect().await;

    let gaps = gaps::of_call(call.name, &place.region, &answers);
    let answered = answers.iter().any(|(_, pages)| pages.count > 0);
    let failure = answers.iter().find_map(|(_, pages)| pages.failure.clone());
    let items = answers.iter().map(|(_, pages)| pages.items).sum();
    let mut found = Found::default();
    answers.into_iter().for_each(|(_, pages)| found.append(pages.found));

    place.tell(call, gaps.first().map_or(State::Done { items }, |gap| State::Failed { reason: gap.reason, detail: gap.detail.clone() }));
    CallRead { call, found, gaps, answered, failure }
}

/// Asks one question to its last page.
async fn read_ask(place: Place, call: &'static Call, ask: Ask) -> Answered {
    let lane = place.clients.lane(call.service);
    let request = async |token| {
        let permit = lane.enter().await?;
        let request = Request { clients: Arc::clone(&place.clients), ask: ask.clone(), token, size: call.page_size };
        let result = (call.read)(request).await;
        drop(permit);
        lane.leave(result)
    };
    let seen = |page, items| place.tell(call, State::Page { page, items });
    let pages = page::read_all(MOST_PAGES, request, seen).await;
    (ask.part.clone(), pages)
}
