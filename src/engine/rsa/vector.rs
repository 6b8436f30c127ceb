//! Two doubles, and four words of 32 bits, which one instruction adds or multiplies where there is
//! one.

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod plain;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod simd;

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
pub(super) use plain::{Pair, Quad};
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
pub(super) use simd::{Pair, Quad};
