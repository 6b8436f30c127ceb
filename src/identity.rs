//! Who a token stands for, in one form for every provider.

use alloc::string::String;
use alloc::vec::Vec;

use crate::claims::Claims;
use crate::encoding::json::{ObjectWriter, write_strings};
use crate::policy::Dialect;

/// Who a token stands for, whichever claims its issuer says that with; see
/// [`Admitted::identity`](crate::Admitted::identity).
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Identity<'c> {
    /// `sub` (RFC 7519 §4.1.2); unique for one issuer only.
    pub subject: Option<&'c str>,
    /// The client that the token was issued to: `client_id`, or the policy's `client_claim`.
    pub client: Option<&'c str>,
    /// The scopes of `scope` (RFC 8693 §4.2) or `scp`.
    pub scopes: Vec<&'c str>,
    /// What stands at the policy's `roles_claim`; none without one.
    pub roles: Vec<&'c str>,
    /// How somebody signed in, in the words of RFC 8176: `mfa` for a second factor, whatever the
    /// provider calls it.
    pub methods: Vec<&'c str>,
}

impl<'c> Identity<'c> {
    pub(crate) fn of(claims: &'c Claims, dialect: &Dialect) -> Self {
        Self {
            subject: claims.subject(),
            client: dialect.client(claims),
            scopes: claims.scopes(),
            roles: dialect.roles(claims),
            methods: dialect.methods(claims),
        }
    }

    /// As a JSON object; what is not known is left out.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut out = ObjectWriter::new();
        out.optional("subject", self.subject);
        out.optional("client", self.client);
        for (name, list) in [
            ("scopes", &self.scopes),
            ("roles", &self.roles),
            ("methods", &self.methods),
        ] {
            write_strings(out.member(name), list);
        }
        out.finish()
    }
}

impl core::fmt::Debug for Identity<'_> {
    /// Shows nothing of anybody: what is printed is logged.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Identity(..)")
    }
}
