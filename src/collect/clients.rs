//! The services' clients for one Region, and how hard they may be used.

use std::sync::{Arc, Mutex, PoisonError};

use aws_config::{Region, SdkConfig};
use aws_sdk_sts::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_sts::error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::BeforeTransmitInterceptorContextRef;
use tokio::sync::{Semaphore, SemaphorePermit};

use super::failure::Failure;
use crate::calls::Service;

/// How many requests to one service of one Region may be under way. EC2 and
/// ECS throttle by account and Region; each service has its own allowance, so
/// that waiting for one does not hold up the others.
const AT_ONCE: usize = 8;

/// The clients of one Region.
#[derive(Debug)]
pub(super) struct Clients {
    pub sts: aws_sdk_sts::Client,
    pub ec2: aws_sdk_ec2::Client,
    pub ecs: aws_sdk_ecs::Client,
    pub elb: aws_sdk_elasticloadbalancingv2::Client,
    /// In the order of [`Service`].
    lanes: [Lane; 4],
}

impl Clients {
    pub fn new(config: &SdkConfig, region: &str) -> Self {
        let config = config.clone().into_builder().region(Region::new(region.to_owned())).build();
        let lanes = [(); 4].map(|()| Lane::default());
        let [sts, ec2, ecs, elb] = [0, 1, 2, 3].map(|lane: usize| Sent(Arc::clone(&lanes[lane].endpoint)));
        Self {
            sts: aws_sdk_sts::Client::from_conf(aws_sdk_sts::config::Builder::from(&config).interceptor(sts).build()),
            ec2: aws_sdk_ec2::Client::from_conf(aws_sdk_ec2::config::Builder::from(&config).interceptor(ec2).build()),
            ecs: aws_sdk_ecs::Client::from_conf(aws_sdk_ecs::config::Builder::from(&config).interceptor(ecs).build()),
            elb: aws_sdk_elasticloadbalancingv2::Client::from_conf(
                aws_sdk_elasticloadbalancingv2::config::Builder::from(&config).interceptor(elb).build(),
            ),
            lanes,
        }
    }

    pub fn lane(&self, service: Service) -> &Lane {
        &self.lanes[service as usize]
    }
}

/// The way to one service of one Region.
#[derive(Debug)]
pub(super) struct Lane {
    permits: Semaphore,
    endpoint: Arc<Mutex<String>>,
    health: Mutex<Health>,
}

#[derive(Debug, Clone, Default)]
enum Health {
    /// No answer yet.
    #[default]
    Unknown,
    /// It has answered.
    Alive,
    /// It never answered, and a whole round of attempts has failed.
    Dead(Failure),
}

impl Default for Lane {
    fn default() -> Self {
        Self { permits: Semaphore::new(AT_ONCE), endpoint: Arc::default(), health: Mutex::default() }
    }
}

impl Lane {
    /// Waits for leave to send one request. A service that has never answered
    /// and is known to be dead is not tried again: forty calls that each wait
    /// for a timeout would take many minutes to say the same.
    pub async fn enter(&self) -> Result<SemaphorePermit<'_>, Failure> {
        let permit = self.permits.acquire().await.expect("the semaphore is never closed");
        match &*self.health.lock().unwrap_or_else(PoisonError::into_inner) {
            Health::Dead(failure) => Err(failure.clone()),
            _ => Ok(permit),
        }
    }

    /// Notes how a request went, and adds where it was sent to a failure.
    pub fn leave<T>(&self, result: Result<T, Failure>) -> Result<T, Failure> {
        let mut health = self.health.lock().unwrap_or_else(PoisonError::into_inner);
        result.inspect(|_| *health = Health::Alive).map_err(|mut failure| {
            failure.endpoint = self.endpoint.lock().unwrap_or_else(PoisonError::into_inner).clone();
            let dead = failure.trouble.is_about_credentials() || failure.trouble.is_about_the_endpoint();
            match *health {
                Health::Unknown if dead => *health = Health::Dead(failure.clone()),
                Health::Unknown => *health = Health::Alive,
                _ => {}
            }
            failure
        })
    }
}

/// Remembers where the last request went, so that an error can name it.
#[derive(Debug)]
struct Sent(Arc<Mutex<String>>);

#[aws_smithy_runtime_api::client::interceptors::dyn_dispatch_hint]
impl Intercept for Sent {
    fn name(&self) -> &'static str {
        "egret-sent"
    }

    fn read_before_transmit(
        &self,
        context: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let uri = context.request().uri();
        let end = uri.find("://").and_then(|at| uri[at + 3..].find('/').map(|slash| at + 3 + slash)).unwrap_or(uri.len());
        uri[..end].clone_into(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
        Ok(())
    }
}
