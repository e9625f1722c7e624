//! What a filter looks through: the words of a row, column by column.

/// The columns of a VPC's row.
pub const VPC: [&str; 5] = ["name", "id", "account", "region", "address"];
/// The columns of a subnet's row.
pub const SUBNET: [&str; 7] = ["name", "id", "vpc", "address", "zone", "via", "table"];
/// The columns of a route's row, and of a table's.
pub const ROUTE: [&str; 7] = ["name", "table", "to", "target", "state", "vpc", "kind"];
/// The columns of a task's row.
pub const TASK: [&str; 31] = [
    "name",
    "task",
    "cluster",
    "definition",
    "status",
    "launch",
    "mode",
    "subnet",
    "vpc",
    "zone",
    "table",
    "eni",
    "instance",
    "address",
    "group",
    "via",
    "seen",
    "is",
    "out",
    "in",
    "start",
    "dns",
    "code",
    "rule",
    "need",
    "stop",
    "network",
    "gateway",
    "acl",
    "lb",
    "endpoint",
];

/// So many letters of a value are looked through: nobody looks for the end of
/// a tag of a megabyte, and every row is kept in memory.
const LONGEST: usize = 2_000;

/// The columns of a finding's row.
pub const FINDING: [&str; 8] = ["name", "severity", "rule", "on", "what", "vpc", "subnet", "task"];

/// The words of a row in lower case, a line for each column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search {
    text: String,
}

impl Search {
    /// From the values of the columns, in their order. The first is the name.
    pub fn of<const N: usize>(values: [&str; N]) -> Self {
        Self::of_all(values.into_iter())
    }

    /// The same for columns whose number depends on the list.
    pub fn of_all<'a>(values: impl Iterator<Item = &'a str> + Clone) -> Self {
        let mut text = String::with_capacity(values.clone().map(|value| value.len().min(LONGEST) + 1).sum());
        for value in values {
            text.extend(value.chars().take(LONGEST).flat_map(char::to_lowercase).map(|letter| if letter == '\n' { ' ' } else { letter }));
            text.push('\n');
        }
        Self { text }
    }

    /// The name.
    pub fn name(&self) -> &str {
        self.column(0)
    }

    /// The value of a column, by its place.
    pub fn column(&self, at: usize) -> &str {
        self.text.split('\n').nth(at).unwrap_or("")
    }

    /// All of it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether a word, in lower case, stands anywhere.
    pub fn holds(&self, word: &str) -> bool {
        self.text.contains(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_one_line_of_bounded_length() {
        let row = Search::of(["A\nb", &"x".repeat(1 << 20), "Last"]);
        assert_eq!(row.name(), "a b");
        assert_eq!(row.column(1).len(), LONGEST);
        assert_eq!(row.column(2), "last");
        assert!(row.holds("last") && !row.holds("Last"));
    }
}
