//! What people tell the rules about their account: prices of their own, and
//! which tags mark a task as sensitive. The file is read elsewhere.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::prices::Prices;
use crate::snapshot::ecs::EcsTag;

/// The settings of the rules.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Settings {
    pub(super) prices: Prices,
    sensitive: Sensitive,
}

/// Which tags mark a task, or its service, as one that must not send data just
/// anywhere.
#[derive(Debug, Clone, PartialEq)]
struct Sensitive(Vec<Tag>);

/// A key, and the value that it must have; any value where none is given.
#[derive(Debug, Clone, PartialEq)]
struct Tag {
    key: String,
    value: Option<String>,
}

/// Keys that people classify data with, and the values that mean "keep it in".
const KEYS: [&str; 5] = ["classification", "data-classification", "confidentiality", "sensitivity", "compliance"];
const VALUES: [&str; 8] = ["confidential", "restricted", "sensitive", "secret", "pii", "phi", "pci", "hipaa"];

impl Default for Sensitive {
    fn default() -> Self {
        let tag = |key: &str, value: &str| Tag { key: plain(key), value: Some(plain(value)) };
        Self(KEYS.iter().flat_map(|key| VALUES.iter().map(move |value| tag(key, value))).collect())
    }
}

/// The file: everything in it may be left out.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    prices: Map<String, Value>,
    /// `KEY=VALUE`, or `KEY` for any value.
    sensitive_tags: Option<Vec<String>>,
}

impl Settings {
    /// Reads a file of settings, `{"prices": {…}, "sensitive_tags": ["data=customer"]}`.
    /// Sensitive tags replace the built-in ones.
    ///
    /// # Errors
    ///
    /// When the text is no such file, in one sentence.
    pub fn parse(text: &str) -> Result<Self, String> {
        let file: File = serde_json::from_str(text).map_err(|error| format!("are no settings: {error}"))?;
        let prices = Prices::with(&file.prices).map_err(|error| format!("in \"prices\": {error}"))?;
        let sensitive = match file.sensitive_tags {
            None => Sensitive::default(),
            Some(tags) if tags.iter().any(|tag| plain(tag.split('=').next().unwrap_or_default()).is_empty()) => {
                return Err(String::from("in \"sensitive_tags\": a tag has no key"));
            }
            Some(tags) => Sensitive(tags.iter().map(|tag| Tag::parse(tag)).collect()),
        };
        Ok(Self { prices, sensitive })
    }

    /// The tag that marks something as sensitive, `key=value`; none when none does.
    pub(super) fn sensitive_tag(&self, tags: &[EcsTag]) -> Option<String> {
        let marks = |tag: &&EcsTag| self.sensitive.0.iter().any(|known| known.is(&tag.key, &tag.value));
        tags.iter().find(marks).map(|tag| format!("{}={}", tag.key, tag.value))
    }
}

impl Tag {
    fn parse(text: &str) -> Self {
        match text.split_once('=') {
            Some((key, value)) => Self { key: plain(key), value: Some(plain(value)) },
            None => Self { key: plain(text), value: None },
        }
    }

    fn is(&self, key: &str, value: &str) -> bool {
        self.key == plain(key) && self.value.as_ref().is_none_or(|wanted| *wanted == plain(value))
    }
}

/// `Data Classification`, `data-classification` and `DataClassification` are
/// one tag to people.
fn plain(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(settings: &Settings, key: &str, value: &str) -> bool {
        settings.sensitive_tag(&[EcsTag { key: key.to_owned(), value: value.to_owned() }]).is_some()
    }

    #[test]
    fn common_classifications_are_known_however_they_are_written() {
        let settings = Settings::default();
        assert!(marked(&settings, "DataClassification", "Confidential") && marked(&settings, "compliance", "PCI"));
        assert!(!marked(&settings, "DataClassification", "public") && !marked(&settings, "team", "secret"));
    }

    #[test]
    fn own_tags_replace_the_built_in_ones() {
        let settings = Settings::parse(r#"{"sensitive_tags": ["data=customer", "vault"]}"#).expect("settings");
        assert!(marked(&settings, "Data", "Customer") && marked(&settings, "vault", "x"));
        assert!(!marked(&settings, "data", "internal") && !marked(&settings, "classification", "secret"));
        assert_eq!(Settings::parse("{}"), Ok(Settings::default()));
    }

    #[test]
    fn what_are_no_settings_is_refused() {
        for text in ["[]", r#"{"price": {}}"#, r#"{"sensitive_tags": ["=x"]}"#, r#"{"prices": {"x": 1}}"#] {
            assert!(Settings::parse(text).is_err(), "{text}");
        }
    }
}
