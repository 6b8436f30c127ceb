//! Tokens printed in RFCs. Their signatures are good; as access tokens they are refused, each for
//! what it lacks. `tests/rfc.rs` looks at the signatures themselves.

use serde_json::{Value, json};

use super::policy;
use crate::keys::{p256, secret};
use crate::suite::Suite;
use crate::token::{ISSUER, access};

/// `{"iss":"joe",\r\n "exp":1300819380,…}`: the payload of RFC 7515 A.1 to A.3.
const JOE: &str = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
/// "It's a dangerous business, Frodo, …": the payload of RFC 7520 §4.
const FRODO: &str = "SXTigJlzIGEgZGFuZ2Vyb3VzIGJ1c2luZXNzLCBGcm9kbywgZ29pbmcgb3V0IHlvdXIgZG9vci4gWW91IHN0ZXAgb250byB0aGUgcm9hZCwgYW5kIGlmIHlvdSBkb24ndCBrZWVwIHlvdXIgZmVldCwgdGhlcmXigJlzIG5vIGtub3dpbmcgd2hlcmUgeW91IG1pZ2h0IGJlIHN3ZXB0IG9mZiB0by4";

const A1_TAG: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const A1_SECRET: &str =
    "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow";
const A2_SIGNATURE: &str = "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
const A3_SIGNATURE: &str =
    "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
const A4_TOKEN: &str = "eyJhbGciOiJFUzUxMiJ9.UGF5bG9hZA.AdwMgeerwtHoh-l192l60hp9wAHZFVJbLfD_UxMi70cwnZOYaRI1bKPWROc-mZZqwqT2SI-KGDKB34XO0aw_7XdtAG8GaSwFKdCAPZgoXD2YBJZCPEX3xKpRwcdOO8KpEHwJjyqOgzDO7iKvU8vcnwNrmxYbSW9ERBXukOXolLzeO_Jn";
const ED25519_TOKEN: &str = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
const R4_1_SIGNATURE: &str = "MRjdkly7_-oTPTS3AXP41iQIGKa80A0ZmTuV5MEaHoxnW2e5CZ5NlKtainoFmKZopdHM1O2U4mwzJdQx996ivp83xuglII7PNDi84wnB-BDkoBwA78185hX-Es4JIwmDLJK3lfWRa-XtL0RnltuYv746iYTh_qHRD68BNt1uSNCrUCTJDt5aAE6x8wW1Kt9eRo4QPocSadnHXFxnt8Is9UzpERV0ePPQdLuW3IS_de3xyIrDaLGdjluPxUAhb6L2aXic1U12podGU0KLUQSE_oI-ZnmKJ3F4uOZDnd6QZWJushZ41Axf_fcIe8u9ipH84ogoree7vjbU5y18kDquDg";
const R4_2_SIGNATURE: &str = "cu22eBqkYDKgIlTpzDXGvaFfz6WGoz7fUDcfT0kkOy42miAh2qyBzk1xEsnk2IpN6-tPid6VrklHkqsGqDqHCdP6O8TTB5dDDItllVo6_1OLPpcbUrhiUSMxbbXUvdvWXzg-UD8biiReQFlfz28zGWVsdiNAUf8ZnyPEgVFn442ZdNqiVJRmBqrYRXe8P_ijQ7p8Vdz0TTrxUeT3lm8d9shnr2lfJT8ImUjvAA2Xez2Mlp8cBE5awDzT0qI0n6uiP1aCN_2_jLAeQTlqRHtfa64QQSUmFAAjVKPbByi7xho0uTOcbH510a6GYmJUAfmWjwZ6oD4ifKo8DYM-X72Eaw";
const R4_3_SIGNATURE: &str = "AE_R_YZCChjn4791jSQCrdPZCNYqHXCTZH0-JZGYNlaAjP2kqaluUIIUnC9qvbu9Plon7KRTzoNEuT4Va2cmL1eJAQy3mtPBu_u_sDDyYjnAMDxXPn7XrT0lw-kvAD890jl8e2puQens_IEKBpHABlsbEPX6sFY8OcGDqoRuBomu9xQ2";
const R4_4_TAG: &str = "s0h6KThzkfBBBkLspW1h84VsJZFTsPPqMDA7g1Md7p0";
const R4_4_SECRET: &str = "hJtXIZ2uSN5kbQfbtTNWbpdmhkV8FJG-Onbc6mxCcYg";
const BILBO_N: &str = "n4EPtAOCc9AlkeQHPzHStgAbgs7bTZLwUBZdR8_KuKPEHLd4rHVTeT-O-XV2jRojdNhxJWTDvNd7nqQ0VEiZQHz_AJmSCpMaJMRBSFKrKb2wqVwGU_NsYOYL-QtiWN2lbzcEe6XC0dApr5ydQLrHqkHHig3RBordaZ6Aj-oBHqFEHYpPe7Tpe-OfVfHd1E6cS6M1FZcD1NNLYD5lFHpPI9bTwJlsde3uhGqC0ZCuEHg8lhzwOHrtIQbS0FVbb9k3-tVTU4fg_3L_vniUFAKwuCLqKnS2BYwdq_mzSnbLY7h_qixoR7jig3__kRhuaxwUkRz5iaiQkqgc5gHdrNP5zw";

pub fn suite() -> Suite {
    let own = p256("es256-1");
    let mut s = Suite::new(
        "rfc",
        "Tokens printed in RFCs: the signature holds, the claims do not.",
    );
    s.policy(
        "access",
        policy(
            "access",
            &json!({ "algorithms": ["ES256", "EdDSA", "RS256", "PS384"] }),
        ),
    );
    s.keys("own", [own.jwk()]);
    let twin = "a token of our own";
    s.accept(twin, "RFC 9068 §4", access(&own).mint());
    asymmetric(&mut s, twin);
    shared(&mut s);
    s
}

