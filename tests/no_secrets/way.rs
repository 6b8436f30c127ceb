//! The way of a token, printed at each step, with the record of its end.

use portcullis::ring::{Bounds, Event, KeyRing, Need, Received, ReceivedHeaders};
use portcullis::{
    Candidate, Decision, Error, JsonValue, KeySet, Policy, Presentation, UnixTime, Unverified,
    VerifyingKey, dangerous,
};
use serde_json::Value;

use crate::prints::Prints;
use crate::reader::{Suite, text};

/// Prints whatever a vector gives rise to.
pub(crate) fn print(prints: &mut Prints, suite: &Suite, vector: &Value, policy: &Policy) {
    let token = text(vector, "token");
    let presentation = presentation(prints, vector);
    let now = UnixTime::from_secs_f64(vector["now"].as_f64().unwrap()).unwrap();
    let source = suite.keys(vector);
    let keys = suite
        .key_document(vector)
        .map(|document| KeySet::for_policy(policy, text(source, "issuer"), &document));
    let keys = match keys.transpose() {
        Ok(keys) => keys,
        Err(error) => return prints.error(error),
    };
    if let Some(keys) = &keys {
        print_keys(prints, suite, vector, keys);
        print_ring(
            prints,
            policy,
            keys,
            &suite.key_document(vector).unwrap_or_default(),
        );
    }
    let parsed = || Unverified::parse(token, policy.limits());
    let algorithms = policy.algorithms();
    #[cfg(feature = "hmac")]
    let secret = secret(prints, source);
    let select = || {
        let parsed = parsed()?;
        if let Some(keys) = &keys {
            return parsed.select(keys, algorithms);
        }
        #[cfg(feature = "hmac")]
        if let Some(secret) = &secret {
            return parsed.select_secret(secret.as_ref().map_err(|error| *error)?, algorithms);
        }
        parsed.select_embedded(algorithms)
    };
    if let Ok(parsed) = parsed() {
        prints.debug("Unverified", &parsed);
    }
    if let Ok(Ok(hint)) = parsed().map(|mut parsed| parsed.expiry_hint()) {
        prints.debug("Untrusted", &hint);
    }
    #[cfg(feature = "host-engine")]
    if let Ok(Ok(pending)) = select().map(Candidate::detach) {
        prints.debug("PendingCheck", &pending);
        prints.error(pending.dangerously_accept(false).unwrap_err());
    }
    let verdict = select().and_then(|candidate| {
        prints.debug("Candidate", &candidate);
        finish(prints, candidate, policy, &presentation, now)
    });
    print_record(prints, token, keys.as_ref(), policy, verdict, now);
    match dangerous::peek(token, policy.limits()) {
        Ok(peeked) => prints.debug("Untrusted", &peeked),
        Err(error) => prints.error(error),
    }
}

fn finish(
    prints: &mut Prints,
    candidate: Candidate,
    policy: &Policy,
    presentation: &Presentation,
    now: UnixTime,
) -> Result<(), Error> {
    let authentic = candidate.verify()?;
    prints.debug("Authentic", &authentic);
    let admitted = authentic.admit(policy, presentation, now)?;
    prints.debug("Admitted", &admitted);
    let claims = admitted.claims();
    prints.debug("Claims", claims);
    prints.debug("Identity", &admitted.identity());
    let written: Value = serde_json::from_str(claims.as_json()).unwrap();
    for name in written.as_object().unwrap().keys() {
        let value = claims.get(name).unwrap();
        prints.debug("JsonValue", value);
        if let Some(object) = JsonValue::as_object(value) {
            prints.debug("JsonObject", object);
        }
    }
    Ok(())
}

/// The presentation, and what is said of one whose members are of the wrong type.
fn presentation(prints: &mut Prints, vector: &Value) -> Presentation {
    let mut presentation = Presentation::bearer();
    if let Some(document) = vector.get("presentation") {
        presentation = Presentation::from_json(&document.to_string()).unwrap();
        for (name, value) in document.as_object().unwrap() {
            let mut broken = document.clone();
            broken[name] = serde_json::json!([value]);
            let error = Presentation::from_json(&broken.to_string()).unwrap_err();
            prints.debug("PolicyError", &error);
            prints.text(&error.to_string());
        }
    }
    prints.debug("Presentation", &presentation);
    presentation
}

