//! Out of what we can see: the last step of a path that goes on where nobody
//! has looked, and of one whose target no version knows.

use super::{Position, Walk};
use crate::net::Code;
use crate::net::answer::{HopKind, Via};
use crate::net::reason::{Piece, Reason, Step};

impl<'a> Walk<'a> {
    /// Leaves by a target that nothing can be followed behind.
    pub(super) fn elsewhere(
        &self,
        piece: Piece,
        position: &Position<'a>,
        (kind, id): (HopKind, &str),
        via: Option<Via>,
        route: Step,
        reason: Reason,
    ) -> Vec<Piece> {
        let step = Step::new(kind, id, "out of what can be seen from here").because([reason]);
        self.leave(piece, position)
            .into_iter()
            .map(|piece| Piece { via, seen_as: Vec::new(), ..piece }.then(route.clone()).then(step.clone()))
            .collect()
    }

    /// Leaves by a target that this version does not know.
    pub(super) fn unknown_target(&self, piece: Piece, position: &Position<'a>, id: &str, route: Step) -> Vec<Piece> {
        let message = "The route has no target that this version knows";
        let reason = Reason::unknown(Code::UnknownResource, route.id.clone(), message).fix("Look at the route in the AWS console");
        self.elsewhere(piece, position, (HopKind::Other, id), None, route, reason)
    }
}
