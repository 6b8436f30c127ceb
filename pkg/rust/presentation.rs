//! What came along with a token.

use alloc::string::String;

use portcullis::Presentation;
use wasm_bindgen::JsValue;

use crate::throw;

pub(crate) fn read_presentation(text: Option<String>) -> Result<Presentation, JsValue> {
    match text {
        None => Ok(Presentation::bearer()),
        Some(text) => Presentation::from_json(&text).map_err(|error| throw::policy(&error)),
    }
}
