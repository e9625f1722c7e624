//! What a filter asks for: words, `column:value`, `column=value` for just that
//! value, `!` before what must not be
//! there, `~` before a regular expression. Words are found anywhere in a row;
//! in its name also with letters left out, but such rows come last.

use regex::{Regex, RegexBuilder};

use super::data::Search;

/// A filter, ready to be asked.
#[derive(Debug, Default)]
pub struct Query {
    terms: Vec<Term>,
    /// A pattern that is none: it asks for nothing until it is mended.
    pub bad: bool,
}

#[derive(Debug)]
struct Term {
    not: bool,
    what: What,
}

#[derive(Debug)]
enum What {
    Word(String),
    Column(usize, String),
    Just(usize, String),
    Pattern(Regex),
}

/// How well a row fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// What is asked for is there.
    Exact,
    /// Its letters are in the name, in this order.
    Loose,
}

/// Columns that hold single words, of which one must not be found in another:
/// `no` in `unknown`.
const WORDS: [&str; 7] = ["is", "out", "in", "start", "dns", "via", "network"];

impl Query {
    /// Reads a filter for rows with these columns.
    pub fn new(text: &str, columns: &[&'static str]) -> Self {
        let mut query = Self::default();
        for word in text.split_whitespace() {
            let (not, word) = word.strip_prefix('!').map_or((false, word), |rest| (true, rest));
            if word.is_empty() {
                continue;
            }
            match what(&word.to_lowercase(), word, columns) {
                Some(what) => query.terms.push(Term { not, what }),
                None => query.bad = true,
            }
        }
        query
    }

    /// How well a row fits; none when it does not.
    pub fn fit(&self, row: &Search, columns: &[&'static str]) -> Option<Fit> {
        let mut fit = Fit::Exact;
        for term in &self.terms {
            match (term.not, term.what.fit(row, columns)) {
                (false, Some(found)) => fit = fit.max(found),
                (true, None | Some(Fit::Loose)) => {}
                _ => return None,
            }
        }
        Some(fit)
    }
}

/// Words shorter than this are found as they are only: with letters left out
/// they would be everywhere.
const SHORTEST_LOOSE: usize = 3;

/// Whether rows that fit `longer` are among those that fit `shorter`: when all
/// that was added is letters at the end of a plain word.
pub fn narrows(shorter: &str, longer: &str) -> bool {
    let last = |text: &'_ str| text.rsplit(char::is_whitespace).next().unwrap_or("").to_owned();
    let long_enough = last(shorter).chars().count() >= SHORTEST_LOOSE;
    longer.starts_with(shorter) && long_enough && !last(longer).contains([':', '=', '!', '~'])
}

fn what(word: &str, as_typed: &str, columns: &[&'static str]) -> Option<What> {
    if let Some(pattern) = as_typed.strip_prefix('~') {
        return RegexBuilder::new(pattern).case_insensitive(true).multi_line(true).size_limit(1 << 20).build().ok().map(What::Pattern);
    }
    let named = |sign, what: fn(usize, String) -> What| {
        let (name, value) = word.split_once(sign)?;
        let at = columns.iter().position(|column| *column == name)?;
        Some(what(at, value.to_owned()))
    };
    Some(named(':', What::Column).or_else(|| named('=', What::Just)).unwrap_or_else(|| What::Word(word.to_owned())))
}

impl What {
    fn fit(&self, row: &Search, columns: &[&'static str]) -> Option<Fit> {
        let exact = match self {
            Self::Word(word) if row.holds(word) => true,
            Self::Word(word) => return loosely(row.name(), word).then_some(Fit::Loose),
            Self::Pattern(pattern) => pattern.is_match(row.text()),
            Self::Just(at, value) => row.column(*at).split_whitespace().any(|word| word == value),
            Self::Column(at, value) => {
                let held = row.column(*at);
                held.split_whitespace().any(|word| word.starts_with(value.as_str()))
                    || (!WORDS.contains(&columns[*at]) && held.contains(value.as_str()))
            }
        };
        exact.then_some(Fit::Exact)
    }
}

/// Whether the letters of a word stand in a name in their order, the first of
/// them where a part of the name begins.
fn loosely(name: &str, word: &str) -> bool {
    if word.chars().count() < SHORTEST_LOOSE {
        return false;
    }
    let mut begins = true;
    name.char_indices().any(|(at, letter)| {
        let here = begins && word.starts_with(letter);
        begins = !letter.is_alphanumeric();
        here && {
            let mut letters = name[at..].chars();
            word.chars().all(|wanted| letters.any(|letter| letter == wanted))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: [&str; 3] = ["name", "subnet", "is"];

    fn fit(filter: &str) -> Option<Fit> {
        let row = Search::of(["Payments-Worker", "subnet-0abc private-a", "unknown exposed"]);
        Query::new(filter, &COLUMNS).fit(&row, &COLUMNS)
    }

    #[test]
    fn words_are_found_anywhere_and_all_must_be_there() {
        assert_eq!(fit(""), Some(Fit::Exact));
        assert_eq!(fit("ABC worker"), Some(Fit::Exact));
        assert_eq!(fit("worker xyz"), None);
    }

    #[test]
    fn letters_may_be_left_out_of_a_name_only() {
        assert_eq!(fit("pmtw"), Some(Fit::Loose));
        assert_eq!(fit("wkr"), Some(Fit::Loose));
        assert_eq!(fit("ymt"), None);
        assert_eq!(fit("pw"), None);
        assert_eq!(fit("prva"), None);
    }

    #[test]
    fn columns_are_asked_by_name() {
        assert_eq!(fit("subnet:private"), Some(Fit::Exact));
        assert_eq!(fit("subnet:vate"), Some(Fit::Exact));
        assert_eq!(fit("subnet:worker"), None);
        assert_eq!(fit("is:no"), None);
        assert_eq!(fit("is:exp"), Some(Fit::Exact));
        assert_eq!(fit("is=exp"), None);
        assert_eq!(fit("is=exposed"), Some(Fit::Exact));
        // No column of that name: a word like any other.
        assert_eq!(fit("arn:aws"), None);
    }

    #[test]
    fn what_must_not_be_there_is_left_out() {
        assert_eq!(fit("!worker"), None);
        assert_eq!(fit("!xyz"), Some(Fit::Exact));
        assert_eq!(fit("!is:yes subnet:private"), Some(Fit::Exact));
        assert_eq!(fit("!is:unknown"), None);
        assert_eq!(fit("!pmtw"), Some(Fit::Exact));
        assert_eq!(fit("!"), Some(Fit::Exact));
    }

    #[test]
    fn patterns_are_asked_of_each_column() {
        assert_eq!(fit("~^payments-w.*r$"), Some(Fit::Exact));
        assert_eq!(fit("~^worker"), None);
        assert_eq!(fit("!~^worker"), Some(Fit::Exact));
        let half = Query::new("~[", &COLUMNS);
        assert!(half.bad && half.terms.is_empty());
    }

    #[test]
    fn only_letters_of_a_plain_word_narrow_further() {
        assert!(narrows("web", "webs"));
        assert!(narrows("web", "web a"));
        for (shorter, longer) in
            [("", "w"), ("we", "web"), ("is", "is:"), ("is:y", "is:ye"), ("!w", "!we"), ("web", "we"), ("~w", "~we"), ("is=", "is=y")]
        {
            assert!(!narrows(shorter, longer), "{shorter} {longer}");
        }
    }
}
