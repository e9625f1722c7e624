//! A VPC of eight zones and sixty subnets, and rooms of every size.

use egret::analysis::map::{FrameKind, Item, Leg, Map, View, Zoom};
use serde_json::{Value, json};

use crate::shown;
use crate::world::{self, of_json};

/// The scenarios' base with so many subnets more, in eight zones.
fn world() -> Value {
    let mut world = world::json("tests/scenarios/base.json");
    let place = &mut world["places"][0];
    let task = place["tasks"][2].clone();
    let interface = place["NetworkInterfaces"]
        .as_array()
        .expect("rows")
        .iter()
        .find(|row| task.to_string().contains(row["NetworkInterfaceId"].as_str().expect("an id")));
    let interface = interface.expect("the task's interface").clone();
    for at in 0..56 {
        let zone = char::from(b'a' + u8::try_from(at % 8).expect("small"));
        let id = format!("subnet-more-{at:02}");
        place["Subnets"].as_array_mut().expect("rows").push(json!({
            "SubnetId": id, "VpcId": "vpc-main", "OwnerId": "111122223333", "CidrBlock": format!("10.0.{}.0/24", 100 + at),
            "State": "available", "AvailabilityZone": format!("us-east-1{zone}"), "AvailabilityZoneId": format!("use1-az{}", at % 8 + 1),
            "Tags": [{"Key": "Name", "Value": format!("team-{at:02}-{zone}")}],
        }));
        // Every other one holds a task.
        if at % 2 == 0 {
            let own = interface["NetworkInterfaceId"].as_str().expect("an id").to_owned();
            let renamed = |value: &Value| {
                let text = value
                    .to_string()
                    .replace(&own, &format!("eni-more-{at:02}"))
                    .replace("task/main/app-a", &format!("task/main/more-{at:02}"));
                let value: Value = serde_json::from_str(&text).expect("JSON");
                value
            };
            let mut more = renamed(&interface);
            more["SubnetId"] = json!(id);
            more["PrivateIpAddress"] = json!(format!("10.0.{}.9", 100 + at));
            more["PrivateIpAddresses"] = json!([{"Primary": true, "PrivateIpAddress": format!("10.0.{}.9", 100 + at)}]);
            place["NetworkInterfaces"].as_array_mut().expect("rows").push(more);
            let more = renamed(&task).to_string().replace("subnet-private-a", &id);
            place["tasks"].as_array_mut().expect("rows").push(serde_json::from_str(&more).expect("JSON"));
        }
    }
    world
}

fn map() -> Map {
    let analysis = of_json(&world());
    assert!(analysis.report.tasks.len() > 30);
    let answer = analysis.way_out(&world::task(&analysis, "app-a")).expect("an answer");
    Map::of(&analysis, &answer).expect("a map")
}

#[test]
fn a_large_vpc_stays_legible() {
    let map = map();
    assert_eq!(map.zones.len(), 8);
    assert_eq!(map.zones.iter().map(|zone| zone.subnets.len()).sum::<usize>(), 60);
    let view = View { width: 200, ..View::default() };
    let plan = map.plan(&view);
    assert!(plan.rows <= 9, "{} rows", plan.rows);
    let folded: usize = plan
        .columns
        .iter()
        .flat_map(|column| column.items.iter().flatten())
        .map(|item| if let Item::More(all) = item { all.len() } else { 0 })
        .sum();
    let boxes = plan.columns.iter().flat_map(|column| column.items.iter().flatten()).filter(|item| matches!(item, Item::Subnet(_))).count();
    assert_eq!(folded + boxes, 60, "every subnet is there, on its own or folded up");
    assert!(folded > 20 && boxes < 40, "{folded} folded up, {boxes} boxes");
    assert_eq!(shown(&map), map.tally);
    let scene = map.scene(&view);
    let picture = scene.cells().text();
    assert!(picture.contains(" more "), "{picture}");
    // A box is as wide as a name that tells something, and the picture no wider than the room.
    assert!(scene.width <= 200, "{}", scene.width);
    assert!(scene.frames.iter().filter(|frame| frame.kind == FrameKind::Subnet).all(|frame| frame.width >= 19));
    insta::with_settings!({snapshot_path => ".", prepend_module_to_snapshot => false, omit_expression => true}, {
        insta::assert_snapshot!("large.txt", picture);
    });
}

#[test]
fn from_near_a_folded_subnet_has_a_box_of_its_own() {
    let map = map();
    let plan = map.plan(&View { width: 200, ..View::default() });
    let folded = plan.columns.iter().find_map(|column| {
        let more = column.items.iter().flatten().find_map(|item| if let Item::More(all) = item { all.first() } else { None })?;
        Some(map.subnet(column.zone, *more).id.clone())
    });
    let folded = folded.expect("something is folded up");
    let near = View { width: 200, zoom: Zoom::Zone, cursor: Some(&folded), ..View::default() };
    let scene = map.scene(&near);
    assert!(scene.placed.iter().any(|placed| placed.subnet == folded && placed.subnets == 1));
}

#[test]
fn no_room_is_too_odd_to_be_drawn_in() {
    let map = map();
    for width in (0..130).chain([500, 5_000, 65_535]) {
        for zoom in [Zoom::Vpc, Zoom::Zone, Zoom::Subnet] {
            for leg in [Leg::There, Leg::Back] {
                for cursor in [None, Some("subnet-more-07"), Some("subnet-that-is-not-there")] {
                    let scene = map.scene(&View { width, zoom, leg, cursor });
                    let cells = scene.cells();
                    assert_eq!(cells.text().lines().count(), cells.height);
                    assert_eq!(cells.at(usize::MAX, 0), cells.at(0, usize::MAX));
                }
            }
        }
    }
}
