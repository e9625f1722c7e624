//! A picture as shapes on a grid of cells: frames, lines and words, each with
//! its meaning. The screen and plain text make box characters of it, SVG draws
//! it as it is.

use crate::net::Verdict;

/// What something is drawn for; what that looks like is the front end's matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Ink {
    Plain,
    Strong,
    Faint,
    /// A frame that nothing is said of.
    Frame,
    /// What is told of tasks: how many fare so.
    Verdict(Verdict),
    /// The path, as far as it is with this verdict.
    Path(Verdict),
    /// The path beyond its first break.
    Unreached,
    /// What the cursor is on.
    Cursor,
    /// Something that can be done about it.
    Fix,
}

/// A piece of text in one ink.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The text, made visible.
    pub text: String,
    /// Its ink.
    pub ink: Ink,
}

impl Span {
    /// A piece of text.
    pub fn new(text: impl Into<String>, ink: Ink) -> Self {
        Self { text: text.into(), ink }
    }
}

/// What a frame is around.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum FrameKind {
    Vpc,
    Zone,
    Subnet,
    /// Several subnets that there is no room for.
    More,
    Gateway,
    /// What lies beyond the VPC.
    Beyond,
    /// Where the internet begins: one row, and no box.
    Horizon,
}

/// What a frame is drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Edge {
    Light,
    Dashed,
    Heavy,
}

/// A frame, its border included.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Frame {
    pub x: usize,
    pub y: usize,
    pub width: usize,
    pub height: usize,
    pub kind: FrameKind,
    pub edge: Edge,
    pub ink: Ink,
}

/// Words at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Label {
    pub x: usize,
    pub y: usize,
    pub span: Span,
    /// Whether it lies on a border, which must not show through.
    pub on_border: bool,
}

/// A leg of the path: from the border of one frame to that of the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its corners, ends included; each is level with the one before it.
    pub points: Vec<(usize, usize)>,
    /// How the path fares so far.
    pub ink: Ink,
    /// Whether no packet comes here.
    pub dashed: bool,
    /// Whether the path breaks where this leg begins, and how.
    pub cut: Option<Verdict>,
    /// The stops that it leads from and to, by their place in the path.
    pub between: (usize, usize),
}

/// A box that a cursor can be on.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Placed {
    /// The subnet's id, raw; the first one's where several share the box.
    pub subnet: String,
    /// How many subnets share it.
    pub subnets: usize,
    pub zone: usize,
    pub x: usize,
    pub y: usize,
    pub width: usize,
    pub height: usize,
}

/// A drawn map.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Scene {
    pub width: usize,
    pub height: usize,
    pub frames: Vec<Frame>,
    pub lines: Vec<Line>,
    pub labels: Vec<Label>,
    pub placed: Vec<Placed>,
    /// The first row of what is told below the picture.
    pub caption: usize,
}

impl Scene {
    /// Writes pieces of text one after the other; tells where they end.
    pub(super) fn write(&mut self, x: usize, y: usize, spans: &[Span]) -> usize {
        self.put(x, y, spans, false)
    }

    /// The same on a border.
    pub(super) fn write_on_border(&mut self, x: usize, y: usize, spans: &[Span]) -> usize {
        self.put(x, y, spans, true)
    }

    fn put(&mut self, x: usize, y: usize, spans: &[Span], on_border: bool) -> usize {
        let mut at = x;
        for span in spans.iter().filter(|span| !span.text.is_empty()) {
            self.labels.push(Label { x: at, y, span: span.clone(), on_border });
            at += crate::text::width(&span.text);
        }
        at
    }
}

/// Which way along the path.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Leg {
    /// As packets go that open a connection.
    #[default]
    There,
    /// As replies come back.
    Back,
}

impl Leg {
    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::There => Self::Back,
            Self::Back => Self::There,
        }
    }
}

/// How near the map is looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Zoom {
    /// The whole VPC.
    #[default]
    Vpc,
    /// The zones of the path and of the cursor, each stop on a line of its own.
    Zone,
    /// The subnets of the path and of the cursor, with their tasks.
    Subnet,
}

impl Zoom {
    /// One step nearer.
    #[must_use]
    pub fn nearer(self) -> Self {
        if self == Self::Vpc { Self::Zone } else { Self::Subnet }
    }

    /// One step back.
    #[must_use]
    pub fn farther(self) -> Self {
        if self == Self::Subnet { Self::Zone } else { Self::Vpc }
    }
}

/// How a map is to be drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct View<'a> {
    /// Cells from left to right that there is room for. A VPC of many zones
    /// takes more, and is scrolled.
    pub width: usize,
    /// How near.
    pub zoom: Zoom,
    /// Which way.
    pub leg: Leg,
    /// The subnet that the cursor is on, by its id.
    pub cursor: Option<&'a str>,
}
