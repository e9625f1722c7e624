//! A container image's name, read: which registry holds it (table P1). Nothing
//! here says how the registry is reached.

/// Where Docker looks when a name has no registry.
const DOCKER_HUB: &str = "docker.io";

/// Other names of Docker Hub.
const DOCKER_HUB_NAMES: [&str; 4] = ["docker.io", "index.docker.io", "registry-1.docker.io", "registry.hub.docker.com"];

/// Registries that everybody reaches over the internet. A name that is none of
/// these may lead to an address inside a network.
const PUBLIC_REGISTRIES: [&str; 14] = [
    "public.ecr.aws",
    "quay.io",
    "ghcr.io",
    "gcr.io",
    "mcr.microsoft.com",
    "registry.k8s.io",
    "k8s.gcr.io",
    "registry.gitlab.com",
    "nvcr.io",
    "docker.elastic.co",
    "cgr.dev",
    "lscr.io",
    "registry.access.redhat.com",
    "container-registry.oracle.com",
];

/// Endings of registries that many customers share.
const PUBLIC_ENDINGS: [&str; 4] = [".gcr.io", ".pkg.dev", ".azurecr.io", ".pkg.github.com"];

/// Namespaces that Amazon ECR proposes for pull-through caches. A cache's
/// namespace is free to choose, so others cannot be told from plain ones.
const CACHE_NAMESPACES: [&str; 10] =
    ["ecr-public", "kubernetes", "quay", "docker-hub", "dockerhub", "ghcr", "github", "gitlab", "chainguard", "azurecr"];

/// A registry of Amazon ECR, as an image's name tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct EcrRegistry {
    pub region: String,
    /// `123456789012.dkr.ecr.us-east-1.amazonaws.com`
    pub host: String,
    /// Whether it is the host that answers over IPv6, too (`….dkr-ecr.….on.aws`).
    pub dual_stack: bool,
    /// Whether the host is that of the validated cryptography (FIPS).
    pub fips: bool,
    /// Whether the repository looks like one of a pull-through cache.
    pub cache: bool,
}

/// The registry of an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Registry {
    Ecr(EcrRegistry),
    /// One that everybody reaches over the internet.
    Public(String),
    /// Anything else, with its port.
    Private {
        host: String,
        port: u16,
    },
    /// The machine itself: nothing is pulled over the network.
    Local,
}

/// The registry that an image's name leads to.
pub(super) fn registry(image: &str) -> Registry {
    let image = image.trim();
    let image = image.split_once("://").map_or(image, |(_, rest)| rest);
    // As Docker reads it: the first part is a host when it has a dot or a
    // colon, or is `localhost`.
    let (authority, repository) = match image.split_once('/') {
        Some((first, rest)) if first.contains(['.', ':']) || first == "localhost" => (first, rest),
        _ => return Registry::Public(String::from(DOCKER_HUB)),
    };
    let (host, port) = host_and_port(authority);
    let host = host.to_ascii_lowercase();
    if host == "localhost" || host.starts_with("127.") {
        return Registry::Local;
    }
    if let Some(ecr) = ecr(&host, repository) {
        return Registry::Ecr(ecr);
    }
    if DOCKER_HUB_NAMES.contains(&host.as_str()) {
        return Registry::Public(String::from(DOCKER_HUB));
    }
    if port == 443 && is_public_registry(&host) {
        return Registry::Public(host);
    }
    Registry::Private { host, port }
}

/// Whether a host is a registry that everybody reaches over the internet.
pub(crate) fn is_public_registry(host: &str) -> bool {
    DOCKER_HUB_NAMES.contains(&host) || PUBLIC_REGISTRIES.contains(&host) || PUBLIC_ENDINGS.iter().any(|ending| host.ends_with(ending))
}

/// `registry.example.com:5000` as host and port; 443 where none is named.
pub(super) fn host_and_port(authority: &str) -> (&str, u16) {
    match authority.rsplit_once(':').and_then(|(host, port)| Some((host, port.parse().ok()?))) {
        Some((host, port)) => (host.trim_matches(['[', ']']), port),
        None => (authority, 443),
    }
}