fn jws(header: &Value, payload: &str, signature: &str) -> String {
    format!(
        "{}.{payload}.{signature}",
        crate::token::encode(header.to_string().as_bytes())
    )
}

fn asymmetric(s: &mut Suite, twin: &str) {
    const NO_CLAIMS: &str = "malformed ERR_PAYLOAD_JSON";
    const NOT_HERS: &str = "signature ERR_SIGNATURE";
    // A.1 to A.3 hold a claims set, but no typ: the first thing that an access token needs.
    const NO_TYP: &str = "claims ERR_TYP_MISMATCH typ";
    let pair = |s: &mut Suite, name: &str, clause: &str, token: String, reason: &str| {
        s.refuse(
            &format!("{name}, signature good"),
            clause,
            token.clone(),
            reason,
            twin,
        );
        let (input, signature) = token.rsplit_once('.').expect("a token");
        let first = if signature.starts_with('A') { "B" } else { "A" };
        s.refuse(
            &format!("{name}, signature changed"),
            clause,
            format!("{input}.{first}{}", &signature[1..]),
            NOT_HERS,
            twin,
        );
    };
    s.keys("RFC 7515 A.2", [crate::keys::rsa().jwk_without("kid")]);
    pair(
        s,
        "RFC 7515 A.2 (RS256)",
        "RFC 7515 A.2",
        jws(&json!({ "alg": "RS256" }), JOE, A2_SIGNATURE),
        NO_TYP,
    );
    s.keys("RFC 7515 A.3", [json!({
        "kty": "EC", "crv": "P-256",
        "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
    })]);
    pair(
        s,
        "RFC 7515 A.3 (ES256)",
        "RFC 7515 A.3",
        jws(&json!({ "alg": "ES256" }), JOE, A3_SIGNATURE),
        NO_TYP,
    );
    s.refuse(
        "RFC 7515 A.4 (ES512), which this build does not verify",
        "RFC 7515 A.4",
        A4_TOKEN,
        "key ERR_ALG_UNKNOWN",
        twin,
    );
    s.keys("RFC 8037 A.2", [json!({ "kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" })]);
    pair(
        s,
        "RFC 8037 A.4 (EdDSA)",
        "RFC 8037 A.4",
        ED25519_TOKEN.into(),
        NO_CLAIMS,
    );
    let bilbo = |alg: &str| json!({ "alg": alg, "kid": "bilbo.baggins@hobbiton.example" });
    let key = |alg: &str| {
        json!({
            "kty": "RSA", "kid": "bilbo.baggins@hobbiton.example", "use": "sig", "alg": alg, "n": BILBO_N, "e": "AQAB",
        })
    };
    s.keys("RFC 7520 3.3", [key("RS256")]);
    pair(
        s,
        "RFC 7520 4.1 (RS256)",
        "RFC 7520 §4.1",
        jws(&bilbo("RS256"), FRODO, R4_1_SIGNATURE),
        NO_CLAIMS,
    );
    s.keys("RFC 7520 3.3, for PSS", [key("PS384")]);
    pair(
        s,
        "RFC 7520 4.2 (PS384)",
        "RFC 7520 §4.2",
        jws(&bilbo("PS384"), FRODO, R4_2_SIGNATURE),
        NO_CLAIMS,
    );
    s.refuse(
        "RFC 7520 4.3 (ES512), which this build does not verify",
        "RFC 7520 §4.3",
        jws(&bilbo("ES512"), FRODO, R4_3_SIGNATURE),
        "key ERR_ALG_UNKNOWN",
        twin,
    );
}

fn shared(s: &mut Suite) {
    s.policy(
        "HS256",
        policy("access", &json!({ "algorithms": ["HS256"] })),
    );
    let own = secret("shared", 32);
    s.key_source(
        "own secret",
        json!({ "issuer": ISSUER, "alg": "HS256", "secret": own.jwk() }),
    );
    let twin = "a token of our own, HS256";
    s.accept(twin, "RFC 7518 §3.2", access(&own).alg("HS256").mint())
        .needs("hmac");
    s.key_source(
        "RFC 7515 A.1",
        json!({ "issuer": ISSUER, "alg": "HS256", "secret": A1_SECRET }),
    );
    // The RFC's header has a line break in it: "typ":"JWT",\r\n "alg":"HS256".
    s.refuse(
        "RFC 7515 A.1 (HS256), signature good",
        "RFC 7515 A.1",
        format!("eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.{JOE}.{A1_TAG}"),
        "claims ERR_TYP_MISMATCH typ",
        twin,
    )
    .needs("hmac");
    s.refuse(
        "RFC 7515 A.1 (HS256), signature changed",
        "RFC 7515 A.1",
        format!(
            "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.{JOE}.A{}",
            &A1_TAG[1..]
        ),
        "signature ERR_SIGNATURE",
        twin,
    )
    .needs("hmac");
    s.key_source(
        "RFC 7520 3.5",
        json!({ "issuer": ISSUER, "alg": "HS256", "secret": R4_4_SECRET }),
    );
    let header = json!({ "alg": "HS256", "kid": "018c0ae5-4d9b-471b-bfd6-eef314bc7037" });
    s.refuse(
        "RFC 7520 4.4 (HS256), signature good",
        "RFC 7520 §4.4",
        jws(&header, FRODO, R4_4_TAG),
        "malformed ERR_PAYLOAD_JSON",
        twin,
    )
    .needs("hmac");
}
