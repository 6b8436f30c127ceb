//! The subjects, in the order in which their files sort.

mod access;
mod access_plain;
mod algorithms;
mod arithmetic;
mod client_assertion;
mod conformance;
mod dpop;
mod form;
mod header;
mod hmac;
mod id;
mod keys;
mod logout;
mod matrix;
mod payload;
mod peers;
mod policy;
mod providers;
mod rfc;
mod signatures;
mod time;

use serde_json::{Value, json};

use crate::suite::Suite;
use crate::token::{AUDIENCE, CLIENT, ISSUER};

pub fn all() -> Vec<Suite> {
    let mut suites = vec![
        access::suite(),
        access_plain::suite(),
        algorithms::suite(),
        arithmetic::suite(),
        client_assertion::suite(),
        conformance::suite(),
        dpop::suite(),
        form::suite(),
        header::suite(),
        hmac::suite(),
        id::suite(),
        keys::suite(),
        logout::suite(),
        matrix::suite(),
        payload::suite(),
        peers::suite(),
        policy::suite(),
    ];
    suites.extend(providers::all());
    suites.extend([rfc::suite(), signatures::suite(), time::suite()]);
    suites
}

/// A policy of a kind with further members.
fn policy(kind: &str, members: &Value) -> Value {
    let audience = match kind {
        "id" | "logout" => CLIENT,
        _ => AUDIENCE,
    };
    let mut policy = json!({ "kind": kind, "issuer": ISSUER, "audience": audience });
    for (name, value) in members.as_object().expect("members") {
        policy[name.as_str()] = value.clone();
    }
    policy
}
