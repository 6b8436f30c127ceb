//! Access tokens after RFC 9068, and what every policy can ask of a token.

use serde_json::{Value, json};

use super::policy;
use crate::keys::{Key, p256};
use crate::suite::Suite;
use crate::token::{ISSUER, NOW, access, encode};

const TWIN: &str = "every claim of RFC 9068";

pub fn suite() -> Suite {
    let key = p256("es256-1");
    let mut s = Suite::new("access", "Access tokens after RFC 9068, whole; scopes, binding, sign-in.");
    s.keys("issuer", [key.jwk()]);
    s.policy("access", policy("access", &json!({})));
    s.accept(TWIN, "RFC 9068 §2.2", access(&key).mint());
    typ(&mut s, &key);
    required(&mut s, &key);
    types(&mut s, &key);
    issuer_and_audience(&mut s, &key);
    marks(&mut s, &key);
    scopes(&mut s, &key);
    binding(&mut s, &key);
    own_claims(&mut s, &key);
    sign_in(&mut s, &key);
    order(&mut s, &key);
    s
}

fn typ(s: &mut Suite, key: &Key) {
    const BAD: &str = "claims ERR_TYP_MISMATCH typ";
    for typ in ["application/at+jwt", "AT+JWT", "Application/At+Jwt"] {
        s.accept(&format!("typ {typ}"), "RFC 9068 §4", access(key).typ(typ).mint());
    }
    s.refuse("no typ", "RFC 9068 §4", access(key).no_header("typ").mint(), BAD, TWIN);
    for typ in [
        "JWT", "application/jwt", "", "at+jwt ", " at+jwt", "at", "jwt+at", "at+jwt+x", "text/at+jwt",
        "application/application/at+jwt", "application/", "application/at+jwt/x", "at+jwt;v=1",
        "logout+jwt", "dpop+jwt", "secevent+jwt", "id_token+jwt", "client-authentication+jwt", "JOSE",
    ] {
        s.refuse(&format!("typ {typ:?}"), "RFC 8725 §3.11", access(key).typ(typ).mint(), BAD, TWIN);
    }
    s.policy("own typ", policy("access", &json!({ "typ": "vnd.example.access+jwt" })));
    let twin = "a typ that the policy names";
    s.accept(twin, "RFC 8725 §3.11", access(key).typ("vnd.example.access+jwt").mint());
    s.accept("a typ that the policy names, in full", "RFC 7515 §4.1.9",
        access(key).typ("application/vnd.example.access+jwt").mint());
    s.refuse("the usual typ where the policy names another", "RFC 8725 §3.11", access(key).mint(), BAD, twin);
    s.refuse("no typ where the policy names one", "RFC 8725 §3.11", access(key).no_header("typ").mint(), BAD, twin);
    s.policy("own typ in full", policy("access", &json!({ "typ": "application/at+jwt" })));
    s.accept("a policy may write the typ in full", "RFC 7515 §4.1.9", access(key).mint());
    s.use_policy("access");
}

fn required(s: &mut Suite, key: &Key) {
    for claim in ["iss", "exp", "aud", "sub", "client_id", "iat", "jti"] {
        s.refuse(&format!("no {claim}"), "RFC 9068 §2.2", access(key).no_claim(claim).mint(),
            &format!("claims ERR_CLAIM_MISSING {claim}"), TWIN);
    }
    s.accept("no scope", "RFC 9068 §2.2.3", access(key).no_claim("scope").mint());
    s.refuse("SUB in capitals is no sub", "RFC 7519 §4", access(key).no_claim("sub").claim("SUB", "ada").mint(),
        "claims ERR_CLAIM_MISSING sub", TWIN);
}

fn types(s: &mut Suite, key: &Key) {
    let wrong = |s: &mut Suite, claim: &str, values: &[Value]| {
        for value in values {
            s.refuse(&format!("{claim} is {value}"), "RFC 7519 §4.1", access(key).claim(claim, value.clone()).mint(),
                &format!("claims ERR_CLAIM_TYPE {claim}"), TWIN);
        }
    };
    let texts = [json!(1), json!(null), json!(""), json!(["a"]), json!({}), json!(true)];
    for claim in ["iss", "sub", "jti", "client_id"] {
        wrong(s, claim, &texts);
    }
    for claim in ["nonce", "azp", "at_hash", "c_hash", "token_use", "acr", "htm", "htu"] {
        wrong(s, claim, &texts[..3]);
    }
    wrong(s, "aud", &[json!(1), json!(null), json!(""), json!([]), json!([1]), json!([""]), json!({}),
        json!(["https://api.example", 1]), json!([["https://api.example"]])]);
    for claim in ["exp", "nbf", "iat", "auth_time"] {
        wrong(s, claim, &[json!("1760000100"), json!(null), json!(true), json!([1]), json!({}), json!(-1), json!(1e15)]);
    }
    wrong(s, "scope", &[json!(1), json!(null), json!(["read"]), json!({})]);
    wrong(s, "scp", &[json!(1), json!(null), json!([1]), json!({})]);
    wrong(s, "cnf", &[json!("x"), json!(null), json!([])]);
    wrong(s, "events", &[json!("x"), json!(null), json!([])]);
}

