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

/// A claim that must have one of some values, or none of them.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ValueRule {
    is_refused: bool,
    pub(super) claim: String,
    values: Vec<String>,
}

/// The members with such rules, and whether their values are refused.
const RULES: [(&str, bool); 2] = [("claims", false), ("refused_claims", true)];

/// The members of a policy that providers need; all empty by default.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Dialect {
    pub(super) values: Vec<ValueRule>,
    /// Claims that show an access token, in place of the usual ones.
    pub(super) access_signs: Vec<String>,
    pub(super) client_claim: Option<String>,
    /// Names that lead to the roles, one within the other.
    pub(super) roles_claim: Vec<String>,
    pub(super) second_factor: SecondFactor,
}

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
        for (member, is_refused) in RULES {
            self.read_rules(fields, member, is_refused)?;
        }
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
        for (member, is_refused) in RULES {
            let mut own = ObjectWriter::new();
            let mut is_empty = true;
            for rule in &self.values {
                if rule.is_refused == is_refused {
                    is_empty = false;
                    write_strings(own.member(&rule.claim), &rule.values);
                }
            }
            if !is_empty {
                out.raw(member, &own.finish());
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
        if self.values.iter().any(|rule| rule.values.is_empty()) {
            return Some((PolicyFault::Value, "claims"));
        }
        let has_signs = !self.access_signs.is_empty();
        (has_signs && kind != Kind::AccessPlain).then_some((PolicyFault::Conflict, "access_signs"))
    }

    /// Adds to what a preset asks for; a claim of the preset's is the preset's to judge.
    fn read_rules(
        &mut self,
        fields: &mut Fields<'_>,
        member: &'static str,
        is_refused: bool,
    ) -> Result<(), PolicyError> {
        let Some(object) = fields.object(member)? else {
            return Ok(());
        };
        let mut own = Fields::new(object, &fields.path_of(member));
        for (name, _) in object.iter() {
            let values = own.str_or_strings(name)?.unwrap_or_default();
            if self.values.iter().any(|rule| rule.claim == name) {
                return Err(own.fault(PolicyFault::Conflict, name));
            }
            self.put(ValueRule {
                is_refused,
                claim: name.to_owned(),
                values,
            });
        }
        Ok(())
    }

    /// Rules stand by their names, so that no order of a document's members makes another policy.
    fn put(&mut self, rule: ValueRule) {
        let later =
            |other: &ValueRule| (other.is_refused, &other.claim) > (rule.is_refused, &rule.claim);
        let at = self.values.iter().position(later);
        self.values.insert(at.unwrap_or(self.values.len()), rule);
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
        for (index, rule) in self.dialect.values.iter().enumerate() {
            let fault = match claims.get(&rule.claim) {
                None | Some(Value::Null) if rule.is_refused => continue,
                None | Some(Value::Null) => ClaimFault::Missing,
                // What is no string could be read as a refused one by somebody else.
                Some(value) => match value.as_str() {
                    Some(text) if rule.allows(text) => continue,
                    _ => ClaimFault::Value,
                },
            };
            let index = u8::try_from(self.required_claims.len().saturating_add(index));
            return Err(Error::Claims(
                fault,
                Claim::Required(index.unwrap_or(u8::MAX)),
            ));
        }
        Ok(())
    }

    /// Whether a token has a sign of access that the policy names; `None` where it names none.
    pub(crate) fn access_sign(&self, claims: &Claims) -> Option<Result<(), Error>> {
        let signs = &self.dialect.access_signs;
        if signs.is_empty() {
            return None;
        }
        let has = |sign: &String| claims.get(sign).is_some();
        let found = signs.iter().any(has);
        Some(
            found
                .then_some(())
                .ok_or(Error::Claims(ClaimFault::Kind, Claim::Scope)),
        )
    }
}

impl ValueRule {
    fn allows(&self, text: &str) -> bool {
        self.values.iter().any(|value| value == text) != self.is_refused
    }
}

impl PolicyBuilder {
    /// A claim that must be one of these strings, such as a tenant. A claim has one rule: the last.
    pub fn claim<S: Into<String>>(
        self,
        name: impl Into<String>,
        values: impl IntoIterator<Item = S>,
    ) -> Self {
        self.rule(name.into(), values, false)
    }

    /// A claim that must be none of these strings, if it is there. A claim has one rule: the last.
    pub fn refused_claim<S: Into<String>>(
        self,
        name: impl Into<String>,
        values: impl IntoIterator<Item = S>,
    ) -> Self {
        self.rule(name.into(), values, true)
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

    fn rule<S: Into<String>>(
        self,
        claim: String,
        values: impl IntoIterator<Item = S>,
        is_refused: bool,
    ) -> Self {
        let values = values.into_iter().map(Into::into).collect();
        self.with(|dialect| {
            dialect.values.retain(|rule| rule.claim != claim);
            dialect.put(ValueRule {
                is_refused,
                claim,
                values,
            });
        })
    }

    fn with(mut self, change: impl FnOnce(&mut Dialect)) -> Self {
        change(&mut self.dialect);
        self
    }
}
