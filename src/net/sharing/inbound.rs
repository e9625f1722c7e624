//! The ways into a class of tasks, shared by all that stand alike and whose
//! groups admit the same.

use super::outbound::Axis;
use super::{Answers, Class, Memo};
use crate::net::Family;
use crate::net::axes::Inbound;
use crate::net::group::{Groups, References, Way};
use crate::net::packet::Segment;
use crate::net::placement::{Origin, Placement, TaskPorts};
use crate::net::walk::group_steps;

/// What is known of ways in: by standing, family and what the groups admit.
#[derive(Debug, Default)]
pub(super) struct Table {
    answers: Answers<(u32, Family, Admitted), Inbound>,
}

/// What the groups admit.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Admitted {
    /// Nothing can be: there is no address, or no task, or no port.
    Nowhere,
    /// Nobody. Then one closed port tells why; of its protocol and ports only
    /// what some rule can tell apart, and whether there are any rules at all.
    Nobody(u8, [(usize, usize); 2], bool),
    /// Somebody: the ports, and the fate of the internet at each.
    Somebody(Vec<(Segment, u32)>),
}

impl Memo<'_> {
    pub(super) fn inbound(&mut self, placement: &Placement, origin: &Origin, class: Class, axis: Axis) -> Inbound {
        let (family, _) = axis.families();
        let admitted = self.admitted(placement, origin, axis);
        if admitted == Admitted::Nowhere {
            return self.network.inbound(placement, family).into();
        }
        let key = (class.0, family, admitted);
        if let Some(known) = self.inbound.answers.get(&key, class.1) {
            self.network.note_again(known);
            return known.it.clone();
        }
        self.work.walks += 1;
        let noted = self.network.noting(|| Inbound::from(self.network.inbound(placement, family)));
        let inbound = noted.it.clone();
        self.inbound.answers.insert(key, class.1, noted);
        inbound
    }

    fn admitted(&mut self, placement: &Placement, origin: &Origin, axis: Axis) -> Admitted {
        let (family, _) = axis.families();
        if placement.reconstructed || origin.sender(family).is_none() || placement.ports == TaskPorts::Bound(Vec::new()) {
            return Admitted::Nowhere;
        }
        self.work.filters += 1;
        let internet = self.internet(origin, axis);
        let everyone = internet.universe.whole();
        let (asked, somebody) = self.network.asked_segments(origin, family, &placement.ports, everyone);
        let groups = Groups { ids: &origin.groups, place: &self.network.snapshot().places[origin.place() as usize] };
        match asked.as_slice() {
            [closed] if !somebody => {
                let ports = [closed.low, closed.high].map(|port| self.borders.port(port));
                Admitted::Nobody(closed.protocol, ports, groups.have_no_rules(self.network, Way::In))
            }
            asked => {
                let fates = asked.iter().map(|&segment| {
                    let parts = group_steps(self.network, groups, Way::In, family, segment, everyone, References::None);
                    (segment, self.fate(parts.iter().map(|(set, step)| (set, Some(step)))))
                });
                Admitted::Somebody(fates.collect())
            }
        }
    }
}
