//! A cache in front of the provider: it serves copies for a while, and says truly how old they are.

use crate::chance::Chance;
use crate::noise::Noise;

#[derive(Clone, Copy)]
struct Kept {
    version: usize,
    made: f64,
    until: f64,
}

/// What a cache sends: a version, and its age in whole seconds (RFC 9111 §5.1).
pub(crate) struct Served {
    pub(crate) version: usize,
    pub(crate) age: Option<u64>,
}

#[derive(Default)]
pub(crate) struct Cache {
    kept: Option<Kept>,
}

impl Cache {
    /// When the copy at hand is gone.
    pub(crate) fn until(&self) -> f64 {
        self.kept.map_or(0.0, |kept| kept.until)
    }

    pub(crate) fn purge(&mut self) {
        self.kept = None;
    }

    /// Keeps a copy for up to `longest` seconds.
    pub(crate) fn serve(
        &mut self,
        noise: &mut Noise,
        current: usize,
        now: f64,
        longest: f64,
    ) -> Served {
        let made = match self.kept {
            Some(kept) if now < kept.until => kept,
            _ => Kept {
                version: current,
                made: now,
                until: now + noise.spread(2.0, longest),
            },
        };
        self.kept = Some(made);
        Served {
            version: made.version,
            age: Some(whole(now - made.made)),
        }
    }
}

/// An age as a header says it.
pub(crate) fn whole(seconds: f64) -> u64 {
    std::time::Duration::from_secs_f64(seconds.max(0.0)).as_secs()
}
