//! Why a task is stopped, in ECS's own words.

use super::{Blame, Reading};
use crate::net::placement::is_over;
use crate::snapshot::ecs::Task;

/// ECS's words about a task that it stopped or could not start.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stop {
    /// `TaskFailedToStart`, `EssentialContainerExited`, …; empty when not told.
    pub code: String,
    /// The text that tells most: the task's reason, or a container's.
    pub reason: String,
    /// What it tells of; none when no row of the table fits.
    pub reading: Option<Reading>,
}

impl Stop {
    /// None for a task that runs or is about to.
    pub fn of(task: &Task) -> Option<Self> {
        if !is_over(task) && task.stop_code.is_empty() && task.stopped_reason.is_empty() {
            return None;
        }
        // Whoever stops a task by hand gives a reason in words of their own.
        let by_hand = task.stop_code == "UserInitiated";
        let own = Some(task.stopped_reason.as_str()).filter(|_| !by_hand);
        let texts = own.into_iter().chain(task.containers.iter().map(|container| container.reason.as_str()));
        let readings = texts.filter_map(|text| Some((Reading::of(&task.stop_code, text)?, text)));
        let telling = readings.min_by_key(|(reading, _)| rank(reading.network));
        let first = || {
            let containers = task.containers.iter().map(|container| &container.reason);
            [&task.stopped_reason].into_iter().chain(containers).find(|text| !text.is_empty()).cloned().unwrap_or_default()
        };
        Some(match telling {
            Some((reading, text)) => Self { code: task.stop_code.clone(), reason: text.to_owned(), reading: Some(reading) },
            None => Self { code: task.stop_code.clone(), reason: first(), reading: None },
        })
    }
}

/// Of several texts, the one that tells most of the network counts.
fn rank(blame: Blame) -> u8 {
    match blame {
        Blame::Yes => 0,
        Blame::Capacity | Blame::Platform => 1,
        Blame::Maybe => 2,
        Blame::No => 3,
    }
}
