//! Writes Wycheproof's cases as plain lines, so that the test that runs as WebAssembly carries what
//! it runs, and neither a JSON reader nor thirty megabytes of other algorithms.

use std::fmt::{Debug, Write};
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use wycheproof::{HashFunction, Mgf, TestResult, ecdsa, eddsa, rsa_pkcs1_verify, rsa_pss_verify};

const ECDSA: &[(&str, &str)] = &[
    ("ecdsa_secp256r1_sha256_p1363", "ES256"),
    ("ecdsa_secp384r1_sha384_p1363", "ES384"),
];

const PKCS1: &[&str] = &[
    "rsa_signature_2048_sha256",
    "rsa_signature_2048_sha384",
    "rsa_signature_2048_sha512",
    "rsa_signature_3072_sha256",
    "rsa_signature_3072_sha384",
    "rsa_signature_3072_sha512",
    "rsa_signature_4096_sha256",
    "rsa_signature_4096_sha384",
    "rsa_signature_4096_sha512",
    "rsa_signature_8192_sha256",
    "rsa_signature_8192_sha384",
    "rsa_signature_8192_sha512",
];

/// Those with a salt of another length or another MGF1 hash too: they must be refused.
const PSS: &[&str] = &[
    "rsa_pss_2048_sha256_mgf1_0",
    "rsa_pss_2048_sha256_mgf1_0_params",
    "rsa_pss_2048_sha256_mgf1_32",
    "rsa_pss_2048_sha256_mgf1_32_params",
    "rsa_pss_2048_sha256_mgf1sha1_20",
    "rsa_pss_2048_sha384_mgf1_48",
    "rsa_pss_2048_sha512_mgf1sha256_32_params",
    "rsa_pss_3072_sha256_mgf1_32",
    "rsa_pss_3072_sha256_mgf1_32_params",
    "rsa_pss_4096_sha256_mgf1_32",
    "rsa_pss_4096_sha384_mgf1_48",
    "rsa_pss_4096_sha512_mgf1_32",
    "rsa_pss_4096_sha512_mgf1_32_params",
    "rsa_pss_4096_sha512_mgf1_64",
    "rsa_pss_4096_sha512_mgf1_64_params",
    "rsa_pss_misc",
    "rsa_pss_misc_params",
];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let mut out = Lines::default();
    for (name, alg) in ECDSA {
        ecdsa_set(&mut out, name, alg);
    }
    eddsa_set(&mut out);
    for name in PKCS1 {
        pkcs1_set(&mut out, name);
    }
    for name in PSS {
        pss_set(&mut out, name);
    }
    let folder = std::env::var("OUT_DIR").expect("cargo sets it");
    std::fs::write(Path::new(&folder).join("cases.txt"), out.text).expect("written");
}

/// What `src/lib.rs` reads: `set`, `key` and `case` lines, their parts between tabs.
#[derive(Default)]
struct Lines {
    text: String,
}

impl Lines {
    fn set(&mut self, name: &str) {
        writeln!(self.text, "set\t{name}").expect("a string");
    }

    /// A key, and whether its signatures are made as RFC 7518 says or in another way.
    fn key(&mut self, alg: &str, form: &str, jwk: &str) {
        writeln!(self.text, "key\t{alg}\t{form}\t{jwk}").expect("a string");
    }

    fn case(&mut self, id: usize, result: TestResult, flags: &[String], parts: [&[u8]; 2]) {
        let result = match result {
            TestResult::Valid => "valid",
            TestResult::Invalid => "invalid",
            TestResult::Acceptable => "acceptable",
        };
        let [message, signature] = parts.map(hex);
        let flags = flags.join(",");
        writeln!(
            self.text,
            "case\t{id}\t{result}\t{flags}\t{message}\t{signature}"
        )
        .expect("a string");
    }
}

