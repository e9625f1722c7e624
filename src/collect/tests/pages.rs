//! Paging: tokens that come back, pages without end, failures half-way; and
//! the gaps that these become.

use std::cell::Cell;

use crate::collect::failure::{Failure, Trouble};
use crate::collect::gaps;
use crate::collect::page::{Page, Pages, read_all};
use crate::snapshot::{Gap, GapReason};

/// Reads pages whose tokens are `tokens`, one after another; `None` fails.
fn read(most: usize, token: impl Fn(usize) -> Option<Option<String>>) -> (Pages, usize) {
    let asked = Cell::new(0);
    let page = async |_: Option<String>| {
        let next = token(asked.replace(asked.get() + 1));
        match next {
            Some(next) => Ok(Page { items: 1, next, ..Page::default() }),
            None => Err(Failure::new(Trouble::Denied, "AccessDenied: no")),
        }
    };
    let pages = futures::FutureExt::now_or_never(read_all(most, page, |_, _| {})).expect("nothing to wait for");
    (pages, asked.get())
}

#[test]
fn all_pages_are_read() {
    let (pages, asked) = read(100, |page| Some((page < 4).then(|| format!("token {page}"))));
    assert_eq!((pages.count, pages.items, asked), (5, 5, 5));
    assert!(pages.failure.is_none());
}

#[test]
fn an_empty_token_is_no_token() {
    let (pages, asked) = read(100, |_| Some(Some(String::new())));
    assert_eq!((pages.count, asked), (1, 1));
    assert!(pages.failure.is_none());
}

#[test]
fn alternating_tokens_end_the_reading() {
    let (pages, asked) = read(100, |page| Some(Some(String::from(if page % 2 == 0 { "a" } else { "b" }))));
    assert_eq!(asked, 3, "a, b, a: the third page brings a token that was there before");
    assert_eq!(pages.failure.expect("stopped").trouble, Trouble::Endless);
}

#[test]
fn pages_without_end_are_cut_off() {
    let (pages, asked) = read(50, |page| Some(Some(format!("token {page}"))));
    assert_eq!((pages.count, asked), (50, 50));
    assert_eq!(pages.failure.expect("stopped").trouble, Trouble::Endless);
}

#[test]
fn a_failure_on_page_three_keeps_the_first_two_and_is_a_gap() {
    let (pages, _) = read(100, |page| (page < 2).then(|| Some(format!("token {page}"))));
    assert_eq!(pages.items, 2);
    let gaps = gaps::of_call("ec2:DescribeSubnets", "us-east-2", &[(String::new(), pages)]);
    let [gap] = gaps.as_slice() else { panic!("one gap, not {gaps:?}") };
    assert_eq!((gap.reason, gap.part.as_str()), (GapReason::Partly, "page 3"));
}

fn failed(part: &str, trouble: Trouble) -> (String, Pages) {
    (part.to_owned(), Pages { failure: Some(Failure::new(trouble, "said so")), ..Pages::default() })
}

#[test]
fn a_call_that_gave_nothing_is_one_gap() {
    let denied = gaps::of_call("ec2:DescribeVpcAttribute", "", &[failed("vpc-1", Trouble::Denied), failed("vpc-2", Trouble::Denied)]);
    assert_eq!(denied.len(), 1);
    assert_eq!((denied[0].reason, denied[0].part.as_str()), (GapReason::Denied, ""));
    let mixed = gaps::of_call("ec2:DescribeVpcAttribute", "", &[failed("vpc-1", Trouble::Denied), failed("vpc-2", Trouble::Garbled)]);
    assert_eq!((mixed.len(), mixed[0].reason), (1, GapReason::Failed));
}

#[test]
fn one_part_that_failed_is_named() {
    let read = (String::from("vpc-1"), Pages { count: 1, items: 1, ..Pages::default() });
    let gaps = gaps::of_call("ec2:DescribeVpcAttribute", "", &[read, failed("vpc-2", Trouble::Denied)]);
    assert_eq!((gaps.len(), gaps[0].reason, gaps[0].part.as_str()), (1, GapReason::Partly, "vpc-2"));
}

fn gap(call: &str, reason: GapReason, part: &str) -> Gap {
    Gap { call: call.into(), account: String::new(), region: "r".into(), reason, part: part.into(), detail: "said so".into() }
}

#[test]
fn what_a_call_needs_and_did_not_get_is_a_gap_too() {
    let mut all = vec![gap("ecs:ListClusters", GapReason::Denied, "")];
    gaps::follow(&mut all, "r");
    for call in ["ecs:DescribeClusters", "ecs:DescribeTasks", "ecs:DescribeServices", "ecs:DescribeTaskDefinition"] {
        let of_call: Vec<&Gap> = all.iter().filter(|gap| gap.call == call).collect();
        assert_eq!(of_call.len(), 1, "{call}: {of_call:?}");
        assert_eq!((of_call[0].reason, of_call[0].part.as_str()), (GapReason::NotCollected, ""), "{call}");
    }
    assert!(!all.iter().any(|gap| gap.call.starts_with("ec2:")));
}

#[test]
fn a_missing_part_stays_a_part_in_what_follows() {
    let mut all = vec![gap("ecs:ListTasks", GapReason::Partly, "cluster x, page 3")];
    gaps::follow(&mut all, "r");
    let tasks = all.iter().find(|gap| gap.call == "ecs:DescribeTasks").expect("follows");
    assert_eq!((tasks.reason, tasks.part.as_str()), (GapReason::Partly, "cluster x, page 3"));

    // Services may use definitions that no task tells about, and the other way round.
    let mut all = vec![gap("ecs:DescribeServices", GapReason::Denied, "")];
    gaps::follow(&mut all, "r");
    let definitions = all.iter().find(|gap| gap.call == "ecs:DescribeTaskDefinition").expect("follows");
    assert_eq!(definitions.reason, GapReason::Partly);
}
