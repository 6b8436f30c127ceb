//! How much of anything is read before it is refused.

/// Upper bounds on what is read, part of every policy.
///
/// Lengths are in bytes. The defaults suit tokens of every provider that was measured; raising one
/// is a decision about how much work an unknown sender may cause (RFC 8725 §3.10, §3.15).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Limits {
    /// Length of a compact token; 16 KiB.
    pub token: usize,
    /// Length of a decoded header; 4 KiB.
    pub header: usize,
    /// How deep arrays and objects may nest; 32.
    pub depth: usize,
    /// Members of one object; 256.
    pub members: usize,
    /// Keys of one set; 64.
    pub keys: usize,
    /// Length of a JWK set, metadata document or token response; 256 KiB.
    pub jwks: usize,
    /// Length of a policy or gate document; 256 KiB.
    pub policy: usize,
}

impl Limits {
    /// The defaults, usable in constants.
    pub const DEFAULT: Self = Self {
        token: 16 * 1024,
        header: 4 * 1024,
        depth: 32,
        members: 256,
        keys: 64,
        jwks: 256 * 1024,
        policy: 256 * 1024,
    };
}

impl Default for Limits {
    fn default() -> Self {
        Self::DEFAULT
    }
}
