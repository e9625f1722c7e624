//! The table of calls with what reads them: what the order, the progress, the
//! gaps and the reading follow. The table itself is `crate::calls`.

use std::sync::LazyLock;

use super::ask::{self, Ask};
use super::found::Found;
use super::read::{Reading, Request, ec2, ecs, elb, sts};
use crate::calls::{Service, Times, with_calls};
use crate::snapshot::Kind;

/// One call of the table.
pub struct Call {
    /// The service that answers.
    pub service: Service,
    /// `service:Operation`, as [`Kind::call`] and gaps name it. It is also the
    /// IAM action that the call needs.
    pub name: &'static str,
    /// The kind of resource that it reads, if it is more than a list of names.
    pub kind: Option<Kind>,
    /// The calls whose answers it is about; they come first.
    pub needs: &'static [&'static str],
    /// How many rows a page holds, where that can be said.
    pub page_size: Option<i32>,
    /// Whether it is made once, not in each Region.
    pub once: bool,
    /// What it is asked about.
    pub(super) asks: fn(&Found) -> Vec<Ask>,
    /// Reads one page.
    pub(super) read: fn(Request) -> Reading,
}

macro_rules! calls {
    ($( ($service:ident, $name:literal, $size:literal, $times:ident, $about:ident, [$($need:literal),*], $read:path); )*) => {
        vec![ $( Call {
            service: Service::$service,
            name: $name,
            kind: Kind::ALL.iter().copied().find(|kind| kind.call() == $name),
            needs: &[$($need),*],
            page_size: if $size > 0 { Some($size) } else { None },
            once: matches!(Times::$times, Times::Once),
            asks: ask::$about,
            read: $read,
        }, )* ]
    };
}

/// Every call, those that others need before those others.
pub static CALLS: LazyLock<Vec<Call>> = LazyLock::new(|| with_calls!(calls));

/// The call of this name.
pub(super) fn find(name: &str) -> Option<&'static Call> {
    CALLS.iter().find(|call| call.name == name)
}
