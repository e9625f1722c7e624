//! Runs the binary in an environment of its own: no AWS settings, no home but
//! an empty folder.

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// The sample account, a snapshot like any other.
pub const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/sample-account.json");

/// The smallest snapshot.
pub const EMPTY: &str = r#"{"egret": "snapshot/1", "taken_at": {"start": "", "end": ""}, "gaps": [], "places": []}"#;

/// A place for files, and for the home of the program.
pub struct Desk(TempDir);

impl Desk {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn path(&self, name: impl AsRef<OsStr>) -> PathBuf {
        self.0.path().join(name.as_ref())
    }

    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// The command, ready to run.
    pub fn egret<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_egret"));
        command.args(arguments).env_clear().env("HOME", self.0.path()).env("AWS_EC2_METADATA_DISABLED", "true");
        command.current_dir(self.0.path()).stdin(Stdio::null());
        command
    }

    pub fn run<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Run {
        Run(self.egret(arguments).output().unwrap())
    }

    /// Runs with a text on stdin, which is written beside the reading: a long
    /// batch would fill both pipes and stand still.
    pub fn run_with_input<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>, input: &str) -> Run {
        let mut child = self.egret(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        std::thread::scope(|scope| {
            scope.spawn(move || stdin.write_all(input.as_bytes()).unwrap());
            Run(child.wait_with_output().unwrap())
        })
    }
}

/// How the program ended.
pub struct Run(pub Output);

impl Run {
    pub fn code(&self) -> Option<i32> {
        self.0.status.code()
    }

    pub fn stdout(&self) -> &str {
        std::str::from_utf8(&self.0.stdout).unwrap()
    }

    pub fn stderr(&self) -> &str {
        std::str::from_utf8(&self.0.stderr).unwrap()
    }

    /// It answered, and had nothing to complain about.
    #[track_caller]
    pub fn answered(&self) -> &str {
        assert_eq!((self.code(), self.stderr()), (Some(0), ""), "stdout: {}", self.stdout());
        self.stdout()
    }

    /// What it answered, as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(self.answered()).unwrap()
    }

    /// It could not answer: exit code 2, nothing on stdout, and one line on
    /// stderr that is safe to print and names what it is about.
    #[track_caller]
    pub fn refused(&self, named: &str) {
        let said = self.stderr();
        assert_eq!((self.code(), self.stdout()), (Some(2), ""), "stderr: {said}");
        let line = said.strip_suffix('\n').unwrap_or_else(|| panic!("no line: {said:?}"));
        assert!(line.starts_with("egret: ") && line.len() > 12, "{said:?}");
        assert_eq!(line.chars().find(|c| c.is_control()), None, "{said:?}");
        assert!(line.contains(named), "{said:?} does not name {named:?}");
    }
}

/// A path as an argument.
pub fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}