fn issuer_and_audience(s: &mut Suite, key: &Key) {
    for iss in [
        "https://issuer.example/", "https://ISSUER.example", "https://issuer.example:443", "http://issuer.example",
        "https://issuer.example ", "https://issuer.exampl", "https://issuer.example.attacker.example",
        "https://attacker.example", "https://issuer.example#x", "issuer.example",
    ] {
        s.refuse(&format!("iss {iss:?}"), "RFC 7519 §4.1.1", access(key).claim("iss", iss).mint(),
            "claims ERR_ISSUER_MISMATCH iss", TWIN);
    }
    for (name, aud) in [
        ("one of several", json!(["https://other.example", "https://api.example"])),
        ("a list of one", json!(["https://api.example"])),
    ] {
        s.accept(&format!("aud is {name}"), "RFC 7519 §4.1.3", access(key).claim("aud", aud).mint());
    }
    for aud in [
        json!("https://other.example"), json!("https://api.example/"), json!("https://API.example"),
        json!("https://api"), json!("https://api.example.attacker.example"), json!(["https://other.example", "x"]),
        json!("https://other.example https://api.example"), json!("*"),
    ] {
        s.refuse(&format!("aud is {aud}"), "RFC 7519 §4.1.3", access(key).claim("aud", aud).mint(),
            "claims ERR_AUDIENCE_MISMATCH aud", TWIN);
    }
    s.policy("two audiences", policy("access", &json!({ "audience": ["https://api.example", "urn:api"] })));
    s.accept("the second of our audiences", "RFC 7519 §4.1.3", access(key).claim("aud", "urn:api").mint());
    s.refuse("none of our two audiences", "RFC 7519 §4.1.3", access(key).claim("aud", "urn:ap").mint(),
        "claims ERR_AUDIENCE_MISMATCH aud", "the second of our audiences");
    s.use_policy("access");
    assert_eq!(ISSUER, "https://issuer.example");
}

/// Tokens of other kinds that bear the right typ (RFC 8725 §3.12).
fn marks(s: &mut Suite, key: &Key) {
    for (claim, value) in [
        ("events", json!({ "http://schemas.openid.net/event/backchannel-logout": {} })),
        ("htm", json!("GET")),
        ("htu", json!("https://api.example/")),
        ("token_use", json!("id")),
    ] {
        s.refuse(&format!("{claim}, which other kinds bear"), "RFC 8725 §3.12",
            access(key).claim(claim, value).mint(), &format!("claims ERR_TOKEN_KIND {claim}"), TWIN);
    }
    s.accept("token_use access", "RFC 8725 §3.12", access(key).claim("token_use", "access").mint());
}

fn scopes(s: &mut Suite, key: &Key) {
    const BAD: &str = "denied ERR_SCOPE_INSUFFICIENT";
    let with = |scope: &str| access(key).claim("scope", scope).mint();
    s.policy("all", policy("access", &json!({ "scopes": { "all": ["read", "write"] } })));
    let twin = "both scopes of all";
    s.accept(twin, "RFC 6750 §3.1", with("read write"));
    s.accept("both scopes of all, in another order, with more", "RFC 6749 §3.3", with("x write y read"));
    s.accept("both scopes of all, as a list in scp", "RFC 6749 §3.3",
        access(key).no_claim("scope").claim("scp", json!(["read", "write"])).mint());
    s.accept("both scopes of all, as a text in scp", "RFC 6749 §3.3",
        access(key).no_claim("scope").claim("scp", "read write").mint());
    for scope in ["read", "", "readwrite", "READ WRITE", "read write2", "read,write", "read\twrite", "read\nwrite", "* write"] {
        s.refuse(&format!("scope {scope:?} where all are needed"), "RFC 6750 §3.1", with(scope), BAD, twin);
    }
    s.refuse("no scope where all are needed", "RFC 6750 §3.1", access(key).no_claim("scope").mint(), BAD, twin);
    s.refuse("scp does not add to scope", "RFC 6749 §3.3",
        access(key).claim("scope", "read").claim("scp", json!(["write"])).mint(), BAD, twin);
    s.refuse("an empty scp", "RFC 6749 §3.3", access(key).no_claim("scope").claim("scp", json!([])).mint(), BAD, twin);
    s.policy("any", policy("access", &json!({ "scopes": { "any": ["write", "admin"] } })));
    let twin = "one scope of any";
    s.accept(twin, "RFC 6750 §3.1", with("read admin"));
    s.refuse("no scope of any", "RFC 6750 §3.1", with("read"), BAD, twin);
    s.policy("all and any", policy("access", &json!({ "scopes": { "all": ["read"], "any": ["write", "admin"] } })));
    let twin = "all, and one of any";
    s.accept(twin, "RFC 6750 §3.1", with("read admin"));
    s.refuse("all, and none of any", "RFC 6750 §3.1", with("read"), BAD, twin);
    s.refuse("one of any, and not all", "RFC 6750 §3.1", with("admin"), BAD, twin);
    s.use_policy("access");
}

