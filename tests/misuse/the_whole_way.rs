//! The four arrows, as they are meant.

use portcullis::{Error, KeySet, Policy, Presentation, UnixTime, Unverified};

fn subject(token: &str, keys: &KeySet, policy: &Policy, now: UnixTime) -> Result<String, Error> {
    let admitted = Unverified::parse(token, policy.limits())?
        .select(keys, policy.algorithms())?
        .verify()?
        .admit(policy, &Presentation::bearer(), now)?;
    Ok(admitted.claims().subject().unwrap_or_default().to_owned())
}

fn main() {
    let _ = subject;
}
