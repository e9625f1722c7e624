//! Reading all pages of one question, and never more than that.
//!
//! The SDK's own paginators loop for ever when a service alternates between
//! two tokens. Here a token that was seen before ends the reading, and so does
//! a page count that no account reaches.

use std::collections::HashSet;

use super::failure::{Failure, Trouble};
use super::found::Found;

/// The most pages that one question may have.
pub(super) const MOST_PAGES: usize = 10_000;

/// One page of an answer.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// What is on it.
    pub found: Found,
    /// How many rows that is.
    pub items: usize,
    /// Where the next page is.
    pub next: Option<String>,
    /// Single resources that AWS would not tell about: which, and why.
    pub refused: Vec<(String, String)>,
}

/// All pages that could be read, and why reading stopped before the end.
#[derive(Debug, Default)]
pub(super) struct Pages {
    pub found: Found,
    pub items: usize,
    pub refused: Vec<(String, String)>,
    /// How many pages were read.
    pub count: usize,
    pub failure: Option<Failure>,
}

/// Reads page after page. What was read before a failure is kept.
pub(super) async fn read_all<F>(most: usize, mut read: impl FnMut(Option<String>) -> F, mut seen: impl FnMut(usize, usize)) -> Pages
where
    F: Future<Output = Result<Page, Failure>>,
{
    let mut pages = Pages::default();
    let mut tokens: HashSet<String> = HashSet::new();
    let mut token = None;
    loop {
        match read(token.take()).await {
            Ok(page) => {
                pages.count += 1;
                pages.items += page.items;
                pages.found.append(page.found);
                pages.refused.extend(page.refused);
                seen(pages.count, pages.items);
                token = page.next.filter(|token| !token.is_empty());
            }
            Err(failure) => pages.failure = Some(failure),
        }
        let Some(next) = &token else { return pages };
        if !tokens.insert(next.clone()) {
            pages.failure = Some(Failure::new(Trouble::Endless, "the service gave the same page token twice; stopped there"));
            return pages;
        }
        if pages.count >= most {
            pages.failure = Some(Failure::new(Trouble::Endless, format!("more than {most} pages; stopped there")));
            return pages;
        }
    }
}
