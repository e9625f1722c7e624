//! How a resource is declared: the two macros that turn a plain list of
//! fields or words into types that read AWS's JSON without ever choking on it.
//!
//! AWS adds fields and enum values at any time, older tools write `null`, and
//! empty lists may be left out. So every field has a default, `null` counts as
//! left out, unknown fields are passed over, and an unknown enum value is kept
//! as the text it was. What is left out when read is left out when written.

use serde::{Deserialize, Deserializer};

/// Reads a field that may be `null`.
pub(crate) fn or_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Ok(Option::<T>::deserialize(deserializer)?.unwrap_or_default())
}

/// Tells whether a field can be left out of the file.
pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// Choice (Q10): AWS's words are read in any case; the model writes the state
/// of an endpoint `Available`, live answers `available`. Flipped: a word in
/// another case is one that this version does not know.
const WORDS_ARE_CASEFOLDED: bool = true;

/// Whether a word of the data is one of ours.
pub(crate) fn same_word(text: &str, ours: &str) -> bool {
    if WORDS_ARE_CASEFOLDED { text.eq_ignore_ascii_case(ours) } else { text == ours }
}

/// Declares resources: `shape! { "PascalCase" pub struct Vpc { vpc_id: String } }`.
macro_rules! shape {
    ($case:tt $( $(#[$meta:meta])* pub struct $name:ident { $( $(#[$field_meta:meta])* $field:ident : $ty:ty ),* $(,)? } )*) => { $(
        $(#[$meta])*
        ///
        /// Fields carry AWS's own names and meaning.
        #[allow(missing_docs)]
        #[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = $case, default)]
        pub struct $name { $(
            $(#[$field_meta])*
            #[serde(
                deserialize_with = "crate::snapshot::shape::or_default",
                skip_serializing_if = "crate::snapshot::shape::is_default"
            )]
            pub $field: $ty,
        )* }
    )* };
}
pub(crate) use shape;

/// Declares a closed set of AWS's words that may grow:
/// `word! { pub enum State { Active = "active" } }`.
///
/// Two more variants are added: `Absent` (the field was not there, the
/// default) and `Other` (a word this version does not know). Case is folded
/// when reading: the models and the live API do not always agree on it.
macro_rules! word {
    ($( $(#[$meta:meta])* pub enum $name:ident { $( $variant:ident = $text:literal ),* $(,)? } )*) => { $(
        $(#[$meta])*
        #[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name {
            /// The field was not there.
            #[default]
            Absent,
            $( #[doc = concat!("`", $text, "`")] $variant, )*
            /// A word that this version does not know, as it was written.
            Other(Box<str>),
        }
        impl $name {
            /// AWS's own spelling; empty when the field was not there.
            pub fn as_str(&self) -> &str {
                match self {
                    Self::Absent => "",
                    $( Self::$variant => $text, )*
                    Self::Other(text) => text,
                }
            }
            /// Whether the field was there at all.
            pub fn is_present(&self) -> bool {
                !matches!(self, Self::Absent)
            }
        }
        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                $( if crate::snapshot::shape::same_word(text, $text) { return Self::$variant; } )*
                if text.is_empty() { Self::Absent } else { Self::Other(text.into()) }
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(deserializer)?;
                Ok(Self::from(text.as_ref()))
            }
        }
    )* };
}
pub(crate) use word;
