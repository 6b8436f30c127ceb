//! The provider: which keys it publishes, and since when it has withdrawn others.

use std::collections::HashMap;

use crate::keys::{self, Pair};
use crate::noise::Noise;

/// What is published until the next change.
pub(crate) struct Version {
    pub(crate) keys: Vec<Pair>,
    pub(crate) document: String,
    /// Since when whoever asks for the keys gets these, past the copies of caches.
    pub(crate) visible: f64,
}

pub(crate) struct Provider {
    versions: Vec<Version>,
    /// Since when a key is no longer published.
    withdrawn: HashMap<Pair, f64>,
    /// The version that has brought a key.
    brought: HashMap<Pair, usize>,
    /// All keys there ever were, the last one last.
    known: Vec<Pair>,
}

impl Provider {
    pub(crate) fn new() -> Self {
        let mut provider = Self {
            versions: Vec::new(),
            withdrawn: HashMap::new(),
            brought: HashMap::new(),
            known: Vec::new(),
        };
        let first = provider.another();
        provider.publish(vec![first], 0.0, 0.0);
        provider
    }

    /// The number of what is published now.
    pub(crate) fn current(&self) -> usize {
        self.versions.len() - 1
    }

    pub(crate) fn version(&self, number: usize) -> &Version {
        &self.versions[number]
    }

    pub(crate) fn keys(&self) -> &[Pair] {
        &self.versions[self.current()].keys
    }

    /// Every key that was ever published.
    pub(crate) fn known(&self) -> &[Pair] {
        &self.known
    }

    pub(crate) fn withdrawn(&self, pair: Pair) -> Option<f64> {
        self.withdrawn.get(&pair).copied()
    }

    /// Since when whoever asks gets a key that is published.
    pub(crate) fn visible(&self, pair: Pair) -> Option<f64> {
        let is_published = self.keys().contains(&pair);
        let version = self.brought.get(&pair).filter(|_| is_published)?;
        Some(self.versions[*version].visible)
    }

    /// No cache has an older copy any longer.
    pub(crate) fn is_seen(&mut self, now: f64) {
        for version in &mut self.versions {
            version.visible = version.visible.min(now);
        }
    }

    /// A key that signs: the newest one as a rule, and a stolen one at times.
    pub(crate) fn signer(&self, noise: &mut Noise) -> Pair {
        let keys = self.keys();
        match noise.below(8) {
            0 | 1 => noise.pick(keys),
            2 => noise.pick(&self.known[self.known.len().saturating_sub(6)..]),
            _ => keys[keys.len() - 1],
        }
    }

    /// Publishes other keys; `until` is when the last copy of the ones before is gone.
    pub(crate) fn change(&mut self, noise: &mut Noise, reuse: bool, now: f64, until: f64) {
        let mut keys = self.keys().to_vec();
        match noise.below(10) {
            // The oldest goes, as it should once newer ones are there.
            0..=3 if keys.len() > 3 => drop(keys.remove(0)),
            4 if keys.len() > 1 => drop(keys.remove(0)),
            // All at once, without an overlap.
            5 => keys = vec![self.another()],
            // The newest is stolen.
            6 | 7 => {
                keys.pop();
                keys.push(self.another());
            }
            // Back to what there was.
            8 if self.versions.len() > 1 => {
                keys.clone_from(&self.versions[self.versions.len() - 2].keys);
            }
            // Another key under an old name.
            9 if reuse => {
                let place = noise.below(keys.len());
                let kid = keys[place].kid;
                keys[place] = self.another();
                keys[place].kid = kid;
                *self.known.last_mut().unwrap() = keys[place];
            }
            // A new one beside those that stay.
            _ => keys.push(self.another()),
        }
        self.publish(keys, now, until);
    }

    fn another(&mut self) -> Pair {
        let key = self.known.len();
        let pair = Pair {
            kid: u32::try_from(key).unwrap(),
            key,
        };
        self.known.push(pair);
        pair
    }

    fn publish(&mut self, keys: Vec<Pair>, now: f64, until: f64) {
        let before = self.versions.last().map_or(&[][..], |last| &last.keys);
        for gone in before.iter().filter(|pair| !keys.contains(pair)) {
            self.withdrawn.insert(*gone, now);
        }
        for new in keys.iter().filter(|pair| !before.contains(pair)) {
            self.withdrawn.remove(new);
            self.brought.insert(*new, self.versions.len());
        }
        self.versions.push(Version {
            document: keys::document(&keys, 0),
            keys,
            visible: until.max(now),
        });
    }
}
