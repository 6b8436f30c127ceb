//! What the targets that read texts begin with: the vectors' own documents, taken apart.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::paths;

/// Longer ones would be cut: they test limits, which the fuzzer need not find again.
const LONGEST: usize = 2048;

/// Authorization responses (RFC 6749 §4.1.2, §4.1.2.1, RFC 9207 §2).
const CALLBACKS: [&str; 3] = [
    "?code=SplxlOBeZQQYbYS6WxSbIA&state=af0ifjsldkj&iss=https%3A%2F%2Fissuer.example",
    "code=a%20b+c&state=af0ifjsldkj",
    "error=access_denied&state=af0ifjsldkj&iss=https%3A%2F%2Fissuer.example",
];

/// Writes the corpora that are not there yet; what a run adds to them stays.
pub(super) fn write() -> Result<()> {
    let mut seeds = Seeds::default();
    let mut files: Vec<PathBuf> = fs::read_dir(paths::root().join("tests/vectors"))?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_>>()?;
    files.retain(|file| {
        let name = file.to_string_lossy();
        name.ends_with(".json") && !name.ends_with(".schema.json")
    });
    for file in files {
        let suite = serde_json::from_str(&fs::read_to_string(&file)?)
            .with_context(|| file.display().to_string())?;
        seeds.take_apart(&suite);
    }
    seeds.add("policy", gate());
    for query in CALLBACKS {
        seeds.add("callback", query);
    }
    for issuer in ["https://issuer.example", "http://127.0.0.1:9090"] {
        seeds.add("discovery", metadata(issuer));
    }
    seeds.save()
}

/// Of each target, and no text twice.
#[derive(Default)]
struct Seeds(BTreeSet<(&'static str, Vec<u8>)>);

impl Seeds {
    fn add(&mut self, target: &'static str, text: impl AsRef<[u8]>) {
        let text = text.as_ref();
        if text.len() <= LONGEST {
            self.0.insert((target, text.to_vec()));
        }
    }

    fn take_apart(&mut self, suite: &Value) {
        for policy in members(suite, "policies") {
            self.add("policy", policy.to_string());
        }
        for source in members(suite, "keys") {
            let set = source.get("jwks").map(Value::to_string);
            let text = source.get("text").and_then(Value::as_str);
            for set in set.as_deref().into_iter().chain(text) {
                self.add("jwks", set);
            }
            if let Some(map) = source.get("certificates") {
                self.add("certificates", map.to_string());
                for text in map.as_object().into_iter().flat_map(|map| map.values()) {
                    self.add_certificate(text);
                }
            }
            for key in source.pointer("/jwks/keys").into_iter().flat_map(items) {
                self.add("jwk", key.to_string());
            }
        }
        for vector in suite.get("vectors").into_iter().flat_map(items) {
            let token = vector.get("token").and_then(Value::as_str);
            for segment in token.into_iter().flat_map(|token| token.split('.')).take(2) {
                self.add("base64url", segment);
                if let Ok(bytes) = URL_SAFE_NO_PAD.decode(segment) {
                    self.add("json", bytes);
                }
            }
        }
    }

    /// The bytes of one that is well encoded.
    fn add_certificate(&mut self, text: &Value) {
        let lines = text.as_str().into_iter().flat_map(str::lines);
        let body: String = lines.filter(|line| !line.starts_with("-----")).collect();
        if let Ok(der) = STANDARD.decode(body) {
            self.add("certificates", der);
        }
    }

    /// A file is named after what is in it, as libFuzzer's own are.
    fn save(&self) -> Result<()> {
        for (target, text) in &self.0 {
            let folder = paths::root().join("fuzz/corpus").join(target);
            fs::create_dir_all(&folder)?;
            let name = URL_SAFE_NO_PAD.encode(Sha256::digest(text));
            fs::write(folder.join(name), text)?;
        }
        Ok(())
    }
}

fn members<'a>(suite: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    let object = suite.get(name).and_then(Value::as_object);
    object.into_iter().flat_map(serde_json::Map::values)
}

fn items(list: &Value) -> &[Value] {
    list.as_array().map_or(&[], Vec::as_slice)
}

fn gate() -> String {
    json!({
        "issuers": [{ "issuer": "https://issuer.example", "audience": "https://api.example" }],
        "origin": "https://origin.example",
        "routes": [
            { "path": "/health", "public": true },
            { "path": "/notes/:id/*", "methods": ["GET"], "scopes": { "all": ["notes:read"] } },
        ],
        "forward": { "sub": "x-auth-sub" },
        "cors": { "origins": ["https://app.example"] },
        "expose_decision": true,
    })
    .to_string()
}

fn metadata(issuer: &str) -> String {
    json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/jwks"),
        "end_session_endpoint": format!("{issuer}/end"),
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": true,
    })
    .to_string()
}
