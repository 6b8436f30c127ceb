//! What was printed, and what must not be in it.

use std::collections::{BTreeSet, HashSet};
use std::fmt::Debug;
use std::sync::OnceLock;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use portcullis::{Claim, Error};
use serde_json::Value;

/// So many characters in a row are a part.
const PART: usize = 8;

type Part = [u8; PART];

/// What was printed since the last check, and the public types that were printed at all.
#[derive(Default)]
pub(crate) struct Prints {
    texts: Vec<String>,
    pub(crate) names: BTreeSet<&'static str>,
}

impl Prints {
    /// A text as it is, but for its quotes: that something stands between them says nothing.
    pub(crate) fn text(&mut self, text: &str) {
        self.texts.push(text.replace('"', "¦"));
    }

    /// Both forms of `Debug` of a public type, whose own name says nothing.
    pub(crate) fn debug(&mut self, name: &'static str, value: &impl Debug) {
        self.names.insert(name);
        self.text(&format!("{value:?}").replace(name, ""));
        self.text(&format!("{value:#?}").replace(name, ""));
    }

    /// All that an error says; but for `Debug` it is what the catalogue says.
    pub(crate) fn error(&mut self, error: Error) {
        self.debug("Error", &error);
        assert_eq!(error.to_string(), error.message());
        let entry = Error::catalogue()
            .find(|entry| entry.code == error.code())
            .expect("a row");
        assert_eq!(error.message(), entry.message);
        assert_eq!(error.advice(), entry.advice);
    }

    /// Takes what was printed, and finds no part of the secrets in it. `known` is what the developer
    /// wrote, and may come back.
    pub(crate) fn check(&mut self, secrets: &Secrets, known: &str, name: &str) {
        for text in self.texts.drain(..) {
            for part in parts(&text) {
                if secrets.parts.contains(part) && !words().contains(part) {
                    let part = String::from_utf8_lossy(part);
                    assert!(known.contains(&*part), "{name}: `{part}` in {text}");
                }
            }
        }
    }
}

/// What came in, in runs.
#[derive(Default)]
pub(crate) struct Secrets {
    parts: HashSet<Part>,
}

impl Secrets {
    /// The token, the bytes of its segments as text, and as a list of numbers.
    pub(crate) fn take_token(&mut self, token: &str) {
        self.take(token);
        for segment in token.split('.') {
            self.take_encoded(segment);
        }
    }

    pub(crate) fn take(&mut self, text: &str) {
        self.parts.extend(parts(text));
    }

    fn take_encoded(&mut self, text: &str) {
        if let Ok(bytes) = URL_SAFE_NO_PAD.decode(text) {
            self.take(&String::from_utf8_lossy(&bytes));
            self.take(&format!("{bytes:?}"));
        }
    }

    /// Every string in a JSON value, and what it encodes.
    pub(crate) fn take_strings(&mut self, value: &Value) {
        match value {
            Value::String(text) => self.take_token(text),
            Value::Array(items) => items.iter().for_each(|item| self.take_strings(item)),
            Value::Object(members) => members.values().for_each(|item| self.take_strings(item)),
            _ => {}
        }
    }
}

fn parts(text: &str) -> impl Iterator<Item = &Part> {
    text.as_bytes()
        .windows(PART)
        .map(|run| run.try_into().expect("eight bytes"))
}

/// The words of the catalogue, and the names of claims: what they share with a token says nothing.
fn words() -> &'static HashSet<Part> {
    static WORDS: OnceLock<HashSet<Part>> = OnceLock::new();
    WORDS.get_or_init(|| {
        let mut words = HashSet::new();
        for entry in Error::catalogue() {
            for text in [entry.code, entry.message, entry.advice, entry.clause] {
                words.extend(parts(text));
            }
        }
        for (_, name) in Claim::NAMED {
            words.extend(parts(name));
        }
        words
    })
}
