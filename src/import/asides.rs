//! Answers that hold no resources themselves: lists of ARNs, who the caller
//! is, what ECS could not describe, errors that were printed as JSON.

use serde_json::value::RawValue;

use super::document::{Keys, list, text};
use super::found::{Caller, Listed};
use super::recognise::Reader;
use super::region::{arn, is_account};
use crate::snapshot::Kind;

/// A list of ARNs, which tells what there is to describe.
pub(super) fn listed(reader: &mut Reader<'_, '_>, kind: Kind, value: &RawValue) -> Option<Kind> {
    let arns: Vec<String> = list(value)?.into_iter().filter_map(|arn| text(arn).map(Into::into)).collect();
    let ours = arns.iter().all(|text| arn(text).is_some_and(|arn| arn.service == "ecs")) && !reader.file.name.foreign;
    if !ours {
        reader.warn("lists ARNs of another service, passed over");
        return None;
    }
    reader.found.listed.push(Listed { file: reader.index, kind, arns });
    Some(kind)
}

/// Who asked: an answer of `sts:GetCallerIdentity`.
pub(super) fn caller(reader: &mut Reader<'_, '_>, keys: &Keys<'_>) -> bool {
    let (Some(account), Some(arn)) = (keys.text("Account"), keys.text("Arn")) else { return false };
    if !is_account(&account) {
        return false;
    }
    reader.found.callers.push(Caller { file: reader.index, account: account.into_owned(), arn: arn.into_owned() });
    true
}

/// What ECS could not describe: `MISSING` is simply gone, anything else is a gap.
pub(super) fn failures(reader: &mut Reader<'_, '_>, value: &RawValue) -> bool {
    for failure in list(value).into_iter().flatten() {
        let Ok(keys) = serde_json::from_str::<Keys<'_>>(failure.get()) else { continue };
        let arn = keys.text("arn").unwrap_or_default();
        let reason = keys.text("reason").unwrap_or_default();
        reader.warn(&format!("ECS could not describe {arn}: {reason}"));
        if reason == "MISSING" {
            reader.found.gone.push(arn.into_owned());
        } else {
            for kind in reader.file.name.kinds.clone() {
                reader.add_partly(kind, &arn, &reason);
            }
        }
    }
    false
}

/// The code and message of an error that was printed as JSON.
pub(super) fn error_of(keys: &Keys<'_>) -> Option<(String, String)> {
    if let Some(error) = keys.get("Error").filter(|_| keys.0.len() <= 3) {
        return error_of(&serde_json::from_str(error.get()).ok()?);
    }
    let (code, message) = (keys.text("Code")?, keys.text("Message")?);
    Some((code.into_owned(), message.into_owned()))
}
