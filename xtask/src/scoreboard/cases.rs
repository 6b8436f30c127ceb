//! The vectors as the runners get them: a policy in plain options, and what the verdict hangs on.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::paths;

/// What a policy allows that names no algorithm.
const DEFAULT_ALGORITHMS: [&str; 5] = ["ES256", "ES384", "EdDSA", "RS256", "PS256"];
/// What a peer may lack; another `alg` is refused by all.
const ALGORITHMS: [&str; 10] = [
    "ES256", "ES384", "EdDSA", "Ed25519", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512",
];
/// Members of a policy that are its application's own job elsewhere.
const OURS: [&str; 5] = ["scopes", "acr", "amr", "max_auth_age", "limits"];
/// Codes of checks that are an application's own job elsewhere.
const OUR_CODES: [&str; 8] = [
    "ERR_BINDING_UNPROVEN",
    "ERR_BINDING_UNKNOWN",
    "ERR_NONCE_MISMATCH",
    "ERR_NONCE_UNEXPECTED",
    "ERR_AT_HASH_MISMATCH",
    "ERR_C_HASH_MISMATCH",
    "ERR_AZP_MISMATCH",
    "ERR_TOKEN_KIND",
];
/// No clock tolerance that verifiers have by default is longer.
const LONGEST_LEEWAY: f64 = 900.0;

/// A vector, and what its runners are told.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) clause: String,
    pub(crate) demanded: bool,
    pub(crate) accepted: bool,
    pub(crate) told: Value,
}

/// Every vector that needs neither a feature of a native build nor a preset, in the order of the files.
pub(crate) fn read() -> Result<Vec<Case>> {
    let folder = paths::root().join("tests/vectors");
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let is_json = path.extension().is_some_and(|end| end == "json");
        if is_json && !path.ends_with("vector.schema.json") {
            let suite: Value = serde_json::from_str(&fs::read_to_string(&path)?)?;
            files.insert(path, suite);
        }
    }
    let mut cases = Vec::new();
    for suite in files.values() {
        let vectors = suite.get("vectors").and_then(Value::as_array);
        for vector in vectors.context("a file without vectors")? {
            if vector.get("features").is_none() && !has_preset(suite, vector) {
                cases.push(Case::of(suite, vector).with_context(|| format!("{vector}"))?);
            }
        }
    }
    Ok(cases)
}

/// Whether the policy begins with what only this package knows of a provider.
fn has_preset(suite: &Value, vector: &Value) -> bool {
    let name = text(vector, "policy").unwrap_or_default();
    let policy = suite.get("policies").and_then(|all| all.get(name));
    policy.is_some_and(|policy| policy.get("preset").is_some())
}

impl Case {
    fn of(suite: &Value, vector: &Value) -> Option<Self> {
        let reading = Reading {
            policy: suite.get("policies")?.get(text(vector, "policy")?)?,
            keys: suite.get("keys")?.get(text(vector, "keys")?)?,
            vector,
            header: segment(vector, 0),
            claims: segment(vector, 1),
        };
        let name = text(vector, "name")?.to_owned();
        Some(Self {
            clause: text(vector, "clause")?.to_owned(),
            demanded: text(vector, "demand")? == "must",
            accepted: reading.accepted(),
            told: reading.told(&name),
            name,
        })
    }
}

/// A vector with all that it names.
struct Reading<'v> {
    policy: &'v Value,
    keys: &'v Value,
    vector: &'v Value,
    header: Value,
    claims: Value,
}

