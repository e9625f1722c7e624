//! Questions as people ask them: the words of the command line or of a batch.
//! This file tells them apart; each kind is answered in a file of its own.

mod everyone;
mod inbound;
mod outbound;
mod packets;
mod parties;
mod service;
mod vpc_service;

pub use everyone::EveryInterface;
pub(crate) use vpc_service::resolvers;

use super::Family;
use super::answer::Answer;
use super::block::number;
use super::index::Network;
use super::internet::{documentation, internet};
use super::resolve::End;
use packets::{family_of, packets_of};

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
        let mut answer = self.answered(question)?;
        let ours = answer.source.task.as_deref().and_then(|arn| self.task(arn));
        (answer.stopped, answer.start) = ours.and_then(|task| self.stop_of_one(task)).unzip();
        Ok(answer)
    }

    fn answered(&self, question: &Question) -> Result<Answer, QuestionError> {
        let source = self.resolve("source", &question.source)?;
        let destination = self.resolve("destination", question.destination.as_deref().unwrap_or("internet"))?;
        let family = family_of(question, &source, &destination)?;
        let packets = packets_of(question)?;
        if let End::Service(service) = source {
            return self.of_service(question, service, true);
        }
        if let End::Service(service) = destination {
            return self.of_service(question, service, false);
        }
        match (source, destination) {
            (End::Internet, End::Internet) => Err(QuestionError::Unfit(String::from("source and destination are both the internet"))),
            (End::AwsService(name), _) => Err(QuestionError::Unfit(format!("\"{name}\" can only be a destination"))),
            (End::Internet, End::Address(address)) => {
                let target = self.owner_of(address, "destination", question)?;
                Ok(self.inbound_answer(question, &target, packets, family, None))
            }
            (End::Internet, destination) => {
                let target = self.ours(destination, question)?;
                Ok(self.inbound_answer(question, &target, packets, family, None))
            }
            (End::Address(address), destination) if self.interfaces_anywhere(address).is_empty() => {
                let outside = internet(family).union(documentation(family)).contains(number(address).1);
                let not_found = || QuestionError::NotFound { what: "source", name: address.to_string(), hint: String::new() };
                if !outside || matches!(destination, End::Internet | End::AwsService(_) | End::Address(_)) {
                    return Err(not_found());
                }
                let target = self.ours(destination, question)?;
                Ok(self.inbound_answer(question, &target, packets, family, Some(address)))
            }
            (source, destination) => {
                let ours = match source {
                    End::Address(address) => self.owner_of(address, "source", question)?,
                    source => self.ours(source, question)?,
                };
                self.outbound_answer(question, &ours, destination, packets, family)
            }
        }
    }
}
