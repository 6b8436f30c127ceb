//! Both programs, as they run, against a key server on this machine.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::thread::{self, JoinHandle};
use std::time::Duration;

const PROGRAMS: [&str; 2] = [
    env!("CARGO_BIN_EXE_blocking"),
    env!("CARGO_BIN_EXE_asynchronous"),
];

/// Signed with the key of RFC 7515 A.3, and good for a long time.
const OLD: &str = "eyJhbGciOiJFUzI1NiIsImtpZCI6Im9sZCIsInR5cCI6ImF0K2p3dCJ9.eyJhdWQiOiJodHRwczovL2FwaS5leGFtcGxlIiwiY2xpZW50X2lkIjoiY2xpZW50LTEiLCJleHAiOjQxMDI0NDQ4MDAsImlhdCI6MTc2MDAwMDAwMCwiaXNzIjoiaHR0cHM6Ly9pc3N1ZXIuZXhhbXBsZSIsImp0aSI6IjEiLCJzdWIiOiJhZGEifQ.iIE49xarKe5T8ncz4-774-FSd0hdpzA5agI-vv8MnTcfoCGAEd41l7dZjwsSiyfaMYr9To80hn5ryR8wjsuuog";
const OLD_SET: &str = r#"{"keys":[{"kty":"EC","kid":"old","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]}"#;

/// The same with the key of RFC 7517 A.2.
const NEW: &str = "eyJhbGciOiJFUzI1NiIsImtpZCI6Im5ldyIsInR5cCI6ImF0K2p3dCJ9.eyJhdWQiOiJodHRwczovL2FwaS5leGFtcGxlIiwiY2xpZW50X2lkIjoiY2xpZW50LTEiLCJleHAiOjQxMDI0NDQ4MDAsImlhdCI6MTc2MDAwMDAwMCwiaXNzIjoiaHR0cHM6Ly9pc3N1ZXIuZXhhbXBsZSIsImp0aSI6IjEiLCJzdWIiOiJhZGEifQ.X6V6AtU1tdtbiEfiu28a00Fn5EhxWDtQbSv8rS35ETe7ev14U1tBOkwRNOMeYqfdd8YR2CYK5M_pTcFT1VS_hw";
const NEW_SET: &str = r#"{"keys":[{"kty":"EC","kid":"new","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"}]}"#;

const JSON: &str = "content-type: application/json";

/// A server that gives one answer after the other, and is gone after the last.
struct Server {
    address: String,
    /// What it was asked.
    requests: JoinHandle<Vec<String>>,
}

impl Server {
    fn start(answers: impl IntoIterator<Item = Vec<u8>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address").to_string();
        let answers: Vec<Vec<u8>> = answers.into_iter().collect();
        let serve = move |answer: &Vec<u8>| {
            let (mut stream, _) = listener.accept().expect("a caller");
            let request = read_head(&mut stream);
            if answer.is_empty() {
                // Too late for anybody.
                thread::sleep(Duration::from_secs(3));
            }
            // Who has read enough may be gone.
            let _ = stream.write_all(answer);
            request
        };
        let requests = thread::spawn(move || answers.iter().map(serve).collect());
        Self { address, requests }
    }

    /// The `If-None-Match` of each request.
    fn tags(self) -> Vec<Option<String>> {
        let requests = self.requests.join().expect("as many requests as answers");
        let tag = |request: &String| {
            let lines = request.lines().filter_map(|line| line.split_once(": "));
            let mut tags = lines.filter(|(name, _)| name.eq_ignore_ascii_case("if-none-match"));
            tags.next().map(|(_, tag)| tag.to_owned())
        };
        requests.iter().map(tag).collect()
    }
}

fn read_head(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).expect("a request");
        head.push(byte[0]);
    }
    String::from_utf8(head).expect("a request as text")
}

fn answer(status: u16, headers: &[&str], body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let length = format!("content-length: {}", body.len());
    let mut head = format!("HTTP/1.1 {status} .\r\n");
    for line in [&["connection: close", &length], headers].concat() {
        head += line;
        head += "\r\n";
    }
    [head.as_bytes(), b"\r\n", body].concat()
}

