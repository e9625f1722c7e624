//! The SDK's types to the snapshot's shapes, one file for each area.
//!
//! Each shape lists its own fields and how each is carried over; since nothing
//! is filled in by default, a field that is added to a shape and forgotten
//! here does not compile. Whatever a shape has no field for (environment
//! variables, commands, VPN keys) is dropped at this border.

mod ec2_endpoint;
mod ec2_filter;
mod ec2_interface;
mod ec2_routing;
mod ec2_transit;
mod ec2_vpc;
mod ecs;
mod ecs_definition;
mod ecs_service;
mod elb;

use aws_smithy_types::DateTime;
use jiff::Timestamp;

use crate::snapshot::ecs::Stamp;

/// Declares conversions: `convert! { sdk::Vpc => Vpc { text: vpc_id state, flag: is_default } }`.
/// Each group names the function below that carries its fields over.
macro_rules! convert {
    ($( $from:ty => $to:ident { $( $how:ident : $($field:ident)+ ),* $(,)? } )*) => { $(
        impl From<$from> for $to {
            fn from(it: $from) -> Self {
                Self { $( $( $field: $how(it.$field), )+ )* }
            }
        }
    )* };
}
use convert;

/// A text that is empty when absent.
pub(super) fn text(value: Option<String>) -> String {
    value.unwrap_or_default()
}

/// A value whose absence means the same on both sides.
fn same<T>(value: T) -> T {
    value
}

/// A yes or no that is no when absent.
fn flag(value: Option<bool>) -> bool {
    value.unwrap_or_default()
}

/// A number that may be absent.
fn maybe<N: Into<i64>>(value: Option<N>) -> Option<i64> {
    value.map(Into::into)
}

/// A number that is always there.
fn number<N: Into<i64>>(value: N) -> i64 {
    value.into()
}

/// A number that is zero when absent.
fn or_zero<N: Into<i64>>(value: Option<N>) -> i64 {
    value.map(Into::into).unwrap_or_default()
}

/// One of AWS's words, known to this version or not.
fn word<E: AsRef<str>, W: Default + for<'a> From<&'a str>>(value: Option<E>) -> W {
    value.map(|value| W::from(value.as_ref())).unwrap_or_default()
}

/// One of AWS's words that is always there.
fn spelled<E: AsRef<str>>(value: E) -> String {
    value.as_ref().to_owned()
}

/// A list of AWS's words.
fn words<E: AsRef<str>>(values: Option<Vec<E>>) -> Vec<String> {
    values.into_iter().flatten().map(spelled).collect()
}

/// A list, empty when absent.
pub(super) fn rows<A, B: From<A>>(values: Option<Vec<A>>) -> Vec<B> {
    values.into_iter().flatten().map(B::from).collect()
}

/// An object that may be absent.
fn part<A, B: From<A>>(value: Option<A>) -> Option<B> {
    value.map(B::from)
}

/// A moment as RFC 3339 text, empty when absent. ECS writes seconds with a
/// fraction, which is good for milliseconds and no more.
fn moment(value: Option<DateTime>) -> String {
    let millis = value.map(|moment| (moment.as_secs_f64() * 1000.0).round() as i64);
    millis.and_then(|millis| Timestamp::from_millisecond(millis).ok()).map(|moment| moment.to_string()).unwrap_or_default()
}

/// A moment as ECS's shapes keep it.
fn stamp(value: Option<DateTime>) -> Stamp {
    Stamp(moment(value))
}
