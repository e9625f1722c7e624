//! Registries and log servers that are no service of AWS.

use super::Ask;
use crate::net::assemble::{Summary, extend_new};
use crate::net::index::Network;
use crate::net::reason::Reason;
use crate::net::{Code, Family, Verdict};

impl Network {
    /// A host on the internet; or one that may just as well be private.
    pub(super) fn reach_host(&self, ask: Ask<'_>, public: bool) -> Summary {
        let summary = if ask.family == Family::Ipv6 { self.host_over_ipv6(ask) } else { self.by_internet(ask) };
        let host = &ask.need.host;
        if ask.need.particulars.foreign_layers && summary.verdict == Verdict::No {
            let message = format!("If the Windows image has layers that only {host} hands out, the task cannot fetch them");
            let fix = "Push the image with all its layers to the registry, or give the task a way to the internet";
            return summary.in_doubt(&[Reason::unknown(Code::NotRead, host.clone(), message).fix(fix)]);
        }
        if public {
            return summary;
        }
        if summary.verdict.works() {
            let message = format!("{host} is taken to have an address on the internet; which it has is not in the data");
            return summary.with(&[Reason::assume(Code::UnknownDestination, host.clone(), message)]);
        }
        let message = format!("Which address {host} has is not in the data; on the internet it would not be reached");
        let fix = format!("Ask for the path to its address: egret explain TASK --to ADDRESS --port {}", ask.segment.low);
        summary.in_doubt(&[Reason::unknown(Code::UnknownDestination, host.clone(), message).fix(fix)])
    }

    /// From IPv6 only: by IPv6 if the host has such an address, and by NAT64
    /// if it has none.
    fn host_over_ipv6(&self, ask: Ask<'_>) -> Summary {
        let native = self.by_internet(ask);
        let translated = self.nat64_of(ask.origin, ask.segment);
        match (native.verdict.works(), translated.verdict.works()) {
            (true, true) => native,
            (true, false) => {
                let message = format!("{} is taken to answer over IPv6; over IPv4 it would not be reached", ask.need.host);
                native.with(&[Reason::assume(Code::Ipv4Only, ask.need.host.clone(), message)])
            }
            (false, true) => {
                let message = format!("{} is taken to answer over IPv4 only, by NAT64; over IPv6 it would not be reached", ask.need.host);
                translated.with(&[Reason::assume(Code::Ipv4Only, ask.need.host.clone(), message)])
            }
            (false, false) => {
                let mut both = native;
                extend_new(&mut both.explanations, &translated.explanations);
                both
            }
        }
    }
}
