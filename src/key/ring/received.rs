//! What came of a fetch, as a host of a ring hands it on.

use alloc::borrow::ToOwned;
use alloc::string::String;

use super::answer::{Answer, Headers};
use super::step::Fetch;
use crate::error::KeysFault;

/// What came of a fetch: an [`Answer`] with texts of its own.
#[derive(Clone)]
pub enum Received {
    /// A key document, with status 200.
    Document {
        /// The body.
        text: String,
        /// Where it came from.
        jwks_uri: String,
        /// What the answer's headers say.
        headers: ReceivedHeaders,
    },
    /// Status 304: the document is what it was (RFC 9110 §15.4.5).
    NotModified {
        /// What the answer's headers say.
        headers: ReceivedHeaders,
    },
    /// No document, for whatever reason.
    Failed {
        /// The reason.
        fault: KeysFault,
        /// The seconds of `Retry-After`, when the answer had one (RFC 9110 §10.2.3).
        retry_after: Option<f64>,
    },
}

/// The headers of an answer that say how old it is and how long it is good: [`Headers`] with texts of
/// their own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReceivedHeaders {
    /// `Cache-Control` (RFC 9111 §5.2).
    pub cache_control: Option<String>,
    /// `Age` (RFC 9111 §5.1).
    pub age: Option<String>,
    /// `ETag` (RFC 9110 §8.8.3).
    pub etag: Option<String>,
}

impl ReceivedHeaders {
    fn as_headers(&self) -> Headers<'_> {
        Headers {
            cache_control: self.cache_control.as_deref(),
            age: self.age.as_deref(),
            etag: self.etag.as_deref(),
        }
    }
}

impl Received {
    /// No document came, and no word of when to try again.
    #[must_use]
    pub fn failed(fault: KeysFault) -> Self {
        Self::Failed {
            fault,
            retry_after: None,
        }
    }

    /// Judges an HTTP answer by its status and headers: whether its body is a key document to be read.
    /// `header` finds a header by its name, which is in lower case.
    ///
    /// No redirect is followed: it could lead inside the network, or to another owner's keys (RFC 8725
    /// §3.10).
    ///
    /// # Errors
    ///
    /// What came of the fetch, when there is no such body: a redirect, a document that has not changed, any
    /// other status than 200, or a `Content-Type` that is not JSON.
    pub fn of_head<'h>(
        fetch: &Fetch,
        status: u16,
        header: impl Fn(&str) -> Option<&'h str>,
    ) -> Result<ReceivedHeaders, Self> {
        let text = |name| header(name).map(ToOwned::to_owned);
        let headers = ReceivedHeaders {
            cache_control: text("cache-control"),
            age: text("age"),
            etag: text("etag"),
        };
        match status {
            200 if is_json(header("content-type")) => Ok(headers),
            200 => Err(Self::failed(KeysFault::Document)),
            304 if fetch.etag().is_some() => Err(Self::NotModified { headers }),
            // An answer to a question that was not asked is no redirect, and no document either.
            300..=399 if status != 304 => Err(Self::failed(KeysFault::Redirected)),
            _ => Err(Self::Failed {
                fault: KeysFault::Status,
                retry_after: header("retry-after").and_then(seconds),
            }),
        }
    }

    /// The same as the ring takes it.
    #[must_use]
    pub fn as_answer(&self) -> Answer<'_> {
        match self {
            Self::Document {
                text,
                jwks_uri,
                headers,
            } => Answer::Document {
                text,
                jwks_uri,
                headers: headers.as_headers(),
            },
            Self::NotModified { headers } => Answer::NotModified {
                headers: headers.as_headers(),
            },
            Self::Failed { fault, retry_after } => Answer::Failed {
                fault: *fault,
                retry_after: *retry_after,
            },
        }
    }
}

impl core::fmt::Debug for Received {
    /// Says what came, and nothing of the keys in it.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        self.as_answer().fmt(f)
    }
}

/// `application/json`, `application/jwk-set+json` and their like; what it is in truth, the strict reader
/// finds out.
fn is_json(content_type: Option<&str>) -> bool {
    content_type.is_some_and(|value| value.to_ascii_lowercase().contains("json"))
}

/// A delay in seconds; a date says nothing to a clock that differs (RFC 9110 §10.2.3).
fn seconds(value: &str) -> Option<f64> {
    let is_delay = value.len() <= 9 && value.bytes().all(|byte| byte.is_ascii_digit());
    value.parse().ok().filter(|_| is_delay)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::UnixTime;

    /// What a head comes to, in a word.
    fn word(etag: Option<&str>, status: u16, headers: &[(&str, &'static str)]) -> String {
        let fetch = Fetch {
            number: 1,
            started: UnixTime::from_secs(0),
            etag: etag.map(ToOwned::to_owned),
        };
        let header = |name: &str| headers.iter().find(|row| row.0 == name).map(|row| row.1);
        match Received::of_head(&fetch, status, header) {
            Ok(headers) => alloc::format!("{:?}", headers.etag),
            Err(Received::Failed { fault, retry_after }) => {
                alloc::format!("{fault:?} {retry_after:?}")
            }
            Err(Received::NotModified { headers }) => alloc::format!("same {:?}", headers.age),
            Err(Received::Document { .. }) => String::from("a document without a body"),
        }
    }

    #[test]
    fn rfc_7517_8_5_a_document_is_json_with_status_200() {
        let json = ("content-type", "application/jwk-set+JSON; charset=utf-8");
        assert_eq!(word(None, 200, &[json, ("etag", "e")]), "Some(\"e\")");
        let html = ("content-type", "text/html");
        for headers in [&[][..], &[html]] {
            assert_eq!(word(None, 200, headers), "Document None");
        }
        for status in [0, 100, 201, 206, 304, 401, 404, 500, 503] {
            assert_eq!(word(None, status, &[json]), "Status None");
        }
    }

    #[test]
    fn rfc_8725_3_10_no_redirect_is_followed() {
        for status in [300, 301, 302, 303, 307, 308, 399] {
            assert_eq!(word(Some("e"), status, &[]), "Redirected None");
        }
    }

    #[test]
    fn rfc_9110_15_4_5_what_has_not_changed_was_asked_for_with_its_tag() {
        assert_eq!(word(Some("e"), 304, &[("age", "7")]), "same Some(\"7\")");
    }

    #[test]
    fn rfc_9110_10_2_3_a_delay_is_in_seconds() {
        for (value, seconds) in [
            ("120", "Some(120.0)"),
            ("", "None"),
            ("-1", "None"),
            ("1e3", "None"),
            ("inf", "None"),
            ("1234567890", "None"),
            ("Fri, 31 Dec 1999 23:59:59 GMT", "None"),
        ] {
            let found = word(None, 503, &[("retry-after", value)]);
            assert_eq!(found, alloc::format!("Status {seconds}"), "{value}");
        }
    }
}
