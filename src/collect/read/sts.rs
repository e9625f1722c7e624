//! Who is asking.

use super::{Reading, Request};
use crate::collect::convert::text;
use crate::collect::page::Page;

pub(in crate::collect) fn caller_identity(request: Request) -> Reading {
    Box::pin(async move {
        let answer = request.clients.sts.get_caller_identity().send().await?;
        let mut page = Page { items: 1, ..Page::default() };
        page.found.account = text(answer.account);
        page.found.caller = text(answer.arn);
        Ok(page)
    })
}
