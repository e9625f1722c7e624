//! The map: every hop of an answer is on it, the path runs clear of the boxes,
//! the counts are those of the list, and what is written for a ticket is what
//! it should be. Pictures are kept in `tests/map/`.

#[path = "scenarios/edit.rs"]
mod edit;
#[path = "map/hostile.rs"]
mod hostile;
#[path = "map/large.rs"]
mod large;
#[path = "map/pictures.rs"]
mod pictures;
#[path = "scenarios/rows.rs"]
mod rows;
#[path = "map/world.rs"]
mod world;

use std::collections::BTreeMap;

use egret::analysis::map::{Cells, FrameKind, Ink, Item, Leg, Map, Place, Scene, View, Zoom};
use egret::analysis::{Analysis, Tally, WORST_FIRST};
use egret::net::Verdict;
use egret::net::answer::Answer;
use world::{central_egress, sample};

/// Every answer that the screen can be asked about, both ways.
fn answers(analysis: &Analysis) -> Vec<Answer> {
    let tasks = analysis.report.tasks.iter().map(|task| task.task.as_str());
    tasks.flat_map(|task| [analysis.way_out(task), analysis.way_in(task)]).flatten().collect()
}

/// All maps of both worlds, each with the answer.
fn maps() -> Vec<(Map, Answer)> {
    let mut maps = Vec::new();
    for analysis in [sample(), central_egress()] {
        for answer in answers(&analysis) {
            maps.extend(Map::of(&analysis, &answer).map(|map| (map, answer)));
        }
    }
    assert!(maps.len() > 90, "only {} maps", maps.len());
    maps
}

fn views() -> Vec<View<'static>> {
    let mut views = Vec::new();
    for width in [0, 40, 60, 76, 120, 200] {
        for zoom in [Zoom::Vpc, Zoom::Zone, Zoom::Subnet] {
            for leg in [Leg::There, Leg::Back] {
                views.push(View { width, zoom, leg, cursor: None });
            }
        }
    }
    views
}

/// The hops that are drawn: those of the answer, or of the door in its place.
fn hops(answer: &Answer) -> &[egret::net::answer::Hop] {
    let doors = answer.inbound_load_balancer.iter().flat_map(|way| &way.doors).filter(|door| door.verdict.works());
    let best = doors.max_by_key(|door| door.verdict);
    match best {
        Some(_) if !answer.verdict.works() && answer.query.port.is_none() => {
            let best = best.expect("there is one").verdict;
            let mut doors = answer.inbound_load_balancer.iter().flat_map(|way| &way.doors);
            &doors.find(|door| door.verdict == best).expect("there is one").hops
        }
        _ => &answer.hops,
    }
}

#[test]
fn the_stops_are_the_hops_of_the_answer_in_order() {
    for (map, answer) in maps() {
        let hops = hops(&answer);
        let stops: Vec<_> = map.there.iter().map(|stop| (stop.kind, stop.id.as_str(), stop.verdict)).collect();
        let wanted: Vec<_> = hops.iter().map(|hop| (hop.kind, hop.id.as_str(), hop.verdict)).collect();
        assert_eq!(stops, wanted, "{}", map.subject);
        let back: Vec<_> = map.back.iter().rev().map(|stop| (stop.kind, stop.id.as_str())).collect();
        assert_eq!(back, wanted.iter().map(|(kind, id, _)| (*kind, *id)).collect::<Vec<_>>(), "{}", map.subject);
    }
}

