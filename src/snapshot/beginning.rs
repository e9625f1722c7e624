//! The beginning of a long list, without reading all of it: something to look
//! at while the rest is read. Nothing may be concluded from it.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::Kind;

/// More rows than any terminal shows at once.
const MOST: usize = 400;

/// The first rows of a kind; fewer where one of them is odd.
pub(super) fn first_rows<T: DeserializeOwned>(keys: &BTreeMap<String, &RawValue>, kind: Kind) -> Vec<T> {
    let mut rows = Vec::new();
    if let Some(raw) = keys.get(kind.key()) {
        // That rows are left over is an error to the parser, and none here.
        let _ = Rows(&mut rows).deserialize(&mut serde_json::Deserializer::from_str(raw.get()));
    }
    rows
}

struct Rows<'a, T>(&'a mut Vec<T>);

impl<'de, T: DeserializeOwned> DeserializeSeed<'de> for Rows<'_, T> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, T: DeserializeOwned> Visitor<'de> for Rows<'_, T> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<(), A::Error> {
        while self.0.len() < MOST {
            match rows.next_element()? {
                Some(row) => self.0.push(row),
                None => break,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snapshot::ecs::Task;
    use crate::snapshot::{Snapshot, file};

    fn tasks(rows: &[String]) -> Vec<Task> {
        let raw = RawValue::from_string(format!("[{}]", rows.join(","))).expect("JSON");
        first_rows(&BTreeMap::from([(String::from("tasks"), &*raw)]), Kind::Tasks)
    }

    fn row(number: usize) -> String {
        format!("{{\"taskArn\": \"task/{number}\", \"group\": \"{}\"}}", "x".repeat(1_000))
    }

    #[test]
    fn it_ends_after_enough_rows_and_before_an_odd_one() {
        let rows: Vec<String> = (0..1_000).map(row).collect();
        assert_eq!(tasks(&rows).len(), MOST);
        assert_eq!(tasks(&rows[..7]).len(), 7);
        assert_eq!(tasks(&[row(1), row(2), String::from("7"), row(3)]).len(), 2);
        assert_eq!(first_rows::<Task>(&BTreeMap::new(), Kind::Tasks).len(), 0);
    }

    #[test]
    fn a_large_file_shows_its_beginning_first_and_then_comes_whole() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("large.json");
        for (count, begins) in [(3_000, vec![MOST]), (3, Vec::new())] {
            let rows = (0..count).map(row).collect::<Vec<_>>().join(",");
            let place = format!("{{\"account\": \"1\", \"region\": \"us-east-2\", \"tasks\": [{rows}]}}");
            let text = format!("{{\"egret\": \"snapshot/1\", \"caller\": \"me\", \"places\": [{place}]}}");
            std::fs::write(&path, text).expect("written");
            let mut begun: Vec<Snapshot> = Vec::new();
            let (whole, _) = file::read_telling(&path, &mut |part| begun.push(part)).expect("a snapshot");
            assert_eq!(whole.places[0].resources.tasks.len(), count);
            assert_eq!(begun.iter().map(|part| part.places[0].resources.tasks.len()).collect::<Vec<_>>(), begins);
            assert!(begun.iter().all(|part| part.caller == "me" && part.places[0].region == "us-east-2"));
        }
    }
}
