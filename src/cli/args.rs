//! The arguments, as clap reads them and `--help` shows them.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand, ValueEnum};

use super::stop::Stop;
use crate::analysis::Severity;
use crate::net::Family;
use crate::tui::theme::Choice;

/// How every Amazon ECS task reaches the internet, why it doesn't, and who can reach it from there
#[derive(Debug, Parser)]
#[command(
    name = "egret",
    version,
    after_help = "Without a command: a full-screen explorer of the live account.\nExample, without an account: egret demo"
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Where the data comes from.
    #[command(flatten)]
    pub data: Data,
    /// How the screen looks.
    #[command(flatten)]
    pub look: Look,
    /// Note what happens in a file, as much of it as RUST_LOG says [default: egret=info]
    #[arg(long, value_name = "PATH", global = true)]
    pub log_file: Option<PathBuf>,
}

/// How the screen looks.
#[derive(Debug, Clone, Default, Args)]
pub struct Look {
    /// Colours of the screen [default: those of egret/config.toml, else "auto"]
    #[arg(long, value_name = "NAME", value_parser = PossibleValuesParser::new(Choice::NAMES), hide_possible_values = true)]
    pub theme: Option<String>,
    /// Draw the screen in ASCII only [default: where the terminal shows nothing else]
    #[arg(long)]
    pub ascii: bool,
}

impl Look {
    /// Whether nothing was said.
    pub fn is_empty(&self) -> bool {
        self.theme.is_none() && !self.ascii
    }

    /// What was said behind the command, else what was said before it.
    #[must_use]
    pub fn or(self, before: Self) -> Self {
        Self { theme: self.theme.or(before.theme), ascii: self.ascii || before.ascii }
    }

    /// The theme that was named.
    pub fn choice(&self) -> Option<Choice> {
        Choice::named(self.theme.as_deref()?)
    }
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Explore a snapshot file or a folder of AWS CLI output
    #[command(after_help = "Example: egret open account.json.zst")]
    Open {
        /// A file of `egret collect`, or a folder of AWS CLI output
        path: PathBuf,
        /// How the screen looks.
        #[command(flatten)]
        look: Look,
    },
    /// Explore the built-in sample account: no AWS account, no network
    #[command(after_help = "Example: egret demo --theme light")]
    Demo {
        /// How the screen looks.
        #[command(flatten)]
        look: Look,
    },
    /// Read the account without a screen and save a snapshot
    #[command(after_help = "Example: egret collect --profile prod --region all -o prod.json.zst")]
    Collect(Collect),
    /// Print every task with a verdict for each axis
    #[command(after_help = "Example: egret tasks --from account.json --without-zone use1-az2")]
    Tasks(Tasks),
    /// Print risky exposures and weak spots, the worst first
    #[command(after_help = "Example: egret findings --from account.json --format markdown")]
    Findings(Findings),
    /// The same for a pipeline: exit code 1 when a finding is at or above a severity
    #[command(after_help = "Examples:\n  egret check --fail-on high --from account.json\n  \
        egret check --write-baseline known.json\n  egret check --fail-on high --baseline known.json --format sarif")]
    Check(Check),
    /// Print the rules behind the findings, or one in full
    #[command(after_help = "Example: egret rules EGR-INB-003")]
    Rules(Rules),
    /// Answer one question, or a batch of them, with every hop and every blocker
    #[command(after_help = "Examples:\n  egret explain service:prod/web\n  egret explain eni-0123 --to 203.0.113.9 --port 5432\n  \
        egret explain internet --to eni-0123\n  egret explain TASK --format svg > path.svg\n  egret explain --queries questions.ndjson --from account.json")]
    Explain(Explain),
    /// Print whose verdict changed between two snapshots, and which resource's change did it
    #[command(after_help = "Examples:\n  egret diff monday.json.zst today.json.zst\n  egret diff --screen monday.json.zst today.json.zst")]
    Diff(Diff),
    /// Save a copy that is safe to hand to others: same answers, no names
    #[command(
        after_help = "Example: egret redact prod.json.zst -o for-the-ticket.json.zst\n\nReplaced, everywhere by the same: ids (their prefix \
            stays), account numbers, names, tags, host names, descriptions, public addresses (moved so that every block keeps what was in \
            it). As they were: states, kinds, Regions, zones, times, ports, numbers of up to five digits, AWS's own words, and addresses \
            that nobody on the internet has."
    )]
    Redact(Redact),
    /// Print the read-only IAM policy that collecting needs
    #[command(after_help = "Example: egret policy > egret-policy.json")]
    Policy,
    /// Print a shell script of aws commands whose output folder opens with `egret open`
    #[command(after_help = "Example: egret dump-script > dump.sh, then where the credentials are: sh dump.sh FOLDER us-east-2")]
    DumpScript,
    /// Print a picture (SVG) of what the screen shows, for the documentation
    #[command(hide = true, after_help = "Example: egret picture --width 120 --height 36 --keys 'jj<enter>' > screen.svg")]
    Picture(Picture),
    /// Print a completion script for a shell
    #[command(after_help = "Example: egret completions bash > ~/.local/share/bash-completion/completions/egret")]
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    #[command(after_help = "Example: egret man explain | man -l -")]
    Man {
        /// The page of one command
        command: Option<String>,
    },
}

