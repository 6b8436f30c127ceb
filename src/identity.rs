//! Who a token stands for, in one form for every provider.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use crate::claims::Claims;
use crate::encoding::json::{ObjectWriter, write_strings};
use crate::policy::Dialect;

/// Who a token stands for, whichever claims its issuer says that with; see
/// [`Admitted::identity`](crate::Admitted::identity).
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Identity {
    /// `sub` (RFC 7519 §4.1.2); unique for one issuer only.
    pub subject: Option<String>,
    /// The client that the token was issued to: `client_id`, or the policy's `client_claim`.
    pub client: Option<String>,
    /// The scopes of `scope` (RFC 8693 §4.2) or `scp`.
    pub scopes: Vec<String>,
    /// What stands at the policy's `roles_claim`; none without one.
    pub roles: Vec<String>,
    /// How somebody signed in, in the words of RFC 8176: `mfa` for a second factor, whatever the
    /// provider calls it.
    pub methods: Vec<String>,
}

impl Identity {
    pub(crate) fn of(claims: &Claims, dialect: &Dialect) -> Self {
        let owned = |list: Vec<&str>| list.into_iter().map(ToOwned::to_owned).collect();
        Self {
            subject: claims.subject().map(ToOwned::to_owned),
            client: dialect.client(claims).map(ToOwned::to_owned),
            scopes: owned(claims.scopes()),
            roles: owned(dialect.roles(claims)),
            methods: owned(dialect.methods(claims)),
        }
    }

    /// As a JSON object; what is not known is left out.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut out = ObjectWriter::new();
        out.optional("subject", self.subject.as_deref());
        out.optional("client", self.client.as_deref());
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

impl core::fmt::Debug for Identity {
    /// Shows nothing of anybody: what is printed is logged.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Identity(..)")
    }
}
