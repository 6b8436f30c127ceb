//! Every set with the exact number of its cases: a run that skips some fails.

use super::{Tally, sets};

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
fn ecdsa_with_signatures_of_fixed_length() {
    run("ecdsa_", ECDSA);
}

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
fn ed25519() {
    run("ed25519", ED25519);
}

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
fn rsa_pkcs1() {
    run("rsa_signature_", PKCS1);
}

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
fn rsa_pss() {
    run("rsa_pss_", PSS);
}

/// Runs the sets whose names begin so, and compares what came of them.
fn run(prefix: &str, expected: &[(&str, [usize; 5])]) {
    let sets = sets();
    let sets = sets.iter().filter(|set| set.name.starts_with(prefix));
    let mut found = Vec::new();
    let mut wrong = Vec::new();
    for set in sets {
        match set.run() {
            Ok(tally) => found.push((set.name, counts(&tally))),
            Err(lines) => wrong.push(lines),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(found, expected);
}

fn counts(tally: &Tally) -> [usize; 5] {
    [
        tally.accepted,
        tally.refused,
        tally.stricter,
        tally.other_salt,
        tally.prepared,
    ]
}

/// Accepted, refused, refused for our strictness, accepted for JWS's salt, keys prepared.
type Row = (&'static str, [usize; 5]);

const ECDSA: &[Row] = &[
    ("ecdsa_secp256r1_sha256_p1363", [173, 89, 0, 0, 98]),
    ("ecdsa_secp384r1_sha384_p1363", [193, 87, 0, 0, 90]),
];

const ED25519: &[Row] = &[("ed25519", [88, 63, 0, 0, 72])];

/// The one of each that we refuse beyond Wycheproof lacks the NULL.
const PKCS1: &[Row] = &[
    ("rsa_signature_2048_sha256", [9, 249, 1, 0, 3]),
    ("rsa_signature_2048_sha384", [7, 250, 1, 0, 1]),
    ("rsa_signature_2048_sha512", [8, 250, 1, 0, 2]),
    ("rsa_signature_3072_sha256", [8, 250, 1, 0, 2]),
    ("rsa_signature_3072_sha384", [7, 251, 1, 0, 1]),
    ("rsa_signature_3072_sha512", [8, 251, 1, 0, 2]),
    ("rsa_signature_4096_sha256", [7, 250, 1, 0, 1]),
    ("rsa_signature_4096_sha384", [7, 251, 1, 0, 1]),
    ("rsa_signature_4096_sha512", [7, 251, 1, 0, 1]),
    ("rsa_signature_8192_sha256", [7, 250, 1, 0, 1]),
    ("rsa_signature_8192_sha384", [7, 251, 1, 0, 1]),
    ("rsa_signature_8192_sha512", [7, 251, 1, 0, 1]),
];

/// Those that we refuse beyond Wycheproof have another salt or mask than JWS.
const PSS: &[Row] = &[
    ("rsa_pss_2048_sha256_mgf1_0", [0, 41, 61, 1, 1]),
    ("rsa_pss_2048_sha256_mgf1_0_params", [0, 41, 61, 1, 1]),
    ("rsa_pss_2048_sha256_mgf1_32", [63, 45, 0, 0, 1]),
    ("rsa_pss_2048_sha256_mgf1_32_params", [63, 45, 0, 0, 1]),
    ("rsa_pss_2048_sha256_mgf1sha1_20", [0, 45, 63, 0, 0]),
    ("rsa_pss_2048_sha384_mgf1_48", [95, 46, 0, 0, 1]),
    (
        "rsa_pss_2048_sha512_mgf1sha256_32_params",
        [0, 46, 132, 0, 0],
    ),
    ("rsa_pss_3072_sha256_mgf1_32", [63, 45, 0, 0, 1]),
    ("rsa_pss_3072_sha256_mgf1_32_params", [63, 45, 0, 0, 1]),
    ("rsa_pss_4096_sha256_mgf1_32", [63, 45, 0, 0, 1]),
    ("rsa_pss_4096_sha384_mgf1_48", [95, 46, 0, 0, 1]),
    ("rsa_pss_4096_sha512_mgf1_32", [0, 45, 132, 0, 0]),
    ("rsa_pss_4096_sha512_mgf1_32_params", [0, 45, 132, 0, 0]),
    ("rsa_pss_4096_sha512_mgf1_64", [132, 47, 0, 0, 1]),
    ("rsa_pss_4096_sha512_mgf1_64_params", [132, 47, 0, 0, 1]),
    ("rsa_pss_misc", [3, 0, 87, 0, 3]),
    ("rsa_pss_misc_params", [3, 0, 87, 0, 3]),
];
