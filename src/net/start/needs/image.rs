//! Where images come from: Amazon ECR with its three services (P7), or another
//! registry.

use super::{About, of};
use crate::net::start::Need;
use crate::net::start::image::{EcrRegistry, Registry, registry};
use crate::net::start::need::{Needs, Target, somewhere};
use crate::snapshot::ecs::ContainerDefinition;

/// Where layers of Windows images may lie that no registry hands on.
const WINDOWS_LAYERS: &str = "mcr.microsoft.com";

pub(super) fn add(about: &About<'_>, container: &ContainerDefinition, needs: &mut Needs) {
    if container.image.trim().is_empty() {
        return;
    }
    let because = of("image", container);
    match registry(&container.image) {
        Registry::Ecr(ecr) => of_ecr(about, container, &ecr, because, needs),
        Registry::Public(host) => needs.add(Need::host(Target::Host { public: true }, &host, 443, about.platform(), because)),
        Registry::Private { host, port } => {
            if let Some(need) = somewhere(&host, port, about.region, about.platform(), because) {
                needs.add(need);
            }
        }
        Registry::Local => {}
    }
}

fn of_ecr(about: &About<'_>, container: &ContainerDefinition, ecr: &EcrRegistry, because: String, needs: &mut Needs) {
    let need = |name: &str| {
        let mut service = about.service(name, &ecr.region);
        if ecr.fips && !about.fips {
            service = service.fips();
        }
        Need::aws(service, about.region, about.platform(), because.clone())
    };
    if !about.old_fargate {
        needs.add(need("ecr.api").allow("ecr:GetAuthorizationToken", "*"));
    }
    let repository = repository_arn(about, ecr, &container.image);
    let mut images =
        need("ecr.dkr").called(&ecr.host).allow("ecr:BatchGetImage", repository.clone()).allow("ecr:GetDownloadUrlForLayer", repository);
    images.particulars.cache = ecr.cache;
    images.particulars.ipv4_name = !ecr.dual_stack;
    needs.add(images);
    let bucket = format!("prod-{}-starport-layer-bucket", ecr.region);
    let layers = need("s3").allow("s3:GetObject", format!("arn:{}:s3:::{bucket}/*", about.partition));
    let host = layers.host.clone();
    needs.add(layers.called(&format!("{bucket}.{host}")));
    if about.windows {
        let mut elsewhere =
            Need::host(Target::Host { public: true }, WINDOWS_LAYERS, 443, about.platform(), of("Windows layers of the image", container));
        elsewhere.particulars.foreign_layers = true;
        needs.add(elsewhere);
    }
}

/// `arn:aws:ecr:REGION:ACCOUNT:repository/NAME`
fn repository_arn(about: &About<'_>, ecr: &EcrRegistry, image: &str) -> String {
    let account = ecr.host.split('.').next().unwrap_or_default();
    let name = image.split_once('/').map_or("", |(_, rest)| rest);
    let name = name.split('@').next().unwrap_or(name);
    // A colon behind the last slash begins the tag.
    let name = match name.rsplit_once(':') {
        Some((before, tag)) if !tag.contains('/') => before,
        _ => name,
    };
    format!("arn:{}:ecr:{}:{account}:repository/{name}", about.partition, ecr.region)
}
