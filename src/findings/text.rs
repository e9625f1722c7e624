//! Words that several findings share.

/// `a`, `a and b`, `a, b and c`; beyond `most` only how many more there are.
pub(super) fn list(words: &[String], most: usize) -> String {
    let mut shown: Vec<String> = words.iter().take(most.max(1)).cloned().collect();
    if words.len() > shown.len() {
        shown.push(format!("{} more", words.len() - shown.len()));
    }
    match shown.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
    }
}

/// `1 task`, `3 tasks`.
pub(super) fn count(number: usize, one: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") }
}

/// A name with its id behind it, or the id alone.
pub(super) fn named(name: &str, id: &str) -> String {
    if name.is_empty() { id.to_owned() } else { format!("{name} ({id})") }
}

/// Adds a word that is not there yet.
pub(super) fn add(words: &mut Vec<String>, word: impl Into<String>) {
    let word = word.into();
    if !words.contains(&word) {
        words.push(word);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lists_are_cut() {
        let words: Vec<String> = ["a", "b", "c", "d"].map(String::from).to_vec();
        assert_eq!(list(&words, 5), "a, b, c and d");
        assert_eq!(list(&words, 2), "a, b and 2 more");
        assert_eq!(list(&words[..1], 2), "a");
        assert_eq!(list(&[], 2), "");
    }
}
