//! What a JSON text says, with every name once.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use crate::encoding::decimal;

/// A JSON value (RFC 8259 §3), as the strict reader found it.
#[derive(Clone, PartialEq)]
pub enum Value {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, always finite.
    Number(Number),
    /// A string without lone surrogates.
    String(String),
    /// A list of values.
    Array(Vec<Value>),
    /// Members, each name once.
    Object(Object),
}

impl core::fmt::Debug for Value {
    /// Says what kind of value it is, and nothing of it.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::Null => "Null",
            Self::Bool(_) => "Bool(..)",
            Self::Number(_) => "Number(..)",
            Self::String(_) => "String(..)",
            Self::Array(_) => "Array(..)",
            Self::Object(_) => "Object(..)",
        })
    }
}

impl core::fmt::Debug for Object {
    /// Says how many members there are, and nothing of them.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Object({} members)", self.members.len())
    }
}

impl Value {
    /// The value of `true` or `false`.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        if let Self::Bool(flag) = self {
            Some(*flag)
        } else {
            None
        }
    }

    /// The value of a number.
    #[must_use]
    pub fn as_f64(&self) -> Option<f64> {
        if let Self::Number(number) = self {
            Some(number.as_f64())
        } else {
            None
        }
    }

    /// The value of a string.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        if let Self::String(text) = self {
            Some(text)
        } else {
            None
        }
    }

    /// The items of a list.
    #[must_use]
    pub fn as_array(&self) -> Option<&[Value]> {
        if let Self::Array(items) = self {
            Some(items)
        } else {
            None
        }
    }

    /// The members of an object.
    #[must_use]
    pub fn as_object(&self) -> Option<&Object> {
        if let Self::Object(object) = self {
            Some(object)
        } else {
            None
        }
    }
}

/// A number as it was written. Most are a double at once; what others are is worked out when it is
/// asked for, so that no text can make the reader do it over and over.
#[derive(Clone)]
pub struct Number(Form);

#[derive(Clone)]
enum Form {
    Double(f64),
    Digits(Box<str>),
}

impl Number {
    /// The number of a text in JSON's grammar (RFC 8259 §6); `None` beyond the doubles.
    pub(super) fn read(text: &str) -> Option<Self> {
        if let Some(double) = decimal::to_f64_at_once(text) {
            return Some(Self(Form::Double(double)));
        }
        decimal::is_finite(text).then(|| Self(Form::Digits(text.into())))
    }

    /// The nearest double, ties to even.
    #[must_use]
    pub fn as_f64(&self) -> f64 {
        match &self.0 {
            Form::Double(double) => *double,
            Form::Digits(text) => decimal::to_f64(text),
        }
    }
}

impl PartialEq for Number {
    /// As doubles.
    fn eq(&self, other: &Self) -> bool {
        self.as_f64() == other.as_f64()
    }
}

/// The members of a JSON object in the order they were written, each name once.
#[derive(Clone, Default, PartialEq)]
pub struct Object {
    members: Vec<(String, Value)>,
}

impl Object {
    pub(crate) fn from_members(members: Vec<(String, Value)>) -> Self {
        Self { members }
    }

    /// The value of a member; names are compared byte by byte.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        // Most names differ in their lengths, which a build for size would compare in a call.
        self.members.iter().find_map(|(known, value)| {
            (known.len() == name.len() && known == name).then_some(value)
        })
    }

    /// The value of the member in that place.
    pub(crate) fn value_at(&self, index: usize) -> Option<&Value> {
        self.members.get(index).map(|(_, value)| value)
    }

    /// Names and values in the order they were written.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.members
            .iter()
            .map(|(name, value)| (name.as_str(), value))
    }

    #[cfg(feature = "jwt-compact")]
    #[allow(dead_code, reason = "a build may have no algorithm compiled in")]
    pub(crate) fn remove(&mut self, names: &[&str]) {
        self.members
            .retain(|(name, _)| !names.contains(&name.as_str()));
    }

    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.members.len()
    }
}
