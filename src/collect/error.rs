//! Why nothing at all could be read, in one line that says what to do.
//! Whenever anything could be read, what is missing is a gap instead.

use std::collections::BTreeMap;

use super::failure::{Failure, Trouble};

/// Nothing could be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CollectError {
    /// No Region is set anywhere.
    #[error("no Region: give --region, set AWS_REGION, or set `region` {}", of_profile(profile, "in", "in the profile in ~/.aws/config"))]
    NoRegion {
        /// The profile that was asked for.
        profile: Option<String>,
    },
    /// There are no credentials, or they cannot be fetched.
    #[error("no AWS credentials{}: set AWS_PROFILE or give --profile, or run `aws configure` ({detail})", of_profile(profile, " for", ""))]
    NoCredentials {
        /// The profile that was asked for.
        profile: Option<String>,
        /// What the SDK says.
        detail: String,
    },
    /// The single sign-on session is missing or over.
    #[error("the single sign-on session is missing or over: run `{}` and try again ({detail})", login(profile))]
    SignIn {
        /// The profile that was asked for.
        profile: Option<String>,
        /// What the SDK says.
        detail: String,
    },
    /// The credentials have expired.
    #[error("the AWS credentials have expired: get new ones, for single sign-on with `{}`, and try again ({detail})", login(profile))]
    Expired {
        /// The profile that was asked for.
        profile: Option<String>,
        /// What AWS says.
        detail: String,
    },
    /// AWS does not accept the credentials.
    #[error(
        "AWS does not accept the credentials{}; also check that the Region is enabled and the clock is right ({detail})",
        of_profile(profile, " of", "")
    )]
    Rejected {
        /// The profile that was asked for.
        profile: Option<String>,
        /// What AWS says.
        detail: String,
    },
    /// The clock of this machine is off.
    #[error("AWS refuses the requests because the clock of this machine is wrong: set it and try again ({detail})")]
    Clock {
        /// What AWS says.
        detail: String,
    },
    /// Nobody answers.
    #[error("no answer from {endpoint}: check the network, a proxy, AWS_ENDPOINT_URL and the spelling of the Region ({detail})")]
    Unreachable {
        /// Where the requests went.
        endpoint: String,
        /// What the network says.
        detail: String,
    },
    /// Not one call is allowed.
    #[error("{caller} may read nothing here; attach the policy that `egret policy` prints ({action}: {detail})")]
    Denied {
        /// The principal.
        caller: String,
        /// One of the actions that were denied.
        action: String,
        /// What AWS says.
        detail: String,
    },
    /// Every call failed for some other reason.
    #[error("nothing could be read{}: {action}: {detail}", from(endpoint))]
    Failed {
        /// One of the actions that failed.
        action: String,
        /// Where the requests went.
        endpoint: String,
        /// What AWS says.
        detail: String,
    },
}

fn of_profile(profile: &Option<String>, word: &str, otherwise: &str) -> String {
    profile.as_ref().map_or_else(|| otherwise.to_owned(), |profile| format!("{word} profile {profile}"))
}

fn login(profile: &Option<String>) -> String {
    profile.as_ref().map_or_else(|| String::from("aws sso login"), |profile| format!("aws sso login --profile {profile}"))
}

fn from(endpoint: &str) -> String {
    if endpoint.is_empty() { String::new() } else { format!(" from {endpoint}") }
}

impl CollectError {
    /// What a single failure means when everything failed like it.
    pub(super) fn of(action: &str, failure: &Failure, profile: &Option<String>, caller: &str) -> Self {
        let (profile, detail, endpoint) = (profile.clone(), failure.detail.clone(), failure.endpoint.clone());
        match failure.trouble {
            Trouble::NoCredentials => Self::NoCredentials { profile, detail },
            Trouble::SignIn => Self::SignIn { profile, detail },
            Trouble::Expired => Self::Expired { profile, detail },
            Trouble::Rejected => Self::Rejected { profile, detail },
            Trouble::Clock => Self::Clock { detail },
            Trouble::Unreachable | Trouble::TimedOut => {
                let endpoint = if endpoint.is_empty() { String::from("AWS") } else { endpoint };
                Self::Unreachable { endpoint, detail }
            }
            Trouble::Denied => {
                let caller = if caller.is_empty() { "this principal" } else { caller };
                Self::Denied { caller: caller.to_owned(), action: action.to_owned(), detail }
            }
            Trouble::Throttled | Trouble::Garbled | Trouble::Endless | Trouble::Other => {
                Self::Failed { action: action.to_owned(), endpoint, detail }
            }
        }
    }

    /// The one that says most when every call failed: trouble with the
    /// credentials explains all others, else what happened most often.
    pub(super) fn of_all(failures: &[(&'static str, Failure)], profile: &Option<String>, caller: &str) -> Self {
        let mut often: BTreeMap<Trouble, usize> = BTreeMap::new();
        for (_, failure) in failures {
            *often.entry(failure.trouble).or_default() += if failure.trouble.is_about_credentials() { failures.len() } else { 1 };
        }
        let first = often.iter().max_by_key(|(_, count)| **count).map(|(trouble, _)| *trouble);
        let said = failures.iter().find(|(_, failure)| Some(failure.trouble) == first);
        match said {
            Some((action, failure)) => Self::of(action, failure, profile, caller),
            None => Self::Failed { action: String::from("every call"), endpoint: String::new(), detail: String::from("no answer") },
        }
    }
}
