//! A scene in box characters: cells with a letter and its ink.

use unicode_segmentation::UnicodeSegmentation;

use super::scene::{Edge, Frame, FrameKind, Ink, Label, Line, Scene};
use super::stroke::{Arms, Stroke, arms, letter};
use super::words::glyph;
use crate::text::width;

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The letter; empty in the second cell of a wide one.
    pub symbol: Symbol,
    /// What it is drawn for.
    pub ink: Ink,
}

/// A letter with its marks. One that is a single character, which most are,
/// takes no memory of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Symbol {
    /// One character.
    One(char),
    /// A character with marks.
    Many(Box<str>),
    /// The second half of a wide letter.
    Nothing,
}

impl Symbol {
    /// Writes it behind a text.
    fn push_to(&self, text: &mut String) {
        match self {
            Self::One(letter) => text.push(*letter),
            Self::Many(letters) => text.push_str(letters),
            Self::Nothing => {}
        }
    }
}

/// A picture in cells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cells {
    /// How wide.
    pub width: usize,
    /// How high.
    pub height: usize,
    cells: Vec<Cell>,
}

impl Cells {
    /// A cell; a blank one beyond the picture.
    pub fn at(&self, x: usize, y: usize) -> Cell {
        let inside = x < self.width && y < self.height;
        if inside { self.cells[y * self.width + x].clone() } else { blank() }
    }

    /// A row in runs of one ink.
    pub fn runs(&self, y: usize, from: usize, to: usize) -> Vec<(Ink, String)> {
        let mut runs: Vec<(Ink, String)> = Vec::new();
        for x in from..to.min(self.width) {
            let cell = &self.cells[y * self.width + x];
            // The half of a wide letter that is not cut off is a blank.
            let half = x == from && cell.symbol == Symbol::Nothing;
            if runs.last().is_none_or(|(ink, _)| *ink != cell.ink) {
                runs.push((cell.ink, String::new()));
            }
            if let Some((_, text)) = runs.last_mut() {
                if half { text.push(' ') } else { cell.symbol.push_to(text) }
            }
        }
        runs
    }

    /// The picture without its inks.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for y in 0..self.height {
            let row: String = self.runs(y, 0, self.width).into_iter().map(|(_, text)| text).collect();
            text.push_str(row.trim_end());
            text.push('\n');
        }
        text
    }

    fn set(&mut self, x: usize, y: usize, letter: char, ink: Ink) {
        if x < self.width && y < self.height {
            self.part(x, y);
            self.cells[y * self.width + x] = Cell { symbol: Symbol::One(letter), ink };
        }
    }

    /// A wide letter of which one half is written over loses the other half.
    fn part(&mut self, x: usize, y: usize) {
        let row = y * self.width;
        if self.cells[row + x].symbol == Symbol::Nothing && x > 0 {
            self.cells[row + x - 1].symbol = Symbol::One(' ');
        }
        if x + 1 < self.width && self.cells[row + x + 1].symbol == Symbol::Nothing {
            self.cells[row + x + 1].symbol = Symbol::One(' ');
        }
    }

    fn letter_at(&self, x: usize, y: usize) -> Option<char> {
        let cell = (x < self.width && y < self.height).then(|| &self.cells[y * self.width + x])?;
        match cell.symbol {
            Symbol::One(letter) => Some(letter),
            _ => None,
        }
    }
}

fn blank() -> Cell {
    Cell { symbol: Symbol::One(' '), ink: Ink::Plain }
}

impl Scene {
    /// Draws it in box characters.
    pub fn cells(&self) -> Cells {
        let mut cells = Cells { width: self.width, height: self.height, cells: vec![blank(); self.width * self.height] };
        self.frames.iter().for_each(|frame| draw_frame(&mut cells, frame));
        self.labels.iter().for_each(|label| draw_label(&mut cells, label));
        // What is reached last, so that it lies on top.
        self.lines.iter().filter(|line| line.dashed).for_each(|line| draw_line(&mut cells, line));
        self.lines.iter().filter(|line| !line.dashed).for_each(|line| draw_line(&mut cells, line));
        self.lines.iter().for_each(|line| draw_cut(&mut cells, line));
        cells
    }
}

fn draw_frame(cells: &mut Cells, frame: &Frame) {
    let [across, down, corners] = match frame.edge {
        Edge::Light => ["─", "│", "╭╮╰╯"],
        Edge::Dashed => ["╌", "┆", "╭╮╰╯"],
        Edge::Heavy => ["━", "┃", "┏┓┗┛"],
    };
    let first = |text: &str| text.chars().next().unwrap_or(' ');
    let (across, down) = (first(across), first(down));
    let (right, bottom) = ((frame.x + frame.width).saturating_sub(1), (frame.y + frame.height).saturating_sub(1));
    for x in frame.x..=right {
        cells.set(x, frame.y, across, frame.ink);
        cells.set(x, bottom, across, frame.ink);
    }
    if frame.kind == FrameKind::Horizon {
        return;
    }
    for y in frame.y + 1..bottom {
        cells.set(frame.x, y, down, frame.ink);
        cells.set(right, y, down, frame.ink);
        if frame.kind == FrameKind::Gateway {
            // The VPC's border does not run through it.
            (frame.x + 1..right).for_each(|x| cells.set(x, y, ' ', Ink::Plain));
        }
    }
    for ((x, y), corner) in [(frame.x, frame.y), (right, frame.y), (frame.x, bottom), (right, bottom)].into_iter().zip(corners.chars()) {
        cells.set(x, y, corner, frame.ink);
    }
}

