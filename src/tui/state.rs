//! What the screen knows: the data, which rows are chosen, what lies on top.
//! Changed only by `update`; borrowed by `view`.

use jiff::Timestamp;

use super::arranged::Arrangements;
use super::data::{Data, SubnetRow, TaskRow, VpcRow, Way};
use super::dividers::{Divider, Dividers};
use super::keymap::Keymap;
use super::links::Links;
use super::list::List;
use super::map::MapView;
use super::narrow;
use super::pager::Reading;
use super::palette::Palette;
use super::related::Related;
use super::source::Progress;
use super::theme::Theme;
use super::toward::Toward;
use super::trail::Step;
use super::turned::Turned;
use super::view::details::Details;
use super::view::path::Drawn;
use super::views::{self, Row};
use crate::net::answer::Answer;

/// The panes that can have the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Pane {
    Vpcs,
    Subnets,
    Routes,
    Tasks,
    Path,
    Findings,
    Services,
    Gateways,
    SecurityGroups,
    NetworkAcls,
    Endpoints,
    LoadBalancers,
    RouteTables,
    Gaps,
}

impl Pane {
    /// All of them.
    pub const ALL: [Pane; 14] = [
        Pane::Vpcs,
        Pane::Subnets,
        Pane::Routes,
        Pane::Tasks,
        Pane::Path,
        Pane::Findings,
        Pane::Services,
        Pane::Gateways,
        Pane::SecurityGroups,
        Pane::NetworkAcls,
        Pane::Endpoints,
        Pane::LoadBalancers,
        Pane::RouteTables,
        Pane::Gaps,
    ];
    /// Those that Tab goes round, in the order of the tabs and of their digits.
    pub const TABS: [Pane; 6] = [Pane::Vpcs, Pane::Subnets, Pane::Routes, Pane::Tasks, Pane::Path, Pane::Findings];

    /// What stands over it.
    pub fn title(self) -> &'static str {
        views::of(self).map_or("Path", |view| view.title)
    }

    /// The digit that leads to it, where one does.
    pub fn digit(self) -> Option<usize> {
        Self::TABS.iter().position(|pane| *pane == self).map(|at| at + 1)
    }

    /// The tab so many places further round; the first from elsewhere.
    pub fn tab(self, places: usize) -> Self {
        let at = Self::TABS.iter().position(|pane| *pane == self);
        at.map_or(Self::TABS[0], |at| Self::TABS[(at + places) % Self::TABS.len()])
    }
}

/// A text over the panes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Text {
    Help,
    Described,
    Details,
}

/// What lies on top of the panes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Layer {
    /// A text, and the first of its lines that shows.
    Reader(Text, usize),
    /// The filter of a pane is being typed; it was this before.
    Typing(Pane, String),
    /// A command is being typed.
    Line(String),
    /// What is looked for in the text below is being typed; it was this before.
    Seeking(String),
    /// What is related to the chosen thing.
    Related,
    /// The reason for accepting the chosen finding is being typed: so far this.
    Accepting(String),
    /// Whose verdict turned, and why.
    Turned,
    /// What could be tried on paper.
    Trying,
}

/// The source that is being read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loading {
    /// Its place in the list.
    pub source: usize,
    /// Which reading it is, counted from the start.
    pub number: u64,
    /// How far it is.
    pub progress: Option<Progress>,
}

/// Everything the screen knows.
#[derive(Debug)]
pub struct State {
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// The time, as last told.
    pub now: Option<Timestamp>,
    /// The colours.
    pub palette: Palette,
    /// The theme that they come from.
    pub theme: Theme,
    /// The keys.
    pub keys: Keymap,
    /// Where the panes meet.
    pub dividers: Dividers,
    /// The divider that the mouse has hold of.
    pub dragged: Option<Divider>,
    /// Whether egret has never been here before: until the first key.
    pub newcomer: bool,
    /// What the sources are, in a few words each.
    pub sources: Vec<String>,
    /// The source that is being read, if one is.
    pub loading: Option<Loading>,
    /// How many readings were begun so far.
    pub readings: u64,
    /// Something that went wrong, until it is dismissed or mended.
    pub notice: Option<String>,
    /// Something that was done or could not be done, until the next key.
    pub said: Option<String>,
    /// The commands that were given, the latest last.
    pub history: Vec<String>,
    /// Which of them stands on the command line now.
    pub recalled: Option<usize>,
    /// What was read last.
    pub data: Option<Box<Data>>,
    /// The pane that has the keys.
    pub focus: Pane,
    /// The list that was last in focus: it is shown where there is room for one.
    pub list: Pane,
    /// The same among those that share one place where all panes show.
    pub main: Pane,
    /// The lists that were left on the way here, for going back.
    pub trail: Vec<Step>,
    /// The lists, in the order of the panes; that of the path stays empty.
    pub lists: [List; Pane::ALL.len()],
    /// How they are sorted, and which columns they show.
    pub arranged: Arrangements,
    /// Which way the path is looked at.
    pub way: Way,
    /// Where the path leads, when not to the internet.
    pub toward: Option<Toward>,
    /// The first line of the path that shows; none to show the first break.
    pub scroll: Option<usize>,
    /// The map, which may stand in the path's place.
    pub map: MapView,
    /// What lies on top, the topmost last.
    pub layers: Vec<Layer>,
    /// What is read in the text on top.
    pub reading: Reading,
    /// What is related to what was chosen when it was asked for.
    pub related: Related,
    /// What belongs to the chosen task. Made before each frame.
    pub links: Links,
    /// The path of the chosen task. Made before each frame.
    pub path: Drawn,
    /// The details of what is chosen. Made before each frame.
    pub details: Details,
    /// Whether keys come so fast that only the pane in focus follows them.
    pub hurried: bool,
    /// Whether another VPC or subnet was chosen since the lists were narrowed.
    pub stale: bool,
    /// What turned since the reading before, or by a change on paper.
    pub turned: Turned,
}

