//! The same screen in other looks: colours, none, ASCII, other keys. What the
//! sizes do is in `screens`.

use std::fmt::Write;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::Color;

use super::{App, text};
use crate::tui::ascii;
use crate::tui::config::Config;
use crate::tui::msg::Msg;
use crate::tui::palette::Palette;
use crate::tui::theme::{Choice, Depth, Ground, Theme};

/// Compares with the picture of that name in `tests/screens`.
fn check(name: &str, shown: &str) {
    insta::with_settings!({snapshot_path => "../../../tests/screens", prepend_module_to_snapshot => false, omit_expression => true}, {
        insta::assert_snapshot!(name, shown);
    });
}

fn in_theme(theme: Theme, columns: u16, rows: u16) -> App {
    let mut app = App::with_data(columns, rows);
    app.state.theme = theme;
    app.state.palette = Palette::of(theme);
    app.send(Msg::Rested);
    app
}

/// Text with its looks: each run of cells that look alike after its look in
/// braces, plain text as it is.
fn with_looks(buffer: &Buffer) -> String {
    let mut shown = String::new();
    for row in buffer.content.chunks(usize::from(buffer.area.width)) {
        let mut before = String::new();
        let mut line = String::new();
        for cell in row {
            let look = look(cell);
            if look != before {
                let _ = write!(line, "{{{look}}}");
                before = look;
            }
            line.push_str(cell.symbol());
        }
        shown.push_str(line.trim_end());
        shown.push('\n');
    }
    shown
}

fn look(cell: &Cell) -> String {
    let mut parts = Vec::new();
    if cell.fg != Color::Reset {
        parts.push(cell.fg.to_string());
    }
    if cell.bg != Color::Reset {
        parts.push(format!("on {}", cell.bg));
    }
    parts.extend(cell.modifier.iter_names().map(|(name, _)| name.to_lowercase()));
    parts.join(" ")
}

#[test]
fn sixteen_colours_are_those_of_the_terminal() {
    let theme = Theme { depth: Depth::Sixteen, ..Theme::default() };
    check("sixteen-colours-80x24", &with_looks(&in_theme(theme, 80, 24).buffer()));
}

#[test]
fn without_colours_signs_and_weight_tell() {
    let app = in_theme(Theme { depth: Depth::None, ..Theme::default() }, 80, 24);
    assert!(app.buffer().content.iter().all(|cell| (cell.fg, cell.bg) == (Color::Reset, Color::Reset)));
    check("no-colour-80x24", &with_looks(&app.buffer()));
}

#[test]
fn in_ascii_everything_has_a_sign() {
    for (name, columns, rows, keys) in
        [("ascii-80x24", 80, 24, ""), ("ascii-path-120x40", 120, 40, "jjj"), ("ascii-help-80x24", 80, 24, "?")]
    {
        let mut app = App::with_data(columns, rows);
        app.state.keys = app.state.keys.clone().in_words();
        app.press(keys);
        let mut buffer = app.buffer();
        ascii::spell(&mut buffer);
        assert!(text(&buffer).is_ascii());
        check(name, &text(&buffer));
    }
}

#[test]
fn the_sizes_that_matter() {
    check("tasks-60x15", &App::with_data(60, 15).screen());
    check("tasks-120x40", &App::with_data(120, 40).screen());
    check("tasks-200x50", &App::with_data(200, 50).screen());
}

#[test]
fn the_answer_of_the_terminal_changes_the_colours() {
    let mut app = in_theme(Theme { depth: Depth::Many, ..Theme::default() }, 80, 24);
    let dark = with_looks(&app.buffer());
    app.send(Msg::Ground(Ground::Dark));
    assert_eq!(with_looks(&app.buffer()), dark);
    app.send(Msg::Ground(Ground::Light));
    assert_ne!(with_looks(&app.buffer()), dark);
    assert_eq!(text(&app.buffer()), App::with_data(80, 24).screen());
    // What was chosen stays chosen.
    let mut chosen = in_theme(Theme { choice: Choice::Dark, depth: Depth::Many, ..Theme::default() }, 80, 24);
    chosen.send(Msg::Ground(Ground::Light));
    assert_eq!(with_looks(&chosen.buffer()), dark);
}

#[test]
fn other_keys_are_heard_and_told_everywhere() {
    let mut app = App::with_data(120, 70);
    let config = "[keys]\nhelp = [\"H\"]\nquit = [\"Z\"]\nfilter = [\"ctrl-f\"]\nrefresh = []\n";
    app.state.keys = Config::parse(config).expect("a configuration").keys;
    let footer = app.screen().lines().last().expect("a footer").to_owned();
    assert!(footer.contains("H help") && footer.contains("Z quit") && footer.contains("Ctrl-F filter"), "{footer}");
    assert!(!footer.contains("refresh"), "{footer}");
    app.press("?");
    assert!(app.state.layers.is_empty());
    app.press("H");
    let help: Vec<String> = app.screen().lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    assert!(help.iter().any(|line| line.contains("Ctrl-F Filter this pane")), "{help:?}");
    assert!(help.iter().any(|line| line.contains("Z Quit")), "{help:?}");
}
