//! Bytes that look random and are the same in every run.

#![allow(dead_code, reason = "each test file uses its part")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test may panic"
)]

/// xorshift64*: nothing but different bytes, the same each time.
pub(crate) struct Noise(pub(crate) u64);

impl Noise {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() >> 33).unwrap() % bound.max(1)
    }

    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    /// Once in so many times.
    pub(crate) fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub(crate) fn byte(&mut self) -> u8 {
        const TELLING: &[u8] = b"{}[]\",:\\.=-_+/ \n\0\x7f\xff\xc3aAzZ09eE&%#?";
        match self.below(3) {
            0 => self.next().to_le_bytes()[3],
            _ => TELLING[self.below(TELLING.len())],
        }
    }

    /// One to four changes: a byte set, put in, taken out, a stretch doubled, cut off or moved.
    pub(crate) fn broken(&mut self, whole: &[u8]) -> Vec<u8> {
        let mut bytes = whole.to_vec();
        for _ in 0..=self.below(4) {
            let at = self.below(bytes.len() + 1);
            let to = (at + 1 + self.below(24)).min(bytes.len());
            match self.below(7) {
                0 | 1 if at < bytes.len() => bytes[at] = self.byte(),
                2 => bytes.insert(at, self.byte()),
                3 if at < to => drop(bytes.drain(at..to)),
                4 if at < to => {
                    let stretch = bytes[at..to].to_vec();
                    bytes.splice(at..at, stretch);
                }
                5 => bytes.truncate(at),
                _ => {
                    let many = vec![self.byte(); self.below(80)];
                    bytes.splice(at..at, many);
                }
            }
        }
        bytes
    }

    pub(crate) fn rubbish(&mut self) -> String {
        let length = self.below(200);
        let bytes: Vec<u8> = (0..length).map(|_| self.byte()).collect();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    pub(crate) fn broken_text(&mut self, whole: &str) -> String {
        if self.below(16) == 0 {
            return self.rubbish();
        }
        String::from_utf8_lossy(&self.broken(whole.as_bytes())).into_owned()
    }
}

/// A hundred times as many rounds when somebody asks for a long run (`cargo xtask test --long`).
pub(crate) fn rounds(short: usize) -> usize {
    match std::env::var_os("PORTCULLIS_LONG") {
        Some(_) => short * 100,
        None => short,
    }
}
