//! Why a call failed: the SDK's error, told apart and put into one line.

use std::error::Error;
use std::fmt::Write;

use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_sts::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_sts::operation::RequestId;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;

use crate::snapshot::GapReason;

/// The most characters of a failure that anybody wants to read.
const MOST_DETAIL: usize = 300;

/// What kind of failure it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Trouble {
    /// The principal may not do this.
    Denied,
    /// There are no credentials, or they cannot be fetched.
    NoCredentials,
    /// The single sign-on session is missing or over.
    SignIn,
    /// The token has expired.
    Expired,
    /// AWS does not know these credentials.
    Rejected,
    /// The clock of this machine is off.
    Clock,
    /// Nobody answers at the endpoint.
    Unreachable,
    /// Somebody is there, but no answer came in time.
    TimedOut,
    /// Too many calls, even after waiting.
    Throttled,
    /// The answer is not what the service says.
    Garbled,
    /// Pages without end.
    Endless,
    /// Anything else that AWS says.
    Other,
}

impl Trouble {
    /// Whether no call can succeed while this lasts.
    pub fn is_about_credentials(self) -> bool {
        matches!(self, Self::NoCredentials | Self::SignIn | Self::Expired | Self::Rejected | Self::Clock)
    }

    /// Whether what was good before has come to its end, for all calls alike.
    pub fn is_about_the_session(self) -> bool {
        matches!(self, Self::NoCredentials | Self::SignIn | Self::Expired | Self::Clock)
    }

    /// Whether the endpoint itself seems to be dead.
    pub fn is_about_the_endpoint(self) -> bool {
        matches!(self, Self::Unreachable | Self::TimedOut)
    }

    fn of_code(code: &str, message: &str) -> Self {
        match code {
            "AccessDenied"
            | "AccessDeniedException"
            | "UnauthorizedOperation"
            | "AuthorizationError"
            | "UnauthorizedAccess"
            | "Forbidden" => Self::Denied,
            "ExpiredToken" | "ExpiredTokenException" | "TokenRefreshRequired" => Self::Expired,
            "RequestExpired" | "RequestTimeTooSkewed" | "RequestInTheFuture" => Self::Clock,
            "SignatureDoesNotMatch" | "InvalidSignatureException" if says_clock(message) => Self::Clock,
            "AuthFailure"
            | "InvalidClientTokenId"
            | "UnrecognizedClientException"
            | "SignatureDoesNotMatch"
            | "InvalidSignatureException"
            | "IncompleteSignature"
            | "MissingAuthenticationToken"
            | "InvalidAccessKeyId"
            | "MissingAuthenticationTokenException"
            | "IncompleteSignatureException" => Self::Rejected,
            _ if code.contains("Throttl") || matches!(code, "RequestLimitExceeded" | "TooManyRequestsException" | "SlowDown") => {
                Self::Throttled
            }
            _ => Self::Other,
        }
    }
}

fn says_clock(message: &str) -> bool {
    message.contains("Signature expired") || message.contains("Signature not yet current")
}

/// A call that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Failure {
    pub trouble: Trouble,
    /// One line: code, words, request id.
    pub detail: String,
    /// Whom the request was sent to, where known.
    pub endpoint: String,
}

impl Failure {
    pub fn new(trouble: Trouble, detail: impl Into<String>) -> Self {
        Self { trouble, detail: detail.into(), endpoint: String::new() }
    }

    /// The reason of a gap that stands for all of the call.
    pub fn reason(&self) -> GapReason {
        if self.trouble == Trouble::Denied { GapReason::Denied } else { GapReason::Failed }
    }
}

