//! The progress bar of a reading: on stderr, and only where that is a terminal.

use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::report::clean;
use crate::tui::News;

/// A bar, or nothing where nobody would see one.
pub struct Bar(ProgressBar);

impl Bar {
    /// A bar at its beginning.
    pub fn new() -> Self {
        let seen = std::io::stderr().is_terminal() && std::env::var_os("TERM").is_none_or(|term| term != "dumb");
        let target = if seen { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let style = ProgressStyle::with_template("{bar:24} {pos}/{len} {wide_msg}").expect("the template is right");
        Self(ProgressBar::with_draw_target(Some(0), target).with_style(style.progress_chars("━╸ ")))
    }

    /// Shows how far the reading has come.
    pub fn show(&self, news: &News) {
        let News::Progress(progress) = news else { return };
        self.0.set_length(progress.total as u64);
        self.0.set_position(progress.done as u64);
        self.0.set_message(clean(&progress.call));
    }

    /// Takes the bar away, so that what is printed next stands alone.
    pub fn end(self) {
        self.0.finish_and_clear();
    }
}
