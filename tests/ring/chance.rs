//! Chances and spans of time, all of them from one seed.

use crate::noise::Noise;

pub(crate) trait Chance {
    /// From 0 to 1, now and then one of them exactly.
    fn unit(&mut self) -> f64;

    fn between(&mut self, least: f64, greatest: f64) -> f64 {
        least + (greatest - least) * self.unit()
    }

    /// Between two numbers of different magnitude, each magnitude as often.
    fn spread(&mut self, least: f64, greatest: f64) -> f64 {
        self.between(least.ln(), greatest.ln()).exp()
    }

    fn likely(&mut self, chance: f64) -> bool {
        self.unit() < chance
    }
}

impl Chance for Noise {
    fn unit(&mut self) -> f64 {
        let number = u32::try_from(self.next() >> 32).unwrap();
        match number & 0xFF {
            0 => 0.0,
            1 => 1.0,
            _ => f64::from(number) / f64::from(u32::MAX),
        }
    }
}
