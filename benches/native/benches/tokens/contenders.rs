//! Who is measured, each set up as its documentation has it, with keys read beforehand.

mod jsonwebtoken;
mod jwt_simple;
mod portcullis;

use std::error::Error;

use crate::case::Case;

/// A library with a key at hand.
pub(crate) struct Contender {
    pub(crate) name: &'static str,
    pub(crate) verify: Verify,
}

/// Whether a token is good.
pub(crate) type Verify = Box<dyn Fn(&str) -> bool>;

/// Everyone, set up for a case.
pub(crate) fn all(case: &Case) -> Result<Vec<Contender>, Box<dyn Error>> {
    let contender = |name, verify| Contender { name, verify };
    Ok(vec![
        contender("portcullis", portcullis::prepare(case)?),
        contender("jsonwebtoken aws-lc-rs", jsonwebtoken::with_aws_lc(case)?),
        contender(
            "jsonwebtoken rust_crypto",
            jsonwebtoken::with_rust_crypto(case)?,
        ),
        contender("jwt-simple", jwt_simple::prepare(case)?),
    ])
}
