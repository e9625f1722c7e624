//! Where logs go: by log driver, or by FireLens.
//!
//! \[R\] How far a driver's failure stops a task: awslogs, and drivers that
//! open a connection before the container runs, stop it; FireLens and datagrams
//! do not (P10).

use super::{About, of};
use crate::net::start::need::{Needs, address_of, somewhere};
use crate::net::start::{CarriedBy, Need};
use crate::snapshot::LogOptions;
use crate::snapshot::ecs::ContainerDefinition;

pub(super) fn add(about: &About<'_>, container: &ContainerDefinition, needs: &mut Needs) {
    if let Some(log) = &container.log_configuration {
        let because = of(&format!("{} log", log.log_driver), container);
        match log.log_driver.to_ascii_lowercase().as_str() {
            "awslogs" => needs.add(awslogs(about, &log.options, because)),
            "awsfirelens" => firelens(about, &log.options, because).into_iter().for_each(|need| needs.add(need)),
            driver => by_driver(about, driver, &log.options, because).into_iter().for_each(|need| needs.add(need)),
        }
    }
    // The router's own settings, fetched before it runs.
    if let Some(router) = &container.firelens_configuration
        && router.options.get("config-file-type").is_some_and(|kind| kind.eq_ignore_ascii_case("s3"))
    {
        let file = router.options.get("config-file-value").unwrap_or_default();
        let need = about.platform_need("s3", about.region, of("FireLens settings", container));
        needs.add(need.allow("s3:GetObject", file));
    }
}

fn awslogs(about: &About<'_>, options: &LogOptions, because: String) -> Need {
    let region = options.get("awslogs-region").unwrap_or(about.region);
    if let Some(endpoint) = options.get("awslogs-endpoint") {
        let (_, host, port) = address_of(endpoint, "https");
        if let Some(need) = somewhere(&host, port.unwrap_or(443), about.region, about.platform(), because.clone()) {
            return need;
        }
    }
    let mut need = about.platform_need("logs", region, because);
    let group = options.get("awslogs-group").unwrap_or("*");
    let resource = format!("arn:{}:logs:{region}:{}:log-group:{group}:*", about.partition, about.account);
    for action in ["logs:CreateLogStream", "logs:PutLogEvents"] {
        need = need.allow(action, resource.clone());
    }
    need
}

/// FireLens outputs by their name; sent by the router in the task itself.
fn firelens(about: &About<'_>, options: &LogOptions, because: String) -> Option<Need> {
    let name = options.get("name").or_else(|| options.get("@type"))?.to_ascii_lowercase();
    let region = options.get("region").unwrap_or(about.region);
    let service = match name.as_str() {
        "cloudwatch" | "cloudwatch_logs" => Some(("logs", "logs:PutLogEvents", "*")),
        "firehose" | "kinesis_firehose" => Some(("kinesis-firehose", "firehose:PutRecordBatch", "*")),
        "kinesis" | "kinesis_streams" => Some(("kinesis-streams", "kinesis:PutRecords", "*")),
        "s3" => Some(("s3", "s3:PutObject", "*")),
        _ => None,
    };
    if let Some((service, action, resource)) = service {
        let service = crate::net::start::service::AwsService::new(service, region);
        return Some(Need::aws(service, about.region, CarriedBy::Task, because).optional().allow(action, resource));
    }
    let host = options.get("host").or_else(|| options.get("endpoint")).or(match name.as_str() {
        "datadog" => Some("http-intake.logs.datadoghq.com"),
        "newrelic" | "nrlogs" => Some("log-api.newrelic.com"),
        _ => None,
    })?;
    let (scheme, host, port) = address_of(host, "https");
    let port = options.get("port").and_then(|port| port.parse().ok()).or(port);
    let usual = match name.as_str() {
        "forward" => 24224,
        "splunk" => 8088,
        "syslog" => 514,
        "gelf" => 12201,
        _ if scheme == "http" => 80,
        _ => 443,
    };
    somewhere(&host, port.unwrap_or(usual), about.region, CarriedBy::Task, because).map(Need::optional)
}

/// Docker's drivers that send to a host of the user's.
fn by_driver(about: &About<'_>, driver: &str, options: &LogOptions, because: String) -> Option<Need> {
    let (option, usual_scheme, usual_port) = match driver {
        "splunk" => ("splunk-url", "https", 443),
        "fluentd" => ("fluentd-address", "tcp", 24224),
        "gelf" => ("gelf-address", "udp", 12201),
        "syslog" => ("syslog-address", "udp", 514),
        _ => return None,
    };
    let (scheme, host, port) = address_of(options.get(option)?, usual_scheme);
    if scheme.starts_with("unix") {
        return None;
    }
    let port = port.unwrap_or(if scheme == "http" { 80 } else { usual_port });
    let need = somewhere(&host, port, about.region, about.platform(), because)?;
    let is = |option: &str, value: &str| options.get(option).is_some_and(|set| set.eq_ignore_ascii_case(value));
    let waits = match driver {
        "splunk" => !is("splunk-verify-connection", "false"),
        "fluentd" => !is("fluentd-async", "true") && !is("fluentd-async-connect", "true"),
        _ => scheme != "udp",
    };
    Some(Need { udp: scheme == "udp", essential: waits, ..need })
}
