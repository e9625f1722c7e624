//! The rooms of the house: each may use only the rooms to its left. Held by
//! parsing every file, so that neither a comment nor a string can fool it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use syn::visit::Visit;

/// A room, the rooms that it may use, and the crates that only it may use.
struct Room {
    name: &'static str,
    may_use: &'static [&'static str],
}

/// The diagram of `src/lib.rs`, as a table.
const ROOMS: &[Room] = &[
    Room { name: "text", may_use: &[] },
    Room { name: "snapshot", may_use: &[] },
    Room { name: "calls", may_use: &["snapshot"] },
    Room { name: "collect", may_use: &["snapshot", "text", "calls"] },
    Room { name: "import", may_use: &["snapshot", "text"] },
    Room { name: "net", may_use: &["snapshot"] },
    Room { name: "findings", may_use: &["snapshot", "net"] },
    Room { name: "analysis", may_use: &["snapshot", "net", "findings", "text"] },
    Room { name: "report", may_use: &["snapshot", "net", "findings", "analysis", "text"] },
    Room { name: "tui", may_use: &["snapshot", "net", "findings", "analysis", "text"] },
    Room { name: "cli", may_use: &["text", "snapshot", "calls", "collect", "import", "net", "findings", "analysis", "report", "tui"] },
];

/// Crates that belong to certain rooms alone.
const KEPT: &[(&str, &[&str])] = &[
    ("ratatui", &["tui"]),
    ("crossterm", &["tui"]),
    ("clap", &["cli"]),
    ("tokio", &["collect", "cli"]),
    ("aws_config", &["collect"]),
    ("aws_sdk_ec2", &["collect"]),
    ("aws_sdk_ecs", &["collect"]),
    ("aws_sdk_elasticloadbalancingv2", &["collect"]),
    ("aws_sdk_sts", &["collect"]),
];

/// Rooms without clock, file, network or terminal.
const PURE: &[&str] = &["net", "findings", "analysis"];
const IMPURE: &[&str] = &["fs", "net", "env", "process", "thread", "io", "time"];

#[derive(Default)]
struct Paths {
    found: Vec<Vec<String>>,
}

impl<'ast> Visit<'ast> for Paths {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.found.push(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
        syn::visit::visit_path(self, path);
    }
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        flatten(&item.tree, &mut Vec::new(), &mut self.found);
    }
}

fn flatten(tree: &syn::UseTree, prefix: &mut Vec<String>, found: &mut Vec<Vec<String>>) {
    match tree {
        syn::UseTree::Path(path) => {
            prefix.push(path.ident.to_string());
            flatten(&path.tree, prefix, found);
            prefix.pop();
        }
        syn::UseTree::Group(group) => group.items.iter().for_each(|item| flatten(item, prefix, found)),
        syn::UseTree::Name(name) => found.push(prefix.iter().cloned().chain([name.ident.to_string()]).collect()),
        syn::UseTree::Rename(name) => found.push(prefix.iter().cloned().chain([name.ident.to_string()]).collect()),
        syn::UseTree::Glob(_) => found.push(prefix.clone()),
    }
}

fn sources(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            out.push(path);
        }
    }
}

fn room_of(path: &Path, src: &Path) -> String {
    let inside = path.strip_prefix(src).expect("below src");
    let first = inside.components().next().expect("a name").as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

#[test]
fn rooms_use_only_the_rooms_to_their_left() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&src, &mut files);
    let rooms: BTreeMap<&str, &Room> = ROOMS.iter().map(|room| (room.name, room)).collect();
    let mut wrong = Vec::new();
    for file in files {
        let room = room_of(&file, &src);
        if room == "lib" || room == "main" {
            continue;
        }
        let Some(known) = rooms.get(room.as_str()) else {
            wrong.push(format!("{} stands in no room of the table", file.display()));
            continue;
        };
        let text = std::fs::read_to_string(&file).expect("a source file");
        let parsed = syn::parse_file(&text).expect("Rust");
        let mut paths = Paths::default();
        paths.visit_file(&parsed);
        for path in &paths.found {
            if let Some(problem) = forbidden(known, path) {
                wrong.push(format!("{}: {problem}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Why a room may not use a path; none when it may.
fn forbidden(room: &Room, path: &[String]) -> Option<String> {
    let words: Vec<&str> = path.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["crate", used, ..] if ROOMS.iter().any(|other| other.name == *used) && *used != room.name && !room.may_use.contains(used) => {
            Some(format!("{} may not use {used}", room.name))
        }
        ["std", used, rest @ ..] if PURE.contains(&room.name) && IMPURE.contains(used) && !harmless(used, rest) => {
            Some(format!("{} is pure and may not use std::{used}", room.name))
        }
        [first, ..] => {
            let (kept, rooms) = KEPT.iter().find(|(kept, _)| kept == first)?;
            (!rooms.contains(&room.name)).then(|| format!("{kept} belongs to {rooms:?}, not to {}", room.name))
        }
        [] => None,
    }
}

/// Addresses are values, not the network.
fn harmless(used: &str, rest: &[&str]) -> bool {
    used == "net" && rest.first().is_none_or(|name| matches!(*name, "IpAddr" | "Ipv4Addr" | "Ipv6Addr"))
}

#[test]
fn the_test_sees_what_is_forbidden() {
    let path = |text: &str| text.split("::").map(str::to_owned).collect::<Vec<_>>();
    let net = ROOMS.iter().find(|room| room.name == "net").expect("net");
    for bad in ["crate::tui::run", "crate::collect::collect", "std::fs::read", "std::net::TcpStream", "ratatui::Frame", "clap::Parser"] {
        assert!(forbidden(net, &path(bad)).is_some(), "{bad}");
    }
    for good in ["crate::snapshot::Snapshot", "crate::net::Code", "std::net::IpAddr", "serde::Serialize"] {
        assert!(forbidden(net, &path(good)).is_none(), "{good}");
    }
}
