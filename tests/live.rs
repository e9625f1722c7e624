//! The whole way against a server that speaks AWS's protocols (moto, patched by
//! `tests/aws/patches.py` where it differs from AWS): the real `egret collect`,
//! `egret tasks` on the live endpoint, on the saved snapshot, and on a folder
//! that the AWS CLI wrote, give equal and right answers.

#![cfg(feature = "live")]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
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
struct Server {
    child: Child,
    endpoint: String,
    python: String,
}

impl Server {
    fn start(flags: &[&str]) -> Self {
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

    fn script(&self, name: &str, args: &[&str]) -> Output {
        let script = root().join("tests/aws").join(name);
        Command::new(&self.python).arg(script).arg(&self.endpoint).args(args).output().expect("the script runs")
    }

    /// Builds the world and gives back what `world.py` says of it.
    fn world(&self) -> Value {
        let made = self.script("world.py", &[]);
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        serde_json::from_slice(&made.stdout).expect("JSON")
    }

    fn egret(&self, home: &Path, args: &[&str]) -> Output {
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

fn tasks_of(output: &Output) -> BTreeMap<String, Value> {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let tasks: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(tasks["egret"], "tasks/1");
    let list = tasks["tasks"].as_array().cloned().expect("a list");
    list.into_iter().map(|task| (task["task"].as_str().expect("an ARN").to_owned(), task)).collect()
}

/// What `world.py` promises, compared with what egret says.
fn differences(expectations: &Value, tasks: &BTreeMap<String, Value>) -> Vec<String> {
    let mut wrong = Vec::new();
    for (arn, expected) in expectations.as_object().expect("an object") {
        let Some(task) = tasks.get(arn) else {
            wrong.push(format!("{arn} is not among the tasks"));
            continue;
        };
        let (wanted, found) = (&expected["outbound_ipv4"], &task["outbound_ipv4"]);
        let codes = |value: &Value| value.as_array().cloned().unwrap_or_default();
        let has_codes = codes(&wanted["codes_include"]).iter().all(|code| codes(&found["codes"]).contains(code));
        let same = ["verdict", "via", "seen_as"].iter().all(|field| wanted[field] == found[field]);
        if !same || !has_codes {
            wrong.push(format!("{}: wanted {wanted}, found {found}", expected["name"]));
        }
    }
    wrong
}

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

#[test]
fn live_snapshot_and_cli_folder_give_the_same_right_answers() {
    let server = Server::start(&[]);
    let world = server.world();
    let home = folder("live-home");
    let file = home.join("account.json.zst");
    let collected = server.egret(&home, &["collect", "-o", file.to_str().expect("UTF-8")]);
    assert!(collected.status.success(), "{}", String::from_utf8_lossy(&collected.stderr));

    let live = tasks_of(&server.egret(&home, &["tasks", "--format", "json"]));
    let saved = tasks_of(&server.egret(&home, &["tasks", "--format", "json", "--from", file.to_str().expect("UTF-8")]));
    let dump = home.join("dump");
    let written = server.script("cli_folder.py", &[dump.to_str().expect("UTF-8")]);
    assert!(written.status.success(), "{}", String::from_utf8_lossy(&written.stderr));
    let imported = tasks_of(&server.egret(&home, &["tasks", "--format", "json", "--from", dump.to_str().expect("UTF-8")]));

    let expectations = &world["expectations"];
    assert!(expectations.as_object().is_some_and(|all| all.len() >= 10), "the world shrank: {expectations}");
    assert_eq!(differences(expectations, &live), Vec::<String>::new(), "live");
    assert_eq!(live, saved, "the snapshot says something else than the live account");
    assert_eq!(live.keys().collect::<Vec<_>>(), imported.keys().collect::<Vec<_>>());
    for (arn, task) in &live {
        assert_eq!(task, &imported[arn], "the CLI's folder says something else of {arn}");
    }
}

/// Plain moto is unlike AWS in many ways (its routes never turn to blackholes,
/// it answers some calls with HTML): nothing of that may stop the reading.
#[test]
fn an_endpoint_with_odd_answers_is_read_all_the_same() {
    let server = Server::start(&["--unpatched"]);
    let world = server.world();
    let home = folder("odd-home");
    let file = home.join("odd.json");
    let collected = server.egret(&home, &["collect", "-o", file.to_str().expect("UTF-8")]);
    assert!(collected.status.success(), "{}", String::from_utf8_lossy(&collected.stderr));
    let snapshot: Value = serde_json::from_slice(&std::fs::read(&file).expect("the file")).expect("JSON");
    let gaps = snapshot["gaps"].as_array().cloned().expect("gaps");
    assert!(gaps.iter().any(|gap| gap["call"] == "ec2:DescribeVpcBlockPublicAccessOptions"), "{gaps:?}");
    let vpc = world["names"]["vpc"].as_str().expect("a VPC");
    let places = snapshot["places"].as_array().cloned().expect("places");
    assert!(places.iter().any(|place| place["Vpcs"].as_array().is_some_and(|vpcs| vpcs.iter().any(|known| known["VpcId"] == vpc))));
}
