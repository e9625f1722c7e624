//! Words, ids and account numbers: each becomes another one, the same one
//! everywhere, in the order in which they stood.

use std::collections::{BTreeMap, BTreeSet};

/// Prefixes that AWS gives its ids, those that begin like another one first.
#[rustfmt::skip]
const ID_PREFIXES: &[&str] = &[
    "rslvr-autodefined-assoc-", "rslvr-autodefined-rr-", "rslvr-autodefined-", "rslvr-rrassoc-", "rslvr-rr-",
    "rslvr-in-", "rslvr-out-", "rslvr-frgassoc-", "rslvr-frg-", "rslvr-fdl-", "rslvr-ftp-", "vpc-cidr-assoc-",
    "subnet-cidr-assoc-", "vpc-ec-", "vpcbpa-exclude-", "vpce-svc-", "vpce-", "vpcec-", "vpc-", "subnet-",
    "rtbassoc-", "rtb-", "igw-", "eigw-", "nat-", "eni-attach-", "ela-attach-", "eni-", "eipalloc-", "eipassoc-",
    "eice-", "sgr-", "sg-", "aclassoc-", "acl-", "pl-", "pcx-", "tgw-rtb-", "tgw-attach-", "tgw-ptb-", "tgw-", "vgw-",
    "vpn-", "cagw-", "lgw-", "dopt-", "trunk-assoc-", "ami-", "lt-", "fsap-", "fs-", "vol-", "core-network-",
    "attachment-", "mi-", "i-", "r-", "op-",
];

/// Last words of host names, by which a rule for all names below them still
/// holds for AWS's own.
const TOP_LEVEL: &[&str] = &["com", "net", "org", "io", "aws", "cn", "dev"];

/// Words, ids and account numbers, and what becomes of them.
#[derive(Debug, Default)]
pub(super) struct Words {
    seen: BTreeSet<String>,
    seen_ids: BTreeSet<(&'static str, String)>,
    seen_accounts: BTreeSet<String>,
    words: BTreeMap<String, String>,
    ids: BTreeMap<(&'static str, String), String>,
    accounts: BTreeMap<String, String>,
    settled: bool,
}

/// How many digits the numbers up to this one need.
fn digits(most: usize) -> usize {
    most.to_string().len()
}

impl Words {
    /// From now on everything that was seen is replaced.
    pub(super) fn settle(&mut self) {
        let wide = digits(self.seen.len());
        let numbered = std::mem::take(&mut self.seen).into_iter().enumerate();
        self.words = numbered.map(|(number, word)| (word, format!("n{:0wide$}", number + 1))).collect();
        let ids = std::mem::take(&mut self.seen_ids).into_iter().enumerate();
        self.ids = ids
            .map(|(number, (prefix, rest))| {
                // As long as it was, where AWS could have made it.
                let wide = if rest.len() >= 8 { rest.len() } else { 17 };
                ((prefix, rest), format!("{prefix}{:0wide$x}", number + 1))
            })
            .collect();
        let accounts = std::mem::take(&mut self.seen_accounts).into_iter().enumerate();
        self.accounts = accounts.map(|(number, account)| (account, format!("{:012}", number + 1))).collect();
        self.settled = true;
    }

    /// A single word. Numbers of up to five digits tell of nobody, nor do the
    /// last words of host names.
    pub(super) fn word(&mut self, word: &str) -> String {
        if (word.len() <= 5 && word.bytes().all(|byte| byte.is_ascii_digit())) || TOP_LEVEL.contains(&word) {
            return word.to_owned();
        }
        if is_account(word) {
            return self.account(word);
        }
        if !self.settled {
            self.seen.insert(word.to_owned());
        }
        self.words.get(word).cloned().unwrap_or_default()
    }

    /// The number of an account.
    pub(super) fn account(&mut self, account: &str) -> String {
        if !self.settled {
            self.seen_accounts.insert(account.to_owned());
        }
        self.accounts.get(account).cloned().unwrap_or_default()
    }

    /// An id of AWS; none where it is no id.
    pub(super) fn id(&mut self, text: &str) -> Option<String> {
        let prefix = ID_PREFIXES.iter().find(|prefix| text.starts_with(**prefix))?;
        let rest = &text[prefix.len()..];
        if rest.is_empty() || !rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
            return None;
        }
        if !self.settled {
            self.seen_ids.insert((prefix, rest.to_owned()));
        }
        Some(self.ids.get(&(*prefix, rest.to_owned())).cloned().unwrap_or_default())
    }

    /// Every word of a text, what stands between them as it is. Words for which
    /// `keeps` holds stay.
    pub(super) fn every(&mut self, text: &str, keeps: impl Fn(&str) -> bool) -> String {
        let mut replaced = String::with_capacity(text.len());
        let mut word = String::new();
        for letter in text.chars().chain([' ']) {
            if !parts(letter) {
                word.push(letter);
                continue;
            }
            if !word.is_empty() {
                let new = if keeps(&word) { word.clone() } else { self.word(&word) };
                replaced.push_str(&new);
                word.clear();
            }
            replaced.push(letter);
        }
        replaced.pop();
        replaced
    }
}

/// Whether a letter stands between words: the signs and blanks that everybody
/// writes. Anything else, an emoji say, is a part of a name.
fn parts(letter: char) -> bool {
    letter.is_ascii_punctuation() || letter == ' ' || letter == '\n' || letter == '\t'
}

/// Whether a word is the number of an account.
pub(super) fn is_account(word: &str) -> bool {
    word.len() == 12 && word.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::Words;

    fn replaced(texts: &[&str]) -> Vec<String> {
        let mut words = Words::default();
        for text in texts {
            words.every(text, |_| false);
        }
        words.settle();
        texts.iter().map(|text| words.every(text, |_| false)).collect()
    }

    #[test]
    fn the_same_word_becomes_the_same_and_the_order_stays() {
        assert_eq!(replaced(&["web-api", "api", "web/7", "zoo 123456789012"]), ["n2-n1", "n1", "n2/7", "n3 000000000001"]);
    }

    #[test]
    fn letters_that_nobody_parts_words_by_belong_to_the_word() {
        assert_eq!(replaced(&["a☃b", "größe", "\u{202e}x"]), ["n1", "n2", "n3"]);
    }

    #[test]
    fn ids_keep_their_prefix_and_their_length() {
        let mut words = Words::default();
        let ids = ["subnet-0abc1234", "subnet-0abc1235", "tgw-rtb-0123456789abcdef0", "web", "vpc-"];
        ids.iter().for_each(|id| drop(words.id(id)));
        words.settle();
        let new: Vec<Option<String>> = ids.iter().map(|id| words.id(id)).collect();
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(new, [some("subnet-00000001"), some("subnet-00000002"), some("tgw-rtb-00000000000000003"), None, None]);
    }
}
