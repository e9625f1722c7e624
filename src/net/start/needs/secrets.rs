//! What is fetched before a container runs: secrets, parameters, credentials of
//! private registries, files of environment variables. Only where they lie is
//! known here, never what they are.

use super::{About, of, region_of_arn};
use crate::net::start::Need;
use crate::net::start::need::Needs;
use crate::snapshot::ecs::ContainerDefinition;

pub(super) fn add(about: &About<'_>, container: &ContainerDefinition, needs: &mut Needs) {
    let log_secrets = container.log_configuration.iter().flat_map(|log| &log.secret_options);
    let secrets = container.secrets.iter().map(|secret| (secret, "secret")).chain(log_secrets.map(|secret| (secret, "log secret")));
    if !about.old_fargate {
        for (secret, what) in secrets {
            if let Some(need) = secret_need(about, &secret.value_from, of(&format!("{what} {}", secret.name), container)) {
                needs.add(need);
            }
        }
        if let Some(credentials) = container.repository_credentials.as_ref().filter(|it| !it.credentials_parameter.is_empty()) {
            needs.add(secrets_manager(about, &credentials.credentials_parameter, of("registry credentials", container)));
        }
    }
    for file in container.environment_files.iter().filter(|file| file.r#type.eq_ignore_ascii_case("s3")) {
        let need = about.platform_need("s3", about.region, of("environment file", container));
        needs.add(need.allow("s3:GetObject", file.value.clone()));
    }
}

/// An ARN tells the service; a bare name is a parameter of this Region.
fn secret_need(about: &About<'_>, value_from: &str, because: String) -> Option<Need> {
    let service = value_from.split(':').nth(2).filter(|_| value_from.starts_with("arn:"));
    match service {
        Some("secretsmanager") => Some(secrets_manager(about, value_from, because)),
        Some("ssm") | None if !value_from.is_empty() => {
            let region = region_of_arn(value_from).unwrap_or(about.region);
            let resource = match service {
                Some(_) => value_from.to_owned(),
                None => format!("arn:{}:ssm:{region}:{}:parameter/{}", about.partition, about.account, value_from.trim_start_matches('/')),
            };
            Some(about.platform_need("ssm", region, because).allow("ssm:GetParameters", resource))
        }
        _ => None,
    }
}

fn secrets_manager(about: &About<'_>, arn: &str, because: String) -> Need {
    let region = region_of_arn(arn).unwrap_or(about.region);
    // Behind the seventh part stand a JSON key, a stage and a version.
    let secret = if arn.starts_with("arn:") { arn.split(':').take(7).collect::<Vec<_>>().join(":") } else { arn.to_owned() };
    about.platform_need("secretsmanager", region, because).allow("secretsmanager:GetSecretValue", secret)
}
