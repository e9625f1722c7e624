//! From the words of a question to the things they name.

use std::net::IpAddr;

use super::index::{Found, Network, last_part};
use super::question::QuestionError;
use crate::snapshot::ecs::{Service, Task};
use crate::snapshot::interface::NetworkInterface;

/// One end of a question.
#[derive(Debug, Clone)]
pub(crate) enum End<'a> {
    Task(Found<'a, Task>),
    Service(Found<'a, Service>),
    Interface(Found<'a, NetworkInterface>),
    Instance(String),
    Address(IpAddr),
    Internet,
    /// An AWS service by its endpoint name, `ecr.api`, or a host that tasks need.
    AwsService(String),
}

impl Network {
    /// Resolves one end. `what` is `source` or `destination`, for messages.
    pub(crate) fn resolve(&self, what: &'static str, name: &str) -> Result<End<'_>, QuestionError> {
        let name = name.trim();
        let not_found = |hint: &str| QuestionError::NotFound { what, name: name.to_owned(), hint: hint.to_owned() };
        if name.eq_ignore_ascii_case("internet") {
            return Ok(End::Internet);
        }
        if let Ok(address) = name.parse::<IpAddr>() {
            // ::ffff:8.8.8.8 is 8.8.8.8 in other clothes.
            return Ok(End::Address(address.to_canonical()));
        }
        if let Some(service) = name.strip_prefix("service:") {
            let found = service.rsplit_once('/').and_then(|(cluster, service)| self.service_named(cluster, service));
            return found.map(End::Service).ok_or_else(|| not_found(&self.service_hint(service)));
        }
        if name.starts_with("eni-") {
            return self.interface(name).map(End::Interface).ok_or_else(|| not_found(""));
        }
        if name.starts_with("i-") || name.starts_with("mi-") {
            let known = self.instance(name).is_some() || self.host_interfaces(name).next().is_some();
            return if known { Ok(End::Instance(name.to_owned())) } else { Err(not_found("")) };
        }
        if name.starts_with("arn:") {
            let task = self.task(name).map(End::Task);
            return task.or_else(|| self.service(name).map(End::Service)).ok_or_else(|| not_found(""));
        }
        if let Some(task) = self.task_by_id(name) {
            return Ok(End::Task(task));
        }
        if what == "destination" && self.is_service_name(name) {
            return Ok(End::AwsService(name.to_owned()));
        }
        Err(not_found("; `egret tasks` lists what is"))
    }

    /// A task by the last part of its ARN, or by a beginning of it that only one
    /// task has.
    fn task_by_id(&self, id: &str) -> Option<Found<'_, Task>> {
        /// As many characters as the screen shows of an id.
        const SHORTEST: usize = 8;
        let wanted = last_part(id);
        let tasks = || self.snapshot().places.iter().flat_map(|place| &place.resources.tasks);
        if let Some(task) = tasks().find(|task| last_part(&task.task_arn) == wanted && !wanted.is_empty()) {
            return self.task(&task.task_arn);
        }
        let mut begin = tasks().filter(|task| wanted.len() >= SHORTEST && last_part(&task.task_arn).starts_with(wanted));
        match (begin.next(), begin.next()) {
            (Some(task), None) => self.task(&task.task_arn),
            _ => None,
        }
    }

    /// What to say of a service that is not there: where one of its name is.
    fn service_hint(&self, name: &str) -> String {
        let Some((_, service)) = name.rsplit_once('/') else { return String::from("; write it as service:CLUSTER/NAME") };
        let services = self.snapshot().places.iter().flat_map(|place| &place.resources.services);
        let elsewhere = services.into_iter().find(|known| known.service_name == service);
        elsewhere.map_or_else(String::new, |known| format!("; there is service:{}/{service}", last_part(&known.cluster_arn)))
    }
}