/// Which account to read, in the SDK's own words.
#[derive(Debug, Clone, Default, Args)]
pub struct Live {
    /// Profile of the shared AWS config files [default: AWS_PROFILE]
    #[arg(long, value_name = "NAME")]
    pub profile: Option<String>,
    /// Region to read; repeatable; "all" for every enabled one [default: AWS_REGION]
    #[arg(long, value_name = "REGION")]
    pub region: Vec<String>,
}

impl Live {
    /// Whether nothing was said.
    pub fn is_empty(&self) -> bool {
        self.profile.is_none() && self.region.is_empty()
    }

    /// What was said behind the command, else what was said before it.
    #[must_use]
    pub fn or(self, before: Self) -> Self {
        Self { profile: self.profile.or(before.profile), region: if self.region.is_empty() { before.region } else { self.region } }
    }
}

/// Where the data comes from.
#[derive(Debug, Clone, Default, Args)]
pub struct Data {
    /// Snapshot file or folder of AWS CLI output [default: read the live account]
    #[arg(long, value_name = "PATH", conflicts_with_all = ["profile", "region"])]
    pub from: Option<PathBuf>,
    /// Which account.
    #[command(flatten)]
    pub live: Live,
    /// Prices and sensitive tags for the findings [default: egret/settings.json in the config directory]
    #[arg(long, value_name = "FILE")]
    pub settings: Option<PathBuf>,
}

impl Data {
    /// Whether nothing was said.
    pub fn is_empty(&self) -> bool {
        self.from.is_none() && self.live.is_empty() && self.settings.is_none()
    }

    /// What was said behind the command, else what was said before it: both
    /// `egret --profile prod tasks` and `egret tasks --profile prod` are usual.
    pub fn or(self, before: Self) -> Result<Self, Stop> {
        let both = Self { from: self.from.or(before.from), live: self.live.or(before.live), settings: self.settings.or(before.settings) };
        if both.from.is_some() && !both.live.is_empty() {
            return Err(Stop::trouble("--from reads no account and cannot be used with --profile or --region"));
        }
        Ok(both)
    }
}

/// How the answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs)]
pub enum Format {
    // Without descriptions: they would triple the length of every `--help`.
    Text,
    Json,
    Ndjson,
    Markdown,
}

/// How an answer is written: the last two are the map alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs)]
pub enum ExplainFormat {
    Text,
    Json,
    Ndjson,
    Markdown,
    Mermaid,
    Svg,
}

/// How findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs)]
pub enum FindingsFormat {
    Text,
    Json,
    Ndjson,
    Markdown,
    Sarif,
}

/// A severity on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs)]
pub enum SeverityName {
    Critical,
    High,
    Medium,
    Low,
    Info,
}

impl From<SeverityName> for Severity {
    fn from(name: SeverityName) -> Self {
        match name {
            SeverityName::Critical => Self::Critical,
            SeverityName::High => Self::High,
            SeverityName::Medium => Self::Medium,
            SeverityName::Low => Self::Low,
            SeverityName::Info => Self::Info,
        }
    }
}

/// `egret findings`
#[derive(Debug, Args)]
pub struct Findings {
    /// Where the data comes from.
    #[command(flatten)]
    pub data: Data,
    /// List of accepted findings [default: DATA.accepted.json beside the data, and egret/accepted.json in the config directory]
    #[arg(long, value_name = "FILE")]
    pub accepted: Option<PathBuf>,
    /// How to write it
    #[arg(long, value_enum, default_value_t = FindingsFormat::Text)]
    pub format: FindingsFormat,
}

