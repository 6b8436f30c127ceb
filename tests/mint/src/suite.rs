//! One file of vectors (the format is told in `tests/vectors/README.md`).

use serde_json::{Map, Value, json};

use crate::token::{ISSUER, NOW, decode};

pub struct Suite {
    name: &'static str,
    about: &'static str,
    keys: Map<String, Value>,
    policies: Map<String, Value>,
    vectors: Vec<Vector>,
    keys_in_use: String,
    policy_in_use: String,
    demand_in_use: Demand,
}

/// Who wants the verdict.
#[derive(Clone, Copy, PartialEq)]
enum Demand {
    /// A clause of a specification, of every verifier with this policy.
    Must,
    /// We do: a stricter reading, a limit, a feature of our policies.
    Choice,
}

/// One vector; what is not set here came from the suite.
pub struct Vector {
    name: String,
    clause: String,
    demand: Demand,
    token: String,
    keys: String,
    policy: String,
    now: f64,
    presentation: Option<Value>,
    expect: Value,
    twin: Option<String>,
    row: Option<String>,
    features: Vec<&'static str>,
}

impl Suite {
    pub fn new(name: &'static str, about: &'static str) -> Self {
        Self {
            name,
            about,
            keys: Map::new(),
            policies: Map::new(),
            vectors: Vec::new(),
            keys_in_use: String::new(),
            policy_in_use: String::new(),
            demand_in_use: Demand::Must,
        }
    }

    pub fn name(&self) -> &str {
        self.name
    }

    pub fn len(&self) -> usize {
        self.vectors.len()
    }

    /// Adds a JWK set of the one issuer and uses it from here on.
    pub fn keys(&mut self, name: &str, jwks: impl IntoIterator<Item = Value>) {
        let jwks: Vec<Value> = jwks.into_iter().collect();
        self.key_source(name, json!({ "issuer": ISSUER, "jwks": { "keys": jwks } }));
    }

    /// Adds keys in any form and uses them from here on.
    pub fn key_source(&mut self, name: &str, source: Value) {
        self.keys.insert(name.into(), source);
        self.use_keys(name);
    }

    pub fn use_keys(&mut self, name: &str) {
        assert!(self.keys.contains_key(name), "keys {name}");
        self.keys_in_use = name.into();
    }

    /// Adds a policy and uses it from here on.
    pub fn policy(&mut self, name: &str, policy: Value) {
        self.policies.insert(name.into(), policy);
        self.use_policy(name);
    }

    pub fn use_policy(&mut self, name: &str) {
        assert!(self.policies.contains_key(name), "policy {name}");
        self.policy_in_use = name.into();
    }

    /// From here on verdicts are our choice.
    pub fn choice(&mut self) {
        self.demand_in_use = Demand::Choice;
    }

    /// From here on a specification demands the verdicts, as at the beginning.
    pub fn must(&mut self) {
        self.demand_in_use = Demand::Must;
    }

    /// A token that is accepted with the claims it holds.
    pub fn accept(&mut self, name: &str, clause: &str, token: impl Into<String>) -> &mut Vector {
        let token = token.into();
        let payload = token.split('.').nth(1).expect("three segments");
        let claims: Value = serde_json::from_slice(&decode(payload)).expect("claims");
        self.push(
            name,
            clause,
            token,
            json!({ "verdict": "accept", "claims": claims }),
        )
    }

    /// A token that is refused; `reason` is `stage CODE` or `stage CODE claim`.
    pub fn refuse(
        &mut self,
        name: &str,
        clause: &str,
        token: impl Into<String>,
        reason: &str,
        twin: &str,
    ) -> &mut Vector {
        let mut words = reason.split(' ');
        let mut expect = json!({
            "verdict": "refuse", "stage": words.next(), "code": words.next().expect("a code"),
        });
        if let Some(claim) = words.next() {
            let member = if expect["stage"] == "policy" {
                "path"
            } else {
                "claim"
            };
            expect[member] = claim.into();
        }
        let vector = self.push(name, clause, token.into(), expect);
        vector.twin = Some(twin.into());
        vector
    }

    fn push(&mut self, name: &str, clause: &str, token: String, expect: Value) -> &mut Vector {
        let name = format!("{}: {name}", self.name);
        assert!(
            !self.vectors.iter().any(|vector| vector.name == name),
            "{name} twice"
        );
        self.vectors.push(Vector {
            name,
            clause: clause.into(),
            demand: self.demand_in_use,
            token,
            keys: self.keys_in_use.clone(),
            policy: self.policy_in_use.clone(),
            #[allow(clippy::cast_precision_loss, reason = "a date is far below 2^53")]
            now: NOW as f64,
            presentation: None,
            expect,
            twin: None,
            row: None,
            features: Vec::new(),
        });
        self.vectors.last_mut().expect("just pushed")
    }

    pub fn to_json(&self) -> String {
        let vectors: Vec<Value> = self
            .vectors
            .iter()
            .map(|vector| vector.to_value(self.name))
            .collect();
        let document = json!({
            "$schema": "./vector.schema.json", "suite": self.name, "about": self.about,
            "keys": self.keys, "policies": self.policies, "vectors": vectors,
        });
        let mut text = serde_json::to_string_pretty(&document).expect("JSON");
        text.push('\n');
        text
    }
}

impl Vector {
    pub fn now(&mut self, now: f64) -> &mut Self {
        self.now = now;
        self
    }

    pub fn presented(&mut self, presentation: Value) -> &mut Self {
        self.presentation = Some(presentation);
        self
    }

    /// An exception: this verdict is our choice.
    pub fn choice(&mut self) -> &mut Self {
        self.choice_if(true)
    }

    /// An exception among many: this verdict is our choice when `exception` holds.
    pub fn choice_if(&mut self, exception: bool) -> &mut Self {
        if exception {
            self.demand = Demand::Choice;
        }
        self
    }

    /// An exception: a specification demands this verdict.
    pub fn must(&mut self) -> &mut Self {
        self.demand = Demand::Must;
        self
    }

    /// The row of the peers' table that this is.
    pub fn row(&mut self, row: &str) -> &mut Self {
        self.row = Some(row.into());
        self
    }

    /// The core features without which this vector is left out.
    pub fn needs(&mut self, feature: &'static str) -> &mut Self {
        self.features.push(feature);
        self
    }

    fn to_value(&self, suite: &str) -> Value {
        let mut out = Map::new();
        let mut put = |name: &str, value: Value| out.insert(name.into(), value);
        put("name", self.name.as_str().into());
        put("clause", self.clause.as_str().into());
        let demand = match self.demand {
            Demand::Must => "must",
            Demand::Choice => "choice",
        };
        put("demand", demand.into());
        if let Some(row) = &self.row {
            put("row", row.as_str().into());
        }
        if !self.features.is_empty() {
            put("features", json!(self.features));
        }
        put("token", self.token.as_str().into());
        put("keys", self.keys.as_str().into());
        put("policy", self.policy.as_str().into());
        if let Some(presentation) = &self.presentation {
            put("presentation", presentation.clone());
        }
        put("now", number(self.now));
        put("expect", self.expect.clone());
        if let Some(twin) = &self.twin {
            put("twin", format!("{suite}: {twin}").into());
        }
        Value::Object(out)
    }
}

#[allow(clippy::cast_possible_truncation, reason = "only when it is whole")]
fn number(seconds: f64) -> Value {
    if seconds.fract() == 0.0 {
        Value::from(seconds as i64)
    } else {
        Value::from(seconds)
    }
}
