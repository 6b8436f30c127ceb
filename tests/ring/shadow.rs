//! What a ring should hold: the same in a few lines, from what its isolate has seen.

use portcullis::KeySet;
use portcullis::ring::{Bounds, Event};

use crate::keys::{self, Pair};
use crate::network::{Message, Reply};

#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub(crate) keys: Vec<Pair>,
    pub(crate) version: usize,
    pub(crate) partial: bool,
    pub(crate) etag: Option<String>,
    /// By the isolate's clock.
    pub(crate) dated: f64,
    /// How far that clock was ahead when it dated the set.
    pub(crate) lead: f64,
}

/// A fetch, as the isolate remembers it.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) etag: Option<String>,
    pub(crate) started: f64,
    pub(crate) lead: f64,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Shadow {
    pub(crate) kept: Option<Kept>,
}

impl Shadow {
    pub(crate) fn usable(&self, clock: f64, bounds: &Bounds) -> Option<&Kept> {
        let fits = |kept: &&Kept| (0.0..bounds.hard_age).contains(&(clock - kept.dated));
        self.kept.as_ref().filter(fits)
    }

    /// Follows an answer, and says where the event of the ring tells another story.
    pub(crate) fn settle(
        &mut self,
        asked: &Asked,
        message: &Message,
        event: &Event,
        clock: f64,
        bounds: &Bounds,
    ) -> Result<(), String> {
        let age = message
            .age
            .map_or(0.0, |age| f64::from(u32::try_from(age).unwrap()));
        let dated = asked.started - age;
        let expected = match &message.reply {
            Reply::Document { keys, .. } if keys.is_empty() => "Failed",
            Reply::Document { .. } if clock - dated >= bounds.hard_age => "Failed",
            Reply::Document {
                keys,
                version,
                partial,
                etag,
                ..
            } => {
                let newest = self.usable(clock, bounds).map(|kept| kept.dated);
                if newest.is_some_and(|newest| dated < newest) {
                    "Outdated"
                } else {
                    let next = Kept {
                        keys: keys.clone(),
                        version: *version,
                        partial: *partial,
                        etag: etag.clone(),
                        dated,
                        lead: asked.lead,
                    };
                    return self.replace(next, Some(event));
                }
            }
            Reply::NotModified => match &mut self.kept {
                Some(kept) if asked.etag.is_some() && kept.etag == asked.etag => {
                    if dated >= kept.dated {
                        kept.dated = dated;
                        kept.lead = asked.lead;
                    }
                    "Confirmed"
                }
                _ => "Failed",
            },
            Reply::Failed(..) => "Failed",
        };
        let is_it = match event {
            Event::Failed { .. } => expected == "Failed",
            Event::Confirmed => expected == "Confirmed",
            Event::Outdated => expected == "Outdated",
            _ => false,
        };
        let story = || format!("{event:?}, where {expected} is right: {message:?}");
        is_it.then_some(()).ok_or_else(story)
    }

    /// Follows a set that takes the place of the one before.
    pub(crate) fn replace(&mut self, next: Kept, event: Option<&Event>) -> Result<(), String> {
        let before = self.kept.as_ref().map_or(&[][..], |kept| &kept.keys);
        let new = names(&next.keys, before);
        let gone = names(before, &next.keys);
        let is_it = matches!(event, Some(Event::Replaced { added, removed, .. })
            if sorted(added) == new && sorted(removed) == gone);
        let story = || format!("{event:?}, where {new:?} have come and {gone:?} have gone");
        let told = is_it.then_some(()).ok_or_else(story);
        self.kept = Some(next);
        told
    }

    /// Whether the keys at hand are the ones that should be.
    pub(crate) fn agrees(
        &self,
        held: Option<&KeySet>,
        clock: f64,
        bounds: &Bounds,
    ) -> Result<(), String> {
        match (self.usable(clock, bounds), held) {
            (Some(kept), Some(set)) if keys::are(&kept.keys, set) => Ok(()),
            (Some(kept), held) => Err(format!("{kept:?} should be at hand, and is not: {held:?}")),
            // What is too old is looked for where it verifies.
            (None, _) => Ok(()),
        }
    }
}

fn names(of: &[Pair], without: &[Pair]) -> Vec<String> {
    let names = of.iter().filter(|pair| !without.contains(pair));
    sorted(&names.map(|pair| pair.name()).collect::<Vec<_>>())
}

fn sorted(names: &[String]) -> Vec<String> {
    let mut names = names.to_vec();
    names.sort();
    names
}
