//! Documents that are read, written and read again: policies, lists of them, gates.

use portcullis::{Gate, Policy, PolicyError, Presentation};

pub fn run(text: &str) {
    match Policy::from_json(text) {
        Ok(policy) => is_stable(&policy),
        Err(error) => is_typed(&error),
    }
    match Policy::list_from_json(text) {
        Ok(policies) => policies.iter().for_each(is_stable),
        Err(error) => is_typed(&error),
    }
    match Gate::from_json(text) {
        Ok(gate) => {
            let written = gate.to_json();
            let again = Gate::from_json(&written).expect("what was written is read");
            assert_eq!((again.to_json(), &again), (written, &gate));
            gate.policies().iter().for_each(is_stable);
        }
        Err(error) => is_typed(&error),
    }
    if let Err(error) = Presentation::from_json(text) {
        is_typed(&error);
    }
}

fn is_stable(policy: &Policy) {
    let written = policy.to_json();
    let again = Policy::from_json(&written).expect("what was written is read");
    assert_eq!(again, *policy);
    assert_eq!(again.to_json(), written);
    assert_eq!(again.id(), policy.id());
    let read: Result<serde_json::Value, _> = serde_json::from_str(&written);
    assert!(read.is_ok(), "what was written is JSON to others");
}

fn is_typed(error: &PolicyError) {
    assert!(error.code().starts_with("ERR_POLICY_"));
}
