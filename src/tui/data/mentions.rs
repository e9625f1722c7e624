//! Which ids a resource mentions, found without writing it out: a serializer
//! that looks at every text and makes nothing.

use std::fmt::Display;

use serde::ser::{self, Serialize, Serializer};

/// Shows every text in a value to `look`.
pub(super) fn each_text(value: &impl Serialize, look: &mut dyn FnMut(&str)) {
    // Nothing is written, so that nothing fails.
    let _ = value.serialize(&mut Texts { look });
}

struct Texts<'a> {
    look: &'a mut dyn FnMut(&str),
}

/// What a serializer must have and this one never needs.
#[derive(Debug)]
struct Never;

impl Display for Never {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("nothing is written")
    }
}
impl std::error::Error for Never {}
impl ser::Error for Never {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}

macro_rules! passed_over {
    ($( $name:ident: $ty:ty; )*) => { $( fn $name(self, _: $ty) -> Result<(), Never> { Ok(()) } )* };
}

impl Serializer for &mut Texts<'_> {
    type Ok = ();
    type Error = Never;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Self;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Self;

    passed_over! {
        serialize_bool: bool; serialize_i8: i8; serialize_i16: i16; serialize_i32: i32; serialize_i64: i64;
        serialize_u8: u8; serialize_u16: u16; serialize_u32: u32; serialize_u64: u64;
        serialize_f32: f32; serialize_f64: f64; serialize_char: char; serialize_bytes: &[u8];
        serialize_unit_struct: &'static str;
    }

    fn serialize_str(self, text: &str) -> Result<(), Never> {
        (self.look)(text);
        Ok(())
    }
    fn serialize_none(self) -> Result<(), Never> {
        Ok(())
    }
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Never> {
        value.serialize(self)
    }
    fn serialize_unit(self) -> Result<(), Never> {
        Ok(())
    }
    fn serialize_unit_variant(self, _: &'static str, _: u32, _: &'static str) -> Result<(), Never> {
        Ok(())
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Never> {
        value.serialize(self)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(self, _: &'static str, _: u32, _: &'static str, value: &T) -> Result<(), Never> {
        value.serialize(self)
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<Self, Never> {
        Ok(self)
    }
    fn serialize_tuple(self, _: usize) -> Result<Self, Never> {
        Ok(self)
    }
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self, Never> {
        Ok(self)
    }
    fn serialize_tuple_variant(self, _: &'static str, _: u32, _: &'static str, _: usize) -> Result<Self, Never> {
        Ok(self)
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Self, Never> {
        Ok(self)
    }
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, Never> {
        Ok(self)
    }
    fn serialize_struct_variant(self, _: &'static str, _: u32, _: &'static str, _: usize) -> Result<Self, Never> {
        Ok(self)
    }
}

macro_rules! looks_inside {
    ($( $compound:ident $each:ident; )*) => { $(
        impl ser::$compound for &mut Texts<'_> {
            type Ok = ();
            type Error = Never;
            fn $each<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Never> { value.serialize(&mut **self) }
            fn end(self) -> Result<(), Never> { Ok(()) }
        }
    )* };
}
looks_inside! { SerializeSeq serialize_element; SerializeTuple serialize_element; SerializeTupleStruct serialize_field; SerializeTupleVariant serialize_field; }

macro_rules! looks_at_fields {
    ($( $compound:ident )*) => { $(
        impl ser::$compound for &mut Texts<'_> {
            type Ok = ();
            type Error = Never;
            fn serialize_field<T: Serialize + ?Sized>(&mut self, _: &'static str, value: &T) -> Result<(), Never> { value.serialize(&mut **self) }
            fn end(self) -> Result<(), Never> { Ok(()) }
        }
    )* };
}
looks_at_fields! { SerializeStruct SerializeStructVariant }

impl ser::SerializeMap for &mut Texts<'_> {
    type Ok = ();
    type Error = Never;
    fn serialize_key<T: Serialize + ?Sized>(&mut self, _: &T) -> Result<(), Never> {
        Ok(())
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Never> {
        value.serialize(&mut **self)
    }
    fn end(self) -> Result<(), Never> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_is_seen_wherever_it_stands_and_no_name_of_a_field() {
        let mut seen = Vec::new();
        let value = serde_json::json!({"a": "one", "b": [{"c": "two", "d": 3}, null], "e": {"f": {"g": "three"}}});
        each_text(&value, &mut |text| seen.push(text.to_owned()));
        assert_eq!(seen, ["one", "two", "three"]);
    }
}
