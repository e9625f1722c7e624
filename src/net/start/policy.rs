//! Endpoint policies in their simple forms (P6): does a document let these
//! calls through, surely, surely not, or is it beyond what is read here?
//!
//! Conditions, principals other than everybody, and `Not…` elements are beyond.

use serde::Deserialize;
use serde_json::Value;

use super::need::Permission;
use crate::net::Verdict;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Document {
    statement: OneOrMany<Statement>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Statement {
    #[serde(default)]
    effect: String,
    principal: Option<Value>,
    not_principal: Option<Value>,
    action: Option<OneOrMany<String>>,
    not_action: Option<OneOrMany<String>>,
    resource: Option<OneOrMany<String>>,
    not_resource: Option<OneOrMany<String>>,
    condition: Option<Value>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany<T> {
    One(T),
    Many(Vec<T>),
}

impl<T> OneOrMany<T> {
    fn all(&self) -> &[T] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Many(many) => many,
        }
    }
}

/// How a statement bears on a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Bearing {
    None,
    Perhaps,
    Surely,
}

/// Whether a policy lets a call through: `Yes`, `No`, or `Unknown` where it is
/// not simple. An endpoint without a policy lets everything through.
pub(super) fn judge(document: &str, permission: &Permission) -> Verdict {
    if document.trim().is_empty() {
        return Verdict::Yes;
    }
    let Ok(document) = serde_json::from_str::<Document>(document) else { return Verdict::Unknown };
    let (mut allowed, mut denied) = (Bearing::None, Bearing::None);
    for statement in document.statement.all() {
        let bearing = statement.bears_on(permission);
        match statement.effect.as_str() {
            "Allow" => allowed = allowed.max(bearing),
            "Deny" => denied = denied.max(bearing),
            _ => return Verdict::Unknown,
        }
    }
    match (denied, allowed) {
        (Bearing::Surely, _) | (_, Bearing::None) => Verdict::No,
        (Bearing::Perhaps, _) | (_, Bearing::Perhaps) => Verdict::Unknown,
        (Bearing::None, Bearing::Surely) => Verdict::Yes,
    }
}

/// Whether a policy lets everything through.
pub(super) fn is_open(document: &str) -> bool {
    judge(document, &Permission { action: "*", resource: String::from("*") }) == Verdict::Yes
}

impl Statement {
    fn bears_on(&self, permission: &Permission) -> Bearing {
        let action = match (&self.action, &self.not_action) {
            (Some(actions), None) => best(actions.all(), |pattern| covers_action(pattern, permission.action)),
            (None, Some(_)) => Bearing::Perhaps,
            _ => Bearing::None,
        };
        let resource = match (&self.resource, &self.not_resource) {
            (Some(resources), None) => best(resources.all(), |pattern| covers(pattern, &permission.resource)),
            (None, Some(_)) => Bearing::Perhaps,
            _ => Bearing::None,
        };
        let whole = action.min(resource);
        let plain = self.condition.as_ref().is_none_or(is_empty) && self.not_principal.is_none() && self.is_for_everybody();
        if plain { whole } else { whole.min(Bearing::Perhaps) }
    }

    fn is_for_everybody(&self) -> bool {
        match &self.principal {
            Some(Value::String(text)) => text == "*",
            Some(Value::Object(map)) => map.get("AWS").is_some_and(|value| match value {
                Value::String(text) => text == "*",
                Value::Array(list) => list.iter().any(|one| one == "*"),
                _ => false,
            }),
            _ => false,
        }
    }
}

fn is_empty(condition: &Value) -> bool {
    condition.as_object().is_some_and(serde_json::Map::is_empty)
}

fn best(patterns: &[String], bearing: impl Fn(&str) -> Bearing) -> Bearing {
    patterns.iter().map(|pattern| bearing(pattern)).max().unwrap_or(Bearing::None)
}

fn covers_action(pattern: &str, action: &str) -> Bearing {
    // Actions know no case.
    covers(&pattern.to_ascii_lowercase(), &action.to_ascii_lowercase())
}

