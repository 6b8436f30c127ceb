//! Makes enums and catalogue from one table, so that no refusal can be in one and not in the other.

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

        pub(super) const CATALOGUE: &[Entry] = &[
            Entry {
                error: Some(Error::BadSignature),
                code: "ERR_SIGNATURE",
                step: "signature",
                status: 401,
                clause: "RFC 7515 §5.2",
                message: "The signature is not valid.",
            },
            $($(
                Entry {
                    error: Some($wrap($group::$variant)),
                    code: $code,
                    step: $step,
                    status: $status,
                    clause: $clause,
                    message: $message,
                },
            )*)*
        ];

        /// What to do about each, in the same order: apart, so that a build that never asks for it
        /// does not carry it.
        pub(super) const ADVICE: &[&str] = &[
            "Treat it as an attack, or as a token of another issuer.",
            $($( $advice, )*)*
        ];
    };
}
