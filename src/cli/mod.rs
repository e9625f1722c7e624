//! The command line: arguments to calls, errors to exit codes. What is
//! answered is decided elsewhere; nothing here judges.
//!
//! Exit codes: 0 answered, whatever the verdict; 1 `check` found something;
//! 2 could not answer, with one line on stderr.

mod accepted;
mod args;
mod bar;
mod batch;
mod cache;
mod collect;
mod config;
mod data;
mod diff;
mod explain;
mod findings;
#[cfg(feature = "live")]
mod live;
mod log;
mod manual;
#[cfg(not(feature = "live"))]
mod no_live;
mod output;
mod print;
mod redact;
mod remembered;
mod rules;
mod screen;
mod settings;
#[cfg(any(feature = "live", test))]
mod shares;
mod stop;
mod tasks;
mod tickets;

use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command, Data};
#[cfg(not(feature = "live"))]
use no_live as live;
use stop::Stop;

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    let done = match Cli::try_parse() {
        Ok(cli) => run(cli),
        Err(error) if error.use_stderr() => Err(Stop::usage(&error)),
        Err(help) => help.print().map_err(Stop::from),
    };
    match done {
        Ok(()) | Err(Stop::Closed) => ExitCode::SUCCESS,
        Err(Stop::Exit(code)) => ExitCode::from(code),
        Err(Stop::Trouble(message)) => {
            output::complain(&message);
            ExitCode::from(2)
        }
    }
}

/// Runs a command, and notes in the log how it went.
fn run(mut cli: Cli) -> Result<(), Stop> {
    if let Some(path) = cli.log_file.take() {
        log::start(&path)?;
    }
    let since = log::began(cli.command.as_ref());
    let done = obey(cli);
    log::ended(since, &done);
    done
}

fn obey(Cli { command, data: before, look, .. }: Cli) -> Result<(), Stop> {
    let screen = match &command {
        None | Some(Command::Open { .. } | Command::Demo { .. }) => true,
        Some(Command::Diff(args)) => args.screen,
        Some(_) => false,
    };
    if !look.is_empty() && !screen {
        return Err(Stop::trouble("--theme and --ascii mean nothing to this command, which shows no screen"));
    }
    match command {
        None => screen::account(before, &look),
        Some(Command::Open { path, look: own }) => {
            alone_but_settings(&before)?;
            screen::open(path, before.settings.as_deref(), &own.or(look))
        }
        Some(Command::Demo { look: own }) => {
            alone_but_settings(&before)?;
            screen::demo(before.settings.as_deref(), &own.or(look))
        }
        Some(Command::Picture(args)) => alone(&before).and_then(|()| screen::picture(&args)),
        Some(Command::Tasks(mut args)) => {
            args.data = args.data.or(before)?;
            tasks::run(&args)
        }
        Some(Command::Findings(mut args)) => {
            args.data = args.data.or(before)?;
            findings::run(&args)
        }
        Some(Command::Check(mut args)) => {
            args.data = args.data.or(before)?;
            findings::check(&args)
        }
        Some(Command::Rules(args)) => alone(&before).and_then(|()| rules::run(&args)),
        Some(Command::Explain(mut args)) => {
            args.data = args.data.or(before)?;
            explain::run(args)
        }
        Some(Command::Collect(args)) => {
            alone_but_live(&before)?;
            collect::run(&args.live.or(before.live), &args.output)
        }
        Some(Command::Diff(args)) => alone_but_settings(&before).and_then(|()| diff::run(&args, before.settings.as_deref(), &look)),
        Some(Command::Redact(args)) => alone(&before).and_then(|()| redact::run(&args)),
        Some(Command::Policy) => alone(&before).and_then(|()| print::policy()),
        Some(Command::DumpScript) => alone(&before).and_then(|()| print::dump_script()),
        Some(Command::Completions { shell }) => alone(&before).and_then(|()| print::completions(shell)),
        Some(Command::Man { command }) => alone(&before).and_then(|()| print::man(command.as_deref())),
    }
}

/// Refuses `--from` for a command that only reads the live account.
fn alone_but_live(before: &Data) -> Result<(), Stop> {
    if before.from.is_none() { Ok(()) } else { Err(Stop::trouble("--from means nothing to collect, which reads the live account")) }
}

/// The same for a screen, which takes `--settings`.
fn alone_but_settings(before: &Data) -> Result<(), Stop> {
    alone(&Data { settings: None, ..before.clone() })
}

/// Refuses `--from`, `--profile` and `--region` for a command that reads no
/// account: passing over them in silence would look like obeying.
fn alone(before: &Data) -> Result<(), Stop> {
    if before.is_empty() { Ok(()) } else { Err(Stop::trouble("--from, --profile, --region and --settings mean nothing to this command")) }
}
