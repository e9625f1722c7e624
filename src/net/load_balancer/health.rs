//! Target health (I4): a target that is unused or draining gets nothing; one
//! that is not healthy may get something, as load balancers fail open.

use crate::net::reason::Reason;
use crate::net::{Code, Verdict};
use crate::snapshot::elb::{TargetHealthDescription, TargetState};

/// Choice (I4 \[R\]): a load balancer all of whose targets are unhealthy sends
/// them requests nevertheless, so that an unhealthy one may get some. Flipped
/// (another verdict): it gets none.
const UNHEALTHY_TARGETS_GET_REQUESTS: Verdict = Verdict::YesIf;

/// Why a target gets nothing, or only under an assumption.
pub(super) fn reason(description: &TargetHealthDescription, name: &str, group: &str) -> Option<Reason> {
    let health = description.target_health.as_ref();
    let state = health.map(|health| &health.state);
    let why = health.map(|health| health.reason.as_str()).filter(|why| !why.is_empty()).map(|why| format!(" ({why})")).unwrap_or_default();
    let (verdict, words) = match state {
        Some(TargetState::Healthy) => return None,
        Some(state @ (TargetState::Unused | TargetState::Draining | TargetState::UnhealthyDraining)) => {
            (Verdict::No, format!("is {state}{why}: it gets no requests"))
        }
        Some(TargetState::Unhealthy) => {
            (UNHEALTHY_TARGETS_GET_REQUESTS, format!("is unhealthy{why}: it gets requests only while the load balancer fails open"))
        }
        Some(TargetState::Initial) => {
            (Verdict::YesIf, format!("is being registered{why}: it gets requests once its first health checks pass"))
        }
        Some(TargetState::Unavailable) => (Verdict::YesIf, format!("has no health checks{why}: it is assumed to answer")),
        Some(TargetState::Other(word)) => (Verdict::Unknown, format!("is {word}, which this version does not know")),
        Some(TargetState::Absent) | None => {
            let message = format!("The health of target {name} in target group {group} is not in the data");
            let reason = Reason::unknown(Code::NotRead, group, message);
            return Some(reason.fix("Collect again with elasticloadbalancing:DescribeTargetHealth"));
        }
    };
    let reason = Reason::new(verdict, Code::TargetHealth, group, format!("Target {name} of target group {group} {words}"));
    Some(reason.fix("Look at the group's health checks, and at what the target answers them"))
}
