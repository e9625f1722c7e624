//! A whole reading against an endpoint on this machine that misbehaves.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_config::{Region, SdkConfig};
use aws_credential_types::Credentials;

use crate::collect::{CollectError, Event, Request, read_config};
use crate::snapshot::{GapReason, Kind, Snapshot};

/// Serves `answer` to every request, from a thread that ends with the test.
fn serve(answer: impl Fn(&str) -> (u16, String) + Send + Sync + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    let answer = Arc::new(answer);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let answer = Arc::clone(&answer);
            std::thread::spawn(move || while serve_one(&stream, &*answer).is_some() {});
        }
    });
    address
}

/// Reads one request with its body and answers it; a status of 0 hangs up.
fn serve_one(mut stream: &TcpStream, answer: &dyn Fn(&str) -> (u16, String)) -> Option<()> {
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let read = stream.read(&mut buffer).ok().filter(|read| *read > 0)?;
        request.extend_from_slice(&buffer[..read]);
        let text = String::from_utf8_lossy(&request);
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.trim().parse().ok());
        if body.len() >= length.unwrap_or(0) {
            let (status, body) = answer(&text);
            if status == 0 {
                return None;
            }
            let kind = if body.starts_with('{') { "application/x-amz-json-1.1" } else { "text/xml" };
            let head =
                format!("HTTP/1.1 {status} X\r\ncontent-type: {kind}\r\nx-amzn-requestid: req-1\r\ncontent-length: {}\r\n\r\n", body.len());
            return stream.write_all(format!("{head}{body}").as_bytes()).ok();
        }
    }
}

async fn config(address: SocketAddr) -> SdkConfig {
    let keys = Credentials::new("AKIAIOSFODNN7EXAMPLE", "secret", None, None, "test");
    let loader = crate::collect::session::loader(Duration::from_millis(1)).region(Region::from_static("us-east-2"));
    loader.endpoint_url(format!("http://{address}")).credentials_provider(keys).load().await
}

fn read(address: SocketAddr) -> (Result<Snapshot, CollectError>, Vec<Event>) {
    let events = Mutex::new(Vec::new());
    let progress = |event: Event| events.lock().expect("not poisoned").push(event);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    let result = runtime.block_on(async { read_config(config(address).await, &Request::default(), &progress).await });
    (result, events.into_inner().expect("not poisoned"))
}

