//! The expectations of a scenario: on an axis of a task, or on the answer to a
//! question. Sets are asked for members (`open_include`,
//! `reachable_contains`), so that another way to cut the same set still fits.

use std::net::IpAddr;

use egret::analysis::Analysis;
use egret::net::Question;
use serde::Deserialize;
use serde_json::{Value, json};

const TASK: &str = "arn:aws:ecs:us-east-1:111122223333:task/main/";

/// One value, or several of which any fits.
#[derive(Deserialize, Clone)]
#[serde(untagged)]
enum OneOf {
    One(String),
    Any(Vec<String>),
}

impl OneOf {
    /// `none` stands for null.
    fn fits(&self, found: &Value) -> bool {
        let found = found.as_str().unwrap_or("none");
        match self {
            Self::One(wanted) => wanted == found,
            Self::Any(wanted) => wanted.iter().any(|wanted| wanted == found),
        }
    }
}

impl std::fmt::Display for OneOf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::One(wanted) => f.write_str(wanted),
            Self::Any(wanted) => f.write_str(&wanted.join(" or ")),
        }
    }
}

/// Either `task` and `axis`, or `from` and what else a question has.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Expect {
    task: Option<String>,
    axis: Option<String>,
    from: Option<String>,
    to: Option<String>,
    protocol: Option<String>,
    port: Option<u16>,
    family: Option<String>,
    verdict: Option<OneOf>,
    via: Option<OneOf>,
    subnet: Option<String>,
    network_interface: Option<String>,
    network_mode: Option<String>,
    seen_as: Option<Vec<String>>,
    #[serde(default)]
    codes_include: Vec<String>,
    /// One of these, at least.
    #[serde(default)]
    codes_any: Vec<String>,
    #[serde(default)]
    codes_exclude: Vec<String>,
    /// Of the axis `start`: the one service that is meant.
    service: Option<String>,
    /// Whose interface carries the service: `task` or `host`.
    carried_by: Option<String>,
    /// Whether the task does not start without the service.
    essential: Option<bool>,
    /// The code of the first explanation: the cause.
    first_code: Option<String>,
    /// Of the axis `start`: services that must be, or must not be, needed.
    #[serde(default)]
    services_include: Vec<String>,
    #[serde(default)]
    services_exclude: Vec<String>,
    /// What the messages must name: an action, a component.
    #[serde(default)]
    names: Vec<String>,
    /// `tcp/443 from 8.8.8.8`: the address can open the port.
    #[serde(default)]
    open_include: Vec<String>,
    #[serde(default)]
    open_exclude: Vec<String>,
    #[serde(default)]
    reachable_contains: Vec<IpAddr>,
    #[serde(default)]
    reachable_excludes: Vec<IpAddr>,
}

impl Expect {
    /// What does not come out as expected, with the whole answer behind it.
    pub(crate) fn failures(&self, analysis: &Analysis) -> Vec<String> {
        match (&self.task, &self.axis, &self.from) {
            (Some(task), Some(axis), None) => self.axis_failures(analysis, task, axis),
            (Some(task), None, None) => match report(analysis, task) {
                Some(report) => self.placement(task, &report),
                None => vec![format!("{task} is not among the tasks")],
            },
            (None, None, Some(from)) => match self.ask(analysis, from, self.to.as_deref(), self.family.as_deref()) {
                Ok(answer) => {
                    let name = format!(
                        "{from} → {} {}/{}",
                        self.to.as_deref().unwrap_or("internet"),
                        self.protocol.as_deref().unwrap_or("tcp"),
                        self.port.unwrap_or_default()
                    );
                    self.judge(&name, &answer, &answer)
                }
                Err(error) => vec![error],
            },
            _ => vec![String::from("an expectation has `task` and `axis`, `task` and its placement, or `from`")],
        }
    }

