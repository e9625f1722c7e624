//! Telling failures apart, and saying what they mean.

use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_sts::error::{ConnectorError, ErrorMetadata, SdkError};
use aws_sdk_sts::operation::get_caller_identity::GetCallerIdentityError;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_types::body::SdkBody;

use crate::collect::CollectError;
use crate::collect::failure::{Failure, Trouble, one_line};

type Error = SdkError<GetCallerIdentityError, HttpResponse>;

fn response(status: u16) -> HttpResponse {
    HttpResponse::new(status.try_into().expect("a status"), SdkBody::empty())
}

fn service(code: &str, message: &str) -> Failure {
    let error = GetCallerIdentityError::generic(ErrorMetadata::builder().code(code).message(message).build());
    Error::service_error(error, response(400)).into()
}

#[test]
fn codes_are_told_apart() {
    let told = [
        ("UnauthorizedOperation", Trouble::Denied),
        ("AccessDeniedException", Trouble::Denied),
        ("AccessDenied", Trouble::Denied),
        ("ExpiredTokenException", Trouble::Expired),
        ("RequestExpired", Trouble::Clock),
        ("AuthFailure", Trouble::Rejected),
        ("InvalidClientTokenId", Trouble::Rejected),
        ("RequestLimitExceeded", Trouble::Throttled),
        ("ThrottlingException", Trouble::Throttled),
        ("Throttling", Trouble::Throttled),
        ("InvalidParameterValue", Trouble::Other),
    ];
    for (code, trouble) in told {
        assert_eq!(service(code, "said so").trouble, trouble, "{code}");
    }
    let clock = service("SignatureDoesNotMatch", "Signature expired: 20260101T000000Z is now earlier than 20260101T010000Z");
    assert_eq!(clock.trouble, Trouble::Clock);
    assert_eq!(service("SignatureDoesNotMatch", "The request signature we calculated").trouble, Trouble::Rejected);
}

#[test]
fn nothing_but_a_page_of_a_proxy_is_garbled() {
    let error = GetCallerIdentityError::generic(ErrorMetadata::builder().build());
    assert_eq!(Failure::from(Error::service_error(error, response(500))).trouble, Trouble::Garbled);
    assert_eq!(Failure::from(Error::response_error("unexpected token", response(200))).trouble, Trouble::Garbled);
}

#[test]
fn missing_credentials_are_told_from_single_sign_on() {
    let sending = |error: CredentialsError| Failure::from(Error::dispatch_failure(ConnectorError::other(error.into(), None)));
    assert_eq!(sending(CredentialsError::not_loaded("no providers in chain provided credentials")).trouble, Trouble::NoCredentials);
    let over = sending(CredentialsError::provider_error("failed to load SSO token: the session is over"));
    assert_eq!(over.trouble, Trouble::SignIn);
    let error = CollectError::of("sts:GetCallerIdentity", &over, &Some(String::from("dev")), "");
    assert!(error.to_string().contains("aws sso login --profile dev"), "{error}");
}

#[test]
fn the_network_is_told_from_the_service() {
    let refused = Failure::from(Error::dispatch_failure(ConnectorError::io("connection refused".into())));
    assert_eq!(refused.trouble, Trouble::Unreachable);
    assert_eq!(Failure::from(Error::timeout_error("too slow")).trouble, Trouble::TimedOut);
}

#[test]
fn details_are_one_line_without_secrets() {
    let line = one_line("You may not.\n\tKey AKIAIOSFODNN7EXAMPLE. Encoded authorization failure message: aaaabbbb");
    assert_eq!(line, "You may not. Key (access key)");
    assert!(one_line(&"word ".repeat(500)).chars().count() <= 301);
    assert!(!one_line("a\u{1b}[31mb\u{7}").contains(char::is_control));
}

#[test]
fn credentials_explain_all_other_failures() {
    let failures = [
        ("ec2:DescribeVpcs", Failure::new(Trouble::Garbled, "x")),
        ("ec2:DescribeSubnets", Failure::new(Trouble::Garbled, "x")),
        ("ecs:ListClusters", Failure::new(Trouble::Expired, "the token is over")),
    ];
    assert!(matches!(CollectError::of_all(&failures, &None, ""), CollectError::Expired { .. }));
    assert!(matches!(CollectError::of_all(&failures[..2], &None, ""), CollectError::Failed { .. }));
}

#[test]
fn every_error_is_one_line() {
    for trouble in [
        Trouble::NoCredentials,
        Trouble::SignIn,
        Trouble::Expired,
        Trouble::Rejected,
        Trouble::Clock,
        Trouble::Unreachable,
        Trouble::Denied,
        Trouble::Garbled,
    ] {
        for profile in [None, Some(String::from("dev"))] {
            let line = CollectError::of("ec2:DescribeVpcs", &Failure::new(trouble, "said so"), &profile, "").to_string();
            assert!(!line.contains('\n') && line.contains("said so"), "{line}");
        }
    }
    assert!(CollectError::NoRegion { profile: None }.to_string().contains("AWS_REGION"));
}
