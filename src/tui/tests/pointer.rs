//! The mouse, by what the screen shows where it points.

use ratatui::layout::Position;

use super::App;
use super::find::sample;
use crate::tui::layout;
use crate::tui::mouse::{Act, Mouse};
use crate::tui::msg::Msg;
use crate::tui::state::{Layer, Pane};

impl App {
    fn point(&mut self, act: Act, at: Position) -> &mut Self {
        self.send(Msg::Mouse(Mouse { act, column: at.x, row: at.y }))
    }

    fn click(&mut self, at: Position) -> &mut Self {
        self.point(Act::Press, at).point(Act::Release, at)
    }

    fn click_on(&mut self, text: &str) -> &mut Self {
        self.click(self.find(text))
    }

    /// Where a text begins on the screen.
    fn find(&self, text: &str) -> Position {
        let screen = self.screen();
        let found = screen.lines().enumerate().find_map(|(row, line)| {
            let before = &line[..line.find(text)?];
            Some(Position::new(u16::try_from(before.chars().count()).ok()?, u16::try_from(row).ok()?))
        });
        found.unwrap_or_else(|| panic!("no {text:?} on\n{screen}"))
    }

    fn task(&self) -> &str {
        &self.state.task().expect("a task").name
    }
}

#[test]
fn a_click_chooses_a_row_and_another_opens_it() {
    let mut app = App::with_data(80, 24);
    let partner = app.find("partner");
    app.click(partner);
    assert_eq!((app.task(), app.state.focus), ("partner", Pane::Tasks));
    app.click(partner);
    assert_eq!(app.state.focus, Pane::Path);
    assert!(app.screen().contains("partner"));
}

#[test]
fn a_click_leads_to_the_pane_under_it() {
    let mut app = App::with_data(200, 50);
    let subnet = app.find("shop-private-b");
    app.click(subnet);
    assert_eq!((app.state.focus, app.state.subnet().map(|row| row.id.as_str())), (Pane::Subnets, Some("subnet-0prb")));
    app.click_on("5 Path");
    assert_eq!(app.state.focus, Pane::Path);
    // The row that stands for all of them.
    app.click_on("all subnets");
    assert_eq!((app.state.focus, app.state.subnet().is_none()), (Pane::Subnets, true));
}

#[test]
fn a_click_on_a_tab_shows_its_pane() {
    for (tab, pane) in [("1 VPCs", Pane::Vpcs), ("3 Routes", Pane::Routes), ("5 Path", Pane::Path), ("4 Tasks", Pane::Tasks)] {
        let mut app = App::with_data(80, 24);
        app.press("2").click_on(tab);
        assert_eq!(app.state.focus, pane, "{tab}");
    }
}

#[test]
fn clicks_beside_the_rows_change_nothing_but_the_focus() {
    let mut app = App::with_data(200, 50);
    let (before, places) = (app.state.lists.clone(), layout::places(&app.state));
    for row in 0..50 {
        for column in (0..200).filter(|column| places.cuts.iter().any(|cut| cut.upright && cut.at == *column)) {
            app.click(Position::new(column, row));
        }
    }
    app.click_on("egret").click(Position::new(0, 49)).click(Position::new(1000, 1000));
    assert_eq!(app.state.lists, before);
}

#[test]
fn the_wheel_scrolls_the_list_under_it() {
    let mut app = sample(80, 24);
    let height = layout::list_height(Pane::Tasks, layout::places(&app.state).of(Pane::Tasks).expect("it shows"));
    let (first, list) = (app.task().to_owned(), app.find("out in").y + 2);
    app.point(Act::WheelDown, Position::new(5, list));
    // The cursor stays in the window, and goes no further than it must.
    assert_eq!((app.state.lists[Pane::Tasks as usize].offset, app.state.lists[Pane::Tasks as usize].cursor), (3, 3));
    for _ in 0..100 {
        app.point(Act::WheelDown, Position::new(5, list));
    }
    let shown = &app.state.lists[Pane::Tasks as usize];
    assert_eq!(shown.offset + height, shown.shown.len());
    for _ in 0..100 {
        app.point(Act::WheelUp, Position::new(5, list));
    }
    assert_eq!(app.state.lists[Pane::Tasks as usize].offset, 0);
    assert_ne!(app.task(), first);
}

