//! What the AWS CLI says when a call fails: which operation, which code, and
//! whether AWS refused or something broke.

use super::answers::is_read_in_parts;
use super::name::{Name, kinds_of_operation};
use super::region::region_in;
use crate::snapshot::{GapReason, Kind};

/// How the AWS CLI opens its report of an answer with an error.
pub(super) const OCCURRED: &str = "An error occurred (";

/// The most letters of AWS's sentence that a gap keeps: refusals may carry
/// kilobytes of encoded message.
const MOST_LETTERS: usize = 300;

/// A failed call.
#[derive(Debug, PartialEq)]
pub(super) struct Failure {
    /// The kinds that it leaves unread.
    pub(super) kinds: Vec<Kind>,
    pub(super) reason: GapReason,
    /// The request's parameter, where the call is made for one thing at a time.
    pub(super) part: String,
    /// The Region, where the error or the file's name gives it.
    pub(super) region: Option<String>,
    pub(super) detail: String,
}

impl Failure {
    /// Reads one line of the AWS CLI's error output, or anything else that
    /// stands where JSON should be.
    pub(super) fn of_line(line: &str, name: &Name) -> Self {
        let code = between(line, OCCURRED, ")").unwrap_or_default();
        let operation = between(line, "when calling the ", " operation").filter(|_| !code.is_empty());
        let kinds = match operation {
            // Two services may have an operation of this name; the file's name decides.
            Some(operation) if !name.foreign => kinds_of_operation(operation),
            _ => name.kinds.clone(),
        };
        Self::new(kinds, code, line, name)
    }

    /// A failure of the call that the file is named after.
    pub(super) fn of_name(name: &Name, code: &str, detail: &str) -> Self {
        Self::new(name.kinds.clone(), code, detail, name)
    }

    fn new(kinds: Vec<Kind>, code: &str, detail: &str, name: &Name) -> Self {
        let region = name.region().or_else(|| region_in(detail)).map(str::to_owned);
        let part = if kinds.iter().any(|kind| is_read_in_parts(*kind)) { name.parameter.clone() } else { String::new() };
        Self { kinds, reason: reason(code), part, region, detail: one_line(detail) }
    }
}

fn reason(code: &str) -> GapReason {
    if code.starts_with("AccessDenied") || code == "UnauthorizedOperation" { GapReason::Denied } else { GapReason::Failed }
}

/// The first line of a sentence, cut where it grows too long.
pub(super) fn one_line(sentence: &str) -> String {
    let line = sentence.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    match line.char_indices().nth(MOST_LETTERS) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    let (_, after) = text.split_once(start)?;
    after.split_once(end).map(|(found, _)| found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure(line: &str, stem: &str) -> Failure {
        Failure::of_line(line, &Name::new(stem.to_owned()))
    }

    #[test]
    fn refusals_and_other_trouble() {
        let denied = "An error occurred (AccessDeniedException) when calling the ListTasks operation: User: arn:aws:sts::111122223333:assumed-role/ro/me is not authorized";
        let found = failure(denied, "x");
        assert_eq!((found.kinds, found.reason), (vec![Kind::Tasks], GapReason::Denied));
        let refused = failure("An error occurred (UnauthorizedOperation) when calling the DescribeNatGateways operation: no", "x");
        assert_eq!((refused.kinds, refused.reason), (vec![Kind::NatGateways], GapReason::Denied));
        let slow =
            failure("An error occurred (RequestLimitExceeded) when calling the DescribeVpcs operation (reached max retries: 4): no", "x");
        assert_eq!((slow.kinds, slow.reason), (vec![Kind::Vpcs], GapReason::Failed));
    }

    #[test]
    fn the_name_tells_what_the_text_does_not() {
        let found = failure("Could not connect to the endpoint URL: \"https://ec2.eu-west-1.amazonaws.com/\"", "ec2-describe-vpcs");
        assert_eq!((found.kinds, found.reason, found.region.as_deref()), (vec![Kind::Vpcs], GapReason::Failed, Some("eu-west-1")));
        assert_eq!(failure("Unable to locate credentials", "x").kinds, []);
    }

    #[test]
    fn an_operation_of_two_services() {
        let line = "An error occurred (AccessDenied) when calling the DescribeLoadBalancers operation: no";
        assert_eq!(failure(line, "elb-describe-load-balancers").kinds, []);
        assert_eq!(failure(line, "elbv2-describe-load-balancers").kinds, [Kind::LoadBalancers]);
        assert_eq!(failure(line, "x").kinds, [Kind::LoadBalancers]);
    }

    #[test]
    fn long_sentences_are_cut() {
        assert_eq!(one_line(&"é".repeat(1000)).chars().count(), 301);
        assert_eq!(one_line("\n a \n b"), "a");
    }
}
