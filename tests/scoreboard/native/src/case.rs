//! A vector as `cargo xtask vectors --scoreboard` tells it, and what an application does with it.

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::{Map, Value};

#[derive(Deserialize)]
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) token: String,
    pub(crate) now: f64,
    pub(crate) issuer: Option<String>,
    pub(crate) audience: Option<Vec<String>>,
    /// A key set, where it is none of the documents that an issuer sends.
    pub(crate) keys: Value,
    /// The algorithm that the token names, if it is one that a peer may lack.
    alg: Option<String>,
    algorithms: Vec<String>,
    pub(crate) typ: Option<String>,
    pub(crate) leeway: f64,
    claims: Vec<String>,
    pub(crate) max_age: Option<f64>,
    needs: Vec<String>,
}

impl Case {
    /// Whether a set-up can be told what the verdict hangs on.
    pub(crate) fn is_expressible(&self, algorithms: &[&str], knows: &[&str]) -> bool {
        let told = self.needs.iter().all(|need| knows.contains(&need.as_str()));
        let offered = |alg: &str| algorithms.contains(&alg);
        told && self.alg.as_deref().is_none_or(offered)
    }

    /// The key that a header names, or the only one where it names none.
    pub(crate) fn key(&self, kid: Option<&str>) -> Result<&Value> {
        let keys = self.keys["keys"].as_array().context("no key set")?;
        match (kid, keys.as_slice()) {
            (Some(kid), keys) => keys.iter().find(|jwk| jwk["kid"] == kid),
            (None, [only]) => Some(only),
            (None, _) => None,
        }
        .context("no key")
    }

    /// The algorithms that a key serves under the policy.
    pub(crate) fn algorithms_of<'c>(&'c self, jwk: &'c Value) -> Vec<&'c str> {
        if let Some(alg) = jwk.get("alg") {
            return alg.as_str().into_iter().collect();
        }
        let start = match (jwk["kty"].as_str(), jwk["crv"].as_str()) {
            (Some("RSA"), _) => &["RS", "PS"][..],
            (_, Some("P-256")) => &["ES256"],
            (_, Some("P-384")) => &["ES384"],
            (_, Some("Ed25519")) => &["EdDSA"],
            _ => &[],
        };
        let serves = |alg: &&str| start.iter().any(|start| alg.starts_with(start));
        self.algorithms
            .iter()
            .map(String::as_str)
            .filter(serves)
            .collect()
    }

    pub(crate) fn requires(&self, claim: &str) -> bool {
        self.claims.iter().any(|required| required == claim)
    }

    /// The claims that the policy requires, of those that some type of claims holds.
    pub(crate) fn require(&self, holds: impl Fn(&str) -> bool) -> Result<()> {
        let missing = self.claims.iter().find(|claim| !holds(claim));
        anyhow::ensure!(missing.is_none(), "a claim is missing");
        Ok(())
    }
}

/// The claims that an application reads.
#[derive(Deserialize)]
pub(crate) struct Claims {
    iss: Option<Value>,
    sub: Option<Value>,
    aud: Option<Value>,
    client_id: Option<Value>,
    jti: Option<Value>,
    #[serde(flatten)]
    others: Map<String, Value>,
}

impl Claims {
    pub(crate) fn hold(&self, claim: &str) -> bool {
        match claim {
            "iss" => self.iss.is_some(),
            "sub" => self.sub.is_some(),
            "aud" => self.aud.is_some(),
            "client_id" => self.client_id.is_some(),
            "jti" => self.jti.is_some(),
            other => self.others.contains_key(other),
        }
    }
}
