//! The five verdicts and how they combine.

use serde::{Deserialize, Serialize};

/// Whether something works. Never collapsed to a yes or no: missing data is
/// neither.
///
/// The order is the lattice's: `No` is the least, `Yes` the greatest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It does not work.
    No,
    /// The data is missing, denied, or the path leaves what we can see.
    Unknown,
    /// It works for some destinations, sources, ports or reply ports only.
    Partial,
    /// It works under the assumptions that are named.
    YesIf,
    /// It works.
    Yes,
}

impl Verdict {
    /// Both must hold: the worse of the two. A `No` anywhere settles a chain.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.min(other)
    }

    /// The word of the contract: `yes`, `yes_if`, `partial`, `unknown`, `no`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Unknown => "unknown",
            Self::Partial => "partial",
            Self::YesIf => "yes_if",
            Self::Yes => "yes",
        }
    }

    /// Whether anything at all gets through for certain.
    pub fn works(self) -> bool {
        self >= Self::Partial
    }

    /// The verdict on a whole whose parts have these verdicts: all alike, or
    /// `Partial` where some parts work and some do not (or are unknown).
    /// `Unknown` where nothing works and something is unknown. `No` for no parts.
    pub fn over_parts(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut parts = parts.into_iter();
        let Some(first) = parts.next() else { return Self::No };
        let (mut least, mut most) = (first, first);
        for part in parts {
            least = least.min(part);
            most = most.max(part);
        }
        match (least.works(), most.works()) {
            (true, true) => least,
            (false, true) => Self::Partial,
            _ => most,
        }
    }
}

impl std::fmt::Display for Verdict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::Verdict::{self, *};

    #[test]
    fn a_chain_is_as_good_as_its_worst_link() {
        assert_eq!(Yes.and(YesIf), YesIf);
        assert_eq!(Unknown.and(No), No);
        assert_eq!(Partial.and(Unknown), Unknown);
    }

    #[test]
    fn a_whole_is_partial_when_only_some_parts_work() {
        assert_eq!(Verdict::over_parts([Yes, Yes]), Yes);
        assert_eq!(Verdict::over_parts([Yes, YesIf]), YesIf);
        assert_eq!(Verdict::over_parts([Yes, No]), Partial);
        assert_eq!(Verdict::over_parts([Yes, Unknown]), Partial);
        assert_eq!(Verdict::over_parts([No, Unknown]), Unknown);
        assert_eq!(Verdict::over_parts([No, No]), No);
        assert_eq!(Verdict::over_parts([]), No);
    }
}
