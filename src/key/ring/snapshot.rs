//! A set at hand as a text: the document as it was sent, and its times. Tables of keys are not in it.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::sync::Arc;

use super::held::Held;
use crate::encoding::json::{self, Object, ObjectWriter, Value};
use crate::error::KeysFault;
use crate::key::set::KeySet;
use crate::limits::Limits;

pub(super) fn write(issuer: &str, held: &Held) -> String {
    let mut out = ObjectWriter::new();
    out.string("issuer", issuer);
    out.string("jwks_uri", &held.jwks_uri);
    out.number("dated", held.dated);
    out.number("refresh_at", held.refresh_at);
    out.optional("etag", held.etag.as_deref());
    out.string("document", &held.document);
    out.finish()
}

/// What a snapshot says, its document not read yet.
pub(super) struct Snapshot {
    object: Object,
}

/// Reads a snapshot; none when it is no such text.
pub(super) fn read(text: &str, limits: &Limits) -> Option<Snapshot> {
    // A byte of the document may take six (RFC 8259 §7).
    let size = limits.jwks.saturating_mul(6).saturating_add(8192);
    let object = json::read(text.as_bytes(), size, limits).ok()?;
    Some(Snapshot { object })
}

impl Snapshot {
    pub(super) fn issuer(&self) -> Option<&str> {
        self.text("issuer")
    }

    /// The set, with the document as `read_keys` reads it; none when it is not all there.
    pub(super) fn into_held(
        self,
        read_keys: impl FnOnce(&str) -> Result<KeySet, KeysFault>,
    ) -> Option<Held> {
        let document = self.text("document")?;
        Some(Held {
            keys: Arc::new(read_keys(document).ok()?),
            document: document.to_owned(),
            jwks_uri: self.text("jwks_uri")?.to_owned(),
            etag: self.text("etag").map(ToOwned::to_owned),
            dated: self.number("dated")?,
            refresh_at: self.number("refresh_at")?,
        })
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.object.get(name).and_then(Value::as_str)
    }

    fn number(&self, name: &str) -> Option<f64> {
        self.object.get(name).and_then(Value::as_f64)
    }
}
