//! Which of several faults is named.

use serde_json::json;

use super::super::policy;
use crate::keys::Key;
use crate::suite::Suite;
use crate::token::{NOW, access};

/// Of several faults the first in the documented order is named.
pub fn order(s: &mut Suite, key: &Key) {
    s.policy(
        "order",
        policy(
            "access",
            &json!({ "scopes": { "all": ["admin"] }, "required_claims": ["tenant"] }),
        ),
    );
    let twin = "nothing wrong";
    let good = || access(key).claim("scope", "admin").claim("tenant", "t1");
    s.accept(twin, "RFC 8725 §3.3", good().mint());
    let scope = good().claim("scope", "read");
    s.refuse(
        "scope alone",
        "RFC 6750 §3.1",
        scope.mint(),
        "denied ERR_SCOPE_INSUFFICIENT",
        twin,
    )
    .choice();
    let tenant = scope.no_claim("tenant");
    s.refuse(
        "required before scope",
        "RFC 8725 §3.3",
        tenant.mint(),
        "claims ERR_CLAIM_MISSING tenant",
        twin,
    )
    .choice();
    let cnf = tenant.claim("cnf", json!({ "jkt": "x" }));
    s.refuse(
        "binding before required",
        "RFC 8725 §3.3",
        cnf.mint(),
        "claims ERR_BINDING_UNPROVEN cnf",
        twin,
    );
    let jti = cnf.no_claim("jti");
    s.refuse(
        "the kind's claims before binding",
        "RFC 8725 §3.3",
        jti.mint(),
        "claims ERR_CLAIM_MISSING jti",
        twin,
    );
    let aud = jti.claim("aud", "https://other.example");
    s.refuse(
        "aud before the kind's claims",
        "RFC 8725 §3.3",
        aud.mint(),
        "claims ERR_AUDIENCE_MISMATCH aud",
        twin,
    );
    let iss = aud.claim("iss", "https://attacker.example");
    s.refuse(
        "iss before aud",
        "RFC 8725 §3.3",
        iss.mint(),
        "claims ERR_ISSUER_MISMATCH iss",
        twin,
    );
    let nbf = iss.claim("nbf", NOW + 1000);
    s.refuse(
        "nbf before iss",
        "RFC 8725 §3.3",
        nbf.mint(),
        "claims ERR_TOKEN_NOT_YET_VALID nbf",
        twin,
    );
    let exp = nbf.claim("exp", 1);
    s.refuse(
        "exp before nbf",
        "RFC 8725 §3.3",
        exp.mint(),
        "claims ERR_TOKEN_EXPIRED exp",
        twin,
    );
    let kind = exp.claim("htm", "GET");
    s.refuse(
        "marks before exp",
        "RFC 8725 §3.3",
        kind.mint(),
        "claims ERR_TOKEN_KIND htm",
        twin,
    );
    let typ = kind.typ("JWT");
    s.refuse(
        "typ before marks",
        "RFC 8725 §3.3",
        typ.mint(),
        "claims ERR_TYP_MISMATCH typ",
        twin,
    );
    let types = typ.claim("sub", 1);
    s.refuse(
        "types before typ",
        "RFC 8725 §3.3",
        types.mint(),
        "claims ERR_CLAIM_TYPE sub",
        twin,
    );
    let twice = types.more_claims("\"iss\":1");
    s.refuse(
        "form before types",
        "RFC 8725 §3.3",
        twice.mint(),
        "malformed ERR_PAYLOAD_DUPLICATE_MEMBER",
        twin,
    );
    s.refuse(
        "the signature before the payload",
        "RFC 8725 §3.3",
        twice.mint_with(&[1; 64]),
        "signature ERR_SIGNATURE",
        twin,
    );
    s.refuse(
        "the key before the signature",
        "RFC 8725 §3.3",
        twice.header("kid", "x").mint_with(&[1; 64]),
        "key ERR_KEY_UNKNOWN",
        twin,
    );
    s.use_policy("access");
}
