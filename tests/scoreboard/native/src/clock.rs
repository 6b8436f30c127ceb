//! The clock of this process stands where a vector says; not every peer has an option for it.

use std::sync::atomic::{AtomicI64, Ordering};

static NANOSECONDS: AtomicI64 = AtomicI64::new(0);

/// Sets the clock, in seconds since 1970.
#[allow(clippy::cast_possible_truncation, reason = "until the year 2262")]
pub(crate) fn set(now: f64) {
    NANOSECONDS.store((now * 1e9) as i64, Ordering::Relaxed);
}

/// Stands in the place of the C library's, which everything here asks.
///
/// # Safety
///
/// As there: `time` points to a `timespec`.
#[unsafe(no_mangle)]
unsafe extern "C" fn clock_gettime(_clock: libc::clockid_t, time: *mut libc::timespec) -> i32 {
    let now = NANOSECONDS.load(Ordering::Relaxed);
    // SAFETY: see above.
    unsafe {
        (*time).tv_sec = now.div_euclid(1_000_000_000);
        (*time).tv_nsec = now.rem_euclid(1_000_000_000);
    }
    0
}
