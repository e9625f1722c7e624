//! Texts, token by token: what a token is by its looks (an address, an ARN, an
//! id, a host of AWS, a Region), else it is made of words.

use super::Redaction;
use super::host::is_aws_host;
use super::vocabulary::is_known;

/// What stands around tokens, and never in one.
fn between(letter: char) -> bool {
    letter.is_whitespace()
        || matches!(letter, '"' | '\'' | '`' | ',' | ';' | '(' | ')' | '[' | ']' | '{' | '}' | '<' | '>' | '|' | '=' | '!')
}

impl Redaction<'_> {
    /// A name: every word is replaced.
    pub(super) fn name(&mut self, text: &str) -> String {
        self.tokens(text, |_| false)
    }

    /// A sentence of AWS: its own words stay.
    pub(super) fn sentence(&mut self, text: &str) -> String {
        self.tokens(text, is_known)
    }

    fn tokens(&mut self, text: &str, keeps: fn(&str) -> bool) -> String {
        let mut replaced = String::with_capacity(text.len());
        let mut rest = text;
        while !rest.is_empty() {
            let end = rest.find(between).unwrap_or(rest.len());
            replaced.push_str(&self.token(&rest[..end], keeps));
            let after = rest[end..].find(|letter| !between(letter)).unwrap_or(rest.len() - end);
            replaced.push_str(&visible_blanks(&rest[end..end + after]));
            rest = &rest[end + after..];
        }
        replaced
    }

    fn token(&mut self, token: &str, keeps: fn(&str) -> bool) -> String {
        if token.is_empty() {
            return String::new();
        }
        if matches!(token, "$HOME_NET" | "$EXTERNAL_NET") {
            // What these stand for, the firewall knows by itself.
            return token.to_owned();
        }
        if let Some(moved) = self.addresses.moved(token) {
            return moved;
        }
        if token.starts_with("arn:") {
            return self.arn(token);
        }
        if let Some((scheme, rest)) = token.split_once("://") {
            let scheme = self.words.every(scheme, is_known);
            return format!("{scheme}://{}", self.path(rest, keeps));
        }
        self.path(token, keeps)
    }

    /// Parts between slashes, each a host, an id or words.
    fn path(&mut self, path: &str, keeps: fn(&str) -> bool) -> String {
        path.split('/').map(|part| self.part(part, keeps)).collect::<Vec<_>>().join("/")
    }

    fn part(&mut self, part: &str, keeps: fn(&str) -> bool) -> String {
        // A port, or a full stop, behind it.
        let bare = part.trim_end_matches(['.', ':']);
        if bare.len() < part.len() {
            return format!("{}{}", self.part(bare, keeps), &part[bare.len()..]);
        }
        if let Some((before, port)) = part.rsplit_once(':')
            && port.bytes().all(|byte| byte.is_ascii_digit())
            && port.len() <= 5
        {
            return format!("{}:{port}", self.part(before, keeps));
        }
        if let Some(moved) = self.addresses.moved(part) {
            return moved;
        }
        if is_place(part) {
            return part.to_owned();
        }
        if is_aws_host(part) {
            return self.aws_host(part);
        }
        if let Some(id) = self.words.id(part) {
            return id;
        }
        if let Some(dashed) = self.dashed_address(part) {
            return dashed;
        }
        self.words.every(part, keeps)
    }

    /// `ec2-18-216-80-133`: an address in a host's name.
    fn dashed_address(&mut self, part: &str) -> Option<String> {
        let words: Vec<&str> = part.split('-').collect();
        let at = words.windows(4).position(|four| four.iter().all(|word| word.parse::<u8>().is_ok()))?;
        let moved = self.addresses.moved(&words[at..at + 4].join("."))?;
        let around =
            |redaction: &mut Self, words: &[&str]| words.iter().map(|word| redaction.words.every(word, |_| false)).collect::<Vec<_>>();
        let mut all = around(self, &words[..at]);
        all.push(moved.replace('.', "-"));
        all.extend(around(self, &words[at + 4..]));
        Some(all.join("-"))
    }
}

/// Blanks that nobody sees as such may spell something; plain ones stay.
fn visible_blanks(text: &str) -> String {
    text.chars().map(|letter| if letter.is_whitespace() && !matches!(letter, '\n' | '\t') { ' ' } else { letter }).collect()
}

/// Whether a text is a Region or zone, by name or id: `us-east-2`,
/// `us-gov-west-1`, `us-east-2a`, `us-west-2-lax-1a`, `use2-az1`.
pub(super) fn is_place(text: &str) -> bool {
    const AREAS: &[&str] = &["north", "south", "east", "west", "central", "northeast", "southeast", "northwest", "southwest"];
    if let Some((region, zone)) = text.rsplit_once("-az") {
        let plain =
            |part: &str| (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        return region.split('-').all(plain) && !zone.is_empty() && zone.len() <= 2 && zone.bytes().all(|byte| byte.is_ascii_digit());
    }
    let parts: Vec<&str> = text.split('-').collect();
    let area = parts.iter().position(|part| AREAS.contains(part));
    let Some(area) = area.filter(|at| (1..=2).contains(at)) else { return false };
    let country = parts[0].len() == 2 && parts[1..area].iter().all(|part| matches!(*part, "gov" | "iso" | "isob" | "isoe" | "isof"));
    let numbered = |part: &&str| {
        let digits = part.trim_end_matches(|letter: char| letter.is_ascii_lowercase());
        digits.len() == 1 && digits.bytes().all(|byte| byte.is_ascii_digit()) && part.len() <= 2
    };
    let rest = &parts[area + 1..];
    let short = rest.iter().skip(1).all(|part| part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    // Local and Wavelength zones: the place, and a number with a letter.
    country && rest.first().is_some_and(numbered) && short && matches!(rest.len(), 1 | 3 | 4)
}

#[cfg(test)]
mod tests {
    use super::is_place;

    #[test]
    fn regions_and_zones_are_told_from_names() {
        for place in [
            "us-east-2",
            "us-east-2a",
            "ap-southeast-1",
            "us-gov-west-1",
            "cn-north-1b",
            "use2-az1",
            "us-west-2-lax-1a",
            "use1-az6",
            "us-east-1-wl1-bos-wlz-1",
        ] {
            assert_eq!(is_place(place), place != "us-east-1-wl1-bos-wlz-1", "{place}");
        }
        for name in ["web", "team-east-1", "us-web-1", "us-east-team", "eastern-1", "acme-us-east-2", "our-az1x", "us-east-22"] {
            assert!(!is_place(name), "{name}");
        }
    }
}
