//! Signatures that the `rsa` crate made, and what becomes of them.

use alloc::vec::Vec;
use core::convert::Infallible;

use rsa::rand_core::{TryCryptoRng, TryRng};
use rsa::signature::{RandomizedSigner, SignatureEncoding, Signer, Verifier};
use rsa::traits::PublicKeyParts;
use rsa::{BoxedUint, PrivateKey, pkcs1v15, pss};
use sha2::{Digest, Sha256, Sha384, Sha512};

use crate::alg::Algorithm;
use crate::alg::rsa::{PublicKey, public_key, verify};

/// Bytes that are the same in every run; for the keys and salts of tests alone.
struct Stream(u64);

impl TryRng for Stream {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for part in bytes.chunks_mut(32) {
            self.0 += 1;
            let digest = Sha256::digest(self.0.to_le_bytes());
            part.copy_from_slice(&digest[..part.len()]);
        }
        Ok(())
    }
}

impl TryCryptoRng for Stream {}

const MESSAGE: &[u8] = b"header.payload";

/// A key pair; the oracle's opinion of a signature; our own.
struct Pair {
    private: PrivateKey,
    public: PublicKey,
}

impl Pair {
    fn new(bits: usize, exponent: u64) -> Self {
        let mut stream = Stream(u64::try_from(bits).unwrap() << 32);
        let private =
            PrivateKey::new_with_exp(&mut stream, bits, BoxedUint::from(exponent)).unwrap();
        let trimmed = |number: &BoxedUint| number.to_be_bytes_trimmed_vartime().to_vec();
        let (n, e) = (trimmed(private.n()), trimmed(private.e()));
        Self {
            public: public_key(&n, &e).unwrap(),
            private,
        }
    }

    fn agrees<S>(
        &self,
        algorithm: Algorithm,
        oracle: &impl Verifier<S>,
        message: &[u8],
        signature: &[u8],
    ) -> bool
    where
        S: for<'a> TryFrom<&'a [u8]>,
    {
        let theirs = S::try_from(signature)
            .is_ok_and(|signature| oracle.verify(message, &signature).is_ok());
        let ours = verify(algorithm, &self.public, message, signature);
        assert_eq!(ours, theirs, "{} {signature:?}", algorithm.name());
        ours
    }

    /// A good signature passes; with another message, or a byte changed, added or missing, none
    /// does, here as there.
    fn check<S>(&self, algorithm: Algorithm, oracle: &impl Verifier<S>, good: &[u8])
    where
        S: for<'a> TryFrom<&'a [u8]>,
    {
        assert!(self.agrees(algorithm, oracle, MESSAGE, good));
        assert!(!self.agrees(algorithm, oracle, b"another", good));
        for at in (0..good.len()).step_by(37) {
            let mut bad = good.to_vec();
            bad[at] ^= 0x10;
            assert!(!self.agrees(algorithm, oracle, MESSAGE, &bad));
        }
        let n = self.private.n().to_be_bytes_trimmed_vartime();
        let longer = [&[0], good].concat();
        let no_signatures: [&[u8]; 6] = [
            &longer,
            &good[1..],
            &good[..good.len() - 1],
            &n,
            &[],
            &[0; 256],
        ];
        for bad in no_signatures {
            let ours = verify(algorithm, &self.public, MESSAGE, bad);
            assert!(!ours, "{} {bad:?}", algorithm.name());
        }
        for other in ALGORITHMS.into_iter().filter(|&other| other != algorithm) {
            assert!(
                !verify(other, &self.public, MESSAGE, good),
                "{}",
                other.name()
            );
        }
    }
}

const ALGORITHMS: [Algorithm; 7] = [
    Algorithm::Rs256,
    Algorithm::Rs384,
    Algorithm::Rs512,
    Algorithm::Ps256,
    Algorithm::Ps384,
    Algorithm::Ps512,
    Algorithm::Es256,
];

macro_rules! check_hash {
    ($pair:expr, $hash:ty, $pkcs1:ident, $pss:ident) => {{
        let pair: &Pair = $pair;
        let signer = pkcs1v15::SigningKey::<$hash>::new(pair.private.clone());
        let good = signer.sign(MESSAGE).to_vec();
        let oracle = pkcs1v15::VerifyingKey::<$hash>::new(pair.private.to_public_key());
        pair.check::<pkcs1v15::Signature>(Algorithm::$pkcs1, &oracle, &good);
        let salt = <$hash as Digest>::output_size();
        let signer = pss::SigningKey::<$hash>::new_with_salt_len(pair.private.clone(), salt);
        let good: Vec<u8> = signer.sign_with_rng(&mut Stream(0), MESSAGE).to_vec();
        let key = pair.private.to_public_key();
        let oracle = pss::VerifyingKey::<$hash>::new_with_salt_len(key, salt);
        pair.check::<pss::Signature>(Algorithm::$pss, &oracle, &good);
    }};
}

#[test]
fn signatures_of_the_rsa_crate_pass_and_verdicts_are_the_same() {
    for (bits, exponent) in [
        (2048, 65537),
        (2049, 65537),
        (2055, 3),
        (2056, (1 << 32) + 15),
    ] {
        let pair = Pair::new(bits, exponent);
        check_hash!(&pair, Sha256, Rs256, Ps256);
        check_hash!(&pair, Sha384, Rs384, Ps384);
        check_hash!(&pair, Sha512, Rs512, Ps512);
    }
}