fn draw_label(cells: &mut Cells, label: &Label) {
    let mut x = label.x;
    for grapheme in label.span.text.graphemes(true) {
        let wide = width(grapheme);
        if wide == 0 || x + wide > cells.width || label.y >= cells.height {
            continue;
        }
        (x..x + wide).for_each(|x| cells.part(x, label.y));
        let mut letters = grapheme.chars();
        let symbol = match (letters.next(), letters.next()) {
            (Some(only), None) => Symbol::One(only),
            _ => Symbol::Many(grapheme.into()),
        };
        let row = label.y * cells.width;
        cells.cells[row + x] = Cell { symbol, ink: label.span.ink };
        for rest in x + 1..x + wide {
            cells.cells[row + rest] = Cell { symbol: Symbol::Nothing, ink: label.span.ink };
        }
        x += wide;
    }
}

/// Where a line comes from and goes to, at each of its cells.
fn draw_line(cells: &mut Cells, line: &Line) {
    let way = along(&line.points);
    for (at, here) in way.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| way[before]);
        let after = way.get(at + 1).copied();
        let drawn = match (before, after) {
            (Some(before), None) => head(before, *here, line.dashed),
            _ => body(cells, before, *here, after, line.dashed),
        };
        cells.set(here.0, here.1, drawn, line.ink);
    }
}

/// Every cell of a line, in order.
fn along(points: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut way: Vec<(usize, usize)> = points.first().copied().into_iter().collect();
    for pair in points.windows(2) {
        let ((mut x, mut y), (to_x, to_y)) = (pair[0], pair[1]);
        while (x, y) != (to_x, to_y) {
            x = toward(x, to_x);
            y = toward(y, to_y);
            way.push((x, y));
        }
    }
    way
}

fn toward(from: usize, to: usize) -> usize {
    match from.cmp(&to) {
        std::cmp::Ordering::Less => from + 1,
        std::cmp::Ordering::Equal => from,
        std::cmp::Ordering::Greater => from - 1,
    }
}

/// The tip at the end of a line.
fn head(before: (usize, usize), here: (usize, usize), dashed: bool) -> char {
    let tips = if dashed { ['△', '▷', '▽', '◁'] } else { ['▲', '▶', '▼', '◀'] };
    if here.1 < before.1 {
        tips[0]
    } else if here.1 > before.1 {
        tips[2]
    } else if here.0 > before.0 {
        tips[1]
    } else {
        tips[3]
    }
}

fn body(cells: &Cells, before: Option<(usize, usize)>, here: (usize, usize), after: Option<(usize, usize)>, dashed: bool) -> char {
    let mut drawn = Arms::default();
    for (x, y) in before.into_iter().chain(after) {
        let arm = if y < here.1 {
            &mut drawn.up
        } else if y > here.1 {
            &mut drawn.down
        } else if x > here.0 {
            &mut drawn.right
        } else {
            &mut drawn.left
        };
        *arm = Stroke::Heavy;
    }
    let under = cells.letter_at(here.0, here.1).and_then(arms);
    if before.is_none() {
        // It begins on a border, which goes on at both sides.
        let heavy = under.is_some_and(|under| under.left == Stroke::Heavy);
        let side = if heavy { Stroke::Heavy } else { Stroke::Light };
        (drawn.left, drawn.right) = (side, side);
        return letter(drawn);
    }
    crossing(drawn, under).unwrap_or_else(|| {
        let straight = drawn.up == drawn.down;
        letter(Arms { dashed: dashed && straight, ..drawn })
    })
}

/// A line that crosses a frame, or another line.
fn crossing(drawn: Arms, under: Option<Arms>) -> Option<char> {
    let under = under?;
    let upright = drawn.up == Stroke::Heavy && drawn.down == Stroke::Heavy;
    let level = drawn.left == Stroke::Heavy && drawn.right == Stroke::Heavy;
    match (upright, level) {
        (true, _) if under.left != Stroke::None && under.right != Stroke::None => {
            Some(if under.left == Stroke::Heavy { '╋' } else { '╂' })
        }
        (_, true) if under.up != Stroke::None && under.down != Stroke::None => Some(if under.up == Stroke::Heavy { '╋' } else { '┿' }),
        _ => None,
    }
}

/// The break stands on the first cell after the border.
fn draw_cut(cells: &mut Cells, line: &Line) {
    let Some(verdict) = line.cut else { return };
    if let Some((x, y)) = along(&line.points).get(1).copied() {
        let mark = glyph(verdict).chars().next().unwrap_or('✗');
        cells.set(x, y, mark, Ink::Path(verdict));
    }
}
