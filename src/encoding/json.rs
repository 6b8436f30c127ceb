//! Our own JSON reader: one object, nothing that two readers could understand differently; and the
//! little that is written.
//!
//! RFC 8259 leaves room that RFC 7515 §4, RFC 7519 §4 and RFC 8725 §3.7 close. Refused here are a
//! byte order mark, bytes that are not UTF-8, a name that occurs twice in one object after
//! unescaping, the name `__proto__`, a lone surrogate escape (it names no character, and what
//! readers make of it differs), numbers beyond a double, and anything after the object.

mod read;
mod value;
mod write;

pub(crate) use read::{JsonFault, read};
pub use value::{Number, Object, Value};
pub(crate) use write::{ObjectWriter, write_list, write_string, write_strings};
