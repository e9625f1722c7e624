//! Load balancers, listeners, rules, target groups.

use super::{Reading, Request, calls};
use crate::collect::convert::rows;
use crate::collect::page::Page;
use crate::snapshot::elb::{ElbAttributes, TargetHealths};

calls! {
    load_balancers: elb.describe_load_balancers, page set_page_size set_marker => load_balancers: load_balancers, next next_marker;
    listeners: elb.describe_listeners, page set_page_size set_marker, |it, ask| it.load_balancer_arn(ask.about)
        => listeners: listeners, next next_marker;
    rules: elb.describe_rules, page set_page_size set_marker, |it, ask| it.listener_arn(ask.about) => listener_rules: rules, next next_marker;
    target_groups: elb.describe_target_groups, page set_page_size set_marker => target_groups: target_groups, next next_marker;
}

pub(in crate::collect) fn target_health(request: Request) -> Reading {
    Box::pin(async move {
        let answer = request.clients.elb.describe_target_health().target_group_arn(&request.ask.about).send().await?;
        let target_health_descriptions = rows(answer.target_health_descriptions);
        let mut page = Page { items: target_health_descriptions.len(), ..Page::default() };
        let row = TargetHealths { target_group_arn: request.ask.about, target_health_descriptions };
        page.found.resources.target_healths.push(row);
        Ok(page)
    })
}

pub(in crate::collect) fn target_group_attributes(request: Request) -> Reading {
    Box::pin(async move {
        let answer = request.clients.elb.describe_target_group_attributes().target_group_arn(&request.ask.about).send().await?;
        let mut page = Page { items: 1, ..Page::default() };
        let row = ElbAttributes { resource_arn: request.ask.about, attributes: rows(answer.attributes) };
        page.found.resources.target_group_attributes.push(row);
        Ok(page)
    })
}

pub(in crate::collect) fn load_balancer_attributes(request: Request) -> Reading {
    Box::pin(async move {
        let answer = request.clients.elb.describe_load_balancer_attributes().load_balancer_arn(&request.ask.about).send().await?;
        let mut page = Page { items: 1, ..Page::default() };
        let row = ElbAttributes { resource_arn: request.ask.about, attributes: rows(answer.attributes) };
        page.found.resources.load_balancer_attributes.push(row);
        Ok(page)
    })
}
