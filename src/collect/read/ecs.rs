//! ECS: clusters, services, tasks and what they run on.

use aws_sdk_ecs::types::{ClusterField, DesiredStatus, Failure as Refused, ServiceField, TaskField};

use super::{Reading, Request, calls};
use crate::collect::convert::rows;
use crate::collect::found::Listed;
use crate::collect::page::Page;

calls! {
    capacity_providers: ecs.describe_capacity_providers, page set_max_results set_next_token
        => capacity_providers: capacity_providers, next next_token;
    account_settings: ecs.list_account_settings, page set_max_results set_next_token, |it, _ask| it.effective_settings(true)
        => account_settings: settings, next next_token;
}

pub(in crate::collect) fn list_clusters(request: Request) -> Reading {
    Box::pin(async move {
        let call = request.clients.ecs.list_clusters().set_max_results(request.size).set_next_token(request.token);
        let answer = call.send().await?;
        let mut page = Page { next: answer.next_token, ..Page::default() };
        page.found.clusters = answer.cluster_arns.unwrap_or_default();
        page.items = page.found.clusters.len();
        Ok(page)
    })
}

pub(in crate::collect) fn list_services(request: Request) -> Reading {
    Box::pin(async move {
        let call = request.clients.ecs.list_services().cluster(&request.ask.about);
        let answer = call.set_max_results(request.size).set_next_token(request.token).send().await?;
        let mut page = Page { next: answer.next_token, ..Page::default() };
        page.found.services = listed(&request.ask.about, answer.service_arns);
        page.items = page.found.services.len();
        Ok(page)
    })
}

pub(in crate::collect) fn list_tasks(request: Request) -> Reading {
    Box::pin(async move {
        let state = DesiredStatus::from(request.ask.items.concat().as_str());
        let call = request.clients.ecs.list_tasks().cluster(&request.ask.about).desired_status(state);
        let answer = call.set_max_results(request.size).set_next_token(request.token).send().await?;
        let mut page = Page { next: answer.next_token, ..Page::default() };
        page.found.tasks = listed(&request.ask.about, answer.task_arns);
        page.items = page.found.tasks.len();
        Ok(page)
    })
}

pub(in crate::collect) fn list_container_instances(request: Request) -> Reading {
    Box::pin(async move {
        let call = request.clients.ecs.list_container_instances().cluster(&request.ask.about);
        let answer = call.set_max_results(request.size).set_next_token(request.token).send().await?;
        let mut page = Page { next: answer.next_token, ..Page::default() };
        page.found.container_instances = listed(&request.ask.about, answer.container_instance_arns);
        page.items = page.found.container_instances.len();
        Ok(page)
    })
}

pub(in crate::collect) fn clusters(request: Request) -> Reading {
    Box::pin(async move {
        let call = request.clients.ecs.describe_clusters().set_clusters(Some(request.ask.items));
        let answer = call.include(ClusterField::Settings).include(ClusterField::Configurations).include(ClusterField::Tags).send().await?;
        let mut page = Page { refused: refused(answer.failures), ..Page::default() };
        page.found.resources.clusters = rows(answer.clusters);
        page.items = page.found.resources.clusters.len();
        Ok(page)
    })
}

pub(in crate::collect) fn services(request: Request) -> Reading {
    Box::pin(async move {
        let call = request.clients.ecs.describe_services().cluster(request.ask.about).set_services(Some(request.ask.items));
        let answer = call.include(ServiceField::Tags).send().await?;
        let mut page = Page { refused: refused(answer.failures), ..Page::default() };
        page.found.resources.services = rows(answer.services);
        page.items = page.found.resources.services.len();
        Ok(page)
    })
}

pub(in crate::collect) fn task_sets(request: Request) -> Reading {
    Box::pin(async move {
        let call = request.clients.ecs.describe_task_sets().cluster(request.ask.about).service(request.ask.items.concat());
        let answer = call.send().await?;
        let mut page = Page { refused: refused(answer.failures), ..Page::default() };
        page.found.resources.task_sets = rows(answer.task_sets);
        page.items = page.found.resources.task_sets.len();
        Ok(page)
    })
}

pub(in crate::collect) fn tasks(request: Request) -> Reading {
    Box::pin(async move {
        let call = request.clients.ecs.describe_tasks().cluster(request.ask.about).set_tasks(Some(request.ask.items));
        let answer = call.include(TaskField::Tags).send().await?;
        let mut page = Page { refused: refused(answer.failures), ..Page::default() };
        page.found.resources.tasks = rows(answer.tasks);
        page.items = page.found.resources.tasks.len();
        Ok(page)
    })
}

pub(in crate::collect) fn container_instances(request: Request) -> Reading {
    Box::pin(async move {
        let call = request.clients.ecs.describe_container_instances().cluster(request.ask.about);
        let answer = call.set_container_instances(Some(request.ask.items)).send().await?;
        let mut page = Page { refused: refused(answer.failures), ..Page::default() };
        page.found.resources.container_instances = rows(answer.container_instances);
        page.items = page.found.resources.container_instances.len();
        Ok(page)
    })
}

pub(in crate::collect) fn task_definition(request: Request) -> Reading {
    Box::pin(async move {
        let answer = request.clients.ecs.describe_task_definition().task_definition(request.ask.about).send().await?;
        let mut page = Page::default();
        page.found.resources.task_definitions = answer.task_definition.into_iter().map(Into::into).collect();
        page.items = page.found.resources.task_definitions.len();
        Ok(page)
    })
}

fn listed(cluster: &str, arns: Option<Vec<String>>) -> Vec<Listed> {
    arns.into_iter().flatten().map(|arn| Listed { cluster: cluster.to_owned(), arn }).collect()
}

/// Single resources that ECS would not describe. `MISSING` is none of them:
/// what vanished between the list and now is simply not there.
fn refused(failures: Option<Vec<Refused>>) -> Vec<(String, String)> {
    let refused = failures.into_iter().flatten().filter(|failure| failure.reason.as_deref() != Some("MISSING"));
    let told = refused.map(|failure| {
        let why = [failure.reason, failure.detail].into_iter().flatten().collect::<Vec<_>>().join(": ");
        (failure.arn.unwrap_or_default(), why)
    });
    told.collect()
}
