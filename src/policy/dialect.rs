//! How an issuer says what no specification has a claim for, and the values that claims must have.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use super::fields::Fields;
use super::{Kind, Policy, PolicyBuilder};
use crate::claims::Claims;
use crate::encoding::json::{ObjectWriter, Value, write_strings};
use crate::error::{Claim, ClaimFault, Error, PolicyError, PolicyFault};

/// How a provider tells that there was a second factor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SecondFactor {
    /// `amr`: the list of `amr` says so itself (RFC 8176 §2).
    #[default]
    Amr,
    /// `aal`: assurance of level 2 or above; the methods in `amr` are objects (Supabase).
    Aal,
    /// `fva`: minutes since either factor was verified, the second below zero for none (Clerk).
    Fva,
    /// `firebase`: a `sign_in_second_factor` in that object (Firebase).
    Firebase,
}

/// The members of a policy that providers need; all empty by default.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Dialect {
    /// Claims that must each have one of the values.
    pub(super) claims: Vec<Row>,
    /// Claims that must have none of the values.
    pub(super) refused_claims: Vec<Row>,
    /// Claims that show an access token, in place of the usual ones.
    pub(super) access_signs: Vec<String>,
    pub(super) client_claim: Option<String>,
    /// Names that lead to the roles, one within the other.
    pub(super) roles_claim: Vec<String>,
    pub(super) second_factor: SecondFactor,
}

/// A claim, and values.
type Row = (String, Vec<String>);

/// The claim that names the client where nothing else is said (RFC 8693 §4.3).
const CLIENT: &str = "client_id";

/// The method that stands for a second factor (RFC 8176 §2).
const MFA: &str = "mfa";

impl SecondFactor {
    const ALL: &'static [(Self, &'static str)] = &[
        (Self::Amr, "amr"),
        (Self::Aal, "aal"),
        (Self::Fva, "fva"),
        (Self::Firebase, "firebase"),
    ];

    /// The name in policies.
    #[must_use]
    pub fn name(self) -> &'static str {
        let row = Self::ALL.iter().find(|row| row.0 == self);
        row.map_or("", |row| row.1)
    }

    fn is_in(self, claims: &Claims) -> bool {
        let claim = |name| claims.get(name);
        match self {
            Self::Amr => false,
            Self::Aal => matches!(claim("aal").and_then(Value::as_str), Some("aal2" | "aal3")),
            Self::Fva => claim("fva")
                .and_then(Value::as_array)
                .and_then(|ages| ages.get(1)?.as_f64())
                .is_some_and(|minutes| minutes >= 0.0),
            Self::Firebase => claim("firebase")
                .and_then(Value::as_object)
                .and_then(|details| details.get("sign_in_second_factor")?.as_str())
                .is_some(),
        }
    }
}

impl Dialect {
    /// Reads the members that are no lists; those are read with the policy's others.
    pub(super) fn read(&mut self, fields: &mut Fields<'_>) -> Result<(), PolicyError> {
        read_rows(fields, "claims", &mut self.claims)?;
        read_rows(fields, "refused_claims", &mut self.refused_claims)?;
        if let Some(name) = fields.opt_str("client_claim")? {
            self.client_claim = Some(name.to_owned());
        }
        if let Some(name) = fields.opt_str("second_factor")? {
            let row = SecondFactor::ALL.iter().find(|row| row.1 == name);
            self.second_factor = row
                .map(|row| row.0)
                .ok_or_else(|| fields.fault(PolicyFault::Value, "second_factor"))?;
        }
        Ok(())
    }

    pub(super) fn write(&self, out: &mut ObjectWriter) {
        for (name, claims) in [
            ("claims", &self.claims),
            ("refused_claims", &self.refused_claims),
        ] {
            if !claims.is_empty() {
                let mut own = ObjectWriter::new();
                for (name, values) in claims {
                    write_strings(own.member(name), values);
                }
                out.raw(name, &own.finish());
            }
        }
        for (name, list) in [
            ("access_signs", &self.access_signs),
            ("roles_claim", &self.roles_claim),
        ] {
            if !list.is_empty() {
                write_strings(out.member(name), list);
            }
        }
        out.optional("client_claim", self.client_claim.as_deref());
        if self.second_factor != SecondFactor::Amr {
            out.string("second_factor", self.second_factor.name());
        }
    }

    /// The member at fault; only tokens that nobody typed need a sign.
    pub(super) fn fault(&self, kind: Kind) -> Option<(PolicyFault, &'static str)> {
        let is_empty = |claims: &[Row]| claims.iter().any(|row| row.1.is_empty());
        if is_empty(&self.claims) {
            return Some((PolicyFault::Value, "claims"));
        }
        if is_empty(&self.refused_claims) {
            return Some((PolicyFault::Value, "refused_claims"));
        }
        let has_signs = !self.access_signs.is_empty();
        (has_signs && kind != Kind::AccessPlain).then_some((PolicyFault::Conflict, "access_signs"))
    }

    /// The names of claims that these members ask for.
    pub(super) fn names(&self) -> impl Iterator<Item = &String> {
        self.claims
            .iter()
            .chain(&self.refused_claims)
            .map(|row| &row.0)
            .chain(&self.access_signs)
    }