    fn axis_failures(&self, analysis: &Analysis, task: &str, axis: &str) -> Vec<String> {
        let Some(report) = report(analysis, task) else { return vec![format!("{task} is not among the tasks")] };
        let name = format!("{task}.{axis}");
        let judged = &report[axis];
        if judged.is_null() {
            return vec![format!("{name} is no axis")];
        }
        let mut failures = self.placement(task, &report);
        match axis {
            "start" => {
                failures.extend(self.start_failures(analysis, &name, task, judged));
                return failures;
            }
            "dns" => {
                let details = analysis.network.dns_details(judged_task(&report)).and_then(|details| serde_json::to_value(details).ok());
                failures.extend(self.judge(&name, judged, &details.unwrap_or_default()));
                return failures;
            }
            _ => {}
        }
        // The same question by the other door must have the same answer.
        let (from, to, family, same) = match axis {
            "outbound_ipv4" => (task, None, "ipv4", ["verdict", "via"]),
            "outbound_ipv6" => (task, None, "ipv6", ["verdict", "via"]),
            "inbound_ipv4" => ("internet", Some(task), "ipv4", ["verdict", "open"]),
            "inbound_ipv6" => ("internet", Some(task), "ipv6", ["verdict", "open"]),
            _ => {
                failures.extend(self.judge(&name, judged, judged));
                return failures;
            }
        };
        match self.ask(analysis, from, to, Some(family)) {
            Ok(answer) => {
                for field in same.into_iter().filter(|field| answer[field] != judged[field]) {
                    failures.push(format!("{name}: tasks say {field} {}, explain says {}", judged[field], answer[field]));
                }
                failures.extend(self.judge(&name, judged, &answer));
            }
            Err(error) => failures.push(error),
        }
        failures
    }

    /// The whole axis, or one service of it, which `explain` must judge alike.
    fn start_failures(&self, analysis: &Analysis, name: &str, task: &str, judged: &Value) -> Vec<String> {
        let services: Vec<&Value> = judged["services"].as_array().into_iter().flatten().collect();
        let find = |wanted: &str| services.iter().find(|service| service["service"] == wanted).copied();
        let mut failures: Vec<String> = Vec::new();
        failures.extend(self.services_include.iter().filter(|one| find(one).is_none()).map(|one| format!("{name} should need {one}")));
        failures.extend(self.services_exclude.iter().filter(|one| find(one).is_some()).map(|one| format!("{name} should not need {one}")));
        let Some(wanted) = &self.service else {
            failures.extend(self.judge(name, judged, judged));
            return failures;
        };
        let Some(service) = find(wanted) else {
            failures.push(format!("{name} should need {wanted}\n      {judged}"));
            return failures;
        };
        let name = format!("{name}.{wanted}");
        if let Some(carried_by) = self.carried_by.as_ref().filter(|carried_by| service["carried_by"] != json!(carried_by)) {
            failures.push(format!("{name} should be carried by the {carried_by}"));
        }
        if let Some(essential) = self.essential.filter(|essential| service["essential"] != json!(essential)) {
            failures.push(format!("{name} should have essential {essential}"));
        }
        match self.ask(analysis, task, Some(wanted), None) {
            Ok(answer) => {
                for field in ["verdict", "via"].into_iter().filter(|field| answer[field] != service[field]) {
                    failures.push(format!("{name}: tasks say {field} {}, explain says {}", service[field], answer[field]));
                }
                failures.extend(self.judge(&name, service, &answer));
            }
            Err(error) => failures.push(error),
        }
        failures
    }

    fn ask(&self, analysis: &Analysis, from: &str, to: Option<&str>, family: Option<&str>) -> Result<Value, String> {
        let named = |name: &str| if report(analysis, name).is_some() { format!("{TASK}{name}") } else { name.to_owned() };
        let family = family.map(|family| serde_json::from_value(json!(family)).map_err(|error| error.to_string())).transpose()?;
        let question =
            Question { source: named(from), destination: to.map(named), protocol: self.protocol.clone(), port: self.port, family };
        let answer = analysis.network.explain(&question).map_err(|error| format!("{from} → {to:?}: {error}"))?;
        serde_json::to_value(&answer).map_err(|error| error.to_string())
    }

    fn placement(&self, task: &str, report: &Value) -> Vec<String> {
        let fields = [("subnet", &self.subnet), ("network_interface", &self.network_interface), ("network_mode", &self.network_mode)];
        let wrong = fields.into_iter().filter_map(|(field, wanted)| wanted.as_ref().map(|wanted| (field, wanted)));
        let is = |found: &Value, wanted: &str| found.as_str().unwrap_or("none") == wanted;
        wrong
            .filter(|(field, wanted)| !is(&report[*field], wanted))
            .map(|(field, wanted)| format!("{task}: {field} should be {wanted}, is {}", report[field]))
            .collect()
    }

