//! ECDSA: our verdict beside that of the curve's crate.

use arbitrary::Arbitrary;

use crate::Change;

/// A case that is a good signature as often as not.
#[derive(Arbitrary, Debug)]
pub struct Case<'a> {
    pub key: Key<'a>,
    pub form: Form<'a>,
    pub change: Change<'a>,
    pub message: &'a [u8],
    /// Sign this, verify `message`.
    pub signed: Option<&'a [u8]>,
}

/// A private key.
#[derive(Arbitrary, Debug)]
pub enum Key<'a> {
    /// One of a few that are kept, so that they are prepared.
    Kept(u8),
    /// ±a / b: points that meet the generator's multiples.
    Ratio {
        a: i8,
        b: u8,
    },
    Scalar(&'a [u8]),
}

/// How r and s come about.
#[derive(Arbitrary, Debug)]
pub enum Form<'a> {
    Signed,
    /// s becomes n − s.
    Mirrored,
    /// A nonce of the fuzzer's, which may be small.
    Nonce(&'a [u8]),
    /// u1 and u2 of the fuzzer's, whether or not r is then right. Where it is left to be right,
    /// the key follows.
    Steered {
        u1: &'a [u8],
        u2: &'a [u8],
    },
    /// r and s of the fuzzer's.
    Numbers {
        r: &'a [u8],
        s: &'a [u8],
    },
}

/// The target of one curve; both crates have the same shape.
#[macro_export]
macro_rules! ecdsa_target {
    ($curve:ident, $algorithm:expr, $crv:literal, $size:literal, $hash:ty) => {
        use std::cell::RefCell;
        use std::collections::BTreeMap;

        use portcullis::signature_tests;
        use portcullis_fuzz::ecdsa::{Case, Form, Key};
        use sha2::Digest;
        use $curve::ecdsa::signature::{Signer, Verifier};
        use $curve::ecdsa::{Signature, SigningKey, VerifyingKey};
        use $curve::elliptic_curve::ops::Reduce;
        use $curve::elliptic_curve::sec1::ToSec1Point;
        use $curve::{FieldBytes, ProjectivePoint, Scalar};

        thread_local! {
            static KEPT: RefCell<BTreeMap<Vec<u8>, portcullis::VerifyingKey>> = RefCell::default();
        }

        libfuzzer_sys::fuzz_target!(|case: Case| {
            let _ = run(&case);
        });

        fn run(case: &Case) -> Option<()> {
            let d = private(&case.key)?;
            let signing = SigningKey::from_bytes(&d.to_bytes()).ok()?;
            let signed = case.signed.unwrap_or(case.message);
            let mut signature = signature(&case.form, &d, &signing, signed)?;
            case.change.apply(&mut signature);
            let oracle = VerifyingKey::from(&signing);
            let expected = Signature::from_slice(&signature)
                .is_ok_and(|signature| oracle.verify(case.message, &signature).is_ok());
            let jwk = jwk(&oracle);
            let fresh = portcullis_fuzz::key(&jwk).expect("a point of the curve");
            let got = signature_tests::verify(&fresh, $algorithm, case.message, &signature);
            assert_eq!(got, expected, "a fresh key");
            if !matches!(case.key, Key::Scalar(_)) {
                KEPT.with_borrow_mut(|kept| {
                    if kept.len() > 300 {
                        kept.clear();
                    }
                    let key = kept.entry(d.to_bytes().to_vec()).or_insert_with(|| {
                        let good: Signature = signing.sign(b"good");
                        let good = good.to_bytes();
                        portcullis_fuzz::prepared(&jwk, $algorithm, b"good", &good)
                    });
                    let got = signature_tests::verify(key, $algorithm, case.message, &signature);
                    assert_eq!(got, expected, "a prepared key");
                });
            }
            Some(())
        }

        fn private(key: &Key) -> Option<Scalar> {
            match key {
                Key::Kept(index) => Some(scalar(&[1, 2, 3, index % 8])),
                Key::Ratio { a, b } => {
                    let a_abs = Scalar::from(u64::from(a.unsigned_abs()));
                    let b = Scalar::from(u64::from(*b)).invert().into_option()?;
                    Some(if *a < 0 { -a_abs * b } else { a_abs * b })
                }
                Key::Scalar(bytes) => Some(scalar(bytes)),
            }
        }

        fn signature(form: &Form, d: &Scalar, key: &SigningKey, signed: &[u8]) -> Option<Vec<u8>> {
            let e = <Scalar as Reduce<FieldBytes>>::reduce(&<$hash>::digest(signed));
            let (r, s) = match form {
                Form::Signed | Form::Mirrored => {
                    let signature: Signature = key.sign(signed);
                    let (r, s) = signature.split_scalars();
                    (
                        *r,
                        if matches!(form, Form::Mirrored) {
                            -*s
                        } else {
                            *s
                        },
                    )
                }
                Form::Nonce(bytes) => {
                    let k = scalar(bytes);
                    let point = (ProjectivePoint::GENERATOR * k)
                        .to_affine()
                        .to_sec1_point(false);
                    let x: FieldBytes = *point.x()?;
                    let r = <Scalar as Reduce<FieldBytes>>::reduce(&x);
                    (r, k.invert().into_option()? * (e + r * d))
                }
                Form::Steered { u1, u2 } => {
                    let s = e * scalar(u1).invert().into_option()?;
                    (scalar(u2) * s, s)
                }
                Form::Numbers { r, s } => return Some([fixed(r), fixed(s)].concat()),
            };
            Some([r.to_bytes(), s.to_bytes()].concat())
        }

        /// Up to as many bytes as a scalar has, from the right.
        fn fixed(bytes: &[u8]) -> Vec<u8> {
            let bytes = &bytes[..bytes.len().min($size)];
            let mut fixed = vec![0; $size - bytes.len()];
            fixed.extend(bytes);
            fixed
        }

        fn scalar(bytes: &[u8]) -> Scalar {
            let bytes = FieldBytes::try_from(&fixed(bytes)[..]).expect("the right length");
            <Scalar as Reduce<FieldBytes>>::reduce(&bytes)
        }

        fn jwk(key: &VerifyingKey) -> String {
            let point = key.to_sec1_point(false);
            let (x, y) = point.as_bytes()[1..].split_at($size);
            let (x, y) = (portcullis_fuzz::encode(x), portcullis_fuzz::encode(y));
            format!(r#"{{"kty":"EC","crv":"{}","x":"{x}","y":"{y}"}}"#, $crv)
        }
    };
}