/// A bound token needs its proof, for Bearer too (RFC 7800 §3.1, RFC 8705 §3).
fn binding(s: &mut Suite, key: &Key) {
    let (ours, other) = (encode(&[7; 32]), encode(&[8; 32]));
    let cnf = |cnf: Value| access(key).claim("cnf", cnf).mint();
    let bound = cnf(json!({ "x5t#S256": ours }));
    let twin = "bound to the certificate that came with it";
    s.accept(twin, "RFC 8705 §3", &bound).presented(json!({ "client_certificate": ours }));
    s.accept("a certificate beside a token that is not bound", "RFC 8705 §3", access(key).mint())
        .presented(json!({ "client_certificate": ours }));
    let unproven = "claims ERR_BINDING_UNPROVEN cnf";
    s.refuse("bound to a certificate, none came", "RFC 8705 §3", &bound, unproven, twin);
    s.refuse("bound to another certificate", "RFC 8705 §3", &bound, unproven, twin)
        .presented(json!({ "client_certificate": other }));
    s.refuse("bound to a DPoP key", "RFC 9449 §7.1", cnf(json!({ "jkt": ours })), unproven, twin);
    s.refuse("bound to a certificate and a DPoP key", "RFC 7800 §3.1",
        cnf(json!({ "x5t#S256": ours, "jkt": ours })), unproven, twin)
        .presented(json!({ "client_certificate": ours }));
    s.refuse("a certificate hash that is a number", "RFC 8705 §3.1", cnf(json!({ "x5t#S256": 1 })), unproven, twin)
        .presented(json!({ "client_certificate": ours }));
    let unknown = "claims ERR_BINDING_UNKNOWN cnf";
    for (name, value) in [
        ("an empty cnf", json!({})),
        ("a cnf with jwk", json!({ "jwk": key.jwk() })),
        ("a cnf with kid", json!({ "kid": "es256-1" })),
        ("a cnf that nobody knows", json!({ "x": 1 })),
    ] {
        s.refuse(name, "RFC 7800 §3.1", cnf(value), unknown, twin)
            .presented(json!({ "client_certificate": ours }));
    }
}

fn own_claims(s: &mut Suite, key: &Key) {
    s.policy("own claims", policy("access", &json!({ "required_claims": ["tenant", "jti", "constructor"] })));
    let twin = "every claim that the policy requires";
    let whole = || access(key).claim("tenant", "t1").claim("constructor", false);
    s.accept(twin, "RFC 7519 §4", whole().mint());
    s.accept("a required claim may be empty", "RFC 7519 §4", whole().claim("tenant", "").mint());
    s.refuse("a required claim missing", "RFC 7519 §4", whole().no_claim("tenant").mint(), "claims ERR_CLAIM_MISSING tenant", twin);
    s.refuse("a required claim null", "RFC 7519 §4", whole().claim("tenant", json!(null)).mint(), "claims ERR_CLAIM_MISSING tenant", twin);
    s.refuse("the third required claim missing", "RFC 7519 §4", whole().no_claim("constructor").mint(),
        "claims ERR_CLAIM_MISSING constructor", twin);
    s.use_policy("access");
}