impl State {
    /// A screen that knows its sources and nothing else.
    pub fn new(sources: Vec<String>, palette: Palette, size: (u16, u16)) -> Self {
        Self {
            size,
            now: None,
            palette,
            theme: Theme::default(),
            keys: Keymap::default(),
            dividers: Dividers::default(),
            dragged: None,
            newcomer: false,
            sources,
            loading: None,
            readings: 0,
            notice: None,
            said: None,
            history: Vec::new(),
            recalled: None,
            data: None,
            focus: Pane::Tasks,
            list: Pane::Tasks,
            main: Pane::Tasks,
            trail: Vec::new(),
            lists: Default::default(),
            arranged: Arrangements::default(),
            way: Way::Out,
            toward: None,
            scroll: None,
            map: MapView::default(),
            layers: Vec::new(),
            reading: Reading::default(),
            related: Related::default(),
            links: Links::default(),
            path: Drawn::default(),
            details: Details::default(),
            hurried: false,
            stale: false,
            turned: Turned::default(),
        }
    }

    /// Gives a pane the keys.
    pub fn show(&mut self, pane: Pane) {
        self.focus = pane;
        if pane != Pane::Path {
            self.list = pane;
        }
        if !matches!(pane, Pane::Vpcs | Pane::Subnets | Pane::Routes | Pane::Path) {
            self.main = pane;
        }
        narrow::ensure(self, pane);
    }

    /// The text over the panes and the first of its lines that shows, also
    /// while something is looked for in it.
    pub fn reader(&self) -> Option<(Text, usize)> {
        let below = self.layers.len().checked_sub(2).and_then(|at| self.layers.get(at));
        let layer = match self.layers.last()? {
            Layer::Seeking(_) => below?,
            top => top,
        };
        match layer {
            Layer::Reader(text, scroll) => Some((*text, *scroll)),
            _ => None,
        }
    }

    /// The list of a pane; the path has none.
    pub fn list_of(&self, pane: Pane) -> Option<&List> {
        self.lists.get(pane as usize).filter(|_| pane != Pane::Path)
    }

    /// The list of a pane, to change it.
    pub fn list_of_mut(&mut self, pane: Pane) -> Option<&mut List> {
        self.lists.get_mut(pane as usize).filter(|_| pane != Pane::Path)
    }

    /// The VPC that narrows the other panes.
    pub fn vpc(&self) -> Option<&VpcRow> {
        self.data.as_ref()?.vpcs.get(self.lists[Pane::Vpcs as usize].chosen()?)
    }

    /// The subnet that narrows the other panes.
    pub fn subnet(&self) -> Option<&SubnetRow> {
        self.data.as_ref()?.subnets.get(self.lists[Pane::Subnets as usize].chosen()?)
    }

    /// The task whose path is shown.
    pub fn task(&self) -> Option<&TaskRow> {
        self.data.as_ref()?.tasks.get(self.lists[Pane::Tasks as usize].chosen()?)
    }

    /// The chosen row of a list that is made when it is opened.
    pub fn row(&self, pane: Pane) -> Option<&Row> {
        let data = self.data.as_ref().filter(|data| data.is_made(pane))?;
        data.made(views::of(pane)?).get(self.lists[pane as usize].chosen()?)
    }

    /// The answer about the chosen task, the way the path looks and to where.
    pub fn answer(&self) -> Option<&Answer> {
        let (answers, task) = (&self.data.as_ref()?.answers, &self.task()?.arn);
        match &self.toward {
            Some(toward) => answers.toward(task, toward),
            None => answers.get(task, self.way),
        }
    }
}
