//! Pictures of the screen: a buffer as a self-contained SVG, so that the
//! README shows what the program really draws.

use std::fmt::Write;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};

use super::data::Data;
use super::palette::Palette;
use super::prepare::prepare;
use super::state::State;
use super::update::update;
use super::words::width;
use super::{keys, narrow, view};
use crate::analysis::Analysis;
use crate::analysis::map::{Arms, Stroke, arms};
use crate::tui::msg::Msg;

/// A cell's size in the picture.
const CELL: (f32, f32) = (8.4, 18.0);
/// The space around the screen.
const MARGIN: f32 = 12.0;
/// The picture's own theme: background and text.
const THEME: (&str, &str) = ("#12161c", "#c9d1d9");

/// The screen on an analysis, after some keys (as [`keys::typed`] reads them).
pub fn of_sample(analysis: Analysis, columns: u16, rows: u16, keys: &str) -> String {
    let mut state = State::new(Vec::new(), Palette::new(true), (columns, rows));
    let data = Data::of(analysis);
    let taken_at = data.taken_at;
    narrow::replace(&mut state, Box::new(data));
    // As if it had been read just now: the picture does not depend on the day.
    if let Some(taken_at) = taken_at {
        update(&mut state, Msg::Now(taken_at));
    }
    prepare(&mut state);
    for key in keys::typed(keys) {
        update(&mut state, Msg::Key(key));
        prepare(&mut state);
    }
    let mut buffer = Buffer::empty(Rect::new(0, 0, columns, rows));
    view::draw(&state, &mut buffer);
    svg(&buffer)
}

/// A buffer as an SVG.
pub fn svg(buffer: &Buffer) -> String {
    let (wide, high) = (f32::from(buffer.area.width) * CELL.0 + 2.0 * MARGIN, f32::from(buffer.area.height) * CELL.1 + 2.0 * MARGIN);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {wide:.0} {high:.0}\" width=\"{wide:.0}\" height=\"{high:.0}\" \
         font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"14\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"10\" fill=\"{}\"/>\n",
        THEME.0
    );
    for row in 0..buffer.area.height {
        draw_row(&mut svg, buffer, row);
    }
    svg.push_str("</svg>\n");
    svg
}

/// Backgrounds first, then the text: each in runs that look alike.
fn draw_row(svg: &mut String, buffer: &Buffer, row: u16) {
    let top = MARGIN + f32::from(row) * CELL.1;
    for (left, across, cells) in runs(buffer, row, |look| look.background) {
        if let Some(background) = Look::of(cells[0]).background {
            let _ = writeln!(
                svg,
                "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{across:.1}\" height=\"{:.1}\" fill=\"{background}\"/>",
                CELL.1
            );
        }
    }
    for (left, across, cells) in runs(buffer, row, |look| (look.colour, look.bold, look.dim)) {
        let look = Look::of(cells[0]);
        let text: String = cells.iter().map(|cell| cell.symbol()).collect();
        let heavy = heavy_strokes(&text, left, top);
        if !heavy.is_empty() {
            let _ = writeln!(svg, "<path d=\"{heavy}\" stroke=\"{}\" stroke-width=\"2.6\" fill=\"none\"/>", look.colour);
        }
        let (text, strokes) = strokes(&text, left, top);
        if !strokes.is_empty() {
            let _ = writeln!(svg, "<path d=\"{strokes}\" stroke=\"{}\" fill=\"none\"/>", look.colour);
        }
        if !text.trim().is_empty() {
            look.text(svg, &text, left, top + CELL.1 * 0.74, across);
        }
    }
}

/// The runs of a row whose cells are alike in some way: where each starts, how
/// wide it is, and its cells. A wide letter's second cell is passed over.
fn runs<K: PartialEq>(buffer: &Buffer, row: u16, alike: impl Fn(&Look) -> K) -> Vec<(f32, f32, Vec<&Cell>)> {
    let mut runs: Vec<(f32, f32, Vec<&Cell>)> = Vec::new();
    let mut column = 0;
    while column < buffer.area.width {
        let cell = &buffer[(buffer.area.x + column, buffer.area.y + row)];
        let cells = u16::try_from(width(cell.symbol()).max(1)).unwrap_or(1);
        let across = f32::from(cells) * CELL.0;
        match runs.last_mut().filter(|(_, _, run)| alike(&Look::of(run[0])) == alike(&Look::of(cell))) {
            Some((_, wide, run)) => {
                *wide += across;
                run.push(cell);
            }
            None => runs.push((MARGIN + f32::from(column) * CELL.0, across, vec![cell])),
        }
        column += cells;
    }
    runs
}

