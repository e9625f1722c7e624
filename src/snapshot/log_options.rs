//! The options of a log driver or router that say where a log goes, and no
//! others: any other may be a token or a password written in plain text.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};

/// Options that name a place, a Region or a way of sending.
const WHERE_LOGS_GO: &[&str] = &[
    "awslogs-group",
    "awslogs-region",
    "awslogs-endpoint",
    "awslogs-create-group",
    "awslogs-stream-prefix",
    "mode",
    "splunk-url",
    "splunk-verify-connection",
    "gelf-address",
    "fluentd-address",
    "fluentd-async",
    "fluentd-async-connect",
    "syslog-address",
    "name",
    "host",
    "port",
    "region",
    "endpoint",
    "tls",
    "log_group_name",
    "delivery_stream",
    "stream",
    "bucket",
    "config-file-type",
    "config-file-value",
];

/// What is kept of a driver's or router's options, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct LogOptions(BTreeMap<String, String>);

impl LogOptions {
    /// Keeps the options that say where a log goes, without the credentials
    /// that an address may carry.
    pub fn of(options: impl IntoIterator<Item = (String, String)>) -> Self {
        let known = |name: &String| WHERE_LOGS_GO.contains(&name.to_ascii_lowercase().as_str());
        Self(options.into_iter().filter(|(name, _)| known(name)).map(|(name, value)| (name, without_credentials(value))).collect())
    }

    /// The names of the options that are kept, in the cases that people write.
    pub fn names() -> impl Iterator<Item = String> {
        let capital = |name: &str| name.get(..1).map(|first| first.to_uppercase() + &name[1..]);
        let plain = |name: &&&str| !name.contains(['-', '_']);
        let written = WHERE_LOGS_GO.iter().map(|name| (*name).to_owned());
        written.chain(WHERE_LOGS_GO.iter().filter(plain).filter_map(move |name| capital(name)))
    }

    /// An option by name, whatever its case; none when it is empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }
}

/// `https://user:password@host/path` without what stands before the `@`.
fn without_credentials(value: String) -> String {
    let Some((scheme, rest)) = value.split_once("://") else { return value };
    let (authority, path) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
    match authority.rsplit_once('@') {
        Some((_, host)) => format!("{scheme}://{host}{path}"),
        None => value,
    }
}

impl<'de> Deserialize<'de> for LogOptions {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let options: BTreeMap<String, Option<String>> = BTreeMap::deserialize(deserializer)?;
        Ok(Self::of(options.into_iter().filter_map(|(name, value)| Some((name, value?)))))
    }
}

#[cfg(test)]
mod tests {
    use super::LogOptions;

    #[test]
    fn tokens_and_passwords_are_not_read() {
        let text = r#"{"splunk-token": "s3cret", "splunk-url": "https://me:s3cret@logs.example.com:8088/x", "Name": "http", "Header": "Authorization s3cret"}"#;
        let options: LogOptions = serde_json::from_str(text).unwrap();
        let written = serde_json::to_string(&options).unwrap();
        assert!(!written.contains("s3cret"), "{written}");
        assert_eq!(options.get("splunk-url"), Some("https://logs.example.com:8088/x"));
        assert_eq!(options.get("name"), Some("http"));
    }
}
