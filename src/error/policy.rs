//! What is wrong with a policy or a gate document.

use alloc::boxed::Box;
use alloc::string::String;

/// The kinds of fault a policy, gate document or set of options can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PolicyFault {
    /// The text is not one strict JSON object.
    Malformed,
    /// A member that the schema does not know.
    UnknownMember,
    /// A member that must be there is not.
    Missing,
    /// A member has the wrong JSON type.
    Type,
    /// A member's value is outside what is allowed.
    Value,
    /// Two members contradict each other.
    Conflict,
    /// A provider's tokens for this audience are not for its caller to verify.
    Audience,
}

impl PolicyFault {
    /// Every fault.
    pub const ALL: &'static [PolicyFault] = &[
        Self::Malformed,
        Self::UnknownMember,
        Self::Missing,
        Self::Type,
        Self::Value,
        Self::Conflict,
        Self::Audience,
    ];

    /// A stable name such as `ERR_POLICY_UNKNOWN_MEMBER`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Malformed => "ERR_POLICY_MALFORMED",
            Self::UnknownMember => "ERR_POLICY_UNKNOWN_MEMBER",
            Self::Missing => "ERR_POLICY_MISSING_MEMBER",
            Self::Type => "ERR_POLICY_TYPE",
            Self::Value => "ERR_POLICY_VALUE",
            Self::Conflict => "ERR_POLICY_CONFLICT",
            Self::Audience => "ERR_POLICY_AUDIENCE",
        }
    }

    /// What is wrong, in a sentence.
    #[must_use]
    pub fn message(self) -> &'static str {
        match self {
            Self::Malformed => "The policy is not one strict JSON object.",
            Self::UnknownMember => "The policy has a member that is not known.",
            Self::Missing => "The policy lacks a member that it needs.",
            Self::Type => "A member of the policy has the wrong type.",
            Self::Value => "A member of the policy has a value that is not allowed.",
            Self::Conflict => "Two members of the policy contradict each other.",
            Self::Audience => "The provider's tokens for this audience are not for you to verify.",
        }
    }
}

/// A policy was refused at creation: which fault, and where.
///
/// One word in size: every reader of a document hands it on at each of its members.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PolicyError(Box<Located>);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Located {
    fault: PolicyFault,
    path: String,
}

impl PolicyError {
    /// A fault at a path such as `issuers[0].audience`; the empty path is the document.
    pub(crate) fn new(fault: PolicyFault, path: impl Into<String>) -> Self {
        let path = path.into();
        Self(Box::new(Located { fault, path }))
    }

    /// Which fault it is.
    #[must_use]
    pub fn fault(&self) -> PolicyFault {
        self.0.fault
    }

    /// A stable name such as `ERR_POLICY_VALUE`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.0.fault.code()
    }

    /// Where it is: member names and indexes only, never a value.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.0.path
    }
}

impl core::fmt::Display for PolicyError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let path = match self.path() {
            "" => "the document",
            path => path,
        };
        write!(f, "{} ({path})", self.fault().message())
    }
}

impl core::error::Error for PolicyError {}
