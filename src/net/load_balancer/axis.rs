//! The axis: every door of a task, and what they come to.

use super::passage::join;
use crate::net::answer::{Door, DoorKind, Open, Via};
use crate::net::axes::Inbound;
use crate::net::index::Network;
use crate::net::placement::{Placement, TaskPorts};
use crate::net::reason::Reason;
use crate::net::{Code, Verdict};

/// What decides which doors a task has, besides what decides all its paths.
pub(crate) type RegistrationKey = Vec<(u32, u32, usize, u16)>;

impl Network {
    /// Whether somebody on the internet gets to a task through a load balancer
    /// or a managed front door, with every door and its evidence.
    pub(crate) fn by_load_balancer(&self, placement: &Placement) -> Inbound {
        self.by_doors(placement, |_| true)
    }

    /// The same by some of the doors only.
    pub(crate) fn by_doors(&self, placement: &Placement, wanted: impl Fn(&Door) -> bool) -> Inbound {
        let nowhere = |reasons: &[Reason]| {
            let verdict = reasons.iter().fold(Verdict::Yes, |verdict, reason| verdict.and(reason.verdict));
            Inbound::direct(verdict, Vec::new(), codes(reasons))
        };
        if !placement.reasons.is_empty() || placement.origins.is_empty() {
            return nowhere(&placement.reasons);
        }
        if placement.reconstructed {
            return Inbound::direct(Verdict::No, Vec::new(), vec![Code::NoSourceOrDestination]);
        }
        if placement.ports == TaskPorts::Bound(Vec::new()) {
            return nowhere(&[self.no_port(placement)]);
        }
        let place = &self.snapshot().places[placement.origins[0].place() as usize];
        let registrations = self.registrations(placement);
        let mut doors: Vec<Door> = Vec::new();
        for registration in &registrations.found {
            for forward in self.forwarding().forwards(&registration.group.it.target_group_arn) {
                self.doors_by(forward, registration).into_iter().for_each(|door| join(&mut doors, door));
            }
            registration.without_forward(self).into_iter().for_each(|door| join(&mut doors, door));
        }
        for door in self.doors_of_unread_targets(placement, place) {
            join(&mut doors, door);
        }
        doors.extend(self.classic_doors(placement));
        doors.extend(self.front_doors(placement));
        doors.extend(self.front_doors_before(&registrations.found));
        doors.retain(wanted);
        let mut unread = self.doors_unread(place);
        unread.extend(self.classic_unread(placement));
        if !registrations.found.is_empty() || !doors.is_empty() {
            // Whether there are more is only of interest while none is open.
            unread.retain(|_| !doors.iter().any(|door| door.verdict.works()));
        }
        let nobody = if registrations.other_ports { Code::TargetPortRestriction } else { Code::TargetAddressRestriction };
        whole(doors, &unread, nobody)
    }

    /// The registrations of a task, so that tasks alike in everything else are
    /// told apart by them.
    pub(crate) fn registration_key(&self, placement: &Placement) -> RegistrationKey {
        let found = self.registrations(placement).found;
        let of_group = |registration: &super::register::Registration<'_>| {
            let health = registration.description.target_health.as_ref().map_or_else(String::new, |health| health.state.to_string());
            let zone = registration.description.target.as_ref().map_or("", |target| target.availability_zone.as_str());
            let mut hash = rustc_hash::FxHasher::default();
            std::hash::Hash::hash(&(health, zone), &mut hash);
            let told = usize::try_from(std::hash::Hasher::finish(&hash)).unwrap_or(usize::MAX);
            (registration.group.at.place, registration.group.at.row, told, registration.port)
        };
        // Only what uses a host can be a target by the host's id.
        let on_host = (u32::MAX, u32::MAX, usize::from(placement.instance.is_some()), 0);
        found.iter().map(of_group).chain([on_host]).collect()
    }
}

fn codes(reasons: &[Reason]) -> Vec<Code> {
    let mut codes: Vec<Code> = Vec::new();
    for code in reasons.iter().map(|reason| reason.code) {
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    codes
}

/// What the doors come to: the best one speaks; of those that are alike, all.
fn whole(doors: Vec<Door>, unread: &[Reason], nobody: Code) -> Inbound {
    let mut verdict = doors.iter().map(|door| door.verdict).max().unwrap_or(Verdict::No);
    if !verdict.works() && !unread.is_empty() {
        verdict = Verdict::Unknown;
    }
    let mut told: Vec<Code> = if verdict == Verdict::Unknown { codes(unread) } else { Vec::new() };
    for code in doors.iter().filter(|door| door.verdict == verdict).flat_map(|door| &door.codes) {
        if !told.contains(code) {
            told.push(*code);
        }
    }
    if doors.is_empty() && unread.is_empty() {
        told.push(nobody);
    }
    let mut open: Vec<Open> = Vec::new();
    for door in doors.iter().filter(|door| door.verdict.works() && !door.sources.is_empty()) {
        let ports = door.port.map(|port| port.to_string()).unwrap_or_default();
        match open.iter_mut().find(|known| known.protocol == door.protocol && known.ports == ports) {
            Some(known) => {
                let new: Vec<_> = door.sources.iter().filter(|source| !known.sources.contains(source)).copied().collect();
                known.sources.extend(new);
            }
            None => open.push(Open { protocol: door.protocol.clone(), ports, sources: door.sources.clone() }),
        }
    }
    open.sort_by_key(|one| (one.protocol.clone(), one.ports.parse::<u16>().unwrap_or(0)));
    let brings = |door: &Door| door.kind != DoorKind::ManagedFrontDoor && door.verdict == verdict;
    let via = (verdict.works() && doors.iter().any(brings)).then_some(Via::LoadBalancer);
    Inbound { verdict, via, open, codes: told, doors }
}
