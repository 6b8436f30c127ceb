//! What has happened to the keys, for who watches over them.

use alloc::string::String;
use alloc::vec::Vec;

use crate::encoding::json::{ObjectWriter, write_strings};
use crate::error::{Error, KeysFault};

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

impl Event {
    /// The event as JSON: `type`, and the members as named here; a fault by its `code`.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut out = ObjectWriter::new();
        out.string(
            "type",
            match self {
                Self::Replaced { .. } => "replaced",
                Self::Confirmed => "confirmed",
                Self::Outdated => "outdated",
                Self::Failed { .. } => "failed",
            },
        );
        match self {
            Self::Replaced {
                added,
                removed,
                ignored,
            } => {
                write_strings(out.member("added"), added);
                write_strings(out.member("removed"), removed);
                let ignored = u32::try_from(*ignored).unwrap_or(u32::MAX);
                out.number("ignored", ignored.into());
            }
            Self::Failed { fault, retry_after } => {
                out.string("code", Error::Keys(*fault).code());
                out.number("retry_after", *retry_after);
            }
            Self::Confirmed | Self::Outdated => {}
        }
        out.finish()
    }
}
