//! Containers that stand beside the others and call AWS: tracing, metrics,
//! Service Connect, App Mesh.

use super::{About, of};
use crate::net::start::need::Needs;
use crate::net::start::service::AwsService;
use crate::net::start::{CarriedBy, Need};
use crate::snapshot::ecs::ContainerDefinition;

/// \[R\] Images of AWS's own sidecars, and what they send to.
const SIDECARS: [(&str, &[&str]); 2] =
    [("aws-xray-daemon", &["xray"]), ("aws-otel-collector", &["xray", "monitoring", "logs", "aps-workspaces"])];

pub(super) fn add(about: &About<'_>, container: &ContainerDefinition, needs: &mut Needs) {
    let name = container.image.rsplit('/').next().unwrap_or(&container.image);
    for (image, services) in SIDECARS {
        if name.starts_with(image) {
            services.iter().for_each(|service| needs.add(about.task_need(service, of("sidecar", container))));
        }
    }
}

/// Proxies that wait for their settings before they let the task start.
pub(super) fn add_meshes(about: &About<'_>, needs: &mut Needs) {
    let mut add = |name: &str, because: &str| {
        let service = AwsService::new(name, about.region);
        needs.add(Need::aws(service, about.region, CarriedBy::Task, String::from(because)));
    };
    if about.service_connect {
        add("ecs-agent", "Service Connect");
    }
    // \[R\] App Mesh's name.
    if about.definition.proxy_configuration.as_ref().is_some_and(|proxy| proxy.r#type.eq_ignore_ascii_case("APPMESH")) {
        add("appmesh-envoy-management", "App Mesh proxy");
    }
}