impl<E: ProvideErrorMetadata + Error + 'static> From<SdkError<E, HttpResponse>> for Failure {
    fn from(error: SdkError<E, HttpResponse>) -> Self {
        let request = error.request_id().map(str::to_owned);
        let mut failure = match &error {
            SdkError::ServiceError(_) => of_service(&error),
            SdkError::ResponseError(response) => {
                let status = response.raw().status().as_u16();
                Self::new(Trouble::Garbled, format!("the answer makes no sense (HTTP status {status}): {}", chain(&error)))
            }
            SdkError::TimeoutError(_) => Self::new(Trouble::TimedOut, "no answer in time"),
            SdkError::DispatchFailure(dispatch) => {
                let timed_out = dispatch.is_timeout();
                of_sending(&error, timed_out)
            }
            _ => of_sending(&error, false),
        };
        if let Some(request) = request {
            let _ = write!(failure.detail, " (request {request})");
        }
        failure
    }
}

/// AWS answered with an error, or something in between did.
fn of_service<E: ProvideErrorMetadata + Error + 'static>(error: &SdkError<E, HttpResponse>) -> Failure {
    let status = error.raw_response().map_or(0, |response| response.status().as_u16());
    let Some(code) = error.code() else {
        return Failure::new(Trouble::Garbled, format!("the answer makes no sense (HTTP status {status})"));
    };
    let message = error.message().unwrap_or_default();
    let trouble = match Trouble::of_code(code, message) {
        Trouble::Other if status == 429 => Trouble::Throttled,
        trouble => trouble,
    };
    Failure::new(trouble, one_line(&format!("{code}: {message}")))
}

/// The request never went out, or nothing came back.
fn of_sending<E: Error + 'static>(error: &SdkError<E, HttpResponse>, timed_out: bool) -> Failure {
    let text = chain(error);
    let trouble = match about_credentials(error) {
        Some(_) if says_sign_in(&text) => Trouble::SignIn,
        Some(_) if text.contains("ExpiredToken") => Trouble::Expired,
        Some(_) => Trouble::NoCredentials,
        None if timed_out && !text.contains("connect") => Trouble::TimedOut,
        None => Trouble::Unreachable,
    };
    Failure::new(trouble, text)
}

/// The credentials' own error, when that is what stopped the call.
fn about_credentials<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a CredentialsError> {
    causes(error).find_map(|error| error.downcast_ref())
}

/// Whether single sign-on is what went wrong: the provider's name, and the
/// token file that `aws sso login` writes.
fn says_sign_in(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    text.contains("sso")
        && (text.contains("token") || text.contains("expired") || text.contains("session") || text.contains("unauthorized"))
}

/// An error and what caused it, and what caused that.
fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    let mut next = Some(error);
    std::iter::from_fn(move || {
        let this = next?;
        next = this.source();
        Some(this)
    })
}

/// What the SDK says at the top of every failure to send, which tells nothing.
const EMPTY_WORDS: &[&str] = &["dispatch failure", "other", "io error", "response error", "failed to construct request"];

/// An error and all its causes, each said once.
fn chain(error: &(dyn Error + 'static)) -> String {
    let mut said: Vec<String> = Vec::new();
    for cause in causes(error) {
        let words = cause.to_string();
        if !EMPTY_WORDS.contains(&words.as_str()) && said.last().is_none_or(|last| !last.contains(&words)) {
            said.push(words);
        }
    }
    one_line(&said.join(": "))
}

/// Makes one line of a message, without the parts that nobody should see or
/// can read: access key ids, and the encoded blob that EC2 adds to a refusal.
pub(super) fn one_line(message: &str) -> String {
    let message = message.split("Encoded authorization failure message:").next().unwrap_or_default();
    let clean = message.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    let words: Vec<&str> = clean.map(|word| if is_key_id(word) { "(access key)" } else { word }).collect();
    let line = words.join(" ");
    match line.char_indices().nth(MOST_DETAIL) {
        Some((at, _)) => format!("{}…", line[..at].trim_end()),
        None => line.trim_end_matches([' ', ':']).to_owned(),
    }
}

fn is_key_id(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    word.len() >= 16 && (word.starts_with("AKIA") || word.starts_with("ASIA"))
}