#[test]
fn every_stop_is_drawn_and_the_path_leads_from_each_place_to_the_next() {
    for (map, _) in maps() {
        for view in views() {
            let scene = map.scene(&view);
            let stops = if view.leg == Leg::There { &map.there } else { &map.back };
            let in_boxes = stops.iter().filter(|stop| matches!(stop.place, Place::Subnet(..) | Place::Beyond)).count();
            let marks =
                scene.labels.iter().filter(|label| is_mark(&label.span.text) && matches!(label.span.ink, Ink::Path(_) | Ink::Unreached));
            let at_gates = stops.iter().filter_map(|stop| if let Place::Edge(at) = stop.place { Some(at) } else { None });
            let gates = at_gates.collect::<std::collections::BTreeSet<_>>().len();
            assert_eq!(marks.count(), in_boxes + gates, "{} {view:?}\n{}", map.subject, scene.cells().text());
            for (at, pair) in stops.windows(2).enumerate().filter(|(_, pair)| pair[0].place != pair[1].place) {
                let line = scene.lines.iter().find(|line| line.between == (at, at + 1));
                let line = line.unwrap_or_else(|| panic!("{}: nothing leads from {} to {}", map.subject, pair[0].label, pair[1].label));
                assert_eq!(line.dashed, pair[1].unreached, "{}", map.subject);
                assert!(line.points.len() > 1);
            }
        }
    }
}

fn is_mark(text: &str) -> bool {
    matches!(text, "✓" | "≈" | "◐" | "?" | "✗" | "·")
}

#[test]
fn the_path_runs_straight_and_clear_of_every_box() {
    for (map, _) in maps() {
        for view in views() {
            let scene = map.scene(&view);
            for line in &scene.lines {
                for pair in line.points.windows(2) {
                    assert!(pair[0].0 == pair[1].0 || pair[0].1 == pair[1].1, "{}: {line:?}", map.subject);
                }
                for (at, point) in cells_of(&line.points).into_iter().enumerate() {
                    let end = at == 0 || point == *line.points.last().expect("a line has points");
                    let hit =
                        scene.frames.iter().filter(|frame| matches!(frame.kind, FrameKind::Subnet | FrameKind::More | FrameKind::Beyond));
                    let hit = hit.filter(|frame| {
                        (frame.x..frame.x + frame.width).contains(&point.0) && (frame.y..frame.y + frame.height).contains(&point.1)
                    });
                    assert!(end || hit.count() == 0, "{} {view:?} {point:?}\n{}", map.subject, scene.cells().text());
                }
            }
        }
    }
}

fn cells_of(points: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut cells = vec![points[0]];
    for pair in points.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let steps = from.0.abs_diff(to.0).max(from.1.abs_diff(to.1));
        for step in 1..=steps {
            let between = |from: usize, to: usize| if to > from { from + step.min(to - from) } else { from - step.min(from - to) };
            cells.push((between(from.0, to.0), between(from.1, to.1)));
        }
    }
    cells
}

#[test]
fn boxes_never_overlap_and_stay_within_their_zone() {
    for (map, _) in maps() {
        for view in views() {
            let scene = map.scene(&view);
            let of = |kind: &[FrameKind]| scene.frames.iter().filter(|frame| kind.contains(&frame.kind)).cloned().collect::<Vec<_>>();
            let boxes = of(&[FrameKind::Subnet, FrameKind::More, FrameKind::Gateway]);
            for (at, one) in boxes.iter().enumerate() {
                for other in &boxes[..at] {
                    let apart = one.x + one.width <= other.x
                        || other.x + other.width <= one.x
                        || one.y + one.height <= other.y
                        || other.y + other.height <= one.y;
                    assert!(apart, "{} {view:?}\n{}", map.subject, scene.cells().text());
                }
            }
            for one in of(&[FrameKind::Subnet, FrameKind::More]) {
                let inside = of(&[FrameKind::Zone]).into_iter().any(|zone| {
                    zone.x < one.x && one.x + one.width < zone.x + zone.width && zone.y < one.y && one.y + one.height < zone.y + zone.height
                });
                assert!(inside, "{} {view:?}\n{}", map.subject, scene.cells().text());
            }
        }
    }
}

