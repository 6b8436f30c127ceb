//! The cases that the other runtimes read too, as far as they are measured here.

use std::error::Error;
use std::fs;

use serde::Deserialize;
use serde_json::Value;

/// A key, a token of it, and tokens that must be refused.
#[derive(Deserialize)]
pub(crate) struct Case {
    group: String,
    pub(crate) name: String,
    pub(crate) alg: String,
    pub(crate) issuer: String,
    pub(crate) audience: String,
    pub(crate) keys: Vec<Value>,
    tokens: Vec<String>,
    #[serde(skip)]
    pub(crate) token: String,
    pub(crate) refused: Vec<Refused>,
}

/// A token that a contender with the same checks refuses.
#[derive(Deserialize)]
pub(crate) struct Refused {
    pub(crate) why: String,
    pub(crate) token: String,
}

impl Case {
    /// The algorithms' cases of a file. PS256 is left out: it costs what RS256 does.
    pub(crate) fn read_all(file: &str) -> Result<Vec<Self>, Box<dyn Error>> {
        let mut cases: Vec<Self> = serde_json::from_str(&fs::read_to_string(file)?)?;
        cases.retain(|case| case.group == "algorithm" && case.alg != "PS256");
        for case in &mut cases {
            case.token = case
                .tokens
                .first()
                .cloned()
                .ok_or("a case without a token")?;
        }
        Ok(cases)
    }

    /// The case's only key.
    pub(crate) fn key(&self) -> Result<&Value, &'static str> {
        self.keys.first().ok_or("a case without a key")
    }
}
