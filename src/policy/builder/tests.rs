//! What a builder refuses, and where it says so.

use super::*;

fn access() -> PolicyBuilder {
    Policy::access_token()
        .issuer("https://issuer.example")
        .audience("https://api.example")
}

fn refused(builder: PolicyBuilder) -> (PolicyFault, String) {
    let error = builder.build().expect_err("refused");
    (error.fault(), error.path().to_owned())
}

#[test]
fn issuer_and_audience_must_be_said() {
    assert!(access().build().is_ok());
    let no_audience = Policy::access_token().issuer("https://issuer.example");
    assert_eq!(
        refused(no_audience),
        (PolicyFault::Missing, "audience".into())
    );
    let no_issuer = Policy::access_token().audience("https://api.example");
    assert_eq!(refused(no_issuer), (PolicyFault::Missing, "issuer".into()));
}

#[test]
fn waivers_contradict_what_they_waive() {
    assert_eq!(
        refused(access().any_audience()),
        (PolicyFault::Conflict, "any_audience".into())
    );
    assert_eq!(
        refused(access().any_issuer()),
        (PolicyFault::Conflict, "any_issuer".into())
    );
    assert_eq!(
        refused(access().any_lifetime()),
        (PolicyFault::Conflict, "any_lifetime".into())
    );
    let plain = Policy::plain_access_token().issuer("https://issuer.example");
    assert!(plain.any_audience().any_lifetime().build().is_ok());
}

#[test]
fn rfc_8252_7_3_plain_http_is_for_development_on_loopback() {
    let issued = |by: &str| Policy::id_token().issuer(by).audience("client");
    let missing = (PolicyFault::Missing, "development".into());
    for plain in [
        "http://127.0.0.1:9090",
        "http://localhost",
        "http://[::1]:1",
    ] {
        assert_eq!(refused(issued(plain)), missing);
        assert_eq!(refused(access().jwks_uri(plain)), missing);
        assert!(issued(plain).development().build().is_ok());
        assert!(access().jwks_uri(plain).development().build().is_ok());
    }
    for remote in [
        "http://issuer.example",
        "http://10.0.0.1",
        "http://127.0.0.2",
    ] {
        for (builder, member) in [
            (issued(remote), "issuer"),
            (access().jwks_uri(remote), "jwks_uri"),
        ] {
            let fault = (PolicyFault::Value, member.into());
            assert_eq!(refused(builder.clone()), fault);
            assert_eq!(refused(builder.development()), fault);
        }
    }
    // A name that is no URL asks nobody anything.
    assert!(issued("joe").build().is_ok());
}

#[test]
fn rfc_7519_4_1_4_leeway_ends_at_five_minutes() {
    assert!(access().leeway(300).build().is_ok());
    assert_eq!(
        refused(access().leeway(300.5)),
        (PolicyFault::Value, "leeway".into())
    );
    assert_eq!(
        refused(access().leeway(-1)),
        (PolicyFault::Value, "leeway".into())
    );
    assert_eq!(
        refused(access().leeway(f64::NAN)),
        (PolicyFault::Value, "leeway".into())
    );
}