#[test]
fn counts_are_those_of_the_tasks() {
    for analysis in [sample(), central_egress()] {
        let mut by_subnet: BTreeMap<&str, Tally> = BTreeMap::new();
        let mut by_vpc: BTreeMap<&str, Tally> = BTreeMap::new();
        for task in &analysis.report.tasks {
            if let (Some(subnet), Some(vpc)) = (&task.subnet, &task.vpc) {
                by_subnet.entry(subnet).or_default().add(Some(task.way_out().verdict));
                by_vpc.entry(vpc).or_default().add(Some(task.way_out().verdict));
            }
        }
        for answer in answers(&analysis) {
            let Some(map) = Map::of(&analysis, &answer) else { continue };
            assert_eq!(map.tally, by_vpc[map.vpc.as_str()]);
            for subnet in map.zones.iter().flat_map(|zone| &zone.subnets) {
                assert_eq!(subnet.tally, by_subnet.get(subnet.id.as_str()).copied().unwrap_or_default(), "{}", subnet.label);
                assert_eq!(subnet.tasks.len(), subnet.tally.total());
            }
            assert_eq!(shown(&map), map.tally, "what shows adds up to all there is");
        }
    }
}

/// All that the boxes of a map count.
fn shown(map: &Map) -> Tally {
    let mut all = Tally::default();
    for column in map.plan(&View { width: 80, ..View::default() }).columns {
        for item in column.items.iter().flatten() {
            match item {
                Item::Subnet(at) => all.add_all(&map.subnet(column.zone, *at).tally),
                Item::More(subnets) => all.add_all(&map.tally_of(column.zone, subnets)),
            }
        }
    }
    all
}

#[test]
fn replies_break_where_they_are_stopped() {
    let analysis = sample();
    let map = map_of(&analysis, "edi-import");
    let acl = map.back.iter().find(|stop| stop.verdict == Verdict::No).expect("a break");
    assert_eq!(acl.codes, ["SUBNET_ACL_RESTRICTION"]);
    // What comes from the internet gets as far as that.
    let before = map.back.iter().take_while(|stop| stop.verdict != Verdict::No);
    assert!(before.clone().count() > 4 && before.clone().all(|stop| !stop.unreached), "{:?}", map.back);
    assert!(map.back.iter().rev().take_while(|stop| stop.verdict != Verdict::No).all(|stop| stop.unreached));
    // A path that is closed to the packets themselves brings nothing back.
    let closed = map_of(&analysis, "sealed-signer");
    assert!(closed.back.iter().all(|stop| stop.unreached), "{:?}", closed.back);
    // And one that works brings everything back.
    let open = map_of(&analysis, "rates-worker");
    assert!(open.back.iter().all(|stop| !stop.unreached && stop.verdict == Verdict::Yes), "{:?}", open.back);
}

/// The way out of a task, by a part of its name.
fn map_of(analysis: &Analysis, name: &str) -> Map {
    let answer = analysis.way_out(&world::task(analysis, name)).expect("an answer");
    Map::of(analysis, &answer).expect("a map")
}

#[test]
fn a_break_is_marked_and_its_code_stands_on_the_map() {
    let analysis = sample();
    for task in &analysis.report.tasks {
        let Some(answer) = analysis.way_out(&task.task) else { continue };
        let Some(map) = Map::of(&analysis, &answer) else { continue };
        let scene = map.scene(&View { width: 120, ..View::default() });
        let picture: String = above_caption(&scene);
        for hop in answer.hops.iter().filter(|hop| hop.verdict == Verdict::No) {
            for code in hop.codes.iter().filter(|code| answer.explanations.iter().any(|reason| reason.code == **code)) {
                assert!(picture.contains(code.as_str()), "{} {code}\n{picture}", map.subject);
            }
        }
        let broken = answer.verdict == Verdict::No;
        let red = |ink: Ink| matches!(ink, Ink::Path(Verdict::No));
        let cells = scene.cells();
        let marked = (0..cells.height).flat_map(|y| cells.runs(y, 0, cells.width)).any(|(ink, text)| red(ink) && text.contains('✗'));
        assert_eq!(marked, broken, "{}\n{picture}", map.subject);
    }
}

fn above_caption(scene: &Scene) -> String {
    let cells: Cells = scene.cells();
    cells.text().lines().take(scene.caption).map(|line| format!("{line}\n")).collect()
}

#[test]
fn all_verdicts_have_a_place_in_the_count() {
    let mut tally = Tally::default();
    WORST_FIRST.into_iter().for_each(|verdict| tally.add(Some(verdict)));
    assert_eq!(tally.total(), 5);
}
