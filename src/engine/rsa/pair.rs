//! Two doubles, which one instruction adds or multiplies where there is one.
//!
//! The numbers are integers, and whoever adds and multiplies keeps them exact.

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod plain;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod simd;

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
pub(super) use plain::Pair;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
pub(super) use simd::Pair;
