//! Commands that only print what the program knows by itself: the policy,
//! completions and the manual.

use clap::CommandFactory;
use clap_complete::Shell;

use super::args::Cli;
use super::stop::Stop;
use super::{manual, output};
use crate::calls;

/// `egret policy`
pub fn policy() -> Result<(), Stop> {
    output::answer(|out| out.write_all(calls::policy().as_bytes()))
}

/// `egret dump-script`
pub fn dump_script() -> Result<(), Stop> {
    output::answer(|out| out.write_all(calls::script().as_bytes()))
}

/// `egret completions SHELL`
pub fn completions(shell: Shell) -> Result<(), Stop> {
    // The generator panics when it cannot write, so it writes into memory.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "egret", &mut script);
    output::answer(|out| out.write_all(&script))
}

/// `egret man [COMMAND]`
pub fn man(command: Option<&str>) -> Result<(), Stop> {
    let mut whole = Cli::command();
    whole.build();
    let page = match command {
        None => whole,
        Some(name) => match whole.find_subcommand(name) {
            Some(found) => found.clone(),
            None => return Err(Stop::Trouble(format!("no command \"{name}\""))),
        },
    };
    output::answer(|out| {
        clap_mangen::Man::new(page).render(out)?;
        if command.is_none() { out.write_all(manual::rest().as_bytes()) } else { Ok(()) }
    })
}