fn ecdsa_set(out: &mut Lines, name: &str, alg: &str) {
    out.set(name);
    let set = ecdsa::TestSet::load(name.parse().expect("a set")).expect("readable");
    for group in set.test_groups {
        let point = &group.key.key[1..];
        let (x, y) = point.split_at(point.len() / 2);
        let (crv, x, y) = (alg.replace("ES", "P-"), encode(x), encode(y));
        let jwk = format!(r#"{{"kty":"EC","crv":"{crv}","x":"{x}","y":"{y}"}}"#);
        out.key(alg, "standard", &jwk);
        for test in group.tests {
            out.case(
                test.tc_id,
                test.result,
                &names(&test.flags),
                [&test.msg, &test.sig],
            );
        }
    }
}

fn eddsa_set(out: &mut Lines) {
    out.set("ed25519");
    let set = eddsa::TestSet::load("ed25519".parse().expect("a set")).expect("readable");
    for group in set.test_groups {
        let x = encode(&group.key.pk);
        let jwk = format!(r#"{{"kty":"OKP","crv":"Ed25519","x":"{x}"}}"#);
        out.key("EdDSA", "standard", &jwk);
        for test in group.tests {
            out.case(
                test.tc_id,
                test.result,
                &names(&test.flags),
                [&test.msg, &test.sig],
            );
        }
    }
}

fn pkcs1_set(out: &mut Lines, name: &str) {
    out.set(name);
    let set = rsa_pkcs1_verify::TestSet::load(name.parse().expect("a set")).expect("readable");
    for group in set.test_groups {
        let (bits, _) = hash(group.hash).expect("SHA-2");
        let alg = format!("RS{bits}");
        out.key(&alg, "standard", &rsa_jwk(&alg, &group.key.n, &group.key.e));
        for test in group.tests {
            out.case(
                test.tc_id,
                test.result,
                &names(&test.flags),
                [&test.msg, &test.sig],
            );
        }
    }
}

fn pss_set(out: &mut Lines, name: &str) {
    out.set(name);
    let set = rsa_pss_verify::TestSet::load(name.parse().expect("a set")).expect("readable");
    for group in set.test_groups {
        // No algorithm of JWS has another hash than these three.
        let Some((bits, length)) = hash(group.hash) else {
            continue;
        };
        let standard = matches!(group.mgf, Mgf::Mgf1)
            && group.mgf_hash == Some(group.hash)
            && group.salt_size == length;
        let alg = format!("PS{bits}");
        let form = if standard { "standard" } else { "other" };
        out.key(&alg, form, &rsa_jwk(&alg, &group.key.n, &group.key.e));
        // Where Wycheproof asks for another salt, the right one for JWS is among the wrong ones.
        let right_here = (group.mgf_hash == Some(group.hash) && !standard)
            .then(|| format!("s_len changed to {length}"));
        for test in group.tests {
            let flags = if Some(&test.comment) == right_here.as_ref() {
                vec!["SaltAsLongAsHash".to_owned()]
            } else {
                names(&test.flags)
            };
            out.case(test.tc_id, test.result, &flags, [&test.msg, &test.sig]);
        }
    }
}

fn names(flags: &[impl Debug]) -> Vec<String> {
    flags.iter().map(|flag| format!("{flag:?}")).collect()
}

/// A hash of RFC 7518: its number of bits, and its length in bytes.
fn hash(hash: HashFunction) -> Option<(usize, usize)> {
    match hash {
        HashFunction::Sha2_256 => Some((256, 32)),
        HashFunction::Sha2_384 => Some((384, 48)),
        HashFunction::Sha2_512 => Some((512, 64)),
        _ => None,
    }
}

/// RFC 7518 §6.3.1 wants the numbers without leading zeros; Wycheproof writes them as ASN.1 does.
fn rsa_jwk(alg: &str, n: &[u8], e: &[u8]) -> String {
    let number = |bytes: &[u8]| {
        let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
        encode(&bytes[zeros..])
    };
    let (n, e) = (number(n), number(e));
    format!(r#"{{"kty":"RSA","alg":"{alg}","n":"{n}","e":"{e}"}}"#)
}

fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a string");
        text
    })
}
