//! What has happened to the keys, for who watches over them.

use alloc::string::String;
use alloc::vec::Vec;

use crate::error::KeysFault;

/// What has happened to the keys of an issuer. Names of keys in it are public: they were published.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Event {
    /// A set has taken the place of the one before.
    Replaced {
        /// Keys that are new.
        added: Vec<String>,
        /// Keys that verify nothing any longer.
        removed: Vec<String>,
        /// How many keys of the set are of no use.
        ignored: usize,
    },
    /// The issuer says that the set is what it was.
    Confirmed,
    /// An answer that was older than the set at hand was left alone.
    Outdated,
    /// No keys came, or none that are of use; what is held stays.
    Failed {
        /// The reason.
        fault: KeysFault,
        /// Seconds until the next try.
        retry_after: f64,
    },
}