/// Reads `ACCOUNT.dkr.ecr[-fips].REGION.amazonaws.com[.cn]` and
/// `ACCOUNT.dkr-ecr[-fips].REGION.on.aws`.
fn ecr(host: &str, repository: &str) -> Option<EcrRegistry> {
    let (account, rest) = host.split_once('.')?;
    if account.len() != 12 || !account.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let classic = |prefix: &str| {
        let rest = rest.strip_prefix(prefix)?;
        rest.strip_suffix(".amazonaws.com").or_else(|| rest.strip_suffix(".amazonaws.com.cn"))
    };
    let dual = |prefix: &str| {
        let rest = rest.strip_prefix(prefix)?;
        rest.strip_suffix(".on.aws").or_else(|| rest.strip_suffix(".on.amazonwebservices.com.cn"))
    };
    let (region, dual_stack, fips) = classic("dkr.ecr.")
        .map(|region| (region, false, false))
        .or_else(|| classic("dkr.ecr-fips.").map(|region| (region, false, true)))
        .or_else(|| dual("dkr-ecr.").map(|region| (region, true, false)))
        .or_else(|| dual("dkr-ecr-fips.").map(|region| (region, true, true)))?;
    if region.is_empty() || region.contains('.') {
        return None;
    }
    let namespace = repository.split_once('/').map(|(namespace, _)| namespace);
    let cache = namespace.is_some_and(|namespace| CACHE_NAMESPACES.contains(&namespace));
    Some(EcrRegistry { region: region.to_owned(), host: host.to_owned(), dual_stack, fips, cache })
}

#[cfg(test)]
mod tests {
    use super::{EcrRegistry, Registry, registry};

    fn ecr(image: &str) -> EcrRegistry {
        match registry(image) {
            Registry::Ecr(ecr) => ecr,
            other => panic!("{image}: {other:?}"),
        }
    }

    #[test]
    fn names_without_a_host_are_docker_hub() {
        for image in ["nginx", "nginx:1.27", "library/nginx@sha256:00", "docker.io/library/redis:7", "registry-1.docker.io/a/b"] {
            assert_eq!(registry(image), Registry::Public(String::from("docker.io")), "{image}");
        }
    }

    #[test]
    fn ecr_is_told_with_its_region_and_kind() {
        let plain = ecr("123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/app:1");
        assert_eq!((plain.region.as_str(), plain.dual_stack, plain.fips, plain.cache), ("eu-west-1", false, false, false));
        assert_eq!(ecr("123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/app").region, "cn-north-1");
        assert!(ecr("123456789012.dkr-ecr.us-east-1.on.aws/app").dual_stack);
        assert!(ecr("123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com/app").fips);
        assert!(ecr("123456789012.dkr.ecr.us-east-1.amazonaws.com/docker-hub/library/nginx").cache);
        assert!(!ecr("123456789012.dkr.ecr.us-east-1.amazonaws.com/docker-hub").cache, "no namespace");
    }

    #[test]
    fn what_only_looks_like_ecr_is_some_other_registry() {
        for image in ["12345.dkr.ecr.us-east-1.amazonaws.com/app", "123456789012.dkr.ecr.us-east-1.example.com/app"] {
            assert!(matches!(registry(image), Registry::Private { .. }), "{image}");
        }
    }

    #[test]
    fn other_hosts_keep_their_port() {
        assert_eq!(registry("ghcr.io/a/b"), Registry::Public(String::from("ghcr.io")));
        assert_eq!(registry("public.ecr.aws/nginx/nginx"), Registry::Public(String::from("public.ecr.aws")));
        let private = |host: &str, port| Registry::Private { host: host.to_owned(), port };
        assert_eq!(registry("registry.corp.example:5000/a"), private("registry.corp.example", 5000));
        assert_eq!(registry("10.0.5.5:5000/a"), private("10.0.5.5", 5000));
        assert_eq!(registry("localhost:5000/a"), Registry::Local);
    }
}
