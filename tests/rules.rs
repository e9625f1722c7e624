//! The rule sheet's ids against the scenarios: no rule of sections 1 to 5
//! without a scenario or test that names it, no choice that AWS's pages leave
//! open without a constant, and no such constant without a scenario that fails
//! when it is flipped.
//!
//! A choice is a constant whose documentation begins with `Choice (`, then the
//! rules that it decides, and which says what `Flipped` does.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use syn::visit::Visit;

/// Rules with ids in a row: the prefix and the last number.
const RULES: [(&str, u32); 8] = [("T", 22), ("R", 21), ("G-IGW-", 7), ("G-NAT-", 12), ("G-TGW-", 10), ("B", 9), ("S", 13), ("N", 12)];
/// The rest of section 3: egress-only and virtual private gateways, peering,
/// firewalls, appliances, and the table of other targets.
const MORE_RULES: [&str; 12] = ["3.3", "3.5", "3.6", "G-FW-1", "G-FW-2", "G-FW-3", "G-FW-4", "G-FW-5", "G-FW-6", "G-FW-7", "3.8", "3.9"];

/// Rules that no path decides, and where they are.
const ELSEWHERE: [(&str, &str); 1] = [("T16", "which interface carries image pulls and logs: the axis `start`")];

/// The marks of sections 1 to 5 and 8, and the questions of section 13, that
/// are behind a constant.
const CHOICES: [(&str, &[&str]); 34] = [
    ("T2", &["OS_ATTRIBUTE"]),
    ("T3", &["DESCRIPTION_NAMES_THE_ATTACHMENT"]),
    ("T5", &["AUTO_ASSIGNED_BY"]),
    ("T6", &["RUN_TASK_GIVES_A_PUBLIC_ADDRESS"]),
    ("T8", &["HOSTS_SEND_FROM_PRIMARY"]),
    ("T12", &["CARRIED_FOR_OTHERS"]),
    ("R8", &["BLACKHOLE_KEEPS_ITS_PLACE"]),
    ("R9", &["ADVERTISED_ROUTES_RANK", "FILTERED_ROUTES_ARE_SKIPPED"]),
    ("G-NAT-9", &["ONLY_NAT64_IS_TRANSLATED"]),
    ("3.9", &["ODB_NETWORK_REACHES_THE_INTERNET"]),
    ("N1", &["DEFAULT_ACL_LISTS_ITS_MEMBERS"]),
    ("N2", &["CATCH_ALL"]),
    ("N4", &["EPHEMERAL_LINUX", "EPHEMERAL_NAT_INSTANCE"]),
    ("N12", &["BLOCKED_PATH_MTU_IS"]),
    ("I3", &["PORT_MAPPINGS_ARE_NO_FILTER"]),
    ("I4", &["UNHEALTHY_TARGETS_GET_REQUESTS"]),
    ("I9", &["VERSION_1_IGNORES_THE_HOP_LIMIT"]),
    ("C1", &["REGIONAL_NAT_GATEWAYS_ARE_CHARGED_BY_ZONE"]),
    ("Q1", &["ALLOW_EGRESS_HELPS_DIRECT_TRAFFIC"]),
    ("Q2", &["ONE_EXCLUDED_SUBNET_IS_ENOUGH"]),
    ("Q3", &["REPLIES_COME_TO_EPHEMERAL_PORTS"]),
    ("Q7", &["DUAL_STACK_IS_AN_ASSUMPTION"]),
    ("Q9", &["ATTACHED"]),
    ("Q10", &["WORDS_ARE_CASEFOLDED"]),
    ("Q11", &["EDGE_TABLES_BRING_OWN_ADDRESSES"]),
    ("Q14", &["REGIONAL_NAT_GATEWAYS_STAND_IN_NO_ZONE"]),
    ("Q16", &["DEAD_STATIC_ROUTES_KEEP_THEIR_RANK"]),
    ("Q17", &["ADVERTISED_ROUTES_RANK", "FILTERED_ROUTES_ARE_SKIPPED"]),
    ("Q18", &["REGIONAL_NAT_GATEWAYS_PASS_NO_ACL"]),
    ("Q19", &["REGIONAL_NAT_GATEWAYS_NAME_THEIR_TABLE"]),
    ("Q20", &["ONLY_NAT64_IS_TRANSLATED"]),
    ("Q21", &["REPLIES_TO_CLIENTS_TAKE_THE_LOAD_BALANCER"]),
    ("Q22", &["NAT_GATEWAYS_SERVE_TRANSIT_GATEWAYS"]),
    ("Q23", &["SUBNETS_ANSWER_FOR_THEMSELVES"]),
];

/// Those that no constant decides, and why.
const NO_CHOICE: [(&str, &str); 7] = [
    ("Q4", "ECR over IPv6: the axis `start`"),
    ("Q5", "bandwidth is not told"),
    ("Q6", "limits are not told"),
    ("Q8", "a slip of the pen, ignored"),
    ("Q12", "T7 is verified: the interface says what it has, `base/everything-works.toml` holds it"),
    ("Q13", "T7 is verified: awsvpc tasks use their own subnet, `base/everything-works.toml` holds it"),
    ("Q15", "platform traffic of EC2 tasks: the axis `start`"),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file with an ending below a folder.
fn files(folder: &Path, ending: &str, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, ending, out);
        } else if path.extension().is_some_and(|extension| extension == ending) {
            out.push(path);
        }
    }
}