/// What AWS's protocols say to a principal that may do nothing.
fn denied(request: &str) -> (u16, String) {
    if request.contains("AmazonEC2ContainerService") {
        return (400, String::from(r#"{"__type":"AccessDeniedException","message":"User is not authorized"}"#));
    }
    if request.contains("Version=2016-11-15") {
        let body = "<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>You are not authorized.</Message></Error></Errors><RequestID>r</RequestID></Response>";
        return (403, body.to_owned());
    }
    let body = "<ErrorResponse><Error><Code>AccessDenied</Code><Message>User is not authorized</Message></Error><RequestId>r</RequestId></ErrorResponse>";
    (403, body.to_owned())
}

#[test]
fn all_denied_is_an_error_that_names_the_policy() {
    let (result, events) = read(serve(denied));
    let error = result.expect_err("nothing could be read");
    assert!(matches!(&error, CollectError::Denied { .. }), "{error}");
    assert!(error.to_string().contains("egret policy"), "{error}");
    let last = events.last().expect("told of every call");
    assert_eq!((last.finished, last.total), (crate::collect::CALLS.len() - 1, crate::collect::CALLS.len() - 1), "all but DescribeRegions");
}

#[test]
fn one_call_that_works_makes_a_snapshot_with_gaps() {
    let vpcs = "<DescribeVpcsResponse><vpcSet><item><vpcId>vpc-1</vpcId><ownerId>123456789012</ownerId><cidrBlock>10.0.0.0/16</cidrBlock></item></vpcSet></DescribeVpcsResponse>";
    let address = serve(move |request| if request.contains("Action=DescribeVpcs&") { (200, vpcs.to_owned()) } else { denied(request) });
    let snapshot = read(address).0.expect("something could be read");
    assert_eq!(snapshot.accounts(), ["123456789012"]);
    assert_eq!(snapshot.regions(), ["us-east-2"]);
    assert_eq!(snapshot.places[0].resources.vpcs[0].cidr_block, "10.0.0.0/16");
    for kind in Kind::ALL.iter().filter(|kind| kind.is_expected() && **kind != Kind::Vpcs) {
        let gaps: Vec<_> = snapshot.gaps.iter().filter(|gap| gap.call == kind.call()).collect();
        assert_eq!(gaps.len(), 1, "{}: {gaps:?}", kind.call());
        assert!(matches!(gaps[0].reason, GapReason::Denied | GapReason::NotCollected), "{}", gaps[0]);
    }
    let subnets = snapshot.gaps.iter().find(|gap| gap.call == "ec2:DescribeSubnets").expect("a gap");
    assert!(subnets.detail.starts_with("UnauthorizedOperation: You are not authorized. (request"), "{subnets}");
}

#[test]
fn the_html_of_a_proxy_is_an_error_that_names_the_endpoint() {
    for status in [500, 200] {
        let address = serve(move |_| (status, String::from("<html><body>Bad day</body></html>")));
        let error = read(address).0.expect_err("nothing could be read");
        assert!(matches!(&error, CollectError::Failed { .. }), "{status}: {error}");
        assert!(error.to_string().contains(&format!("http://{address}")), "{status}: {error}");
    }
}

#[test]
fn a_closed_port_is_an_error_that_names_it() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    drop(listener);
    let error = read(address).0.expect_err("nobody is there");
    assert!(matches!(&error, CollectError::Unreachable { .. }), "{error}");
    assert!(error.to_string().contains(&format!("http://{address}")), "{error}");
}

#[test]
fn expired_credentials_say_what_to_do() {
    let expired = |request: &str| {
        let (status, body) = denied(request);
        (
            status,
            body.replace("AccessDeniedException", "ExpiredTokenException")
                .replace("AccessDenied", "ExpiredToken")
                .replace("UnauthorizedOperation", "RequestExpired"),
        )
    };
    let error = read(serve(expired)).0.expect_err("nothing could be read");
    assert!(matches!(&error, CollectError::Expired { .. }), "{error}");
    assert!(error.to_string().contains("aws sso login"), "{error}");
}

/// The first calls are answered (nothing is denied and nothing is there), the
/// rest by `then`.
fn at_first(count: usize, then: impl Fn(&str) -> (u16, String) + Send + Sync + 'static) -> SocketAddr {
    let asked = AtomicUsize::new(0);
    serve(move |request| {
        let first = asked.fetch_add(1, Ordering::Relaxed) < count;
        match request.split_once("Action=").and_then(|(_, rest)| rest.split('&').next()) {
            Some(action) if first => (200, format!("<{action}Response></{action}Response>")),
            None if first => (200, String::from("{}")),
            _ => then(request),
        }
    })
}

#[test]
fn a_session_that_ends_in_the_middle_is_an_error_and_no_gap() {
    let expired = |request: &str| {
        let (status, body) = denied(request);
        let body = body.replace("AccessDeniedException", "ExpiredTokenException").replace("AccessDenied", "ExpiredToken");
        (status, body.replace("UnauthorizedOperation", "ExpiredToken"))
    };
    let error = read(at_first(20, expired)).0.expect_err("the session ended");
    assert!(matches!(&error, CollectError::Expired { .. }), "{error}");
}

#[test]
fn an_endpoint_that_goes_away_in_the_middle_is_an_error_and_one_lost_call_a_gap() {
    let error = read(at_first(12, |_| (0, String::new()))).0.expect_err("the endpoint went away");
    assert!(matches!(&error, CollectError::Unreachable { .. }), "{error}");
    let whole = serve(move |request| match request.split_once("Action=").and_then(|(_, rest)| rest.split('&').next()) {
        Some("DescribeSubnets") => (0, String::new()),
        Some(action) => (200, format!("<{action}Response></{action}Response>")),
        None => (200, String::from("{}")),
    });
    let snapshot = read(whole).0.expect("all but one call were answered");
    assert!(snapshot.gaps.iter().any(|gap| gap.call == "ec2:DescribeSubnets" && gap.reason == GapReason::Failed), "{:?}", snapshot.gaps);
}

#[test]
fn dropping_the_reading_stops_it_at_once() {
    // Accepts, and never answers.
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    let metrics = runtime.metrics();
    runtime
        .block_on(async {
            let request = Request::default();
            let reading = read_config(config(address).await, &request, &crate::collect::Quiet);
            assert!(tokio::time::timeout(Duration::from_millis(300), reading).await.is_err(), "nobody answers");
            tokio::time::timeout(Duration::from_millis(200), async {
                while metrics.num_alive_tasks() > 0 {
                    tokio::task::yield_now().await;
                }
            })
            .await
        })
        .expect("all tasks are gone within 200 ms");
    drop(listener);
}
