//! The full-screen explorer: which sources it is given, and how it ends.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::args::{Data, Live, Look, Picture};
use super::remembered::Remembered;
use super::stop::Stop;
use super::tickets::Folder;
use super::{accepted, cache, config, data, live, output, settings};
use crate::analysis::Analysis;
use crate::snapshot::{Snapshot, file};
use crate::tui::{self, AcceptedList, Memory, News, Options, Source, Tickets};

/// The sample account: a snapshot like any other.
const SAMPLE: &[u8] = include_bytes!("../../assets/sample-account.json");

/// `egret`: the last saved snapshot at once, the live account behind it.
pub fn account(account: Data, look: &Look) -> Result<(), Stop> {
    let Data { from: None, live, settings } = account else {
        return open(account.from.unwrap_or_default(), account.settings.as_deref(), look);
    };
    let saved = cache::path(&live);
    let last = saved.clone().filter(|path| cache::holds(path)).map(|path| Arc::new(Saved(path)) as Arc<dyn Source>);
    let sources = last.into_iter().chain([Arc::new(Account { live, saved }) as Arc<dyn Source>]).collect();
    show(sources, options(settings.as_deref(), None, look)?)
}

/// `egret open PATH`
pub fn open(path: PathBuf, settings: Option<&Path>, look: &Look) -> Result<(), Stop> {
    // A wrong name is told before the screen is taken; the rest is told on it.
    std::fs::metadata(&path).map_err(|error| Stop::Trouble(format!("{}: {error}", path.display())))?;
    let options = options(settings, Some(&path), look)?;
    show(vec![Arc::new(Opened(path))], options)
}

/// `egret diff --screen OLD NEW`: the old one is read first, so that the new
/// one is held against it.
pub fn then_and_now(old: &Path, new: &Path, settings: Option<&Path>, look: &Look) -> Result<(), Stop> {
    for path in [old, new] {
        std::fs::metadata(path).map_err(|error| Stop::Trouble(format!("{}: {error}", path.display())))?;
    }
    let sources = [old, new].map(|path| Arc::new(Opened(path.to_owned())) as Arc<dyn Source>);
    show(sources.to_vec(), Options { then_and_now: true, ..options(settings, Some(new), look)? })
}

/// `egret demo`
pub fn demo(settings: Option<&Path>, look: &Look) -> Result<(), Stop> {
    // What is accepted in the sample account is kept nowhere.
    let options = Options { accepted: None, ..options(settings, None, look)? };
    show(vec![Arc::new(Sample)], options)
}

/// `egret picture`: what the screen would show, as SVG.
pub fn picture(picture: &Picture) -> Result<(), Stop> {
    let snapshot = match &picture.from {
        Some(path) => data::read(path).map_err(Stop::Trouble)?.0,
        None => sample().map_err(Stop::Trouble)?,
    };
    let svg = tui::picture::of_sample(Analysis::of(Arc::new(snapshot)), picture.width, picture.height, &picture.keys);
    output::answer(|out| out.write_all(svg.as_bytes()))
}

/// The settings, and the lists of accepted findings: a new one goes beside the
/// data, or into the user's own list where the account is live.
fn options(settings: Option<&Path>, from: Option<&Path>, look: &Look) -> Result<Options, Stop> {
    let accepted = accepted::Lists::of(from).map(|lists| Arc::new(lists) as Arc<dyn AcceptedList>);
    let memory = Remembered::own().map(|memory| Arc::new(memory) as Arc<dyn Memory>);
    let tickets = Some(Arc::new(Folder::here()) as Arc<dyn Tickets>);
    let settings = settings::read(settings)?;
    Ok(Options { settings, accepted, memory, tickets, config: config::read(look)?, newcomer: config::is_newcomer(), then_and_now: false })
}

fn show(sources: Vec<Arc<dyn Source>>, options: Options) -> Result<(), Stop> {
    let newcomer = options.newcomer;
    let left = tui::run(sources, options);
    if newcomer && left.is_ok() {
        config::welcome();
    }
    match left {
        Ok(exit) => Err(Stop::Exit(exit.code())),
        Err(error) if error.kind() == io::ErrorKind::Unsupported => {
            Err(Stop::Trouble(format!("{error}; without one, use `egret tasks` or `egret explain`")))
        }
        Err(error) => Err(Stop::Trouble(format!("the terminal: {error}"))),
    }
}

fn sample() -> Result<Snapshot, String> {
    file::parse(Path::new("the sample account"), SAMPLE).map(|(snapshot, _)| snapshot).map_err(|error| error.to_string())
}

/// The built-in sample account.
struct Sample;

impl Source for Sample {
    fn describe(&self) -> String {
        String::from("the sample account")
    }

    fn load(&self, _: &dyn Fn(News), _: &dyn Fn() -> bool) -> Result<Snapshot, String> {
        sample()
    }
}

/// A snapshot file or a folder.
struct Opened(PathBuf);

impl Source for Opened {
    fn describe(&self) -> String {
        self.0.display().to_string()
    }

    fn load(&self, tell: &dyn Fn(News), _: &dyn Fn() -> bool) -> Result<Snapshot, String> {
        // What is lost of the data is a gap in it, which the screen shows.
        data::read_telling(&self.0, &mut |part| tell(News::Part(part))).map(|(snapshot, _)| snapshot)
    }
}

/// What the live account was when it was last read.
struct Saved(PathBuf);

impl Source for Saved {
    fn describe(&self) -> String {
        String::from("the last saved snapshot")
    }

    fn load(&self, tell: &dyn Fn(News), _: &dyn Fn() -> bool) -> Result<Snapshot, String> {
        cache::load(&self.0, &mut |part| tell(News::Part(part)))
    }
}

/// The live account.
struct Account {
    live: Live,
    saved: Option<PathBuf>,
}

impl Source for Account {
    fn describe(&self) -> String {
        let profile = self.live.profile.as_ref().map(|profile| format!("profile {profile}"));
        let regions = (!self.live.region.is_empty()).then(|| self.live.region.join(", "));
        let said: Vec<String> = profile.into_iter().chain(regions).collect();
        if said.is_empty() { String::from("the live account") } else { format!("the live account ({})", said.join(", ")) }
    }

    fn load(&self, tell: &dyn Fn(News), cancelled: &dyn Fn() -> bool) -> Result<Snapshot, String> {
        let snapshot = live::read(&self.live, tell, cancelled)?;
        // What was given up is not kept, not even when it came to its end meanwhile.
        if let Some(path) = self.saved.as_ref().filter(|_| !cancelled()) {
            // The data is here and can be shown; that the next start is
            // slower is no reason to say that reading failed.
            let _ = cache::save(path, &snapshot);
        }
        Ok(snapshot)
    }
}