#[test]
fn the_wheel_scrolls_the_path_and_texts() {
    let mut app = sample(200, 50);
    app.press("jjjjj");
    let path = app.find("5 Path");
    let before = app.state.path.scroll;
    app.point(Act::WheelUp, Position::new(path.x, path.y + 9)).point(Act::WheelDown, Position::new(path.x, path.y + 9));
    assert_eq!((app.state.focus, app.state.path.scroll.abs_diff(before) <= 3), (Pane::Tasks, true));
    app.press("?").point(Act::WheelDown, Position::new(90, 20));
    assert_eq!(app.state.layers.last().map(|layer| matches!(layer, Layer::Reader(_, 3))), Some(true));
    app.click(Position::new(90, 20));
    assert_eq!(app.state.layers.len(), 1);
    app.click(Position::new(2, 20));
    assert!(app.state.layers.is_empty());
}

#[test]
fn a_click_on_a_hop_brings_it_to_the_top_and_another_goes_to_it() {
    let mut app = App::with_data(80, 24);
    app.press("/a1b2<enter><enter>");
    let hop = app.find("route table");
    app.click(hop);
    let top = app.find("route table");
    assert!(top.y < hop.y, "{}", app.screen());
    app.click(top);
    assert_eq!(app.state.focus, Pane::Routes);
    assert!(app.screen().contains("shop-private"));
    app.press("<esc>");
    assert_eq!(app.state.focus, Pane::Path);
}

#[test]
fn a_divider_is_dragged_and_moved_by_keys() {
    let mut app = App::with_data(130, 36);
    let width = |app: &App| layout::places(&app.state).of(Pane::Tasks).expect("it shows").width;
    let before = width(&app);
    app.point(Act::Press, Position::new(before, 10))
        .point(Act::Drag, Position::new(before + 9, 12))
        .point(Act::Drag, Position::new(90, 30));
    assert_eq!(width(&app), 90);
    app.point(Act::Release, Position::new(90, 30)).point(Act::Drag, Position::new(40, 30));
    assert_eq!(width(&app), 90, "it was let go");
    app.press("4<<");
    assert_eq!(width(&app), 82);
    app.press(">");
    assert_eq!(width(&app), 86);
    // From the other side the same line moves the other way.
    app.press("5>");
    assert_eq!(width(&app), 82);
    app.press("4{");
    let height = |app: &App| layout::places(&app.state).of(Pane::Tasks).expect("it shows").height;
    let shorter = height(&app);
    app.press("}");
    assert_eq!(height(&app), shorter + 2);
}

#[test]
fn where_nothing_is_beside_a_pane_it_says_so() {
    let mut app = App::with_data(80, 24);
    app.press(">");
    assert!(app.screen().contains("Nothing stands beside this pane"));
    app.press("5}");
    assert!(app.screen().contains("Nothing stands above or below this pane"));
}

#[test]
fn a_click_keeps_the_filter_that_is_being_typed() {
    let mut app = App::with_data(80, 24);
    app.press("/web").click_on("2 Subnets");
    assert_eq!((app.state.focus, app.state.layers.len()), (Pane::Subnets, 0));
    assert_eq!(app.state.lists[Pane::Tasks as usize].count(), 2);
    app.press(":vpcs").click_on("1 VPCs");
    assert!(matches!(app.state.layers.last(), Some(Layer::Line(_))), "a command is not lost by a click");
}

#[test]
fn any_mouse_at_any_size_is_survived() {
    let acts = [Act::Press, Act::Drag, Act::Release, Act::WheelUp, Act::WheelDown];
    let mut seed = 0x51a4_83bc_9e37_79b9_u64;
    let mut roll = |sides: u64| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed % sides
    };
    let mut app = App::with_data(200, 50);
    for _ in 0..4_000 {
        let at = Position::new(roll(230) as u16, roll(60) as u16);
        app.point(acts[roll(5) as usize], at);
        match roll(60) {
            0 => drop(app.send(Msg::Resize(roll(230) as u16, roll(60) as u16))),
            1 => drop(app.press(["?", "<esc>", "/x", ":v", "f", "<", "}"][roll(7) as usize])),
            _ => {}
        }
        app.buffer();
    }
}
