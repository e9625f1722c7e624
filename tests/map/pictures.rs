//! What is written for a ticket, of one task of each kind.

use egret::analysis::Analysis;
use egret::analysis::map::Map;
use egret::report::map::{mermaid, svg, text};

use crate::world::{central_egress, sample, task};

fn check(name: &str, written: &[u8]) {
    let written = String::from_utf8(written.to_vec()).expect("text");
    insta::with_settings!({snapshot_path => ".", prepend_module_to_snapshot => false, omit_expression => true}, {
        insta::assert_snapshot!(name, written);
    });
}

fn written(map: &Map, write: fn(&mut dyn std::io::Write, &Map) -> std::io::Result<()>) -> Vec<u8> {
    let mut out = Vec::new();
    write(&mut out, map).expect("memory takes it");
    out
}

fn all(name: &str, analysis: &Analysis, who: &str, inbound: bool) {
    let task = task(analysis, who);
    let answer = if inbound { analysis.way_in(&task) } else { analysis.way_out(&task) };
    let map = Map::of(analysis, &answer.expect("an answer")).expect("a map");
    check(&format!("{name}.txt"), &written(&map, text));
    check(&format!("{name}.mmd"), &written(&map, mermaid));
    check(&format!("{name}.svg"), &written(&map, svg));
}

#[test]
fn by_the_internet_gateway() {
    all("internet-gateway", &sample(), "tracking-web", false);
}

#[test]
fn by_a_nat_gateway_of_another_zone() {
    all("nat-gateway", &sample(), "rates-worker", false);
}

#[test]
fn broken_at_a_route_whose_target_is_gone() {
    all("broken", &sample(), "nightly-export", false);
}

#[test]
fn shut_in_on_purpose() {
    all("private", &sample(), "ledger-archiver", false);
}

#[test]
fn replies_that_an_acl_stops() {
    all("replies-stopped", &sample(), "edi-import", false);
}

#[test]
fn out_by_a_transit_gateway_and_the_vpc_beyond() {
    all("transit-gateway", &central_egress(), "app-a", false);
}

#[test]
fn in_by_a_load_balancer() {
    all("load-balancer", &sample(), "booking-api", true);
}