/// Takes the frames out of a text and draws them, so that they meet in every
/// font: an arm from the middle of the cell to each side that a character has.
fn strokes(text: &str, left: f32, top: f32) -> (String, String) {
    let (mut rest, mut path) = (String::new(), String::new());
    let mut column = 0.0;
    for letter in text.chars() {
        let (x, y) = (left + column * CELL.0, top);
        let (middle, centre) = (x + CELL.0 / 2.0, y + CELL.1 / 2.0);
        let (right, bottom) = (x + CELL.0, y + CELL.1);
        let round = |vertical: f32, side: f32| format!("M{middle:.1} {vertical:.1}Q{middle:.1} {centre:.1} {side:.1} {centre:.1}");
        let drawn = match letter {
            '─' => format!("M{x:.1} {centre:.1}H{right:.1}"),
            '│' => format!("M{middle:.1} {y:.1}V{bottom:.1}"),
            '┬' => format!("M{x:.1} {centre:.1}H{right:.1}M{middle:.1} {centre:.1}V{bottom:.1}"),
            '┴' => format!("M{x:.1} {centre:.1}H{right:.1}M{middle:.1} {y:.1}V{centre:.1}"),
            '╌' => format!("M{:.1} {centre:.1}h2.6m1.6 0h2.6", x + 0.8),
            '┆' => format!("M{middle:.1} {:.1}v3.6m0 2.4v3.6m0 2.4v3.6", y + 1.2),
            '╭' => round(bottom, right),
            '╮' => round(bottom, x),
            '╰' => round(y, right),
            '╯' => round(y, x),
            other => arms(other).map_or_else(String::new, |arms| arms_drawn(arms, Stroke::Light, x, y)),
        };
        let drawn_heavy = arms(letter).is_some_and(|arms| !arms_drawn(arms, Stroke::Heavy, x, y).is_empty());
        rest.push(if drawn.is_empty() && !drawn_heavy { letter } else { ' ' });
        path.push_str(&drawn);
        column += width(letter.encode_utf8(&mut [0; 4])) as f32;
    }
    (rest, path)
}

/// The heavy arms of a text's box characters.
fn heavy_strokes(text: &str, left: f32, top: f32) -> String {
    let mut path = String::new();
    let mut column = 0.0;
    for letter in text.chars() {
        if let Some(arms) = arms(letter) {
            path.push_str(&arms_drawn(arms, Stroke::Heavy, left + column * CELL.0, top));
        }
        column += width(letter.encode_utf8(&mut [0; 4])) as f32;
    }
    path
}

/// The arms of one weight, from the middle of the cell to its sides.
fn arms_drawn(arms: Arms, weight: Stroke, x: f32, y: f32) -> String {
    let (middle, centre) = (x + CELL.0 / 2.0, y + CELL.1 / 2.0);
    let mut path = String::new();
    if arms.dashed && weight == Stroke::Heavy {
        if arms.left == weight {
            path.push_str(&format!("M{:.1} {centre:.1}h2.6m1.6 0h2.6", x + 0.8));
        }
        if arms.up == weight {
            path.push_str(&format!("M{middle:.1} {:.1}v6m0 3.6v6", y + 1.2));
        }
        return path;
    }
    let sides = [(arms.up, middle, y), (arms.right, x + CELL.0, centre), (arms.down, middle, y + CELL.1), (arms.left, x, centre)];
    for (_, to_x, to_y) in sides.into_iter().filter(|(stroke, ..)| *stroke == weight) {
        path.push_str(&format!("M{middle:.1} {centre:.1}L{to_x:.1} {to_y:.1}"));
    }
    path
}

/// How a cell looks.
struct Look {
    colour: &'static str,
    background: Option<&'static str>,
    bold: bool,
    dim: bool,
}

impl Look {
    fn of(cell: &Cell) -> Self {
        let reversed = cell.modifier.contains(Modifier::REVERSED);
        let (colour, background) = (hex(cell.fg), hex(cell.bg));
        let (colour, background) =
            if reversed { (Some(background.unwrap_or(THEME.0)), Some(colour.unwrap_or(THEME.1))) } else { (colour, background) };
        Self {
            colour: colour.unwrap_or(THEME.1),
            background,
            bold: cell.modifier.contains(Modifier::BOLD),
            dim: cell.modifier.contains(Modifier::DIM),
        }
    }

    fn text(&self, svg: &mut String, text: &str, left: f32, base: f32, across: f32) {
        let weight = if self.bold { " font-weight=\"bold\"" } else { "" };
        let dim = if self.dim { " opacity=\"0.6\"" } else { "" };
        let _ = writeln!(
            svg,
            "<text x=\"{left:.1}\" y=\"{base:.1}\" textLength=\"{across:.1}\" lengthAdjust=\"spacingAndGlyphs\" fill=\"{}\"{weight}{dim} xml:space=\"preserve\">{}</text>",
            self.colour,
            escaped(text)
        );
    }
}

/// The terminal's colours as this picture has them.
fn hex(colour: Color) -> Option<&'static str> {
    Some(match colour {
        Color::Red => "#f2726f",
        Color::LightRed => "#ff8b80",
        Color::Green => "#6cc986",
        Color::Yellow => "#e0b04c",
        Color::Magenta => "#c792ea",
        Color::Cyan => "#56c1d6",
        Color::LightCyan => "#7fdbef",
        Color::LightBlue => "#7aa9f7",
        Color::DarkGray => "#5d6673",
        Color::White => "#ffffff",
        _ => return None,
    })
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
