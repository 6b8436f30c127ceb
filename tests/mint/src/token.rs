//! A token in the making: every part can be replaced by raw bytes before it is signed.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};

use crate::keys::Key;

pub const NOW: u64 = 1_760_000_000;
pub const ISSUER: &str = "https://issuer.example";
pub const AUDIENCE: &str = "https://api.example";
pub const CLIENT: &str = "client-1";

pub fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

pub fn decode(text: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text).expect("base64url")
}

/// A token before it is signed.
#[derive(Clone)]
pub struct Draft {
    key: Key,
    signed_as: Option<&'static str>,
    header: Map<String, Value>,
    claims: Map<String, Value>,
    /// Texts that stand for a value that `serde_json` would not write.
    raw: Vec<(String, String)>,
    header_bytes: Option<Vec<u8>>,
    payload_bytes: Option<Vec<u8>>,
}

/// An access token with every claim of RFC 9068 §2.2.
pub fn access(key: &Key) -> Draft {
    Draft::new(
        key,
        Some("at+jwt"),
        &json!({
            "iss": ISSUER, "sub": "ada", "aud": AUDIENCE, "client_id": CLIENT,
            "iat": NOW - 60, "exp": NOW + 240, "jti": "token-1", "scope": "read write",
        }),
    )
}

/// An access token of an issuer that does not follow RFC 9068.
pub fn plain(key: &Key) -> Draft {
    Draft::new(
        key,
        Some("JWT"),
        &json!({
            "iss": ISSUER, "sub": "ada", "aud": AUDIENCE,
            "iat": NOW - 60, "exp": NOW + 240, "scope": "read write",
        }),
    )
}

/// An ID token with the claims that OpenID Connect Core §2 requires.
pub fn id(key: &Key) -> Draft {
    Draft::new(
        key,
        Some("JWT"),
        &json!({
            "iss": ISSUER, "sub": "ada", "aud": CLIENT, "iat": NOW - 60, "exp": NOW + 240,
        }),
    )
}

/// A logout token with the claims that OpenID Connect Back-Channel Logout §2.4 requires.
pub fn logout(key: &Key) -> Draft {
    Draft::new(
        key,
        Some("logout+jwt"),
        &json!({
            "iss": ISSUER, "sub": "ada", "aud": CLIENT, "iat": NOW - 60, "exp": NOW + 60,
            "jti": "logout-1", "events": { LOGOUT_EVENT: {} },
        }),
    )
}

/// OpenID Connect Back-Channel Logout §2.4.
pub const LOGOUT_EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// A proof of possession for one request (RFC 9449 §4.2), with its public key in the header.
pub fn proof(key: &Key) -> Draft {
    let claims = json!({
        "jti": "proof-1", "htm": "POST", "htu": "https://api.example/notes", "iat": NOW - 5,
    });
    Draft::new(key, Some("dpop+jwt"), &claims)
        .no_header("kid")
        .header("jwk", key.jwk_without("kid"))
}

/// What a client authenticates with (RFC 7523 §3); its issuer is the client, whose keys are read as
/// those of the suites' one issuer.
pub fn assertion(key: &Key) -> Draft {
    Draft::new(
        key,
        Some("JWT"),
        &json!({
            "iss": ISSUER, "sub": ISSUER, "aud": AUDIENCE,
            "iat": NOW - 5, "exp": NOW + 60, "jti": "assertion-1",
        }),
    )
}

impl Draft {
    pub fn new(key: &Key, typ: Option<&str>, claims: &Value) -> Self {
        let mut header = Map::new();
        header.insert("alg".into(), key.alg().into());
        if let Some(typ) = typ {
            header.insert("typ".into(), typ.into());
        }
        header.insert("kid".into(), key.kid.into());
        Self {
            key: key.clone(),
            signed_as: None,
            header,
            claims: claims.as_object().expect("claims").clone(),
            raw: Vec::new(),
            header_bytes: None,
            payload_bytes: None,
        }
    }

    pub fn header(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.header.insert(name.into(), value.into());
        self
    }

    pub fn no_header(mut self, name: &str) -> Self {
        self.header.shift_remove(name);
        self
    }

    pub fn alg(self, alg: &str) -> Self {
        self.header("alg", alg)
    }

    pub fn typ(self, typ: &str) -> Self {
        self.header("typ", typ)
    }

    pub fn claim(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.claims.insert(name.into(), value.into());
        self
    }

    pub fn no_claim(mut self, name: &str) -> Self {
        self.claims.shift_remove(name);
        self
    }

    /// A claim whose value is written exactly so.
    pub fn raw_claim(mut self, name: &str, text: &str) -> Self {
        let mark = self.mark(text);
        self.claim(name, mark)
    }

    /// A header member whose value is written exactly so.
    pub fn raw_header(mut self, name: &str, text: &str) -> Self {
        let mark = self.mark(text);
        self.header(name, mark)
    }

    fn mark(&mut self, text: &str) -> String {
        let mark = format!("\u{1}{}", self.raw.len());
        self.raw.push((json!(mark).to_string(), text.into()));
        mark
    }

    /// More text after the last claim: a second member of a name, for instance.
    pub fn more_claims(self, text: &str) -> Self {
        let payload = self.payload_text();
        let body = payload.strip_suffix('}').expect("an object");
        let joined = format!("{body},{text}}}");
        self.payload(joined)
    }

    /// More text after the last header member.
    pub fn more_header(self, text: &str) -> Self {
        let header = self.header_text();
        let body = header.strip_suffix('}').expect("an object");
        let joined = format!("{body},{text}}}");
        self.header_is(joined)
    }

    /// The whole payload.
    pub fn payload(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.payload_bytes = Some(bytes.into());
        self
    }

    /// The whole header.
    pub fn header_is(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.header_bytes = Some(bytes.into());
        self
    }

    /// Signs with the key as another algorithm would.
    pub fn signed_as(mut self, alg: &'static str) -> Self {
        self.signed_as = Some(alg);
        self
    }

    /// Signs with another key; header and `kid` stay.
    pub fn signed_by(mut self, key: &Key) -> Self {
        self.key = key.clone();
        self
    }

    pub fn header_text(&self) -> String {
        self.finish(Value::Object(self.header.clone()).to_string())
    }

    pub fn payload_text(&self) -> String {
        self.finish(Value::Object(self.claims.clone()).to_string())
    }

    fn finish(&self, mut text: String) -> String {
        for (mark, raw) in &self.raw {
            text = text.replace(mark, raw);
        }
        text
    }

    pub fn signing_input(&self) -> String {
        let header = self.header_bytes.clone();
        let payload = self.payload_bytes.clone();
        format!(
            "{}.{}",
            encode(&header.unwrap_or_else(|| self.header_text().into())),
            encode(&payload.unwrap_or_else(|| self.payload_text().into())),
        )
    }

    pub fn signature(&self) -> Vec<u8> {
        let declared = self.header.get("alg").and_then(Value::as_str);
        let alg = self.signed_as.or(declared).unwrap_or(self.key.alg());
        let fitting = if alg.len() < 5 { self.key.alg() } else { alg };
        self.key.sign(fitting, self.signing_input().as_bytes())
    }

    pub fn mint(&self) -> String {
        self.mint_with(&self.signature())
    }

    /// The token with a signature of the caller's making.
    pub fn mint_with(&self, signature: &[u8]) -> String {
        format!("{}.{}", self.signing_input(), encode(signature))
    }
}
