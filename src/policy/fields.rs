//! Reads the members of a policy or gate document, each once, and refuses what is left over.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use crate::encoding::decimal;
use crate::encoding::json::{Object, Value};
use crate::error::{PolicyError, PolicyFault};

/// One object of a document, with the path that leads to it.
pub(crate) struct Fields<'a> {
    object: &'a Object,
    path: String,
    known: Vec<&'a str>,
}

impl<'a> Fields<'a> {
    pub(crate) fn new(object: &'a Object, path: &str) -> Self {
        Self {
            object,
            path: path.to_owned(),
            known: Vec::new(),
        }
    }

    /// A member that may be absent. `null` is a wrong type, not an absence.
    pub(crate) fn value(&mut self, name: &'a str) -> Option<&'a Value> {
        self.known.push(name);
        self.object.get(name)
    }

    pub(crate) fn opt_str(&mut self, name: &'a str) -> Result<Option<&'a str>, PolicyError> {
        let Some(value) = self.value(name) else {
            return Ok(None);
        };
        let text = value
            .as_str()
            .ok_or_else(|| self.fault(PolicyFault::Type, name))?;
        if text.is_empty() {
            return Err(self.fault(PolicyFault::Value, name));
        }
        Ok(Some(text))
    }

    pub(crate) fn str(&mut self, name: &'a str) -> Result<&'a str, PolicyError> {
        self.opt_str(name)?
            .ok_or_else(|| self.fault(PolicyFault::Missing, name))
    }

    /// A non-empty list of distinct, non-empty strings.
    pub(crate) fn strings(&mut self, name: &'a str) -> Result<Option<Vec<String>>, PolicyError> {
        let Some(value) = self.value(name) else {
            return Ok(None);
        };
        strings(value, &self.path_of(name)).map(Some)
    }

    /// A string, or a list as [`strings`](Self::strings) takes it.
    pub(crate) fn str_or_strings(
        &mut self,
        name: &'a str,
    ) -> Result<Option<Vec<String>>, PolicyError> {
        match self.value(name) {
            Some(Value::String(_)) => Ok(self.opt_str(name)?.map(|text| [text.to_owned()].into())),
            _ => self.strings(name),
        }
    }

    /// A number of seconds or bytes within bounds, both allowed.
    pub(crate) fn number(
        &mut self,
        name: &'a str,
        low: f64,
        high: f64,
    ) -> Result<Option<f64>, PolicyError> {
        let Some(value) = self.value(name) else {
            return Ok(None);
        };
        let number = value
            .as_f64()
            .ok_or_else(|| self.fault(PolicyFault::Type, name))?;
        if !(low..=high).contains(&number) {
            return Err(self.fault(PolicyFault::Value, name));
        }
        Ok(Some(number))
    }

    pub(crate) fn flag(&mut self, name: &'a str) -> Result<bool, PolicyError> {
        let Some(value) = self.value(name) else {
            return Ok(false);
        };
        value
            .as_bool()
            .ok_or_else(|| self.fault(PolicyFault::Type, name))
    }

    pub(crate) fn object(&mut self, name: &'a str) -> Result<Option<&'a Object>, PolicyError> {
        let Some(value) = self.value(name) else {
            return Ok(None);
        };
        value
            .as_object()
            .map(Some)
            .ok_or_else(|| self.fault(PolicyFault::Type, name))
    }

    pub(crate) fn array(&mut self, name: &'a str) -> Result<Option<&'a [Value]>, PolicyError> {
        let Some(value) = self.value(name) else {
            return Ok(None);
        };
        value
            .as_array()
            .map(Some)
            .ok_or_else(|| self.fault(PolicyFault::Type, name))
    }

    /// Refuses members that nobody asked for: a misspelt option must never be a lost check.
    pub(crate) fn finish(self) -> Result<(), PolicyError> {
        match self
            .object
            .iter()
            .find(|(name, _)| !self.known.contains(name))
        {
            None => Ok(()),
            Some((name, _)) => Err(PolicyError::new(
                PolicyFault::UnknownMember,
                self.path_of(name),
            )),
        }
    }

    pub(crate) fn path_of(&self, name: &str) -> String {
        member_path(&self.path, name)
    }

    /// Where an item of a member stands.
    pub(crate) fn path_of_item(&self, name: &str, index: usize) -> String {
        item_path(&self.path_of(name), index)
    }

    pub(crate) fn fault(&self, fault: PolicyFault, name: &str) -> PolicyError {
        PolicyError::new(fault, self.path_of(name))
    }
}

/// A non-empty list of distinct, non-empty strings.
pub(crate) fn strings(value: &Value, path: &str) -> Result<Vec<String>, PolicyError> {
    let items = value
        .as_array()
        .ok_or_else(|| PolicyError::new(PolicyFault::Type, path))?;
    if items.is_empty() {
        return Err(PolicyError::new(PolicyFault::Value, path));
    }
    let mut list: Vec<String> = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        let fault = |fault| PolicyError::new(fault, item_path(path, index));
        let text = item.as_str().ok_or_else(|| fault(PolicyFault::Type))?;
        if text.is_empty() || list.iter().any(|known| known == text) {
            return Err(fault(PolicyFault::Value));
        }
        list.push(text.to_owned());
    }
    Ok(list)
}

/// Where the item of a list stands.
pub(crate) fn item_path(path: &str, index: usize) -> String {
    let mut path = [path, "["].concat();
    decimal::write(&mut path, u32::try_from(index).map_or(f64::MAX, f64::from));
    path.push(']');
    path
}

/// Member names longer than this, or with anything but name characters, are not repeated.
const LONGEST_NAME: usize = 40;

pub(crate) fn member_path(path: &str, name: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    // An unknown member's name is input. A short plain one helps to find the slip of the pen;
    // anything else might be a secret pasted into the wrong place.
    let shown = if name.len() <= LONGEST_NAME && name.chars().all(plain) {
        name
    } else {
        "?"
    };
    if path.is_empty() {
        shown.to_owned()
    } else {
        [path, ".", shown].concat()
    }
}
