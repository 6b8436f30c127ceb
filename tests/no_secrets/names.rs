//! Every public name, so that a new type is not forgotten.

use std::collections::BTreeSet;
use std::fmt::Debug;

use crate::prints::Prints;

/// Types that have been near a token, a secret or a key; each must have been printed.
const PRINTED: &[&str] = &[
    "Admitted",
    "Answer",
    "Authentic",
    "Candidate",
    "Claims",
    "Decision",
    "Error",
    "Event",
    "Fetch",
    "Identity",
    "JsonObject",
    "JsonValue",
    "KeyRing",
    "KeySet",
    "Pkce",
    "PolicyError",
    "Presentation",
    "Received",
    "Step",
    "TokenResponse",
    "Untrusted",
    "Unverified",
    "VerifyingKey",
];

/// The same, behind a feature.
const PRINTED_WITH: &[(bool, &str)] = &[
    (cfg!(feature = "hmac"), "HmacSecret"),
    (cfg!(feature = "host-engine"), "PendingCheck"),
    (cfg!(feature = "jwt-compact"), "Ed25519SigningKey"),
    (cfg!(feature = "jwt-compact"), "Es256SigningKey"),
    (cfg!(feature = "jwt-compact"), "Es384SigningKey"),
    (cfg!(feature = "jwt-compact"), "Signature"),
];

/// Types that have no `Debug`, which is checked below.
const MUTE: &[&str] = &["Expected", "JsonNumber", "Peeked"];

/// What a developer or an issuer writes for all to read: policies, gates, metadata, and names of things.
const PLAIN: &[&str] = &[
    "AlgSet",
    "Algorithm",
    "Bounds",
    "Claim",
    "ClaimFault",
    "DeniedFault",
    "Entry",
    "Family",
    "Gate",
    "Headers",
    "KeyDocument",
    "Host",
    "KeyFault",
    "KeysFault",
    "Kind",
    "Limits",
    "MalformedFault",
    "Metadata",
    "MetadataKind",
    "Need",
    "OAuthFault",
    "PkceFault",
    "Policy",
    "PolicyBuilder",
    "PolicyFault",
    "ReceivedHeaders",
    "RequestFault",
    "ScopeRule",
    "SecondFactor",
    "UnixTime",
];

const ROOT: &str = include_str!("../../src/lib.rs");

/// A module that is public under another path than its own.
const RING: &str = include_str!("../../src/key/ring.rs");

/// The public modules with what is in their files. Those without types have no text here, and those
/// of `interop` that are not listed are names of algorithms, made by a macro.
const MODULES: &[(&str, &str)] = &[
    ("dangerous", include_str!("../../src/dangerous.rs")),
    ("interop", include_str!("../../src/interop.rs")),
    ("oauth", include_str!("../../src/oauth.rs")),
    ("reader_tests", ""),
    ("signature_tests", ""),
];

macro_rules! has_no_debug {
    ($type:ty) => {
        // Two candidates for `found` are an error, and there are two for a type with `Debug`.
        const _: fn() = || {
            struct Printed;
            trait Found<T> {
                fn found() {}
            }
            impl<T: ?Sized> Found<()> for T {}
            impl<T: ?Sized + Debug> Found<Printed> for T {}
            let _ = <$type as Found<_>>::found;
        };
    };
}

has_no_debug!(portcullis::JsonNumber);
has_no_debug!(portcullis::dangerous::Peeked);
has_no_debug!(portcullis::oauth::Expected<'static>);

pub(crate) fn assert_all_are_printed(prints: &Prints) {
    let mut known: BTreeSet<&str> = [PRINTED, MUTE, PLAIN].concat().into_iter().collect();
    for name in PRINTED {
        assert!(prints.names.contains(name), "{name} was never printed");
    }
    for (compiled, name) in PRINTED_WITH {
        known.insert(name);
        assert_eq!(prints.names.contains(name), *compiled, "{name}");
    }
    let sources = MODULES
        .iter()
        .map(|(_, source)| source)
        .chain([&ROOT, &RING]);
    let public: BTreeSet<&str> = sources.flat_map(|source| types(source)).collect();
    assert_eq!(public, known, "every public type is in one list");
    let modules: Vec<&str> = after(ROOT, "\npub mod ").collect();
    let read: Vec<&str> = MODULES.iter().map(|(name, _)| *name).collect();
    assert_eq!(modules, read, "every public module is read");
}

/// The types that a module shows: what it uses or defines publicly and begins with a capital.
fn types(source: &'static str) -> Vec<&'static str> {
    let mut found = Vec::new();
    for rest in source.split("\npub use ").skip(1) {
        let item = rest.split(';').next().unwrap();
        for path in item.split(['{', '}', ',']) {
            let last = path.rsplit("::").next().unwrap();
            found.push(last.rsplit(" as ").next().unwrap().trim());
        }
    }
    found.extend(after(source, "\npub struct "));
    found.extend(after(source, "\npub enum "));
    found.retain(|name| name.starts_with(char::is_uppercase));
    found
}

/// The names that follow a word.
fn after(source: &'static str, word: &'static str) -> impl Iterator<Item = &'static str> {
    source.split(word).skip(1).filter_map(|rest| {
        rest.split(|c: char| c != '_' && !c.is_alphanumeric())
            .next()
    })
}
