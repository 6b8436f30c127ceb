//! The other way of verifying: the signature is left to the host's own crypto, and the token waits.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use portcullis::{AlgSet, Algorithm, Error, KeysFault, PendingCheck, Presentation, UnixTime};
use wasm_bindgen::prelude::*;

use crate::presentation::read_presentation;
use crate::verifier::{Judged, Verifier, read_time};

/// Tokens that may wait at once. What comes on top is verified here and now.
const MOST: usize = 64;

/// Seconds after which one may be given up for another: an answer that takes so long never comes.
/// In Workers the rest of a request that was cancelled never runs.
const PATIENCE: f64 = 10.0;

/// The tokens of one verifier that wait for an answer.
pub(crate) struct PendingChecks {
    /// What is left to the host.
    algorithms: AlgSet,
    waiting: Vec<Pending>,
    /// Tickets are never given out twice, so that an answer can never be another token's.
    given_out: u32,
    /// The ticket of the last token, when it waits.
    last: Option<u32>,
}

struct Pending {
    ticket: u32,
    check: PendingCheck,
    since: UnixTime,
    issuer: usize,
    presentation: Presentation,
    rule: i32,
}

#[wasm_bindgen]
impl Verifier {
    /// Names the algorithms that are left to the host, with spaces in between; none at first.
    /// Names that are unknown count for nothing.
    #[wasm_bindgen(js_name = leaveToHost)]
    pub fn leave_to_host(&mut self, algorithms: &str) {
        self.pending.algorithms = algorithms
            .split(' ')
            .filter_map(Algorithm::from_name)
            .collect();
    }

    /// As [`verify`](Self::verify). But when all is well so far and the signature is left to the
    /// host, nothing comes back either, and [`pending`](Self::pending) has the token's ticket.
    ///
    /// # Errors
    ///
    /// Throws `CODE path` for a presentation or a clock that makes no sense.
    #[wasm_bindgen(js_name = verifyOrDetach)]
    pub fn verify_or_detach(
        &mut self,
        len: u32,
        presentation: Option<String>,
        now: f64,
        rule: i32,
    ) -> Result<Option<String>, JsValue> {
        let presentation = read_presentation(presentation)?;
        let now = read_time(now)?;
        self.pending.last = None;
        let for_host = if self.pending.make_room(now) {
            self.pending.algorithms
        } else {
            AlgSet::EMPTY
        };
        let verdict = match self.judge(len, for_host, &presentation, now, rule) {
            Ok(Judged::Admitted(claims)) => Ok(claims),
            Ok(Judged::Detached(issuer, check)) => {
                self.pending.add(|ticket| Pending {
                    ticket,
                    check: *check,
                    since: now,
                    issuer,
                    presentation,
                    rule,
                });
                return Ok(None);
            }
            Err(error) => Err(error),
        };
        Ok(self.show(verdict))
    }

    /// The ticket of the token that was detached last; 0 when the last token was not.
    #[must_use]
    pub fn pending(&self) -> u32 {
        self.pending.last.unwrap_or(0)
    }

    /// The name of the algorithm, a space, and the key's thumbprint (RFC 7638 §3): what tells one
    /// imported key from another.
    #[wasm_bindgen(js_name = pendingKey)]
    #[must_use]
    pub fn pending_key(&self, ticket: u32) -> Option<String> {
        let check = self.pending.check(ticket)?;
        let mut name = String::from(check.algorithm().name());
        name.push(' ');
        for byte in check.key_thumbprint() {
            // Hexadecimal digits by hand: formatting each would cost more than all the rest.
            for digit in [byte >> 4, byte & 15] {
                name.extend(char::from_digit(u32::from(digit), 16));
            }
        }
        Some(name)
    }

    /// The key, a JWK of its required members alone.
    #[wasm_bindgen(js_name = pendingJwk)]
    #[must_use]
    pub fn pending_jwk(&self, ticket: u32) -> Option<String> {
        Some(self.pending.check(ticket)?.jwk().to_owned())
    }

    /// The bytes that were signed.
    #[wasm_bindgen(js_name = pendingInput)]
    #[must_use]
    pub fn pending_input(&self, ticket: u32) -> Option<Vec<u8>> {
        Some(self.pending.check(ticket)?.input().to_vec())
    }

    /// The bytes of the signature.
    #[wasm_bindgen(js_name = pendingSignature)]
    #[must_use]
    pub fn pending_signature(&self, ticket: u32) -> Option<Vec<u8>> {
        Some(self.pending.check(ticket)?.signature().to_vec())
    }

    /// Takes the host's word for a signature: the claims, or nothing and a number in
    /// [`last_error`](Self::last_error). A ticket is good for one answer; for one that is not known
    /// (any longer) the number is that of `ERR_ENGINE_FAULT`.
    ///
    /// # Errors
    ///
    /// Throws `CODE path` for a clock that makes no sense.
    #[wasm_bindgen(js_name = dangerouslyAccept)]
    pub fn dangerously_accept(
        &mut self,
        ticket: u32,
        good: bool,
        now: f64,
    ) -> Result<Option<String>, JsValue> {
        let now = read_time(now)?;
        let verdict = match self.pending.take(ticket) {
            None => Err(Error::Keys(KeysFault::Engine)),
            Some(pending) => pending.check.dangerously_accept(good).and_then(|token| {
                self.admit(
                    pending.issuer,
                    token,
                    &pending.presentation,
                    now,
                    pending.rule,
                )
            }),
        };
        Ok(self.show(verdict))
    }

    /// Gives up a token for which no answer will come.
    #[wasm_bindgen(js_name = forgetPending)]
    pub fn forget_pending(&mut self, ticket: u32) {
        let _ = self.pending.take(ticket);
    }
}

impl Default for PendingChecks {
    fn default() -> Self {
        Self {
            algorithms: AlgSet::EMPTY,
            waiting: Vec::new(),
            given_out: 0,
            last: None,
        }
    }
}

impl PendingChecks {
    /// Whether one more may wait; gives up one that has waited too long, if need be. A clock that
    /// was set back has lost count.
    fn make_room(&mut self, now: UnixTime) -> bool {
        if self.given_out == u32::MAX {
            return false;
        }
        if self.waiting.len() < MOST {
            return true;
        }
        let given_up = |pending: &Pending| {
            let waited = now.as_secs_f64() - pending.since.as_secs_f64();
            !(0.0..PATIENCE).contains(&waited)
        };
        match self.waiting.iter().position(given_up) {
            Some(index) => {
                self.waiting.swap_remove(index);
                true
            }
            None => false,
        }
    }

    /// Lets a token wait, for which there is room.
    fn add(&mut self, pending: impl FnOnce(u32) -> Pending) {
        self.given_out = self.given_out.saturating_add(1);
        self.waiting.push(pending(self.given_out));
        self.last = Some(self.given_out);
    }

    fn check(&self, ticket: u32) -> Option<&PendingCheck> {
        self.waiting
            .iter()
            .find(|pending| pending.ticket == ticket)
            .map(|pending| &pending.check)
    }

    fn take(&mut self, ticket: u32) -> Option<Pending> {
        let index = self
            .waiting
            .iter()
            .position(|pending| pending.ticket == ticket)?;
        Some(self.waiting.swap_remove(index))
    }
}
