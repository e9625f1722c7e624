//! Questions as people ask them: the words of the command line or of a batch.

use super::answer::Answer;
use super::{Family, Network};

/// A question in the user's own words.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Question {
    /// A task ARN or id, `service:CLUSTER/NAME`, `eni-…`, `i-…`, an IP address, or `internet`.
    pub source: String,
    /// The same, or the host name of an AWS service; `internet` when left out.
    pub destination: Option<String>,
    /// `tcp` (when left out), `udp`, `icmp`, `all`, or a number.
    pub protocol: Option<String>,
    /// The destination port; 443 when left out, but every port for a question
    /// from the internet.
    pub port: Option<u16>,
    /// A literal address decides the family; else IPv4 when left out.
    pub family: Option<Family>,
}

/// Why a question cannot be answered at all. An unknown answer is not an error.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QuestionError {
    /// Nothing in the data has that name.
    #[error("{what} \"{name}\" is not in the data{hint}")]
    NotFound {
        /// `source` or `destination`.
        what: &'static str,
        /// What was asked for.
        name: String,
        /// What to do about it; empty or starting with a separator.
        hint: String,
    },
    /// The words do not fit together.
    #[error("{0}")]
    Unfit(String),
}

impl Network {
    /// Answers one question with all its evidence.
    ///
    /// # Errors
    ///
    /// When the source or destination is not in the data, or when the words do
    /// not make a question.
    pub fn explain(&self, question: &Question) -> Result<Answer, QuestionError> {
        Err(QuestionError::Unfit(format!("not built yet: {}", question.source)))
    }
}
