//! Where credentials, Regions and endpoints come from: the SDK's own chain of
//! environment, shared files, single sign-on and roles; and how patient egret
//! is with the network.

use std::time::Duration;

use aws_config::identity::IdentityCache;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{AppName, BehaviorVersion, ConfigLoader, Region, SdkConfig};
use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use aws_smithy_http_client::{Builder, Connector};
use aws_smithy_runtime_api::client::http::SharedHttpClient;

use super::error::CollectError;

/// How long to wait before a call is tried a second time.
const FIRST_WAIT: Duration = Duration::from_millis(300);

/// What to read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request {
    /// The profile of the shared files; the SDK's own choice when not given.
    pub profile: Option<String>,
    /// The Regions; the SDK's own choice when empty. `all` stands for every
    /// Region that is enabled for the account.
    pub regions: Vec<String>,
}

impl Request {
    /// The profile that is in use, as far as can be told: what to name when
    /// saying what to do.
    pub(super) fn profile(&self) -> Option<String> {
        let of_environment = || std::env::var("AWS_PROFILE").ok().filter(|profile| !profile.is_empty());
        self.profile.clone().or_else(of_environment)
    }

    /// Whether every enabled Region is wanted.
    pub(super) fn wants_all(&self) -> bool {
        self.regions.iter().any(|region| region == "all")
    }
}

/// Settles what the SDK needs to know. No call is made here, except by a
/// Region that only the instance's metadata can tell.
pub(super) async fn open(request: &Request) -> Result<SdkConfig, CollectError> {
    let mut loader = loader(FIRST_WAIT);
    if let Some(profile) = &request.profile {
        loader = loader.profile_name(profile);
    }
    if let Some(region) = request.regions.iter().find(|region| *region != "all") {
        loader = loader.region(Region::new(region.clone()));
    }
    let config = loader.load().await;
    match config.region() {
        Some(_) => Ok(config),
        // Any Region can tell which others there are.
        None if request.wants_all() => Ok(config.into_builder().region(Region::from_static("us-east-1")).build()),
        None => Err(CollectError::NoRegion { profile: request.profile() }),
    }
}

/// The SDK's own chain with our client and our limits.
pub(super) fn loader(first_wait: Duration) -> ConfigLoader {
    let loader = aws_config::defaults(BehaviorVersion::latest())
        .http_client(http_client())
        .retry_config(patience(first_wait))
        .timeout_config(timeouts())
        .identity_cache(IdentityCache::lazy().load_timeout(Duration::from_secs(30)).build());
    match AppName::new("egret") {
        Ok(name) => loader.app_name(name),
        Err(_) => loader,
    }
}

/// TLS by rustls with the system's certificates; proxies as the environment
/// names them (`HTTPS_PROXY`, `NO_PROXY`).
fn http_client() -> SharedHttpClient {
    Builder::new().build_with_connector_fn(|settings, components| {
        let mut builder = Connector::builder().proxy_config(ProxyConfig::from_env());
        builder.set_connector_settings(settings.cloned());
        builder.set_sleep_impl(components.and_then(|components| components.sleep_impl()));
        builder.tls_provider(Provider::Rustls(CryptoMode::Ring)).build()
    })
}

/// Waits grow up to five seconds, each with jitter. The SDK keeps a budget of
/// retries for each service and Region besides.
fn patience(first_wait: Duration) -> RetryConfig {
    RetryConfig::standard().with_max_attempts(6).with_initial_backoff(first_wait).with_max_backoff(Duration::from_secs(5))
}

fn timeouts() -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(Duration::from_secs(5))
        .read_timeout(Duration::from_secs(30))
        .operation_attempt_timeout(Duration::from_secs(30))
        .operation_timeout(Duration::from_secs(90))
        .build()
}
