//! Rules: for each of them worlds where it fires and, changed in a single fact,
//! where it stays silent; and worlds where data is missing, which never make one
//! fire.
//!
//! A case (`tests/findings/cases/<rule>-<name>.toml`) edits a small world in the
//! words of `tests/scenarios/README.md` and says what must be found on which
//! component. Each line of `silent`, alone, takes the finding away; each line of
//! `fires`, alone, does not. For each rule at least one line of `silent` changes a
//! single fact.

#[path = "findings/details.rs"]
mod details;
#[path = "scenarios/edit.rs"]
mod edit;
#[path = "scenarios/rows.rs"]
mod rows;
#[path = "findings/single.rs"]
mod single;
#[path = "findings/world.rs"]
mod world;

use std::collections::BTreeSet;
use std::path::PathBuf;

use egret::findings::{Finding, rules};
use egret::snapshot::Kind;
use serde::Deserialize;
use serde_json::Value;
use world::{analyse, base, root, sample};

/// One file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    rule: String,
    /// What it shows, in one sentence.
    what: String,
    /// `base` or `sample`.
    world: String,
    /// Worlds of the scenarios that are laid over it first.
    #[serde(default)]
    with: Vec<String>,
    #[serde(default)]
    edits: Vec<String>,
    component: String,
    severity: Option<String>,
    /// The tasks that it concerns, by the last part of their ARN.
    tasks: Option<Vec<String>>,
    /// Words of the message.
    #[serde(default)]
    says: Vec<String>,
    silent: Vec<String>,
    #[serde(default)]
    fires: Vec<String>,
}

impl Case {
    fn world(&self) -> Result<Value, String> {
        let mut world = if self.world == "sample" { sample() } else { base() };
        for name in &self.with {
            edit::all(&mut world, &laid_over(name))?;
        }
        edit::all(&mut world, &self.edits)?;
        Ok(world)
    }

    fn found(&self, world: &Value) -> Option<Finding> {
        let findings = analyse(world).report.findings;
        findings.into_iter().find(|finding| finding.rule == self.rule && finding.component == self.component)
    }

    /// The world with one line more.
    fn world_with(&self, line: &str) -> Result<Value, String> {
        let mut world = self.world()?;
        edit::all(&mut world, &[line.to_owned()])?;
        Ok(world)
    }

    /// Whether one of the lines that silence it changes nothing but one fact.
    fn is_silenced_by_one_fact(&self) -> Result<bool, String> {
        let world = self.world()?;
        for line in &self.silent {
            if single::facts(&world, &self.world_with(line)?) == 1 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Everything that is wrong with it.
    fn wrong(&self) -> Result<Vec<String>, String> {
        let Some(finding) = self.found(&self.world()?) else { return Err(format!("is not found on {}", self.component)) };
        let mut wrong: Vec<String> = self
            .says
            .iter()
            .filter(|word| !finding.message.contains(*word))
            .map(|word| format!("does not say {word}: {}", finding.message))
            .collect();
        if self.severity.as_ref().is_some_and(|severity| severity != finding.severity.as_str()) {
            wrong.push(format!("is {}", finding.severity));
        }
        let tasks: Vec<&str> = finding.tasks.iter().map(|arn| arn.rsplit('/').next().unwrap_or(arn)).collect();
        if self.tasks.as_ref().is_some_and(|expected| *expected != tasks) {
            wrong.push(format!("concerns {tasks:?}"));
        }
        for (lines, expected) in [(&self.silent, false), (&self.fires, true)] {
            for line in lines {
                if self.found(&self.world_with(line)?).is_some() != expected {
                    wrong.push(format!("{} with `{line}`", if expected { "is silent" } else { "still fires" }));
                }
            }
        }
        if self.silent.is_empty() {
            wrong.push(String::from("has no world where it stays silent"));
        }
        Ok(wrong)
    }
}

/// The edits of a world of the scenarios.
fn laid_over(name: &str) -> Vec<String> {
    #[derive(Deserialize)]
    struct World {
        edits: Vec<String>,
    }
    let path = root().join(format!("tests/scenarios/worlds/{name}.toml"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    toml::from_str::<World>(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display())).edits
}

/// Every case with its file's name, sorted.
fn cases() -> Vec<(String, Case)> {
    let folder = root().join("tests/findings/cases");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).expect("the cases").map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).expect("a case");
        let case: Case = toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        (path.file_stem().unwrap_or_default().to_string_lossy().into_owned(), case)
    };
    files.into_iter().map(read).collect()
}

#[test]
fn each_rule_fires_and_stays_silent_by_one_fact() {
    let cases = cases();
    let mut report = String::new();
    for (name, case) in &cases {
        let wrong = case.wrong().unwrap_or_else(|error| vec![error]);
        if !wrong.is_empty() {
            report.push_str(&format!("\n== {name}: {}\n   {}\n", case.what, wrong.join("\n   ")));
        }
        assert!(name.starts_with(&case.rule.to_lowercase()), "{name} is of another rule");
    }
    assert!(report.is_empty(), "{report}");
    let single = cases.iter().filter(|(name, case)| case.is_silenced_by_one_fact().unwrap_or_else(|error| panic!("{name}: {error}")));
    let single: BTreeSet<&str> = single.map(|(_, case)| case.rule.as_str()).collect();
    assert_eq!(
        single,
        rules().iter().map(|rule| rule.id).collect(),
        "a rule has no world, differing in a single fact, where it stays silent"
    );
    let covered: BTreeSet<&str> = cases.iter().map(|(_, case)| case.rule.as_str()).collect();
    let known: BTreeSet<&str> = rules().iter().map(|rule| rule.id).collect();
    assert_eq!(covered, known, "a rule has no case");
}