/// `egret check`
#[derive(Debug, Args)]
pub struct Check {
    /// Exit with 1 when a finding is this severe or more
    #[arg(long, value_name = "SEVERITY", value_enum, required_unless_present = "write_baseline")]
    pub fail_on: Option<SeverityName>,
    /// What is already known: made by --write-baseline, does not make the check fail
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Save today's findings as what is known
    #[arg(long, value_name = "FILE")]
    pub write_baseline: Option<PathBuf>,
    /// Where the data comes from.
    #[command(flatten)]
    pub data: Data,
    /// List of accepted findings [default: DATA.accepted.json beside the data, and egret/accepted.json in the config directory]
    #[arg(long, value_name = "FILE")]
    pub accepted: Option<PathBuf>,
    /// How to write it
    #[arg(long, value_enum, default_value_t = FindingsFormat::Text)]
    pub format: FindingsFormat,
}

/// `egret rules`
#[derive(Debug, Args)]
pub struct Rules {
    /// The id of one rule: EGR-INB-003
    pub id: Option<String>,
    /// How to write it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// `egret collect`
#[derive(Debug, Args)]
pub struct Collect {
    /// The file to save; a name that ends in .gz or .zst packs it
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
    /// Which account.
    #[command(flatten)]
    pub live: Live,
}

/// `egret picture`
#[derive(Debug, Args)]
pub struct Picture {
    /// Columns
    #[arg(long, default_value_t = 120, value_parser = clap::value_parser!(u16).range(1..=500))]
    pub width: u16,
    /// Rows
    #[arg(long, default_value_t = 36, value_parser = clap::value_parser!(u16).range(1..=500))]
    pub height: u16,
    /// Keys to press first, such as `jj<enter>`
    #[arg(long, default_value = "", allow_hyphen_values = true)]
    pub keys: String,
    /// Snapshot file or folder of AWS CLI output [default: the sample account]
    #[arg(long, value_name = "PATH")]
    pub from: Option<PathBuf>,
}

/// `egret tasks`
#[derive(Debug, Args)]
pub struct Tasks {
    /// Answer as if this zone (use1-az2, or its name) were gone; repeatable
    #[arg(long, value_name = "ZONE")]
    pub without_zone: Vec<String>,
    /// Where the data comes from.
    #[command(flatten)]
    pub data: Data,
    /// How to write it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// `egret diff`
#[derive(Debug, Args)]
pub struct Diff {
    /// The older snapshot file or folder of AWS CLI output
    pub old: PathBuf,
    /// The newer one
    pub new: PathBuf,
    /// Show it on the screen, with both accounts' panes behind it
    #[arg(long, conflicts_with = "format")]
    pub screen: bool,
    /// How to write it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// `egret redact`
#[derive(Debug, Args)]
pub struct Redact {
    /// Snapshot file or folder of AWS CLI output
    #[arg(value_name = "IN")]
    pub input: PathBuf,
    /// The file to save; a name that ends in .gz or .zst packs it
    #[arg(short, long, value_name = "OUT")]
    pub output: PathBuf,
}

/// `egret explain`
#[derive(Debug, Args)]
pub struct Explain {
    /// Task ARN or id, service:CLUSTER/NAME, eni-…, i-…, IP address, or "internet"
    #[arg(required_unless_present = "queries")]
    pub source: Option<String>,
    /// The same, or the host name of an AWS service, such as ecr.api [default: internet]
    #[arg(long, value_name = "DEST", conflicts_with = "queries")]
    pub to: Option<String>,
    /// Destination port [default: 443; from the internet: every port]
    #[arg(long, value_name = "N", conflicts_with = "queries")]
    pub port: Option<u16>,
    /// tcp, udp, icmp, all, or a number [default: tcp]
    #[arg(long, value_name = "NAME|NUMBER", conflicts_with = "queries")]
    pub protocol: Option<String>,
    /// Address family, where no address decides it [default: ipv4]
    #[arg(long, value_enum, conflicts_with = "queries")]
    pub family: Option<FamilyName>,
    /// A batch: a JSON object a line, {"id": "…", "source": "…", "destination": "…", "port": 443}; "-" is stdin
    #[arg(long, value_name = "FILE", conflicts_with = "source")]
    pub queries: Option<PathBuf>,
    /// Where the data comes from.
    #[command(flatten)]
    pub data: Data,
    /// How to write it [default: text; a batch is always a JSON object a line]
    #[arg(long, value_enum)]
    pub format: Option<ExplainFormat>,
}

/// An address family on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs)]
pub enum FamilyName {
    Ipv4,
    Ipv6,
}

impl From<FamilyName> for Family {
    fn from(name: FamilyName) -> Self {
        match name {
            FamilyName::Ipv4 => Self::Ipv4,
            FamilyName::Ipv6 => Self::Ipv6,
        }
    }
}
