//! Groups of resources that name each other, so that a route table learns its
//! Region from the subnets of its VPC. Folders with different names never
//! mix: the same id in two of them is two resources.

use rustc_hash::FxHashMap;

use super::walk::Hint;

/// Resources and the groups they form.
#[derive(Debug, Default)]
pub(super) struct Links<'a> {
    index: FxHashMap<(&'a Hint, &'a str), usize>,
    above: Vec<usize>,
    about: FxHashMap<usize, About<'a>>,
}

/// What is known of a whole group.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct About<'a> {
    pub(super) account: Option<&'a str>,
    pub(super) region: Option<&'a str>,
}

impl<'a> Links<'a> {
    /// Says that all these ids lie in one Region.
    pub(super) fn join(&mut self, hint: &'a Hint, ids: impl IntoIterator<Item = &'a str>) {
        let mut first = None;
        for id in ids {
            let next = self.above.len();
            let at = *self.index.entry((hint, id)).or_insert(next);
            if at == next {
                self.above.push(next);
            }
            let top = self.top(at);
            let first = *first.get_or_insert(top);
            self.above[top] = first;
        }
    }

    /// Notes what one row knows for all that it is joined with; the first word
    /// counts. To be called when everything is joined.
    pub(super) fn note(&mut self, hint: &'a Hint, id: &str, account: Option<&'a str>, region: Option<&'a str>) {
        let Some(at) = self.index.get(&(hint, id)).copied() else { return };
        let top = self.top(at);
        let about = self.about.entry(top).or_default();
        about.account = about.account.or(account);
        about.region = about.region.or(region);
    }

    /// What is known of the group of an id.
    pub(super) fn about(&mut self, hint: &'a Hint, id: &str) -> About<'a> {
        let Some(at) = self.index.get(&(hint, id)).copied() else { return About::default() };
        let top = self.top(at);
        self.about.get(&top).copied().unwrap_or_default()
    }

    fn top(&mut self, mut at: usize) -> usize {
        while self.above[at] != at {
            self.above[at] = self.above[self.above[at]];
            at = self.above[at];
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_shares_what_one_of_it_knows() {
        let here = Hint::default();
        let there = Hint { region: Some("us-west-2".into()), account: None };
        let mut links = Links::default();
        links.join(&here, ["rtb-1", "vpc-1"]);
        links.join(&here, ["subnet-1", "vpc-1"]);
        links.join(&here, ["vpc-2"]);
        links.join(&there, ["vpc-1"]);
        links.note(&here, "subnet-1", None, Some("us-east-1"));
        links.note(&here, "subnet-1", Some("111122223333"), Some("us-east-2"));
        assert_eq!(links.about(&here, "rtb-1").region, Some("us-east-1"));
        assert_eq!(links.about(&here, "vpc-1").account, Some("111122223333"));
        assert_eq!(links.about(&here, "vpc-2").region, None);
        assert_eq!(links.about(&there, "vpc-1").region, None);
    }
}
