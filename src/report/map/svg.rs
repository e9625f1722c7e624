//! The map as a self-contained SVG, for slides and tickets: frames as panels,
//! the path as a line with tips, words where the scene has them.

use std::io::{self, Write};

use crate::analysis::map::{Edge, Frame, FrameKind, Ink, Label, Leg, Line, Map, Scene, Span};
use crate::net::Verdict;
use crate::text::width;

/// A cell's size.
const CELL: (f32, f32) = (8.6, 19.0);
/// The space around the picture.
const MARGIN: f32 = 22.0;
/// The room of the sentence above it.
const HEAD: f32 = 40.0;

/// Writes the picture.
///
/// # Errors
///
/// When `out` cannot be written to.
pub fn svg(out: &mut dyn Write, map: &Map) -> io::Result<()> {
    let scene = map.scene(&super::whole());
    let title = map.title(Leg::There);
    let title_wide: usize = title.iter().map(|span| width(&span.text)).sum();
    let wide = across(scene.width.max(title_wide)) + 2.0 * MARGIN;
    let high = down(scene.height) + HEAD + 2.0 * MARGIN;
    let said: String = title.iter().map(|span| span.text.as_str()).collect();
    writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {wide:.0} {high:.0}\" width=\"{wide:.0}\" height=\"{high:.0}\" \
         font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"14\" role=\"img\">"
    )?;
    writeln!(out, "<title>{}</title>", escaped(&said))?;
    writeln!(out, "<rect width=\"100%\" height=\"100%\" rx=\"14\" fill=\"#ffffff\"/>")?;
    let mut x = MARGIN;
    for span in &title {
        words(out, x, MARGIN + 18.0, span)?;
        x += across(width(&span.text));
    }
    writeln!(out, "<g transform=\"translate({MARGIN} {:.1})\">", MARGIN + HEAD)?;
    picture(out, &scene)?;
    writeln!(out, "</g>\n</svg>")
}

fn picture(out: &mut dyn Write, scene: &Scene) -> io::Result<()> {
    scene.frames.iter().try_for_each(|frame| panel(out, frame))?;
    scene.labels.iter().filter(|label| label.on_border).try_for_each(|label| ground(out, scene, label))?;
    scene.lines.iter().filter(|line| line.dashed).try_for_each(|line| leg(out, line))?;
    scene.lines.iter().filter(|line| !line.dashed).try_for_each(|line| leg(out, line))?;
    scene.lines.iter().try_for_each(|line| cut(out, line))?;
    scene.labels.iter().try_for_each(|label| words(out, across(label.x), down(label.y) + CELL.1 * 0.74, &label.span))
}

fn across(cells: usize) -> f32 {
    cells as f32 * CELL.0
}

fn down(cells: usize) -> f32 {
    cells as f32 * CELL.1
}

/// The middle of a cell.
fn middle(point: (usize, usize)) -> (f32, f32) {
    (across(point.0) + CELL.0 / 2.0, down(point.1) + CELL.1 / 2.0)
}

fn panel(out: &mut dyn Write, frame: &Frame) -> io::Result<()> {
    let (left, top) = middle((frame.x, frame.y));
    let (right, bottom) = middle((frame.x + frame.width - 1, frame.y + frame.height - 1));
    if frame.kind == FrameKind::Horizon {
        return writeln!(
            out,
            "<path d=\"M{left:.1} {top:.1}H{right:.1}\" stroke=\"#94a3b8\" stroke-dasharray=\"2 5\" stroke-linecap=\"round\"/>"
        );
    }
    let round = match frame.kind {
        FrameKind::Vpc => 14,
        FrameKind::Zone | FrameKind::Beyond => 10,
        _ => 7,
    };
    let stroke = match (frame.kind, frame.ink) {
        (FrameKind::Vpc, _) => "#64748b",
        (FrameKind::Zone, _) => "#94a3b8",
        (_, Ink::Frame) => "#aab4c2",
        (_, ink) => colour(ink),
    };
    let (weight, dashes) = match frame.edge {
        Edge::Light => (1.2, ""),
        Edge::Dashed => (1.2, " stroke-dasharray=\"5 4\""),
        Edge::Heavy => (2.4, ""),
    };
    writeln!(
        out,
        "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{:.1}\" height=\"{:.1}\" rx=\"{round}\" fill=\"{}\" stroke=\"{stroke}\" \
         stroke-width=\"{weight}\"{dashes}/>",
        right - left,
        bottom - top,
        fill(frame)
    )
}

