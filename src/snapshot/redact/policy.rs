//! Policies of endpoints, and images: texts with a grammar of their own.

use serde_json::Value;

use super::Redaction;

/// First parts of repositories that say by which cache an image comes.
const CACHES: &[&str] =
    &["ecr-public", "kubernetes", "quay", "docker-hub", "dockerhub", "ghcr", "github", "gitlab", "chainguard", "azurecr"];

/// Images of AWS that stand beside an application, by the beginning of their names.
const SIDECARS: &[&str] = &["aws-xray-daemon", "aws-otel-collector", "aws-guardduty-agent", "aws-for-fluent-bit", "amazon-ecs-"];

impl Redaction<'_> {
    /// A policy: effects, actions and the names of conditions stay. A text that
    /// is no policy becomes one that is none either.
    pub(super) fn policy(&mut self, text: &str) -> String {
        if text.trim().is_empty() {
            return text.to_owned();
        }
        let Ok(mut policy) = serde_json::from_str::<Value>(text) else { return String::from("not a policy") };
        self.statement("", &mut policy);
        policy.to_string()
    }

    fn statement(&mut self, key: &str, value: &mut Value) {
        match value {
            Value::Object(fields) => fields.iter_mut().for_each(|(key, value)| self.statement(key, value)),
            Value::Array(values) => values.iter_mut().for_each(|value| self.statement(key, value)),
            Value::String(text) if !matches!(key, "Effect" | "Action" | "NotAction" | "Version") => *text = self.pattern(text),
            _ => {}
        }
    }

    fn pattern(&mut self, text: &str) -> String {
        // `prod-*` is meant for the buckets of ECR, whose names stay.
        let of_layers =
            text.strip_prefix("arn:aws:s3:::prod-").is_some_and(|rest| rest.starts_with('*') || rest.ends_with("-starport-layer-bucket/*"));
        if of_layers { text.to_owned() } else { self.name(text) }
    }

    /// An image: public registries stay, of all else the words are replaced.
    pub(super) fn image(&mut self, image: &str) -> String {
        let (host, rest) = match image.split_once('/') {
            Some((host, rest)) if host.contains(['.', ':']) || host == "localhost" => (Some(host), rest),
            _ => (None, image),
        };
        let rest = self.repository(rest);
        match host {
            Some("localhost") => format!("localhost/{rest}"),
            Some(host) => format!("{}/{rest}", self.name(host)),
            None => rest,
        }
    }

    /// A repository with its tag or digest.
    pub(super) fn repository(&mut self, path: &str) -> String {
        let parts: Vec<&str> = path.split('/').collect();
        let last = parts.len() - 1;
        let part = |(at, part): (usize, &&str)| {
            let sidecar = SIDECARS.iter().find(|name| at == last && part.starts_with(**name));
            match sidecar {
                Some(name) => format!("{name}{}", self.words.every(&part[name.len()..], |_| false)),
                None if at == 0 && last > 0 && CACHES.contains(part) => (*part).to_owned(),
                None => self.words.every(part, |_| false),
            }
        };
        parts.iter().enumerate().map(part).collect::<Vec<_>>().join("/")
    }
}
