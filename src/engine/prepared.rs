//! What a key's engine works out once the key has earned it, within one bound of memory.

use alloc::boxed::Box;
use core::sync::atomic::{AtomicU32, AtomicUsize, Ordering};

use once_cell::race::OnceBox;

/// Good signatures after which a key is prepared: a key that is seen once or twice never pays for
/// tables, and only signatures that are good count, so nobody without the key can make us build.
const EARNED: u32 = 4;

/// Bytes that the tables of all keys may hold together; keys beyond it are verified without.
const BUDGET: usize = 16 << 20;

/// Whether keys are prepared at all: a build for size has no tables, and no code that makes them.
const PREPARES: bool = cfg!(any(feature = "fast", test));

static HELD: AtomicUsize = AtomicUsize::new(0);

/// A key's tables: none at first, built after a few good signatures, dropped with the key.
#[derive(Debug)]
pub(crate) struct Preparation<T> {
    good: AtomicU32,
    tables: OnceBox<Tables<T>>,
}

impl<T> Preparation<T> {
    pub(crate) const fn new() -> Self {
        Self {
            good: AtomicU32::new(0),
            tables: OnceBox::new(),
        }
    }

    /// The tables, if the key has them.
    pub(crate) fn tables(&self) -> Option<&T> {
        if !PREPARES {
            return None;
        }
        self.tables.get().map(|held| &held.tables)
    }

    /// Counts a good signature; the one that earns the tables builds them, of `bytes` bytes.
    ///
    /// Two threads may build at the same time; one result stays.
    pub(crate) fn count_good(&self, bytes: usize, build: impl FnOnce() -> T) {
        if !PREPARES {
            return;
        }
        if self.tables.get().is_some() || self.good.fetch_add(1, Ordering::Relaxed) + 1 < EARNED {
            return;
        }
        if let Some(permit) = Permit::take(bytes) {
            let tables = build();
            let _lost_the_race = self.tables.set(Box::new(Tables {
                tables,
                _permit: permit,
            }));
        }
        // Without a permit the key goes on without tables and asks again after as many tokens.
        self.good.store(0, Ordering::Relaxed);
    }
}

#[derive(Debug)]
struct Tables<T> {
    tables: T,
    _permit: Permit,
}

/// A share of the budget, given back when the tables go.
#[derive(Debug)]
struct Permit(usize);

impl Permit {
    fn take(bytes: usize) -> Option<Self> {
        HELD.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |held| {
            held.checked_add(bytes).filter(|&held| held <= BUDGET)
        })
        .ok()
        .map(|_| Self(bytes))
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        HELD.fetch_sub(self.0, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_built_once_and_only_when_earned() {
        let key = Preparation::new();
        for _ in 1..EARNED {
            key.count_good(1, || 7);
            assert_eq!(key.tables(), None);
        }
        key.count_good(1, || 7);
        assert_eq!(key.tables(), Some(&7));
        for _ in 0..2 * EARNED {
            key.count_good(1, || 8);
        }
        assert_eq!(key.tables(), Some(&7));
    }

    #[test]
    fn tables_beyond_the_budget_are_not_built() {
        let key = Preparation::new();
        for _ in 0..2 * EARNED {
            key.count_good(BUDGET + 1, || 7);
        }
        assert_eq!(key.tables(), None);
    }
}