/// What every scenario says in one field, with its path.
fn scenarios(field: &str) -> Vec<(PathBuf, String)> {
    let mut paths = Vec::new();
    files(&root().join("tests/scenarios"), "toml", &mut paths);
    let said = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).expect("a scenario");
        let scenario: toml::Table = toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let value = scenario.get(field)?.as_str()?.to_owned();
        Some((path, value))
    };
    paths.into_iter().filter_map(said).collect()
}

/// Documented constants and the names of tests, of every file parsed.
#[derive(Default)]
struct Code {
    documented: Vec<(String, String)>,
    tests: BTreeSet<String>,
}

impl<'ast> Visit<'ast> for Code {
    fn visit_item_const(&mut self, item: &'ast syn::ItemConst) {
        let lines = item.attrs.iter().filter_map(|attribute| {
            let syn::Meta::NameValue(pair) = &attribute.meta else { return None };
            let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) = &pair.value else { return None };
            pair.path.is_ident("doc").then(|| text.value().trim().to_owned())
        });
        self.documented.push((item.ident.to_string(), lines.collect::<Vec<_>>().join(" ")));
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        if item.attrs.iter().any(|attribute| attribute.path().is_ident("test")) {
            self.tests.insert(item.sig.ident.to_string());
        }
        syn::visit::visit_item_fn(self, item);
    }
}

fn code() -> Code {
    let mut paths = Vec::new();
    files(&root().join("src"), "rs", &mut paths);
    files(&root().join("tests"), "rs", &mut paths);
    let mut code = Code::default();
    for path in paths {
        let text = std::fs::read_to_string(&path).expect("a source file");
        code.visit_file(&syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display())));
    }
    code
}

/// The choices of the code: each constant with the ids that it decides.
fn choices(code: &Code) -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::new();
    for (name, text) in &code.documented {
        let Some((ids, rest)) = text.strip_prefix("Choice (").and_then(|text| text.split_once("):")) else { continue };
        assert!(rest.contains("Flipped"), "{name} does not say what flipping it does");
        let ids = ids.replace("\\[R\\]", "").split(',').map(|id| id.trim().to_owned()).collect();
        assert!(found.insert(name.clone(), ids).is_none(), "two choices are called {name}");
    }
    found
}

/// Every id of sections 1 to 5.
fn rules() -> Vec<String> {
    let counted = RULES.into_iter().flat_map(|(prefix, last)| (1..=last).map(move |number| format!("{prefix}{number}")));
    counted.chain(MORE_RULES.map(str::to_owned)).collect()
}

/// Whether a test's name begins with a rule's id: `b4_decision_table`.
fn names(test: &str, rule: &str) -> bool {
    let id = rule.to_lowercase().replace(['-', '.'], "_");
    test.strip_prefix(&id).is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
}

#[test]
fn every_rule_has_a_scenario_or_a_test() {
    let tests = code().tests;
    let named: BTreeSet<String> =
        scenarios("rule").iter().flat_map(|(_, ids)| ids.split_whitespace()).map(|id| id.trim_start_matches("13/").to_owned()).collect();
    let known: BTreeSet<String> = rules().into_iter().collect();
    let missing: Vec<&String> = known
        .iter()
        .filter(|rule| !named.contains(*rule) && !tests.iter().any(|test| names(test, rule)))
        .filter(|rule| !ELSEWHERE.iter().any(|(elsewhere, _)| elsewhere == rule))
        .collect();
    assert!(missing.is_empty(), "no scenario and no test names {missing:?}");
    assert!(ELSEWHERE.iter().all(|(rule, why)| known.contains(*rule) && !why.is_empty()));
}

#[test]
fn every_open_question_has_its_constant() {
    let found = choices(&code());
    for (id, constants) in CHOICES {
        let holders: Vec<&str> = found.iter().filter(|(_, ids)| ids.contains(id)).map(|(name, _)| name.as_str()).collect();
        assert_eq!(holders, constants, "the constants that decide {id}");
    }
    let listed = |id: &str| CHOICES.iter().any(|(known, _)| *known == id);
    for number in 1..=23 {
        let id = format!("Q{number}");
        assert!(listed(&id) || NO_CHOICE.iter().any(|(known, why)| *known == id && !why.is_empty()), "{id} of section 13 is forgotten");
    }
}

#[test]
fn every_choice_has_a_scenario_that_fails_when_it_is_flipped() {
    let code = code();
    let found = choices(&code);
    let scenarios = scenarios("choice");
    for (path, name) in &scenarios {
        assert!(found.contains_key(name), "{}: there is no choice {name}", path.display());
    }
    let kept = |name: &str| scenarios.iter().any(|(_, choice)| choice == name) || code.tests.contains(&name.to_lowercase());
    let missing: Vec<&String> = found.keys().filter(|name| !kept(name)).collect();
    assert!(missing.is_empty(), "no scenario says `choice = …` of {missing:?}, and no test has the name");
}
