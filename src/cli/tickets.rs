//! The map as files, for a ticket: one of each kind beside the others in the
//! working directory. What is there already is never written over.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use crate::analysis::map::Map;
use crate::report::map;
use crate::tui::Tickets;

type Write_ = fn(&mut dyn Write, &Map) -> io::Result<()>;

/// What is written, and how its name ends.
const KINDS: [(&str, Write_); 3] = [("svg", map::svg), ("mmd", map::mermaid), ("txt", map::text)];

/// So many names are tried before giving up.
const MOST: usize = 1_000;

/// A folder that maps are written into.
pub struct Folder(PathBuf);

impl Folder {
    /// The working directory.
    pub fn here() -> Self {
        Self(PathBuf::from("."))
    }

    /// Makes all the files of one name, or none where one of them is there already.
    fn make(&self, name: &str) -> io::Result<Vec<File>> {
        let mut made: Vec<(PathBuf, File)> = Vec::new();
        for (ending, _) in KINDS {
            let path = self.0.join(format!("{name}.{ending}"));
            match OpenOptions::new().write(true).create_new(true).open(&path) {
                Ok(file) => made.push((path, file)),
                Err(error) => {
                    // Those that were made just now are empty and ours.
                    made.iter().for_each(|(path, _)| drop(std::fs::remove_file(path)));
                    return Err(error);
                }
            }
        }
        Ok(made.into_iter().map(|(_, file)| file).collect())
    }
}

impl Tickets for Folder {
    fn write(&self, map: &Map) -> Result<String, String> {
        let base = name(map);
        for number in 1..=MOST {
            let name = if number == 1 { base.clone() } else { format!("{base}-{number}") };
            match self.make(&name) {
                Ok(files) => {
                    for ((ending, write), file) in KINDS.into_iter().zip(files) {
                        let mut out = BufWriter::new(file);
                        write(&mut out, map).and_then(|()| out.flush()).map_err(|error| format!("{name}.{ending}: {error}"))?;
                    }
                    return Ok(format!("{name}.svg, .mmd and .txt"));
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(format!("{name}.svg: {error}")),
            }
        }
        Err(format!("{base}.svg and {MOST} more of that name are there already"))
    }
}

/// A name made of the id: letters, digits and dashes, whatever the id holds.
fn name(map: &Map) -> String {
    let id = map.subject_id.rsplit('/').next().unwrap_or_default();
    let safe: String = id.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-').collect();
    // Eight letters tell tasks apart, here as on the screen.
    let longest = if safe.contains('-') { 40 } else { 8 };
    let safe: String = safe.trim_start_matches('-').chars().take(longest).collect();
    let way = if map.inbound { "in" } else { "out" };
    if safe.is_empty() { format!("egret-path-{way}") } else { format!("egret-{safe}-{way}") }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use super::*;
    use crate::analysis::Analysis;
    use crate::snapshot::file;

    fn map() -> Map {
        let sample = include_bytes!("../../assets/sample-account.json");
        let (snapshot, _) = file::parse(Path::new("sample"), sample).expect("a snapshot");
        let analysis = Analysis::of(Arc::new(snapshot));
        let task = analysis.report.tasks.first().expect("a task").task.clone();
        Map::of(&analysis, &analysis.way_out(&task).expect("an answer")).expect("a map")
    }

    #[test]
    fn nothing_that_is_there_is_written_over() {
        let folder = tempfile::tempdir().expect("a folder");
        let tickets = Folder(folder.path().to_owned());
        let map = map();
        let first = name(&map);
        // Only one of the three is there: none of that name is made.
        std::fs::write(folder.path().join(format!("{first}.mmd")), "mine").expect("written");
        let said = tickets.write(&map).expect("written");
        assert_eq!(said, format!("{first}-2.svg, .mmd and .txt"));
        assert_eq!(std::fs::read_to_string(folder.path().join(format!("{first}.mmd"))).expect("text"), "mine");
        assert!(!folder.path().join(format!("{first}.svg")).exists());
        tickets.write(&map).expect("written");
        let mut names: Vec<String> = std::fs::read_dir(folder.path())
            .expect("a folder")
            .flatten()
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        let wanted = |number: usize| ["mmd", "svg", "txt"].map(|ending| format!("{first}-{number}.{ending}"));
        assert_eq!(names, [wanted(2).as_slice(), wanted(3).as_slice(), &[format!("{first}.mmd")]].concat());
        let drawn = std::fs::read_to_string(folder.path().join(format!("{first}-3.svg"))).expect("text");
        assert!(drawn.starts_with("<svg") && drawn.ends_with("</svg>\n"));
    }

    #[test]
    fn no_id_leads_out_of_the_folder() {
        for (id, wanted) in [
            ("arn:aws:ecs:us-east-2:1:task/prod/0123456789abcdef0123456789abcdef", "egret-01234567-out"),
            ("eni-0d75a59f0230f29dc", "egret-eni-0d75a59f0230f29dc-out"),
            ("../../etc/passwd\0\u{202e}", "egret-passwd-out"),
            ("..", "egret-path-out"),
            ("--help", "egret-help-out"),
            ("東京", "egret-path-out"),
        ] {
            let map = Map { subject_id: id.to_owned(), inbound: false, ..map() };
            assert_eq!(name(&map), wanted);
        }
    }

    #[test]
    fn a_folder_that_cannot_be_written_to_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let gone = Folder(folder.path().join("gone"));
        assert!(gone.write(&map()).is_err_and(|error| error.contains(".svg")));
    }
}
