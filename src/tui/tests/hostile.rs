//! Text that wants to be more than text, and keys without sense.

use super::{App, fixture, text};
use crate::analysis::Analysis;
use crate::net::answer::{Answer, Explanation};
use crate::net::{Code, Network};
use crate::tui::data::Data;
use crate::tui::keys::typed;
use crate::tui::msg::Msg;
use crate::tui::picture;
use crate::tui::source::Progress;

/// Escape sequences, C1, bidi, zero width, tag characters, a tower of marks.
const HOSTILE: &str =
    "\u{1b}[2J\u{1b}]0;x\u{7}\u{9b}31m\u{202e}abc\u{200b}\u{ad}\u{e0041}\u{feff}\u{7f}e\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}";

/// The fixture with hostile text in every field that comes from outside.
fn data(hostile: &str) -> Box<Data> {
    let file = serde_json::to_value(fixture::snapshot().as_ref()).expect("JSON");
    let mut file = file;
    file["egret"] = serde_json::json!("snapshot/1");
    spoil(&mut file["places"], hostile);
    let (snapshot, _) = crate::snapshot::file::parse(std::path::Path::new("hostile"), file.to_string().as_bytes()).expect("a snapshot");
    let mut report = fixture::data().analysis.report;
    for text in report.accounts.iter_mut().chain(&mut report.regions) {
        text.push_str(hostile);
    }
    for gap in &mut report.gaps {
        gap.detail.push_str(hostile);
    }
    for finding in &mut report.findings {
        for text in [&mut finding.title, &mut finding.message, &mut finding.fix, &mut finding.component] {
            text.push_str(hostile);
        }
    }
    for task in &mut report.tasks {
        for text in [&mut task.cluster, &mut task.launch_type, &mut task.network_mode, &mut task.status, &mut task.task_definition] {
            text.push_str(hostile);
        }
        for text in
            [&mut task.service, &mut task.network_interface, &mut task.availability_zone, &mut task.private_address].into_iter().flatten()
        {
            text.push_str(hostile);
        }
        task.start.services.iter_mut().for_each(|service| service.service.push_str(hostile));
        task.inbound_ipv4.open.iter_mut().for_each(|open| open.ports.push_str(hostile));
    }
    let mut data = Data::of(Analysis { network: Network::new(std::sync::Arc::new(snapshot)), report });
    for (arn, way, answer) in fixture::answers() {
        data.answers.put(&arn, way, spoilt(answer, hostile));
    }
    Box::new(data)
}

fn spoilt(mut answer: Answer, hostile: &str) -> Answer {
    for hop in &mut answer.hops {
        hop.id.push_str(hostile);
        hop.detail.push_str(hostile);
        hop.subnet.iter_mut().for_each(|subnet| subnet.push_str(hostile));
    }
    answer.explanations.push(Explanation {
        code: Code::NotRead,
        component: hostile.to_owned(),
        message: hostile.to_owned(),
        fix: hostile.to_owned(),
        command: Some(hostile.to_owned()),
    });
    answer
}

/// Appends to every text below the rows, ids and references included.
fn spoil(value: &mut serde_json::Value, hostile: &str) {
    match value {
        serde_json::Value::String(text) => text.push_str(hostile),
        serde_json::Value::Array(rows) => rows.iter_mut().for_each(|row| spoil(row, hostile)),
        serde_json::Value::Object(fields) => fields.values_mut().for_each(|field| spoil(field, hostile)),
        _ => {}
    }
}

fn harmless(shown: &str) {
    let bad = shown.chars().find(|letter| {
        *letter != '\n'
            && (letter.is_control()
                || matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}'))
    });
    assert_eq!(bad, None, "{shown:?}");
    let tower = shown.chars().collect::<Vec<_>>().windows(6).any(|part| part.iter().all(|letter| ('\u{300}'..='\u{36f}').contains(letter)));
    assert!(!tower, "{shown:?}");
}

#[test]
fn nothing_from_outside_is_drawn_raw() {
    for size in [(80, 24), (130, 40), (200, 50)] {
        for keys in ["", "<enter>", "jji", "1j", "2jj", "3jj", "f", "g", "?", "1jd", "2jjd", "3jjd"] {
            let mut app = App::with(data(HOSTILE), size.0, size.1);
            app.press(keys);
            harmless(&app.screen());
            assert!(app.screen().contains("\\x1b") || keys == "?", "{keys}: the escape is not shown at all\n{}", app.screen());
            harmless(&picture::svg(&app.buffer()));
        }
    }
}

#[test]
fn errors_progress_and_typing_are_not_drawn_raw_either() {
    let mut app = App::with_data(80, 24);
    app.press("r").send(Msg::Progress(Progress { call: HOSTILE.to_owned(), done: 1, total: 2, services: Vec::new() }));
    harmless(&app.screen());
    app.send(Msg::Loaded(Err(HOSTILE.to_owned()))).press("/");
    for letter in HOSTILE.chars() {
        let mut key = typed("x")[0];
        key.code = ratatui::crossterm::event::KeyCode::Char(letter);
        app.send(Msg::Key(key));
    }
    harmless(&app.screen());
}

#[test]
fn columns_stay_aligned_whatever_stands_in_them() {
    // More than a megabyte.
    let long = "東京".repeat(180_000);
    for hostile in ["東京都", "e\u{301}\u{302}", long.as_str(), HOSTILE] {
        let mut app = App::with(data(hostile), 200, 50);
        for keys in ["", "1", "2", "3"] {
            app.press(keys);
            let buffer = app.buffer();
            let edges = [59, 60];
            for row in 2..7 {
                for column in edges {
                    assert_eq!(buffer[(column, row)].symbol(), "│", "{column},{row} after {keys}\n{}", text(&buffer));
                }
            }
        }
    }
}

#[test]
fn any_keys_at_any_size_are_survived() {
    let names =
        ["<enter>", "<esc>", "<tab>", "<backtab>", "<down>", "<pgdn>", "<pgup>", "<home>", "<end>", "<ctrl-u>", "<ctrl-d>", "<backspace>"];
    let letters = "1234567890hjklgGfinNJK[]/?rw eb-x";
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    let mut roll = |sides: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        usize::try_from(seed % sides as u64).expect("small")
    };
    let mut app = App::with_data(80, 24);
    for round in 0..4_000 {
        let key = match roll(3) {
            0 => names[roll(names.len())].to_owned(),
            _ => letters.chars().nth(roll(letters.len())).expect("a letter").to_string(),
        };
        app.press(&key);
        match roll(40) {
            0 => drop(app.send(Msg::Resize(roll(260) as u16, roll(70) as u16))),
            1 => drop(app.send(Msg::Loaded(Ok(if roll(2) == 0 { fixture::data() } else { data(HOSTILE) })))),
            2 => drop(app.send(Msg::Loaded(Err(String::from("no"))))),
            _ => {}
        }
        if round % 3 == 0 {
            app.buffer();
        }
    }
}
