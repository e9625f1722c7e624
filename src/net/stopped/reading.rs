//! Reading one text of ECS: which row of the table it fits, whom it wanted to
//! reach, and whether anybody answered.

use std::net::IpAddr;

use super::Blame;
use super::hosts::{Host, dialled, host_in};
use super::table::{CAUSES, Cause, MARKERS, Marker, Words};

/// What became of the packets, as far as the text tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contact {
    /// The text does not tell.
    Untold,
    /// Nobody answered: a group, an ACL or a route dropped them silently.
    Silence,
    /// Something answered and refused the connection.
    Refused,
}

/// What one text says.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The id of the cause.
    pub cause: &'static str,
    /// Whether the network is to blame.
    pub network: Blame,
    /// What ECS says, after "ECS says that".
    pub says: &'static str,
    /// The services that are suspected, the first suspect first, by their names
    /// in table P1 or by the registry's host name; `dns` and `health-checks`
    /// stand for themselves.
    pub services: Vec<String>,
    /// The Region of the service, where the text names it.
    pub region: Option<String>,
    /// The host that the text names.
    pub host: Option<String>,
    /// The address that was dialled, where the text names it.
    pub address: Option<IpAddr>,
    /// What became of the packets.
    pub contact: Contact,
    /// The words that decided, as they were written.
    pub quote: String,
}

impl Reading {
    /// Reads a text; none when no row of the table fits. The stop code may
    /// decide too; it is empty for the events of a service.
    pub fn of(code: &str, text: &str) -> Option<Self> {
        // Only ASCII letters change, so that places in both texts are the same.
        let lower = format!("{text}\n{code}").to_ascii_lowercase();
        let marker = MARKERS.iter().copied().filter(|marker| counts(&lower, marker)).find_map(|marker| Some((lower.find(marker)?, marker)));
        let (cause, words) = CAUSES.iter().find_map(|cause| Some((cause, fitting(cause, &lower, marker.is_some())?)))?;
        let host = host_in(&lower);
        let contact = contact(&lower, cause, marker.is_some());
        Some(Self {
            cause: cause.id,
            network: if contact == Contact::Refused && cause.network == Blame::Yes { Blame::Maybe } else { cause.network },
            says: cause.says,
            services: services(cause, host.as_ref()),
            region: host.as_ref().and_then(|host| host.region.clone()),
            host: host.map(|host| host.name),
            address: dialled(&lower),
            contact,
            quote: quote(text, &lower, words, marker),
        })
    }

    /// Whether the dialled address is a private one: then an endpoint with
    /// private DNS answers for the name, else the way leads to the internet.
    pub fn dialled_private(&self) -> Option<bool> {
        self.address.map(is_private)
    }
}

/// Addresses that never are the public ones of a service: those of RFC 1918,
/// the shared range, and unique local ones.
fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_private() || (address.octets()[0] == 100 && address.octets()[1] & 0xc0 == 64),
        IpAddr::V6(address) => address.octets()[0] & 0xfe == 0xfc,
    }
}

/// The container runtime is also killed for want of memory.
fn counts(lower: &str, marker: &str) -> bool {
    marker != "signal: killed" || !(lower.contains("oci runtime") || lower.contains("outofmemory"))
}

fn fitting<'a>(cause: &'a Cause, lower: &str, timed_out: bool) -> Option<&'a Words> {
    cause.words.iter().find(|words| {
        let marker = match words.marker {
            Marker::Either => true,
            Marker::There => timed_out,
            Marker::Absent => !timed_out,
        };
        marker && words.all.iter().all(|part| lower.contains(part))
    })
}

/// The row and the wording that a text fits, for the test that needs every one.
#[cfg(test)]
pub(super) fn which(code: &str, text: &str) -> Option<(usize, usize)> {
    let lower = format!("{text}\n{code}").to_ascii_lowercase();
    let timed_out = MARKERS.iter().any(|marker| lower.contains(marker) && counts(&lower, marker));
    CAUSES.iter().enumerate().find_map(|(row, cause)| {
        let words = fitting(cause, &lower, timed_out)?;
        Some((row, cause.words.iter().position(|known| std::ptr::eq(known, words))?))
    })
}

fn contact(lower: &str, cause: &Cause, timed_out: bool) -> Contact {
    if lower.contains("connection refused") {
        Contact::Refused
    } else if timed_out && cause.network != Blame::No && cause.id != "name-not-resolved" {
        Contact::Silence
    } else {
        Contact::Untold
    }
}

/// The host's service, where the text names one; names that were not resolved
/// have the DNS before it.
fn services(cause: &Cause, host: Option<&Host>) -> Vec<String> {
    let by_row = cause.services.iter().map(|&name| name.to_owned());
    match host.and_then(|host| host.service.clone()) {
        None => by_row.collect(),
        Some(service) if cause.id == "name-not-resolved" => by_row.chain([service]).collect(),
        Some(service) => vec![service],
    }
}

/// The first words that fit and the timeout after or before them.
fn quote(text: &str, lower: &str, words: &Words, marker: Option<(usize, &str)>) -> String {
    let own = words.all.iter().filter_map(|part| Some((lower.find(part)?, *part)));
    let mut parts: Vec<(usize, &str)> = own.chain(marker.filter(|_| words.marker != Marker::Absent)).collect();
    parts.sort_unstable();
    parts.dedup();
    let slices: Vec<&str> = parts.iter().filter_map(|(at, part)| text.get(*at..at + part.len())).map(str::trim).collect();
    slices.join(" … ")
}
