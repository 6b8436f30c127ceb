//! OAuth 2.1 messages.
pub(crate) fn is_endpoint(url: &str) -> bool {
    url.starts_with("https://")
}