impl Reading<'_> {
    fn accepted(&self) -> bool {
        self.expected("verdict") == "accept"
    }

    fn expected(&self, member: &str) -> &str {
        let expect = self.vector.get("expect");
        expect
            .and_then(|expect| text(expect, member))
            .unwrap_or_default()
    }

    fn told(&self, name: &str) -> Value {
        let mut told = json!({
            "name": name,
            "token": self.vector.get("token"),
            "now": self.now(),
            "keys": self.keys.get("jwks"),
            "algorithms": self.algorithms(),
            "leeway": self.leeway(),
            "claims": self.required(),
            "needs": self.needs(),
        });
        let audience = self.audience();
        let audience = (!audience.is_empty()).then(|| audience.into());
        let alg = text(&self.header, "alg").filter(|alg| ALGORITHMS.contains(alg));
        for (member, value) in [
            ("issuer", text(self.policy, "issuer").map(Value::from)),
            ("audience", audience),
            ("typ", self.typ().map(Value::from)),
            ("max_age", self.policy.get("max_token_age").cloned()),
            ("alg", alg.map(Value::from)),
        ] {
            if let (Some(value), Some(told)) = (value, told.as_object_mut()) {
                told.insert(member.into(), value);
            }
        }
        told
    }

    fn kind(&self) -> &str {
        text(self.policy, "kind").unwrap_or("access")
    }

    fn typ(&self) -> Option<&str> {
        let usual = (self.kind() == "access").then_some("at+jwt");
        text(self.policy, "typ").or(usual)
    }

    fn algorithms(&self) -> Vec<&str> {
        match self.policy.get("algorithms") {
            None => DEFAULT_ALGORITHMS.to_vec(),
            named => texts(named),
        }
    }

    /// The names by which a token may mean us.
    fn audience(&self) -> Vec<&str> {
        texts(self.policy.get("audience"))
    }

    fn leeway(&self) -> f64 {
        number(self.policy, "leeway").unwrap_or(30.0)
    }

    fn now(&self) -> f64 {
        number(self.vector, "now").unwrap_or_default()
    }

    /// The claims that a token of this kind needs (RFC 9068 §2.2, OIDC Core §2).
    fn required(&self) -> Vec<&str> {
        let mut required = match self.kind() {
            "access" => vec!["iss", "exp", "aud", "sub", "client_id", "iat", "jti"],
            "id" => vec!["iss", "sub", "aud", "exp", "iat"],
            _ => vec!["iss", "aud", "exp", "sub"],
        };
        required.extend(texts(self.policy.get("required_claims")));
        for (waiver, claim) in [("any_audience", "aud"), ("any_lifetime", "exp")] {
            if self.policy.get(waiver).is_some() {
                required.retain(|name| *name != claim);
            }
        }
        required
    }

    /// What a set-up has to be told, or has to know, before this verdict can be asked of it.
    fn needs(&self) -> Vec<&'static str> {
        let (code, claim) = (self.expected("code"), self.expected("claim"));
        let missing = code == "ERR_CLAIM_MISSING";
        let of_age = claim == "iat" && self.policy.get("max_token_age").is_some();
        let mut needs = Vec::new();
        let mut need = |what, holds: bool| {
            if holds {
                needs.push(what);
            }
        };
        need("policy", self.is_ours());
        need("issuer", claim == "iss");
        need("audience", claim == "aud");
        need("age", of_age);
        let checked = ["iss", "aud"].contains(&claim) || of_age;
        need("claims", missing && !checked);
        need("typ", self.hangs_on_typ(code));
        need("algorithms", self.hangs_on_algorithms(code));
        need("leeway", self.hangs_on_leeway(code));
        need("part of a second", self.leeway().fract() != 0.0);
        need(
            "set",
            ["ERR_KEY_UNKNOWN", "ERR_KEY_AMBIGUOUS"].contains(&code),
        );
        needs
    }

    /// What no other verifier has, or leaves to its application.
    fn is_ours(&self) -> bool {
        let stage = self.expected("stage");
        let code = self.expected("code");
        let of_policy = OURS.iter().any(|member| self.policy.get(member).is_some());
        let missing = code == "ERR_CLAIM_MISSING";
        ["policy", "keys", "denied"].contains(&stage)
            || self.keys.get("jwks").is_none()
            || self.policy.get("issuer").is_none()
            || self.vector.get("presentation").is_some()
            || !["access", "access-plain", "id"].contains(&self.kind())
            || of_policy
            || OUR_CODES.contains(&code)
            || missing && ["nonce", "azp"].contains(&self.expected("claim"))
            || code == "ERR_AUDIENCE_MISMATCH" && self.names_us_too()
    }

    /// An ID token for us and for others: OIDC Core §3.1.3.7 (3), a client's own rule.
    fn names_us_too(&self) -> bool {
        let ours = self.audience();
        texts(self.claims.get("aud"))
            .iter()
            .any(|audience| ours.contains(audience))
    }

    fn hangs_on_typ(&self, code: &str) -> bool {
        let no_text = self.header.get("typ").is_some_and(|typ| !typ.is_string());
        self.typ().is_some()
            && (code == "ERR_TYP_MISMATCH" || code == "ERR_HEADER_MEMBER" && no_text)
    }

    /// A signature that would be good, of an algorithm that the policy leaves out.
    fn hangs_on_algorithms(&self, code: &str) -> bool {
        let named = text(&self.header, "alg").is_some_and(|alg| ALGORITHMS.contains(&alg));
        code == "ERR_ALG_NOT_ALLOWED" && named
    }

    /// A date that some leeway forgives, and another does not.
    fn hangs_on_leeway(&self, code: &str) -> bool {
        let of_dates = [
            "ERR_TOKEN_EXPIRED",
            "ERR_TOKEN_NOT_YET_VALID",
            "ERR_TOKEN_ISSUED_IN_FUTURE",
        ];
        let now = self.now();
        let past = |claim| {
            number(&self.claims, claim)
                .is_some_and(|date| date <= now && now - date < LONGEST_LEEWAY)
        };
        let ahead = |claim| {
            number(&self.claims, claim)
                .is_some_and(|date| now < date && date - now < LONGEST_LEEWAY)
        };
        (self.accepted() || of_dates.contains(&code))
            && (past("exp") || ahead("nbf") || ahead("iat"))
    }
}

