//! Reads `tests/vectors/*.json` and runs a vector through the crate.

#![allow(dead_code, reason = "each test file uses its part")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a failed test may panic"
)]

use std::path::{Path, PathBuf};

use portcullis::{Error, KeySet, Policy, PolicyError, Presentation, UnixTime};
use serde_json::Value;

/// One file of vectors.
pub(crate) struct Suite {
    pub(crate) file: String,
    pub(crate) document: Value,
}

/// What came of a vector: as the digest counts it.
#[derive(Debug, PartialEq, Eq)]
#[allow(clippy::struct_field_names, reason = "the names of the vectors")]
pub(crate) struct Verdict {
    pub(crate) verdict: String,
    pub(crate) stage: String,
    pub(crate) code: String,
    pub(crate) claim: String,
}

/// A verdict with what stands behind it.
pub(crate) struct Outcome {
    pub(crate) verdict: Verdict,
    pub(crate) claims: Option<Value>,
    pub(crate) path: Option<String>,
    pub(crate) error: Option<Error>,
    pub(crate) keys: Option<KeySet>,
    pub(crate) policy: Option<Policy>,
}

pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors")
}

/// Every suite, in the order of the file names.
pub(crate) fn suites() -> Vec<Suite> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder())
        .expect("tests/vectors")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.to_string_lossy().ends_with(".json"))
        .filter(|path| !path.to_string_lossy().ends_with(".schema.json"))
        .collect();
    files.sort();
    files
        .iter()
        .map(|path| Suite {
            file: path.file_name().unwrap().to_string_lossy().into_owned(),
            document: serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap(),
        })
        .collect()
}

impl Suite {
    pub(crate) fn vectors(&self) -> &[Value] {
        self.document["vectors"].as_array().expect("vectors")
    }

    pub(crate) fn policy(&self, vector: &Value) -> &Value {
        &self.document["policies"][text(vector, "policy")]
    }

    /// The policy; of several, which a preset can stand for, the one of the issuer of the keys.
    pub(crate) fn read_policy(&self, vector: &Value) -> Result<Policy, PolicyError> {
        let mut list = Policy::list_from_json(&self.policy(vector).to_string())?;
        let issuer = self.keys(vector)["issuer"].as_str();
        let at = list.iter().position(|policy| policy.issuer() == issuer);
        Ok(list.swap_remove(at.unwrap_or(0)))
    }

    pub(crate) fn keys(&self, vector: &Value) -> &Value {
        &self.document["keys"][text(vector, "keys")]
    }

    /// The document of keys, as the text that an issuer would send.
    pub(crate) fn key_document(&self, vector: &Value) -> Option<String> {
        let source = self.keys(vector);
        match (
            source.get("jwks").or(source.get("certificates")),
            source.get("text"),
        ) {
            (Some(value), None) => Some(value.to_string()),
            (None, Some(text)) => Some(text.as_str().unwrap().to_owned()),
            _ => None,
        }
    }

    pub(crate) fn named(&self, name: &str) -> Option<&Value> {
        self.vectors()
            .iter()
            .find(|vector| text(vector, "name") == name)
    }

    /// Runs one vector; `None` when this build lacks a feature that it needs.
    pub(crate) fn run(&self, vector: &Value) -> Option<Outcome> {
        let features = vector.get("features").and_then(Value::as_array);
        let hmac = features.is_some_and(|list| list.iter().any(|name| name == "hmac"));
        if hmac && !cfg!(feature = "hmac") {
            return None;
        }
        let policy = match self.read_policy(vector) {
            Ok(policy) => policy,
            Err(fault) => return Some(Outcome::of_policy(fault.code(), fault.path())),
        };
        let (presentation, now) = Self::circumstances(vector);
        if self.keys(vector)["embedded"] == true {
            let token = text(vector, "token");
            let admitted = portcullis::verify_proof(token, &policy, &presentation, now);
            return Some(
                match admitted.map(|token| token.claims().as_json().to_owned()) {
                    Ok(claims) => Outcome::accepted(&claims, policy, None),
                    Err(error) => Outcome::refused(error, policy, None),
                },
            );
        }
        Some(match self.key_document(vector) {
            Some(document) => {
                let issuer = self.keys(vector)["issuer"].as_str().unwrap();
                match KeySet::for_policy(&policy, issuer, &document) {
                    Err(error) => Outcome::refused(error, policy, None),
                    Ok(keys) => {
                        let token = text(vector, "token");
                        match claims(token, &keys, &policy, &presentation, now) {
                            Ok(claims) => Outcome::accepted(&claims, policy, Some(keys)),
                            Err(error) => Outcome::refused(error, policy, Some(keys)),
                        }
                    }
                }
            }
            None => self.run_shared(vector, policy, &presentation, now),
        })
    }