/// What is missing never satisfies (RFC 9470 §6).
fn sign_in(s: &mut Suite, key: &Key) {
    s.policy("acr", policy("access", &json!({ "acr": ["urn:gold", "urn:silver"] })));
    let twin = "one of the classes";
    s.accept(twin, "RFC 9470 §6", access(key).claim("acr", "urn:silver").mint());
    for (name, draft) in [
        ("no acr", access(key)),
        ("another class", access(key).claim("acr", "urn:bronze")),
        ("a class in another case", access(key).claim("acr", "URN:GOLD")),
    ] {
        s.refuse(name, "RFC 9470 §3", draft.mint(), "denied ERR_ACR_INSUFFICIENT", twin);
    }
    s.policy("amr", policy("access", &json!({ "amr": ["mfa", "hwk"] })));
    let twin = "all of the methods";
    s.accept(twin, "RFC 8176 §2", access(key).claim("amr", json!(["pwd", "hwk", "mfa"])).mint());
    for (name, draft) in [
        ("no amr", access(key)),
        ("one method only", access(key).claim("amr", json!(["mfa"]))),
        ("no method", access(key).claim("amr", json!([]))),
        ("the methods as one text", access(key).claim("amr", json!(["mfa hwk"]))),
    ] {
        s.refuse(name, "RFC 8176 §1", draft.mint(), "denied ERR_AMR_INSUFFICIENT", twin);
    }
    s.policy("auth age", policy("access", &json!({ "max_auth_age": 300 })));
    let twin = "signed in as long ago as is allowed";
    s.accept(twin, "RFC 9470 §5", access(key).claim("auth_time", NOW - 330).mint());
    s.accept("signed in now", "RFC 9470 §5", access(key).claim("auth_time", NOW).mint());
    for (name, draft) in [
        ("no auth_time", access(key)),
        ("signed in longer ago", access(key).claim("auth_time", NOW - 331)),
        ("signed in in the future", access(key).claim("auth_time", NOW + 31)),
    ] {
        s.refuse(name, "RFC 9470 §3", draft.mint(), "denied ERR_AUTH_TOO_OLD", twin);
    }
    s.use_policy("access");
}

/// Of several faults the first in the documented order is named.
fn order(s: &mut Suite, key: &Key) {
    s.policy("order", policy("access", &json!({ "scopes": { "all": ["admin"] }, "required_claims": ["tenant"] })));
    let twin = "nothing wrong";
    let good = || access(key).claim("scope", "admin").claim("tenant", "t1");
    s.accept(twin, "RFC 8725 §3.3", good().mint());
    let scope = good().claim("scope", "read");
    s.refuse("scope alone", "RFC 6750 §3.1", scope.mint(), "denied ERR_SCOPE_INSUFFICIENT", twin);
    let tenant = scope.no_claim("tenant");
    s.refuse("required before scope", "RFC 8725 §3.3", tenant.mint(), "claims ERR_CLAIM_MISSING tenant", twin);
    let cnf = tenant.claim("cnf", json!({ "jkt": "x" }));
    s.refuse("binding before required", "RFC 8725 §3.3", cnf.mint(), "claims ERR_BINDING_UNPROVEN cnf", twin);
    let jti = cnf.no_claim("jti");
    s.refuse("the kind's claims before binding", "RFC 8725 §3.3", jti.mint(), "claims ERR_CLAIM_MISSING jti", twin);
    let aud = jti.claim("aud", "https://other.example");
    s.refuse("aud before the kind's claims", "RFC 8725 §3.3", aud.mint(), "claims ERR_AUDIENCE_MISMATCH aud", twin);
    let iss = aud.claim("iss", "https://attacker.example");
    s.refuse("iss before aud", "RFC 8725 §3.3", iss.mint(), "claims ERR_ISSUER_MISMATCH iss", twin);
    let nbf = iss.claim("nbf", NOW + 1000);
    s.refuse("nbf before iss", "RFC 8725 §3.3", nbf.mint(), "claims ERR_TOKEN_NOT_YET_VALID nbf", twin);
    let exp = nbf.claim("exp", 1);
    s.refuse("exp before nbf", "RFC 8725 §3.3", exp.mint(), "claims ERR_TOKEN_EXPIRED exp", twin);
    let kind = exp.claim("htm", "GET");
    s.refuse("marks before exp", "RFC 8725 §3.3", kind.mint(), "claims ERR_TOKEN_KIND htm", twin);
    let typ = kind.typ("JWT");
    s.refuse("typ before marks", "RFC 8725 §3.3", typ.mint(), "claims ERR_TYP_MISMATCH typ", twin);
    let types = typ.claim("sub", 1);
    s.refuse("types before typ", "RFC 8725 §3.3", types.mint(), "claims ERR_CLAIM_TYPE sub", twin);
    let twice = types.more_claims("\"iss\":1");
    s.refuse("form before types", "RFC 8725 §3.3", twice.mint(), "malformed ERR_PAYLOAD_DUPLICATE_MEMBER", twin);
    s.refuse("the signature before the payload", "RFC 8725 §3.3", twice.mint_with(&[1; 64]), "signature ERR_SIGNATURE", twin);
    s.refuse("the key before the signature", "RFC 8725 §3.3", twice.header("kid", "x").mint_with(&[1; 64]),
        "key ERR_KEY_UNKNOWN", twin);
    s.use_policy("access");
}
