//! What a document refuses, and where it says so.

#![allow(clippy::unwrap_used, reason = "a failed test may panic")]

use super::*;
use alloc::format;

const ISSUERS: &str = r#""issuers":[{"issuer":"https://i.example","audience":"a"}]"#;
const REST: &str = r#""origin":"https://o.example","routes":[{"path":"/a"}]"#;

fn refused(members: &str) -> (PolicyFault, String) {
    let error = Gate::from_json(&format!("{{{members}}}")).unwrap_err();
    (error.fault(), error.path().to_owned())
}

#[test]
fn a_document_is_read_and_written_in_one_form() {
    let text = format!(
        r#"{{{ISSUERS},"origin":"https://o.example/","routes":[{{"path":"/a","public":true}},
        {{"path":"/b/:id","methods":["GET"],"scopes":{{"any":["x"]}}}}],
        "forward":{{"scope":"x-scope","sub":"x-sub"}},
        "cors":{{"origins":["http://127.0.0.1:8080"]}},"expose_decision":true}}"#
    );
    let gate = Gate::from_json(&text).unwrap();
    assert_eq!(gate.origin(), "https://o.example");
    assert_eq!(Gate::from_json(&gate.to_json()).unwrap(), gate);
}

#[cfg(feature = "providers")]
#[test]
fn a_preset_of_several_issuers_is_written_as_their_policies() {
    let tenants =
        r#"["aaaabbbb-0000-cccc-1111-dddd2222eeee","bbbbcccc-1111-dddd-2222-eeee3333ffff"]"#;
    let entra = format!(r#"{{"preset":{{"entra":{{"tenants":{tenants}}}}},"audience":"a"}}"#);
    let plain = r#"{"issuer":"https://i.example","audience":"a"}"#;
    let gate = Gate::from_json(&format!(r#"{{"issuers":[{entra},{plain}],{REST}}}"#)).unwrap();
    assert_eq!(gate.policies().len(), 3);
    assert_eq!(gate.entries(), [0, 0, 1]);
    let again = Gate::from_json(&gate.to_json()).unwrap();
    assert_eq!(again.entries(), [0, 1, 2]);
    assert_eq!(again, gate);
    let id = r#"{"preset":{"google":{}},"audience":"a"}"#;
    let members = format!(r#""issuers":[{entra},{id}],{REST}"#);
    assert_eq!(
        refused(&members),
        (PolicyFault::Value, "issuers[1].kind".into())
    );
}

#[test]
fn unknown_members_are_refused_with_their_path() {
    let unknown = |path: &str| (PolicyFault::UnknownMember, path.to_owned());
    assert_eq!(
        refused(&format!(r#"{ISSUERS},{REST},"more":1"#)),
        unknown("more")
    );
    assert_eq!(
        refused(&format!(r#"{ISSUERS},{REST},"forward":{{"email":"x-e"}}"#)),
        unknown("forward.email")
    );
    let route = r#""origin":"https://o.example","routes":[{"path":"/a","scope":"x"}]"#;
    assert_eq!(
        refused(&format!("{ISSUERS},{route}")),
        unknown("routes[0].scope")
    );
}

#[test]
fn public_beside_a_requirement_and_empty_rules_are_refused() {
    let route = |members: &str| {
        refused(&format!(
            r#"{ISSUERS},"origin":"https://o.example","routes":[{{"path":"/a",{members}}}]"#
        ))
    };
    assert_eq!(
        route(r#""public":true,"scopes":{"all":["x"]}"#),
        (PolicyFault::Conflict, "routes[0].public".into())
    );
    for (rule, path) in [
        (r#"{"all":[]}"#, "routes[0].scopes.all"),
        (r#"{"any":[]}"#, "routes[0].scopes.any"),
        ("{}", "routes[0].scopes"),
    ] {
        assert_eq!(
            route(&format!(r#""scopes":{rule}"#)),
            (PolicyFault::Value, path.into())
        );
    }
}

#[test]
fn what_is_left_out_is_written_as_its_default_and_read_back() {
    let gate = Gate::from_json(&format!("{{{ISSUERS},{REST}}}")).unwrap();
    let text = gate.to_json();
    assert!(text.ends_with(
        r#""forward":{},"cors":{"origins":[]},"forward_authorization":false,"expose_decision":false}"#
    ));
    assert_eq!(Gate::from_json(&text).unwrap(), gate);
    assert_eq!(Gate::from_json(&text).unwrap().to_json(), text);
}

#[test]
fn routes_that_overlap_are_refused() {
    let path = (PolicyFault::Conflict, "routes[1].path".to_owned());
    for (one, other) in [
        (
            r#""path":"/:a","methods":["GET"]"#,
            r#""path":"/:b","methods":["POST","GET"]"#,
        ),
        (
            r#""path":"/a","methods":["GET"]"#,
            r#""path":"/a","methods":["HEAD"]"#,
        ),
        (
            r#""path":"/a","methods":["HEAD"]"#,
            r#""path":"/a","methods":["GET"]"#,
        ),
        (r#""path":"/a""#, r#""path":"/%61","methods":["GET"]"#),
        (r#""path":"/a","methods":["GET"]"#, r#""path":"/a""#),
        (r#""path":"/a""#, r#""path":"/a""#),
    ] {
        let routes = format!("[{{{one}}},{{{other}}}]");
        let members = format!(r#"{ISSUERS},"origin":"https://o.example","routes":{routes}"#);
        assert_eq!(refused(&members), path, "{routes}");
    }
    let routes =
        r#"[{"path":"/a","methods":["GET"]},{"path":"/a","methods":["POST"]},{"path":"/A"}]"#;
    let text = format!(r#"{{{ISSUERS},"origin":"https://o.example","routes":{routes}}}"#);
    assert!(Gate::from_json(&text).is_ok());
}

#[test]
fn methods_are_capitals_and_never_those_of_cors_and_proxies() {
    for method in ["get", "OPTIONS", "TRACE", "CONNECT", "G T", "GÉT"] {
        let route = format!(r#"{{"path":"/a","methods":["POST","{method}"]}}"#);
        let members = format!(r#"{ISSUERS},"origin":"https://o.example","routes":[{route}]"#);
        let expected = (PolicyFault::Value, "routes[0].methods[1]".to_owned());
        assert_eq!(refused(&members), expected, "{method}");
    }
}

#[test]
fn issuers_are_named_and_sign_access_tokens() {
    for (issuer, fault, path) in [
        (
            r#"{"issuer":"https://i.example","audience":"a","kind":"id"}"#,
            PolicyFault::Value,
            "issuers[0].kind",
        ),
        (
            r#"{"any_issuer":true,"audience":"a"}"#,
            PolicyFault::Conflict,
            "issuers[0].any_issuer",
        ),
        (
            r#"{"issuer":"https://i.example"}"#,
            PolicyFault::Missing,
            "issuers[0].audience",
        ),
    ] {
        let members = format!(r#""issuers":[{issuer}],{REST}"#);
        assert_eq!(refused(&members), (fault, path.to_owned()));
    }
    assert_eq!(refused(REST), (PolicyFault::Missing, "issuers".to_owned()));
    assert_eq!(
        refused(ISSUERS),
        (PolicyFault::Missing, "origin".to_owned())
    );
}

#[test]
fn origins_and_headers_are_what_they_seem() {
    for origin in [
        "http://o.example",
        "https://o.example/x",
        "https://o.example?x",
        "https://u@o.example",
        "https://O.example",
        "https://o.example:443",
        "https://o.example//",
        "o",
    ] {
        let members = format!(r#"{ISSUERS},"origin":"{origin}","routes":[{{"path":"/a"}}]"#);
        assert_eq!(
            refused(&members),
            (PolicyFault::Value, "origin".into()),
            "{origin}"
        );
    }
    for header in [
        "host",
        "authorization",
        "X-Sub",
        "x_sub",
        "x-sub ",
        "-x",
        "cookie",
    ] {
        let members = format!(r#"{ISSUERS},{REST},"forward":{{"sub":"{header}"}}"#);
        assert_eq!(
            refused(&members),
            (PolicyFault::Value, "forward.sub".into()),
            "{header}"
        );
    }
    for origin in ["*", "null", "https://a.example/", "https://a.example/x"] {
        let members = format!(r#"{ISSUERS},{REST},"cors":{{"origins":["{origin}"]}}"#);
        assert_eq!(
            refused(&members),
            (PolicyFault::Value, "cors.origins[0]".into()),
            "{origin}"
        );
    }
}