/// What a panel is filled with: nearer to white, the further in.
fn fill(frame: &Frame) -> &'static str {
    match (frame.kind, frame.ink) {
        (FrameKind::Vpc, _) => "#f1f5f9",
        (FrameKind::Zone, _) => "#f8fafc",
        (_, Ink::Path(Verdict::Yes)) => "#f0faf4",
        (_, Ink::Path(Verdict::YesIf)) => "#eef8fb",
        (_, Ink::Path(Verdict::Partial)) => "#fdf8e8",
        (_, Ink::Path(Verdict::Unknown)) => "#f8f1fe",
        (_, Ink::Path(Verdict::No)) => "#fdf0ef",
        (FrameKind::More, _) => "#f8fafc",
        _ => "#ffffff",
    }
}

/// Words on a border stand on the ground of what lies around it.
fn ground(out: &mut dyn Write, scene: &Scene, label: &Label) -> io::Result<()> {
    let holds = |frame: &&Frame| {
        let x = frame.x <= label.x && label.x < frame.x + frame.width;
        x && frame.y <= label.y && label.y < frame.y + frame.height && frame.kind != FrameKind::Horizon
    };
    let fill = scene.frames.iter().rev().find(holds).map_or("#ffffff", fill);
    let (x, y) = (across(label.x), down(label.y));
    writeln!(
        out,
        "<rect x=\"{x:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" fill=\"{fill}\"/>",
        y + CELL.1 / 2.0 - 3.0,
        across(width(&label.span.text)),
        6.0
    )
}

/// A leg of the path, with its tip.
fn leg(out: &mut dyn Write, line: &Line) -> io::Result<()> {
    let points: Vec<(f32, f32)> = line.points.iter().map(|point| middle(*point)).collect();
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return Ok(()) };
    let mut path = format!("M{:.1} {:.1}", first.0, first.1);
    for (at, point) in points.iter().enumerate().skip(1) {
        match points.get(at + 1) {
            Some(next) => path.push_str(&corner(points[at - 1], *point, *next)),
            None => path.push_str(&format!("L{:.1} {:.1}", point.0, point.1)),
        }
    }
    let dashes = if line.dashed { " stroke-dasharray=\"2 6\" stroke-linecap=\"round\"" } else { "" };
    let weight = if line.dashed { 2.4 } else { 3.4 };
    let colour = colour(line.ink);
    writeln!(out, "<path d=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{weight}\"{dashes}/>")?;
    if !line.dashed {
        writeln!(out, "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"4\" fill=\"{colour}\"/>", first.0, first.1)?;
    }
    let Some(before) = points.len().checked_sub(2).map(|at| points[at]).filter(|before| before != last) else { return Ok(()) };
    if line.cut.is_some() && line.points.len() == 2 && line.between.0 == line.between.1 {
        return Ok(());
    }
    writeln!(out, "<path d=\"{}\" fill=\"{colour}\"/>", tip(before, *last))
}

/// A bend with a radius.
fn corner(before: (f32, f32), at: (f32, f32), next: (f32, f32)) -> String {
    let toward = |to: (f32, f32)| {
        let (x, y) = (to.0 - at.0, to.1 - at.1);
        let long = x.hypot(y).max(0.1);
        let reach = (long / 2.0).min(8.0);
        (at.0 + x / long * reach, at.1 + y / long * reach)
    };
    let (a, b) = (toward(before), toward(next));
    format!("L{:.1} {:.1}Q{:.1} {:.1} {:.1} {:.1}", a.0, a.1, at.0, at.1, b.0, b.1)
}

