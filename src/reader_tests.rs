//! Not part of the public interface: the strict readers by themselves.
//!
//! A fuzz target wants to hold them against other readers, without a token around what they read.
//! Nothing here may be built upon; it can change in any version.

use alloc::string::String;
use alloc::vec::Vec;

use crate::encoding::base64url;
use crate::encoding::json::{self, JsonFault, Object};
use crate::limits::Limits;

/// One strict JSON object, or the name of the fault.
///
/// # Errors
///
/// The reader's own word for what is wrong.
pub fn json(bytes: &[u8], limits: &Limits) -> Result<Object, &'static str> {
    json::read(bytes, limits.token, limits).map_err(|fault| match fault {
        JsonFault::Utf8 => "utf8",
        JsonFault::Syntax => "syntax",
        JsonFault::Duplicate => "duplicate",
        JsonFault::Member => "member",
        JsonFault::Number => "number",
        JsonFault::Depth => "depth",
        JsonFault::Members => "members",
        JsonFault::Size => "size",
    })
}

/// The bytes of a canonical base64url text.
#[must_use]
pub fn decode(text: &str) -> Option<Vec<u8>> {
    base64url::decode(text).ok()
}

/// The canonical base64url text of bytes.
#[must_use]
pub fn encode(bytes: &[u8]) -> String {
    base64url::encode(bytes)
}
