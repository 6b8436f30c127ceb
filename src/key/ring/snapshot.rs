//! A set at hand as a text: the document as it was sent, and its times. Tables of keys are not in it.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::sync::Arc;

use super::held::Held;
use crate::encoding::json::{self, ObjectWriter, Value};
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

/// What a snapshot of this issuer holds; none when it is no such text.
pub(super) fn read(text: &str, issuer: &str, limits: &Limits) -> Option<Held> {
    // A byte of the document may take six (RFC 8259 §7).
    let size = limits.jwks.saturating_mul(6).saturating_add(8192);
    let object = json::read(text.as_bytes(), size, limits).ok()?;
    let text = |name: &str| object.get(name).and_then(Value::as_str);
    let number = |name: &str| object.get(name).and_then(Value::as_f64);
    if text("issuer") != Some(issuer) {
        return None;
    }
    let document = text("document")?;
    Some(Held {
        keys: Arc::new(KeySet::from_json(issuer, document, limits).ok()?),
        document: document.to_owned(),
        jwks_uri: text("jwks_uri")?.to_owned(),
        etag: text("etag").map(ToOwned::to_owned),
        dated: number("dated")?,
        refresh_at: number("refresh_at")?,
    })
}
