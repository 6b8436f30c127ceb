//! What came of a fetch.

use crate::error::KeysFault;

/// What came of a fetch, as its caller saw it.
#[derive(Clone, Copy)]
pub enum Answer<'a> {
    /// A key document, with status 200.
    Document {
        /// The body.
        text: &'a str,
        /// Where it came from: the policy's address, or what the issuer's metadata names.
        jwks_uri: &'a str,
        /// What the answer's headers say.
        headers: Headers<'a>,
    },
    /// Status 304: the document is what it was (RFC 9110 §15.4.5).
    NotModified {
        /// What the answer's headers say.
        headers: Headers<'a>,
    },
    /// No document, for whatever reason.
    Failed {
        /// The reason.
        fault: KeysFault,
        /// The seconds of `Retry-After`, when the answer had one (RFC 9110 §10.2.3).
        retry_after: Option<f64>,
    },
}

impl core::fmt::Debug for Answer<'_> {
    /// Says what came, and nothing of the keys in it.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Document { text, headers, .. } => f
                .debug_struct("Document")
                .field("bytes", &text.len())
                .field("headers", headers)
                .finish_non_exhaustive(),
            Self::NotModified { headers } => f.debug_tuple("NotModified").field(headers).finish(),
            Self::Failed { fault, retry_after } => f
                .debug_struct("Failed")
                .field("fault", fault)
                .field("retry_after", retry_after)
                .finish(),
        }
    }
}

/// The headers of an answer that say how old it is and how long it is good, as they were sent.
#[derive(Clone, Copy, Debug, Default)]
pub struct Headers<'a> {
    /// `Cache-Control` (RFC 9111 §5.2).
    pub cache_control: Option<&'a str>,
    /// `Age` (RFC 9111 §5.1).
    pub age: Option<&'a str>,
    /// `ETag` (RFC 9110 §8.8.3).
    pub etag: Option<&'a str>,
}
