//! One function for each call: it asks for one page and turns the answer into
//! a [`Page`]. Nothing here decides what is asked, how often, or what a
//! failure means.

pub(super) mod ec2;
pub(super) mod ecs;
pub(super) mod elb;
pub(super) mod sts;

use std::sync::Arc;

use futures::future::BoxFuture;

use super::ask::Ask;
use super::clients::Clients;
use super::failure::Failure;
use super::page::Page;

/// All that a request needs to know.
pub(super) struct Request {
    pub clients: Arc<Clients>,
    pub ask: Ask,
    pub token: Option<String>,
    pub size: Option<i32>,
}

/// A page on its way.
pub(super) type Reading = BoxFuture<'static, Result<Page, Failure>>;

/// A call that answers with rows of one kind:
/// `vpcs: ec2.describe_vpcs(paged) => vpcs, next_token;` reads the answer's
/// `vpcs` into the snapshot's `vpcs`. What stands in braces sets parameters.
macro_rules! calls {
    ($( $name:ident: $client:ident.$operation:ident $(, page $size:ident $token:ident)? $(, |$builder:ident, $ask:ident| $set:expr)?
        => $rows:ident: $from:ident $(, next $next:ident)?; )*) => { $(
        pub(in crate::collect) fn $name(request: Request) -> Reading {
            Box::pin(async move {
                let builder = request.clients.$client.$operation();
                $( let builder = builder.$size(request.size).$token(request.token); )?
                $( let ($builder, $ask) = (builder, request.ask); let builder = $set; )?
                let answer = builder.send().await?;
                let mut page = Page::default();
                $( page.next = answer.$next; )?
                page.found.resources.$rows = rows(answer.$from);
                page.items = page.found.resources.$rows.len();
                Ok(page)
            })
        }
    )* };
}
use calls;
