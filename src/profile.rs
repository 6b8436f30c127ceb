//! The kinds of token, each with rules that exclude the others (RFC 8725 §3.12).

mod access_token;
#[cfg(feature = "back-channel")]
mod client_assertion;
#[cfg(feature = "back-channel")]
pub(crate) mod dpop_proof;
mod id_token;
#[cfg(feature = "back-channel")]
mod logout_token;

use crate::claims::Claims;
use crate::error::{Claim, ClaimFault, Error};
use crate::policy::{Kind, Policy, Presentation, Subject};
use crate::token::{Header, media_type};

/// `typ`, and the marks that only tokens of another kind bear.
pub(crate) fn check_kind(header: &Header, claims: &Claims, policy: &Policy) -> Result<(), Error> {
    check_typ(header, policy)?;
    match policy.kind {
        Kind::Access => access_token::check_marks(claims),
        Kind::AccessPlain => access_token::check_plain_marks(claims, policy),
        Kind::Id => id_token::check_marks(claims),
        #[cfg(feature = "back-channel")]
        Kind::Logout => logout_token::check_marks(claims),
        #[cfg(feature = "back-channel")]
        Kind::Dpop => dpop_proof::check_marks(claims),
        #[cfg(feature = "back-channel")]
        Kind::ClientAssertion => client_assertion::check_marks(claims),
    }
}

/// Claims that every token of the kind has.
pub(crate) fn check_required(claims: &Claims, policy: &Policy) -> Result<(), Error> {
    let required: &[Claim] = match policy.kind {
        Kind::Access => access_token::REQUIRED,
        Kind::AccessPlain => access_token::PLAIN_REQUIRED,
        Kind::Id => id_token::REQUIRED,
        #[cfg(feature = "back-channel")]
        Kind::Logout => logout_token::REQUIRED,
        #[cfg(feature = "back-channel")]
        Kind::Dpop => dpop_proof::REQUIRED,
        #[cfg(feature = "back-channel")]
        Kind::ClientAssertion => client_assertion::REQUIRED,
    };
    match required.iter().find(|claim| !claims.has(**claim)) {
        None => Ok(()),
        Some(claim) => Err(Error::Claims(ClaimFault::Missing, *claim)),
    }
}

/// What ties a token to its request and to the tokens beside it.
pub(crate) fn check_presentation(
    subject: &Subject<'_>,
    policy: &Policy,
    presentation: &Presentation,
) -> Result<(), Error> {
    match policy.kind {
        Kind::Id => id_token::check_presentation(subject, policy, presentation),
        #[cfg(feature = "back-channel")]
        Kind::Logout => logout_token::check_subject(&subject.token.claims),
        #[cfg(feature = "back-channel")]
        Kind::Dpop => dpop_proof::check_presentation(&subject.token.claims, presentation),
        #[cfg(feature = "back-channel")]
        Kind::ClientAssertion => client_assertion::check_parties(&subject.token.claims),
        Kind::Access | Kind::AccessPlain => Ok(()),
    }
}

/// The policy's own `typ`; else the kind's (RFC 9068 §4, RFC 9449 §4.2, OpenID Connect Back-Channel
/// Logout §2.4), and `JWT` or none for the kinds that came before explicit typing (RFC 8725 §3.11).
fn check_typ(header: &Header, policy: &Policy) -> Result<(), Error> {
    let typ = header.typ.as_deref();
    let equals = |expected: &str| {
        typ.is_some_and(|typ| media_type(typ).eq_ignore_ascii_case(media_type(expected)))
    };
    let expected = match (&policy.typ, policy.kind) {
        (Some(own), _) => equals(own),
        (None, Kind::Access) => equals("at+jwt"),
        (None, Kind::AccessPlain | Kind::Id) => typ.is_none() || equals("JWT"),
        #[cfg(feature = "back-channel")]
        (None, Kind::Logout) => equals("logout+jwt"),
        #[cfg(feature = "back-channel")]
        (None, Kind::Dpop) => equals("dpop+jwt"),
        #[cfg(feature = "back-channel")]
        (None, Kind::ClientAssertion) => {
            typ.is_none() || equals("JWT") || equals("client-authentication+jwt")
        }
    };
    if expected {
        Ok(())
    } else {
        Err(Error::Claims(ClaimFault::Typ, Claim::Typ))
    }
}

/// Refuses claims that tokens of another kind bear.
fn refuse_marks(claims: &Claims, marks: &[Claim]) -> Result<(), Error> {
    match marks.iter().find(|mark| claims.has(**mark)) {
        None => Ok(()),
        Some(mark) => Err(Error::Claims(ClaimFault::Kind, *mark)),
    }
}

/// `token_use`, where an issuer sends it, must be the kind's.
fn check_token_use(claims: &Claims, expected: &str) -> Result<(), Error> {
    if claims
        .text(Claim::TokenUse)
        .is_some_and(|usage| usage != expected)
    {
        return Err(Error::Claims(ClaimFault::Kind, Claim::TokenUse));
    }
    Ok(())
}