    /// `judged` holds verdict, via, codes and open; `answer` what only an
    /// answer has.
    fn judge(&self, name: &str, judged: &Value, answer: &Value) -> Vec<String> {
        let mut wrong = Vec::new();
        if let Some(wanted) = self.verdict.as_ref().filter(|wanted| !wanted.fits(&judged["verdict"])) {
            wrong.push(format!("verdict should be {wanted}"));
        }
        if let Some(wanted) = self.via.as_ref().filter(|wanted| !wanted.fits(&judged["via"])) {
            wrong.push(format!("via should be {wanted}"));
        }
        if let Some(wanted) = self.seen_as.as_ref().filter(|wanted| judged["seen_as"] != json!(wanted)) {
            wrong.push(format!("seen_as should be {wanted:?}"));
        }
        let codes = codes(judged);
        wrong.extend(self.codes_include.iter().filter(|code| !codes.contains(code)).map(|code| format!("{code} should be there")));
        wrong.extend(self.codes_exclude.iter().filter(|code| codes.contains(code)).map(|code| format!("{code} should not be there")));
        if !self.codes_any.is_empty() && !self.codes_any.iter().any(|code| codes.contains(code)) {
            wrong.push(format!("one of {:?} should be there", self.codes_any));
        }
        let first = &answer["explanations"][0]["code"];
        if let Some(wanted) = self.first_code.as_ref().filter(|wanted| first != &json!(wanted)) {
            wrong.push(format!("the first explanation should be {wanted}, is {first}"));
        }
        let said = format!("{judged} {answer}");
        wrong.extend(self.names.iter().filter(|text| !said.contains(text.as_str())).map(|text| format!("{text} should be named")));
        wrong.extend(self.open_include.iter().filter(|one| !is_open(&judged["open"], one)).map(|one| format!("{one} should be open")));
        wrong.extend(self.open_exclude.iter().filter(|one| is_open(&judged["open"], one)).map(|one| format!("{one} should not be open")));
        let blocks = strings(&answer["reachable"]);
        let reached = |address: &IpAddr| blocks.iter().any(|block| holds(block, *address));
        wrong.extend(
            self.reachable_contains.iter().filter(|address| !reached(address)).map(|address| format!("{address} should be reachable")),
        );
        wrong.extend(
            self.reachable_excludes.iter().filter(|address| reached(address)).map(|address| format!("{address} should not be reachable")),
        );
        if wrong.is_empty() {
            return Vec::new();
        }
        let whole = if judged == answer { format!("answer {answer}") } else { format!("axis {judged}\n      answer {answer}") };
        vec![format!("{name}: {}\n      {whole}", wrong.join("; "))]
    }
}

fn report(analysis: &Analysis, task: &str) -> Option<Value> {
    let report = analysis.report.tasks.iter().find(|report| report.task.strip_prefix(TASK) == Some(task))?;
    serde_json::to_value(report).ok()
}

fn judged_task(report: &Value) -> &str {
    report["task"].as_str().unwrap_or_default()
}

fn strings(list: &Value) -> Vec<String> {
    list.as_array().into_iter().flatten().filter_map(|one| one.as_str().map(str::to_owned)).collect()
}

/// The codes of an axis, or of an answer's explanations and assumptions.
fn codes(judged: &Value) -> Vec<String> {
    let told = ["explanations", "assumptions"].into_iter().flat_map(|list| judged[list].as_array().into_iter().flatten());
    let mut codes = strings(&judged["codes"]);
    codes.extend(told.filter_map(|one| one["code"].as_str().map(str::to_owned)));
    codes
}

fn holds(block: &str, address: IpAddr) -> bool {
    block.parse::<ipnet::IpNet>().is_ok_and(|block| block.contains(&address)) || block.parse() == Ok(address)
}

/// Whether `open` lets the one in that `tcp/443 from 8.8.8.8` names.
fn is_open(open: &Value, wanted: &str) -> bool {
    let (packet, address) = wanted.split_once(" from ").unwrap_or((wanted, "8.8.8.8"));
    let (protocol, port) = packet.split_once('/').unwrap_or((packet, "all"));
    let address: IpAddr = address.parse().expect("an address");
    open.as_array().into_iter().flatten().any(|entry| {
        let same_protocol = entry["protocol"].as_str().is_some_and(|found| found == protocol || found == "all" || found == "-1");
        same_protocol
            && in_ports(entry["ports"].as_str().unwrap_or("all"), port)
            && strings(&entry["sources"]).iter().any(|block| holds(block, address))
    })
}

fn in_ports(ports: &str, wanted: &str) -> bool {
    let number = |text: &str| text.trim().parse::<u16>().ok();
    let inside = |wanted: u16| {
        ports.split(',').any(|part| {
            let (from, to) = part.split_once('-').unwrap_or((part, part));
            number(from).zip(number(to)).is_some_and(|(from, to)| (from..=to).contains(&wanted))
        })
    };
    ports == "all" || ports.is_empty() || number(wanted).is_some_and(inside)
}
