//! Our reader of JSON: it takes what `serde_json` takes and finds the same in it, but for what two
//! readers could understand differently.

use portcullis::{JsonObject, JsonValue, Limits, reader_tests};

use crate::tree::Tree;

/// Low enough that a short text can reach them.
const DEPTH: usize = 8;
const MEMBERS: usize = 24;

pub fn run(bytes: &[u8]) {
    let mut limits = Limits::DEFAULT;
    (limits.depth, limits.members) = (DEPTH, MEMBERS);
    let ours = reader_tests::json(bytes, &limits);
    let theirs = match serde_json::from_slice::<Tree>(bytes) {
        Ok(Tree::Object(members)) => members,
        Ok(_) => return assert_eq!(ours.err(), Some("syntax"), "no object"),
        Err(_) => return assert!(ours.is_err(), "what is no JSON was taken"),
    };
    let mut reasons = Vec::new();
    strictness(&theirs, 1, &mut reasons);
    if bytes.len() > limits.token {
        reasons = vec!["size"];
    }
    match ours {
        Ok(object) => {
            reasons.retain(|reason| *reason != "number");
            assert!(reasons.is_empty(), "taken in spite of {reasons:?}");
            assert!(is_same_object(&object, &theirs), "another value");
        }
        Err(fault) => assert!(reasons.contains(&fault), "{fault} is not of {reasons:?}"),
    }
}

/// Every fault of strictness that there is: which of them comes first is the reader's to say.
fn strictness(members: &[(String, Tree)], depth: usize, reasons: &mut Vec<&'static str>) {
    let mut names: Vec<&str> = members.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    let mut found = |fault, holds| {
        if holds {
            reasons.push(fault);
        }
    };
    found("duplicate", names.windows(2).any(|pair| pair[0] == pair[1]));
    found("member", names.contains(&"__proto__"));
    found("members", names.len() > MEMBERS);
    found("depth", depth > DEPTH);
    for (_, value) in members {
        descend(value, depth, reasons);
    }
}

fn descend(value: &Tree, depth: usize, reasons: &mut Vec<&'static str>) {
    match value {
        Tree::Object(members) => strictness(members, depth + 1, reasons),
        Tree::Array(items) => {
            if depth + 1 > DEPTH {
                reasons.push("depth");
            }
            for item in items {
                descend(item, depth + 1, reasons);
            }
        }
        // The reader does not work such a number out, but goes by its first digits and its
        // exponent: the last of the doubles count as beyond them.
        Tree::Number(number) if number.abs() == f64::MAX => {
            reasons.push("number");
        }
        _ => {}
    }
}

fn is_same_object(ours: &JsonObject, theirs: &[(String, Tree)]) -> bool {
    ours.iter().count() == theirs.len()
        && ours.iter().zip(theirs).all(|((name, value), (known, of))| {
            name == known && is_same(value, of) && ours.get(name).is_some_and(|it| is_same(it, of))
        })
}

fn is_same(ours: &JsonValue, theirs: &Tree) -> bool {
    match (ours, theirs) {
        (JsonValue::Null, Tree::Null) => true,
        (JsonValue::Bool(one), Tree::Bool(other)) => one == other,
        (JsonValue::Number(one), Tree::Number(other)) => one.as_f64() == *other,
        (JsonValue::String(one), Tree::String(other)) => one == other,
        (JsonValue::Array(one), Tree::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, of)| is_same(one, of))
        }
        (JsonValue::Object(one), Tree::Object(other)) => is_same_object(one, other),
        _ => false,
    }
}
