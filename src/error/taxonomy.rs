//! Makes enums and catalogue from one table, so that no refusal can be in one and not in the other.
//!
//! The catalogue is kept by columns: a build that never asks for one of them does not carry it, and
//! the WebAssembly module asks for none of the texts, which its JavaScript has already.

macro_rules! taxonomy {
    ($( $(#[$doc:meta])* $group:ident($wrap:path) {
        $( $variant:ident, $code:literal, $step:literal, $status:literal, $clause:literal,
           $message:literal, $advice:literal; )*
    } )*) => {
        $(
            $(#[$doc])*
            #[non_exhaustive]
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
            pub enum $group {
                $( #[doc = $message] $variant, )*
            }
        )*

        /// Every refusal, with `Claim::Required(0)` standing for any claim.
        pub(super) const ERRORS: &[Error] =
            &[Error::BadSignature, $($( $wrap($group::$variant), )*)*];

        pub(super) const CODES: &[&str] = &["ERR_SIGNATURE", $($( $code, )*)*];

        pub(super) const STEPS: &[&str] = &["signature", $($( $step, )*)*];

        pub(super) const STATUSES: &[u16] = &[401, $($( $status, )*)*];

        pub(super) const CLAUSES: &[&str] = &["RFC 7515 §5.2", $($( $clause, )*)*];

        pub(super) const MESSAGES: &[&str] =
            &["The signature is not valid.", $($( $message, )*)*];

        pub(super) const ADVICE: &[&str] = &[
            "Treat it as an attack, or as a token of another issuer.",
            $($( $advice, )*)*
        ];
    };
}