/// What a program prints, line by line.
fn run(program: &str, address: &str, tokens: &[&str]) -> Vec<String> {
    let output = Command::new(program)
        .args(["https://issuer.example", "https://api.example"])
        .arg(format!("http://{address}/jwks"))
        .args(tokens)
        .env_clear()
        .output()
        .expect("the program");
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).expect("text");
    text.lines().map(str::to_owned).collect()
}

#[test]
fn a_new_key_is_fetched_when_a_token_names_it_and_the_old_one_is_gone() {
    for program in PROGRAMS {
        let server = Server::start([
            answer(200, &[JSON, "etag: \"1\""], OLD_SET),
            answer(200, &[JSON, "etag: \"2\""], NEW_SET),
            answer(304, &["etag: \"2\""], ""),
        ]);
        let printed = run(program, &server.address, &[OLD, NEW, OLD, NEW]);
        assert_eq!(printed, ["ada", "ada", "401 ERR_KEY_UNKNOWN", "ada"]);
        let tags = [None, Some("\"1\"".to_owned()), Some("\"2\"".to_owned())];
        assert_eq!(server.tags(), tags);
    }
}

#[test]
fn an_outage_is_503_and_nobody_is_asked_again_at_once() {
    for program in PROGRAMS {
        let server = Server::start([answer(503, &["retry-after: 20"], "")]);
        let printed = run(program, &server.address, &[OLD, OLD]);
        let refused = "503 ERR_KEYS_STATUS";
        assert_eq!(printed, [refused, refused, "retry-after: 20"]);
        assert_eq!(server.tags().len(), 1);
    }
}

#[test]
fn with_keys_at_hand_an_outage_changes_no_verdict() {
    for program in PROGRAMS {
        let good = answer(200, &[JSON], OLD_SET);
        let server = Server::start([good, answer(500, &[], "")]);
        let printed = run(program, &server.address, &[OLD, NEW, OLD]);
        assert_eq!(printed[..3], ["ada", "401 ERR_KEY_UNKNOWN", "ada"]);
        assert_eq!(server.tags().len(), 2);
    }
}

#[test]
fn what_is_no_key_document_is_not_read() {
    let large = format!("{}{OLD_SET}", " ".repeat(1 << 20));
    for (code, given) in [
        (
            "ERR_KEYS_REDIRECTED",
            answer(302, &["location: /elsewhere"], ""),
        ),
        (
            "ERR_JWKS_MALFORMED",
            answer(200, &["content-type: text/html"], OLD_SET),
        ),
        ("ERR_JWKS_MALFORMED", answer(200, &[JSON], b"\xFF")),
        ("ERR_KEYS_TOO_LARGE", answer(200, &[JSON], large)),
        (
            "ERR_KEYS_STALE",
            answer(200, &[JSON, "age: 20000"], OLD_SET),
        ),
        ("ERR_KEYS_STATUS", answer(304, &[], "")),
    ] {
        for program in PROGRAMS {
            let server = Server::start([given.clone()]);
            let printed = run(program, &server.address, &[OLD]);
            assert_eq!(printed[0], format!("503 {code}"));
            assert_eq!(server.tags(), [None]);
        }
    }
}

#[test]
fn an_issuer_that_does_not_answer_is_left_after_two_seconds() {
    let verdicts = PROGRAMS.map(|program| {
        thread::spawn(move || {
            let server = Server::start([Vec::new()]);
            run(program, &server.address, &[OLD]).swap_remove(0)
        })
    });
    for verdict in verdicts {
        assert_eq!(verdict.join().expect("a verdict"), "503 ERR_KEYS_TIMEOUT");
    }
}

#[test]
fn an_issuer_that_is_not_there_is_out_of_reach() {
    let port = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = port.local_addr().expect("an address").to_string();
    drop(port);
    for program in PROGRAMS {
        assert_eq!(
            run(program, &address, &[OLD])[0],
            "503 ERR_KEYS_UNREACHABLE"
        );
    }
}
