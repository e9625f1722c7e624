//! Names that want to be more than names.

use egret::analysis::map::{Leg, Map, View, Zoom};
use egret::report::map::{mermaid, svg, text};
use serde_json::Value;

use crate::world::{json, of_json};

/// Ends a quote, a label, a tag and a line in every language that is written
/// here; steers terminals; turns the reading direction; hides; is wide.
const HOSTILE: &str = "\"]; click h0 \"javascript:x\" %%{init: 1}%%\n```</text><script>x</script>&#x3c;`#quot;\u{1b}]0;x\u{7}\u{9b}2J\u{202e}\u{200b}\u{feff}東京\u{ffff}";

/// Appends to every name and description below a place.
fn spoil(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields.iter_mut() {
                match (name.as_str(), field) {
                    ("Value" | "GroupName" | "group" | "AvailabilityZone", Value::String(text)) => text.push_str(HOSTILE),
                    (_, field) => spoil(field),
                }
            }
        }
        Value::Array(rows) => rows.iter_mut().for_each(spoil),
        _ => {}
    }
}

fn maps() -> Vec<Map> {
    let mut world = json("assets/sample-account.json");
    spoil(&mut world["places"]);
    let analysis = of_json(&world);
    let tasks = analysis.report.tasks.iter().map(|task| task.task.clone());
    let answers = tasks.flat_map(|task| [analysis.way_out(&task), analysis.way_in(&task)]).flatten();
    let maps: Vec<Map> = answers.filter_map(|answer| Map::of(&analysis, &answer)).collect();
    assert!(maps.len() > 80);
    assert!(maps.iter().all(|map| map.label.contains("javascript")), "the names are spoilt");
    maps
}

#[test]
fn nothing_from_outside_acts_on_a_terminal() {
    for map in maps() {
        for (width, zoom, leg) in [(76, Zoom::Vpc, Leg::There), (200, Zoom::Zone, Leg::Back), (60, Zoom::Subnet, Leg::There)] {
            let view = View { width, zoom, leg, cursor: None };
            let cells = map.scene(&view).cells();
            let drawn = cells.text();
            assert!(drawn.chars().all(harmless), "{drawn}");
            for y in 0..cells.height {
                let wide: usize = cells.runs(y, 0, cells.width).iter().map(|(_, text)| egret::text::width(text)).sum();
                assert_eq!(wide, cells.width, "every row is as wide as the picture\n{drawn}");
            }
        }
    }
}

fn harmless(letter: char) -> bool {
    letter == '\n' || (!letter.is_control() && !matches!(letter, '\u{202e}' | '\u{200b}' | '\u{feff}'))
}

#[test]
fn no_name_ends_a_line_a_quote_or_a_tag() {
    for map in maps() {
        let mut written = Vec::new();
        mermaid(&mut written, &map).expect("memory takes it");
        let flowchart = String::from_utf8(written).expect("text");
        for line in flowchart.lines().skip(1) {
            assert!(line.chars().all(harmless), "{line}");
            let quotes = line.matches('"').count();
            assert!(quotes == 0 || quotes == 2, "{line}");
            let label = line.split('"').nth(1).unwrap_or("").replace("<br/>", "");
            assert!(!label.contains(['<', '>', '[', ']', '{', '}', '(', ')', '`', '&', '|', '\\', '=', '%']), "{line}");
            // A semicolon only ever ends a character's number.
            let rest: String = label.split('#').skip(1).map(|part| part.split_once(';').map_or("x", |(number, _)| number)).collect();
            assert!(rest.chars().all(|digit| digit.is_ascii_digit()), "{line}");
            let statement = line.trim_start();
            assert!(!statement.starts_with("click") && !statement.starts_with("%%"), "{line}");
        }
        assert!(!flowchart.lines().next().unwrap_or("").contains("%%{"), "{flowchart}");

        let mut written = Vec::new();
        svg(&mut written, &map).expect("memory takes it");
        let picture = String::from_utf8(written).expect("text");
        assert!(picture.chars().all(|letter| harmless(letter) && letter != '\u{ffff}'));
        for tag in picture.split('<').skip(1) {
            let name: String = tag.chars().take_while(|letter| letter.is_ascii_alphanumeric() || *letter == '/').collect();
            let known = ["svg", "title", "/title", "rect", "g", "path", "circle", "text", "/text", "/g", "/svg"];
            assert!(known.contains(&name.as_str()), "<{tag}");
        }
        let bare = picture
            .split('&')
            .skip(1)
            .filter(|entity| !["amp;", "lt;", "gt;", "quot;", "#39;"].iter().any(|known| entity.starts_with(known)));
        assert_eq!(bare.count(), 0);

        let mut written = Vec::new();
        text(&mut written, &map).expect("memory takes it");
        let plain = String::from_utf8(written).expect("text");
        assert!(plain.chars().all(harmless));
        // Markdown puts it between four backticks, each on a line of their own.
        assert!(plain.lines().all(|line| !line.trim_start().starts_with("````")));
    }
}
