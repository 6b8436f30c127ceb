//! Messages of OAuth 2.1 and OpenID Connect, read and written strictly.
//!
//! Nothing here fetches: text comes in, typed values or an [`Error`](crate::Error) come out.

mod callback;
mod challenge;
mod endpoint;
mod metadata;
pub mod pkce;
mod token_response;

pub use callback::{Expected, callback_error, read_callback};
pub use challenge::challenge;
pub(crate) use challenge::{Demand, challenge_for};
pub(crate) use endpoint::{is_endpoint, is_origin, is_plain};
pub use metadata::{Metadata, MetadataKind};
pub use token_response::{TokenResponse, token_error};