/// Kinds whose absence means what it meant before AWS had them: a path through
/// an internet gateway is then assumed to be open, and says so.
const ASSUMED_OFF: [Kind; 1] = [Kind::BlockPublicAccessOptions];

/// What is found without a part of the data and was not found with all of it.
fn new_without(world: &Value, known: &[Finding], kinds: &[Kind]) -> Vec<String> {
    let mut less = world.clone();
    let place = less["places"][0].as_object_mut().expect("a place");
    kinds.iter().for_each(|kind| drop(place.remove(kind.key())));
    let told = |finding: &Finding| {
        let same = |one: &&Finding| one.rule == finding.rule;
        let alike = |one: &Finding| one.component == finding.component || one.tasks.iter().any(|task| finding.tasks.contains(task));
        known.iter().filter(same).any(alike)
    };
    let new = analyse(&less).report.findings.into_iter().filter(|finding| !told(finding));
    new.map(|finding| format!("without {kinds:?}: {} on {}", finding.rule, finding.component)).collect()
}

/// Takes the kinds of the world away: each that holds something alone, those
/// that hold nothing all together.
fn nothing_fires_on_absence(name: &str, world: &Value) {
    let known = analyse(world).report.findings;
    let there = Kind::ALL.iter().copied().filter(|kind| !ASSUMED_OFF.contains(kind) && world["places"][0].get(kind.key()).is_some());
    let (empty, full): (Vec<Kind>, Vec<Kind>) = there.partition(|kind| world["places"][0][kind.key()] == serde_json::json!([]));
    let parts = full.iter().map(std::slice::from_ref).chain([empty.as_slice()]);
    let wrong: Vec<String> = parts.flat_map(|kinds| new_without(world, &known, kinds)).collect();
    assert!(wrong.is_empty(), "{name}\n{}", wrong.join("\n"));
}

/// The cases of some rules; apart, so that they are tried side by side.
fn nothing_fires_on_absence_in(area: &str) {
    let cases: Vec<(String, Case)> = cases().into_iter().filter(|(_, case)| case.rule.starts_with(area)).collect();
    assert!(!cases.is_empty(), "no case of {area}");
    cases.iter().for_each(|(name, case)| nothing_fires_on_absence(name, &case.world().expect("a world")));
}

#[test]
fn what_was_not_read_makes_no_rule_fire_about_the_way_in() {
    nothing_fires_on_absence_in("EGR-INB");
}

#[test]
fn what_was_not_read_makes_no_rule_fire_about_the_way_out() {
    nothing_fires_on_absence_in("EGR-OUT");
}

#[test]
fn what_was_not_read_makes_no_rule_fire_about_starting() {
    nothing_fires_on_absence_in("EGR-STR");
}

#[test]
fn what_was_not_read_makes_no_rule_fire_about_hosts() {
    nothing_fires_on_absence_in("EGR-HST");
}

#[test]
fn what_was_not_read_makes_no_rule_fire_about_groups() {
    nothing_fires_on_absence_in("EGR-GRP");
}

#[test]
fn what_was_not_read_makes_no_rule_fire_about_cost() {
    nothing_fires_on_absence_in("EGR-CST");
}

#[test]
fn what_was_not_read_makes_no_rule_fire_on_the_sample_account() {
    nothing_fires_on_absence("the sample account", &sample());
}

#[test]
fn findings_come_worst_first_and_each_pair_once() {
    for (name, case) in cases() {
        let world = case.world().expect("a world");
        let found = analyse(&world).report.findings;
        assert!(found.is_sorted_by_key(|finding| (std::cmp::Reverse(finding.severity), finding.rule, finding.component.clone())), "{name}");
        let pairs: BTreeSet<(&str, &str)> = found.iter().map(|finding| (finding.rule, finding.component.as_str())).collect();
        assert_eq!(pairs.len(), found.len(), "{name}: a rule and component stand twice");
        assert_eq!(found, analyse(&world).report.findings, "{name}");
    }
}

#[test]
fn the_table_is_whole() {
    let ids: BTreeSet<&str> = rules().iter().map(|rule| rule.id).collect();
    assert_eq!(ids.len(), rules().len(), "an id stands twice");
    for rule in rules() {
        let parts: Vec<&str> = rule.id.split('-').collect();
        let fits =
            matches!(parts.as_slice(), ["EGR", area, number] if area.len() == 3 && number.len() == 3 && number.parse::<u16>().is_ok());
        assert!(fits, "{} is no id", rule.id);
        assert!(!rule.title.is_empty() && !rule.title.ends_with('.'), "{}: title", rule.id);
        assert!(!rule.references.is_empty(), "{}: references", rule.id);
        for text in [rule.what, rule.why, rule.how, rule.fix] {
            assert!(text.len() > 30 && text.ends_with('.') && !text.contains("  "), "{}: \"{text}\"", rule.id);
        }
    }
}
