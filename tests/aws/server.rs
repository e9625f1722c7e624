//! The test endpoint: moto in a process of its own, and egret pointed at it.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The Python of the test endpoint's virtual environment; made when missing.
fn python() -> String {
    let made = Command::new("sh").arg(root().join("tests/aws/setup.sh")).current_dir(root()).output().expect("sh runs");
    assert!(made.status.success(), "tests/aws/setup.sh: {}", String::from_utf8_lossy(&made.stderr));
    String::from_utf8(made.stdout).expect("UTF-8").trim().to_owned()
}

/// A running server; it ends when its standard input closes.
pub struct Server {
    child: Child,
    endpoint: String,
    python: String,
}

impl Server {
    pub fn start(flags: &[&str]) -> Self {
        let python = python();
        let mut child = Command::new(&python)
            .arg(root().join("tests/aws/serve.py"))
            .args(flags)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the server starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("stdout")).read_line(&mut line).expect("a line");
        let endpoint = line.trim().strip_prefix("READY ").unwrap_or_else(|| panic!("the server said {line:?}")).to_owned();
        Self { child, endpoint, python }
    }

    pub fn script(&self, name: &str, args: &[&str]) -> Output {
        let script = root().join("tests/aws").join(name);
        Command::new(&self.python).arg(script).arg(&self.endpoint).args(args).output().expect("the script runs")
    }

    /// Builds a world by one of the scripts and gives back what that says of it.
    pub fn world(&self, script: &str) -> Value {
        let made = self.script(script, &[]);
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        serde_json::from_slice(&made.stdout).expect("JSON")
    }

    pub fn egret(&self, home: &Path, args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_egret"));
        command.args(args).env_clear().env("HOME", home).env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command
            .env("AWS_ENDPOINT_URL", &self.endpoint)
            .env("AWS_REGION", "us-east-2")
            .env("AWS_ACCESS_KEY_ID", "testing")
            .env("AWS_SECRET_ACCESS_KEY", "testing")
            .env("AWS_EC2_METADATA_DISABLED", "true");
        command.stdin(Stdio::null()).output().expect("egret runs")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