fn tip(before: (f32, f32), last: (f32, f32)) -> String {
    let (x, y) = (last.0 - before.0, last.1 - before.1);
    let long = x.hypot(y).max(0.1);
    let (x, y) = (x / long, y / long);
    let end = (last.0 + x * 4.0, last.1 + y * 4.0);
    let base = (last.0 - x * 8.0, last.1 - y * 8.0);
    let (side, other) = ((base.0 - y * 6.5, base.1 + x * 6.5), (base.0 + y * 6.5, base.1 - x * 6.5));
    format!("M{:.1} {:.1}L{:.1} {:.1}L{:.1} {:.1}Z", end.0, end.1, side.0, side.1, other.0, other.1)
}

/// Where the path breaks.
fn cut(out: &mut dyn Write, line: &Line) -> io::Result<()> {
    let (Some(verdict), [first, second, ..]) = (line.cut, line.points.as_slice()) else { return Ok(()) };
    let (from, to) = (middle(*first), middle(*second));
    let long = (to.0 - from.0).hypot(to.1 - from.1).max(0.1);
    let (x, y) = (from.0 + (to.0 - from.0) / long * CELL.1, from.1 + (to.1 - from.1) / long * CELL.1);
    let colour = colour(Ink::Path(verdict));
    writeln!(out, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"9\" fill=\"#ffffff\" stroke=\"{colour}\" stroke-width=\"2.4\"/>")?;
    if verdict == Verdict::No {
        let arm = 3.6;
        writeln!(
            out,
            "<path d=\"M{:.1} {:.1}l{:.1} {:.1}m0 {:.1}l{:.1} {:.1}\" stroke=\"{colour}\" stroke-width=\"2.6\" stroke-linecap=\"round\"/>",
            x - arm,
            y - arm,
            2.0 * arm,
            2.0 * arm,
            -2.0 * arm,
            -2.0 * arm,
            2.0 * arm
        )
    } else {
        writeln!(out, "<text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\" fill=\"{colour}\" font-weight=\"bold\">?</text>", y + 5.0)
    }
}

fn words(out: &mut dyn Write, x: f32, base: f32, span: &Span) -> io::Result<()> {
    if span.text.trim().is_empty() {
        return Ok(());
    }
    let bold = matches!(span.ink, Ink::Strong | Ink::Verdict(_) | Ink::Cursor);
    writeln!(
        out,
        "<text x=\"{x:.1}\" y=\"{base:.1}\" textLength=\"{:.1}\" lengthAdjust=\"spacingAndGlyphs\" fill=\"{}\"{} xml:space=\"preserve\">{}</text>",
        across(width(&span.text)),
        colour(span.ink),
        if bold { " font-weight=\"bold\"" } else { "" },
        escaped(&span.text)
    )
}

fn colour(ink: Ink) -> &'static str {
    match ink {
        Ink::Plain => "#334155",
        Ink::Strong | Ink::Cursor => "#0f172a",
        Ink::Faint | Ink::Frame => "#64748b",
        Ink::Verdict(Verdict::Yes) | Ink::Path(Verdict::Yes) | Ink::Fix => "#15803d",
        Ink::Verdict(Verdict::YesIf) | Ink::Path(Verdict::YesIf) => "#0e7490",
        Ink::Verdict(Verdict::Partial) | Ink::Path(Verdict::Partial) => "#a16207",
        Ink::Verdict(Verdict::Unknown) | Ink::Path(Verdict::Unknown) => "#7e22ce",
        Ink::Verdict(Verdict::No) | Ink::Path(Verdict::No) => "#c62828",
        Ink::Unreached => "#94a3b8",
    }
}

/// Text in an element: nothing in it opens another.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            // XML has no place for these, however they are written.
            '\u{fffe}' | '\u{ffff}' => safe.push('\u{fffd}'),
            letter => safe.push(letter),
        }
    }
    safe
}