    /// Who the token was issued to.
    pub(crate) fn client<'c>(&self, claims: &'c Claims) -> Option<&'c str> {
        claims
            .get(self.client_claim.as_deref().unwrap_or(CLIENT))?
            .as_str()
    }

    /// A role, or the strings of a list of roles.
    pub(crate) fn roles<'c>(&self, claims: &'c Claims) -> Vec<&'c str> {
        let Some((first, rest)) = self.roles_claim.split_first() else {
            return Vec::new();
        };
        let found = rest.iter().try_fold(claims.get(first), |value, name| {
            Some(value?.as_object()?.get(name))
        });
        match found.flatten() {
            Some(Value::String(role)) => [role.as_str()].into(),
            Some(Value::Array(roles)) => roles.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        }
    }

    /// How somebody signed in, as RFC 8176 names methods; `mfa` where the provider has another way
    /// of saying so.
    pub(crate) fn methods<'c>(&self, claims: &'c Claims) -> Vec<&'c str> {
        let mut methods = Vec::new();
        for item in claims
            .claim(Claim::Amr)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            let method = match item.as_object() {
                Some(object) if self.second_factor == SecondFactor::Aal => object.get("method"),
                _ => Some(item),
            };
            methods.extend(method.and_then(Value::as_str));
        }
        if self.second_factor.is_in(claims) && !methods.contains(&MFA) {
            methods.push(MFA);
        }
        methods
    }
}

impl Policy {
    /// Each named claim has one of its values, and none that is refused.
    pub(super) fn check_values(&self, claims: &Claims) -> Result<(), Error> {
        let dialect = &self.dialect;
        let refuse = |fault, name| Err(Error::Claims(fault, self.claim_of(name)));
        for (name, values) in &dialect.claims {
            match claims.get(name) {
                None | Some(Value::Null) => return refuse(ClaimFault::Missing, name),
                Some(value) if is_one_of(value, values) => {}
                Some(_) => return refuse(ClaimFault::Value, name),
            }
        }
        for (name, values) in &dialect.refused_claims {
            // What is no string could be read as the refused one by somebody else.
            let fits = |value: &Value| value.as_str().is_some() && !is_one_of(value, values);
            if claims.get(name).is_some_and(|value| !fits(value)) {
                return refuse(ClaimFault::Value, name);
            }
        }
        Ok(())
    }

    /// Whether a token has a sign of access that the policy names; `None` where it names none.
    pub(crate) fn access_sign(&self, claims: &Claims) -> Option<Result<(), Error>> {
        let first = self.dialect.access_signs.first()?;
        let is_there = |name: &String| !matches!(claims.get(name), None | Some(Value::Null));
        if self.dialect.access_signs.iter().any(is_there) {
            return Some(Ok(()));
        }
        Some(Err(Error::Claims(ClaimFault::Kind, self.claim_of(first))))
    }

    /// A claim that the policy names, for an error.
    fn claim_of(&self, name: &str) -> Claim {
        let index = self.own_claims().position(|own| own == name);
        let index = index.and_then(|index| u8::try_from(index).ok());
        Claim::Required(index.unwrap_or(u8::MAX))
    }
}

impl PolicyBuilder {
    /// A claim that must be one of these strings, such as a tenant; said again, it is replaced.
    pub fn claim<S: Into<String>>(
        self,
        name: impl Into<String>,
        values: impl IntoIterator<Item = S>,
    ) -> Self {
        self.with(|dialect| put(&mut dialect.claims, name.into(), values))
    }

    /// A claim that must be none of these strings, if it is there; said again, it is replaced.
    pub fn refused_claim<S: Into<String>>(
        self,
        name: impl Into<String>,
        values: impl IntoIterator<Item = S>,
    ) -> Self {
        self.with(|dialect| put(&mut dialect.refused_claims, name.into(), values))
    }

    /// Claims of which one shows an access token, in place of `scope`, `scp`, `client_id` and
    /// `token_use`; with `access-plain` only.
    pub fn access_signs<S: Into<String>>(self, names: impl IntoIterator<Item = S>) -> Self {
        let names = names.into_iter().map(Into::into).collect();
        self.with(|dialect| dialect.access_signs = names)
    }

    /// The claim that names the client in [`Identity`](crate::Identity), instead of `client_id`.
    pub fn client_claim(self, name: impl Into<String>) -> Self {
        self.with(|dialect| dialect.client_claim = Some(name.into()))
    }

    /// Where the roles in [`Identity`](crate::Identity) are: the name of a claim, and names of
    /// members within it.
    pub fn roles_claim<S: Into<String>>(self, path: impl IntoIterator<Item = S>) -> Self {
        let path = path.into_iter().map(Into::into).collect();
        self.with(|dialect| dialect.roles_claim = path)
    }

    /// How the issuer tells that there was a second factor, for the method `mfa`.
    pub fn second_factor(self, way: SecondFactor) -> Self {
        self.with(|dialect| dialect.second_factor = way)
    }

    fn with(mut self, change: impl FnOnce(&mut Dialect)) -> Self {
        change(&mut self.dialect);
        self
    }
}

fn put<S: Into<String>>(rows: &mut Vec<Row>, name: String, values: impl IntoIterator<Item = S>) {
    rows.retain(|row| row.0 != name);
    rows.push((name, values.into_iter().map(Into::into).collect()));
}

fn is_one_of(value: &Value, values: &[String]) -> bool {
    value
        .as_str()
        .is_some_and(|text| values.iter().any(|known| known == text))
}

/// Adds to what a preset asks for; a claim of the preset's is the preset's to judge.
fn read_rows(
    fields: &mut Fields<'_>,
    member: &'static str,
    rows: &mut Vec<Row>,
) -> Result<(), PolicyError> {
    let Some(object) = fields.object(member)? else {
        return Ok(());
    };
    let mut own = Fields::new(object, &fields.path_of(member));
    for (name, _) in object.iter() {
        let values = own.str_or_strings(name)?.unwrap_or_default();
        if rows.iter().any(|row| row.0 == name) {
            return Err(own.fault(PolicyFault::Conflict, name));
        }
        rows.push((name.to_owned(), values));
    }
    Ok(())
}