    /// Runs one vector with keys that an earlier one left; `None` when its keys are no set, or none
    /// that this policy can read.
    pub(crate) fn run_with(&self, vector: &Value, keys: &KeySet) -> Option<Verdict> {
        let policy = self.read_policy(vector).ok()?;
        let (presentation, now) = Self::circumstances(vector);
        let token = text(vector, "token");
        Some(match claims(token, keys, &policy, &presentation, now) {
            Ok(claims) => Outcome::accepted(&claims, policy, None).verdict,
            Err(error) => Outcome::refused(error, policy, None).verdict,
        })
    }

    /// What came along with the token, and when.
    fn circumstances(vector: &Value) -> (Presentation, UnixTime) {
        let presentation = match vector.get("presentation") {
            Some(presentation) => Presentation::from_json(&presentation.to_string()).unwrap(),
            None => Presentation::bearer(),
        };
        let now = UnixTime::from_secs_f64(vector["now"].as_f64().unwrap()).unwrap();
        (presentation, now)
    }

    #[cfg(feature = "hmac")]
    fn run_shared(
        &self,
        vector: &Value,
        policy: Policy,
        presentation: &Presentation,
        now: UnixTime,
    ) -> Outcome {
        use base64::Engine;
        let source = self.keys(vector);
        let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD
            .decode(text(source, "secret"))
            .unwrap();
        let algorithm = portcullis::Algorithm::from_name(text(source, "alg")).unwrap();
        let claims = portcullis::HmacSecret::new(text(source, "issuer"), algorithm, &bytes)
            .and_then(|secret| {
                portcullis::Unverified::parse(text(vector, "token"), policy.limits())?
                    .select_secret(&secret, policy.algorithms())?
                    .verify()?
                    .admit(&policy, presentation, now)
                    .map(|token| token.claims().as_json().to_owned())
            });
        match claims {
            Ok(claims) => Outcome::accepted(&claims, policy, None),
            Err(error) => Outcome::refused(error, policy, None),
        }
    }

    #[cfg(not(feature = "hmac"))]
    #[allow(clippy::unused_self, reason = "as with the feature")]
    fn run_shared(&self, _: &Value, _: Policy, _: &Presentation, _: UnixTime) -> Outcome {
        unreachable!("a shared secret needs the feature hmac")
    }
}

/// The claims of a token that is admitted.
fn claims(
    token: &str,
    keys: &KeySet,
    policy: &Policy,
    presentation: &Presentation,
    now: UnixTime,
) -> Result<String, Error> {
    portcullis::verify(token, keys, policy, presentation, now)
        .map(|token| token.claims().as_json().to_owned())
}

impl Outcome {
    fn of_policy(code: &str, path: &str) -> Self {
        Self {
            verdict: Verdict::new("refuse", "policy", code, ""),
            claims: None,
            path: Some(path.to_owned()),
            error: None,
            keys: None,
            policy: None,
        }
    }

    fn refused(error: Error, policy: Policy, keys: Option<KeySet>) -> Self {
        let claim = error
            .claim()
            .map(|claim| policy.claim_name(claim).expect("a name").to_owned())
            .unwrap_or_default();
        Self {
            verdict: Verdict::new("refuse", error.stage(), error.code(), &claim),
            claims: None,
            path: None,
            error: Some(error),
            keys,
            policy: Some(policy),
        }
    }

    fn accepted(claims: &str, policy: Policy, keys: Option<KeySet>) -> Self {
        Self {
            verdict: Verdict::new("accept", "admitted", "OK", ""),
            claims: Some(serde_json::from_str(claims).unwrap()),
            path: None,
            error: None,
            keys,
            policy: Some(policy),
        }
    }
}

impl Verdict {
    fn new(verdict: &str, stage: &str, code: &str, claim: &str) -> Self {
        Self {
            verdict: verdict.into(),
            stage: stage.into(),
            code: code.into(),
            claim: claim.into(),
        }
    }

    /// What a vector expects.
    pub(crate) fn expected(vector: &Value) -> Self {
        let expect = &vector["expect"];
        if expect["verdict"] == "accept" {
            return Self::new("accept", "admitted", "OK", "");
        }
        let claim = expect
            .get("claim")
            .and_then(Value::as_str)
            .unwrap_or_default();
        Self::new("refuse", text(expect, "stage"), text(expect, "code"), claim)
    }
}

pub(crate) fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name]
        .as_str()
        .unwrap_or_else(|| panic!("{name} is a text"))
}