fn text<'v>(value: &'v Value, member: &str) -> Option<&'v str> {
    value.get(member).and_then(Value::as_str)
}

/// One text, or the texts of a list.
fn texts(value: Option<&Value>) -> Vec<&str> {
    match value {
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect(),
        one => one.and_then(Value::as_str).into_iter().collect(),
    }
}

fn number(value: &Value, member: &str) -> Option<f64> {
    value.get(member).and_then(Value::as_f64)
}

/// A segment of the token as JSON; null when it is none.
fn segment(vector: &Value, index: usize) -> Value {
    text(vector, "token")
        .and_then(|token| token.split('.').nth(index))
        .and_then(|segment| BASE64_URL_SAFE_NO_PAD.decode(segment).ok())
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .unwrap_or_default()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed test may panic")]
mod tests {
    use super::*;

    #[test]
    fn a_vector_needs_what_its_verdict_hangs_on() {
        let cases = read().unwrap();
        assert!(cases.len() > 2000);
        for (name, needs) in [
            ("form: three segments", &[][..]),
            ("form: four segments", &[]),
            ("access: no exp", &["claims"]),
            ("access: no typ", &["typ"]),
            ("access: iss \"https://attacker.example\"", &["issuer"]),
            ("access: aud is \"*\"", &["audience"]),
            ("access: no scope of any", &["policy"]),
            ("access: bound to a DPoP key", &["policy"]),
            ("access_plain: typ \"at+jwt\"", &[]),
            (
                "algorithms: PS384 where only PS256 is allowed",
                &["algorithms"],
            ),
            ("header: a foreign key in the header, signed with it", &[]),
            ("id: aud the client and another", &["policy", "audience"]),
            ("keys: a kid that nobody has", &["set"]),
            ("time: exp an hour ago", &[]),
            ("time: exp 30.25 s ago", &["leeway"]),
            (
                "time: exp half a second ago",
                &["leeway", "part of a second"],
            ),
            ("time: no iat to count from", &["age"]),
        ] {
            let case = cases.iter().find(|case| case.name == name);
            let told = case.map(|case| case.told.get("needs").unwrap());
            assert_eq!(told, Some(&json!(needs)), "{name}");
        }
    }
}