/// The set, each key that was taken, and the reason of each that was left out.
fn print_keys(prints: &mut Prints, suite: &Suite, vector: &Value, keys: &KeySet) {
    prints.debug("KeySet", keys);
    for key in keys.keys() {
        prints.debug("VerifyingKey", key);
    }
    let listed = suite.keys(vector).pointer("/jwks/keys");
    for (index, fault) in keys.ignored() {
        prints.error(Error::Key(*fault));
        if let Some(jwk) = listed.and_then(|listed| listed.get(index)) {
            let alone = VerifyingKey::from_jwk(&jwk.to_string(), &portcullis::Limits::default());
            // A key that says it is another issuer's is sound by itself.
            if *fault == portcullis::KeyFault::JwkIssuer {
                prints.debug("VerifyingKey", &alone.unwrap());
            } else {
                prints.error(alone.unwrap_err());
            }
        }
    }
}

/// A ring that comes by the set. The names of keys that it tells are those of keys that are held.
fn print_ring(prints: &mut Prints, policy: &Policy, keys: &KeySet, jwks: &str) {
    // The date is the caller's, and tokens hold others.
    let now = UnixTime::from_secs(987_650_321);
    if policy.issuer() != Some(keys.issuer()) {
        return;
    }
    let mut ring = KeyRing::new(policy, Bounds::default()).unwrap();
    let step = ring.ask(Need::Keys, now);
    prints.debug("Step", &step);
    prints.text(&step.to_json());
    let fetch = step.into_fetch().unwrap();
    prints.debug("Fetch", &fetch);
    let jwks_uri = policy.jwks_uri().unwrap_or("https://keys.test/jwks");
    let received = Received::Document {
        text: jwks.to_owned(),
        jwks_uri: jwks_uri.to_owned(),
        headers: ReceivedHeaders::default(),
    };
    prints.debug("Received", &received);
    let answer = received.as_answer();
    prints.debug("Answer", &answer);
    let mut event = ring.settle(&fetch, &answer, now, 0.5);
    prints.debug("KeyRing", &ring);
    prints.text(&ring.held_to_json().unwrap());
    if let Event::Replaced { added, .. } = &mut event {
        assert_eq!(added.len(), keys.keys().len());
        let named = keys.keys().iter().filter(|key| key.kid().is_some()).count();
        added.retain(|name| !keys.holds_kid(name));
        assert_eq!(added.len(), keys.keys().len() - named);
        // What is left are thumbprints, which are public too.
        added.clear();
    }
    prints.debug("Event", &event);
    prints.text(&event.to_json());
}

#[cfg(feature = "hmac")]
fn secret(prints: &mut Prints, source: &Value) -> Option<Result<portcullis::HmacSecret, Error>> {
    use base64::Engine;
    let encoded = source.get("secret")?.as_str()?;
    let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD
        .decode(encoded)
        .unwrap();
    let algorithm = portcullis::Algorithm::from_name(text(source, "alg")).unwrap();
    let secret = portcullis::HmacSecret::new(text(source, "issuer"), algorithm, &bytes);
    if let Ok(secret) = &secret {
        prints.debug("HmacSecret", secret);
    }
    Some(secret)
}

/// The record names a `kid` once it is a held key's, and no other; else it says what the error says.
fn print_record(
    prints: &mut Prints,
    token: &str,
    keys: Option<&KeySet>,
    policy: &Policy,
    verdict: Result<(), Error>,
    now: UnixTime,
) {
    let mut record = Decision::of(token, keys, policy, verdict, now);
    let written: Value = serde_json::from_str(&record.to_json()).expect("a record is JSON");
    let error = verdict.err();
    for (member, said) in [
        ("verdict", error.map_or("accept", |_| "refuse")),
        ("code", error.map_or("OK", Error::code)),
        ("stage", error.map_or("admitted", Error::stage)),
        ("step", error.map_or("", Error::step)),
    ] {
        assert_eq!(written[member], said);
    }
    if let Some(error) = error {
        prints.error(error);
    }
    assert_eq!(written["kid"].as_str(), record.kid.as_deref());
    let holds = |kid: &String| keys.is_some_and(|keys| keys.holds_kid(kid));
    record.kid = record.kid.filter(|kid| !holds(kid));
    // The date is the caller's, and tokens hold dates that are near.
    record.at = 0.0;
    prints.debug("Decision", &record);
    prints.text(&record.to_json());
}