/// Whether a pattern covers all of what is wanted, perhaps a part, or nothing.
/// A `*` in `wanted` stands for everything below it.
fn covers(pattern: &str, wanted: &str) -> Bearing {
    // Policy variables are only known when the call is made.
    if pattern.contains("${") {
        return Bearing::Perhaps;
    }
    if matches(pattern.as_bytes(), wanted.as_bytes()) {
        return Bearing::Surely;
    }
    // A part of what is wanted; or a secret whose ARN is given without its end.
    if matches(wanted.as_bytes(), pattern.as_bytes()) || (pattern.starts_with(wanted) && !wanted.is_empty()) {
        return Bearing::Perhaps;
    }
    Bearing::None
}

/// `*` stands for any text, `?` for one character.
fn matches(pattern: &[u8], text: &[u8]) -> bool {
    let (mut p, mut t) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some(b'*') => {
                star = Some((p, t));
                p += 1;
            }
            Some(&byte) if byte == b'?' || byte == text[t] => {
                p += 1;
                t += 1;
            }
            _ => {
                let Some((at, from)) = star else { return false };
                star = Some((at, from + 1));
                p = at + 1;
                t = from + 1;
            }
        }
    }
    pattern[p..].iter().all(|&byte| byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::{Permission, is_open, judge, matches};
    use crate::net::Verdict::{self, No, Unknown, Yes};

    fn layers(document: &str) -> Verdict {
        let bucket = "arn:aws:s3:::prod-us-east-1-starport-layer-bucket/*";
        judge(document, &Permission { action: "s3:GetObject", resource: String::from(bucket) })
    }

    fn statement(rest: &str) -> String {
        format!(r#"{{"Version": "2012-10-17", "Statement": [{{"Effect": "Allow", "Principal": "*", {rest}}}]}}"#)
    }

    #[test]
    fn full_access_and_no_policy_let_everything_through() {
        let full = statement(r#""Action": "*", "Resource": "*""#);
        assert_eq!((layers(""), layers(&full)), (Yes, Yes));
        assert!(is_open(&full));
        assert!(!is_open(&statement(r#""Action": "s3:*", "Resource": "*""#)));
    }

    #[test]
    fn only_what_is_named_gets_through() {
        let named = r#""Action": ["s3:GetObject"], "Resource": ["arn:aws:s3:::prod-us-east-1-starport-layer-bucket/*"]"#;
        assert_eq!(layers(&statement(named)), Yes);
        assert_eq!(layers(&statement(r#""Action": "s3:Get*", "Resource": "arn:aws:s3:::prod-*""#)), Yes);
        assert_eq!(layers(&statement(r#""Action": "s3:GetObject", "Resource": "arn:aws:s3:::mine/*""#)), No);
        assert_eq!(layers(&statement(r#""Action": "s3:PutObject", "Resource": "*""#)), No);
        let part = r#""Action": "s3:GetObject", "Resource": "arn:aws:s3:::prod-us-east-1-starport-layer-bucket/a*""#;
        assert_eq!(layers(&statement(part)), Unknown);
    }

    #[test]
    fn a_plain_denial_wins_and_a_conditional_one_leaves_doubt() {
        let denied = |rest: &str| {
            format!(
                r#"{{"Statement": [{{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}}, {{"Effect": "Deny", "Principal": "*", {rest}}}]}}"#
            )
        };
        assert_eq!(layers(&denied(r#""Action": "s3:*", "Resource": "*""#)), No);
        assert_eq!(layers(&denied(r#""Action": "s3:Put*", "Resource": "*""#)), Yes);
        let conditional = r#""Action": "*", "Resource": "*", "Condition": {"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}}"#;
        assert_eq!(layers(&denied(conditional)), Unknown);
    }

    #[test]
    fn what_is_not_simple_is_unknown() {
        assert_eq!(layers("{broken"), Unknown);
        assert_eq!(layers(&statement(r#""NotAction": "s3:PutObject", "Resource": "*""#)), Unknown);
        let account =
            r#"{"Statement": {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "*", "Resource": "*"}}"#;
        assert_eq!(layers(account), Unknown);
        let everybody = r#"{"Statement": {"Effect": "Allow", "Principal": {"AWS": ["*"]}, "Action": "*", "Resource": "*"}}"#;
        assert_eq!(layers(everybody), Yes);
    }

    #[test]
    fn stars_may_match_nothing_and_more_than_once() {
        assert!(matches(b"a*b*c", b"abxxbc"));
        assert!(matches(b"*", b""));
        assert!(!matches(b"a?c", b"ac"));
    }
}
