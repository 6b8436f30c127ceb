//! Products of four rows at a time, column by column.

use crate::rsa::vector::{Pair, Quad};

/// Rows of a product that are added at once: each column is read and written once for four.
pub(super) const ROWS: usize = 4;

/// Two limbs of a number of L = 2·Q limbs, i and i + Q.
#[derive(Clone, Copy)]
pub(in crate::rsa) struct Limbs {
    pub(super) value: Pair,
    /// Both modulo 2^32, and then the two below them, which the next row of a product meets.
    pub(super) words: Quad,
}

impl Limbs {
    pub(super) const ZERO: Self = Self {
        value: Pair::ZERO,
        words: Quad::ZERO,
    };

    /// As the lowest ones.
    pub(super) fn with_nothing_below(self) -> Self {
        let words = self.words.first_halves(Quad::ZERO);
        Self { words, ..self }
    }

    /// What comes above these as the highest ones.
    pub(super) fn end(self) -> Self {
        let words = Quad::ZERO.first_halves(self.words);
        Self {
            words,
            ..Self::ZERO
        }
    }
}

/// Two columns of a product, i and i + Q.
#[derive(Clone, Copy)]
pub(in crate::rsa) struct Columns {
    /// Nearly what they come to.
    pub(super) sum: Pair,
    /// What they come to modulo 2^32, in two parts.
    pub(super) words: Quad,
}

impl Columns {
    pub(super) const ZERO: Self = Self {
        sum: Pair::ZERO,
        words: Quad::ZERO,
    };

    #[inline]
    pub(super) fn plus(self, other: Self) -> Self {
        Self {
            sum: self.sum + other.sum,
            words: self.words + other.words,
        }
    }

    #[inline]
    pub(super) fn first_and_second(self, other: Self) -> Self {
        Self {
            sum: self.sum.first_and_second(other.sum),
            words: self.words.first_and_second(other.words),
        }
    }

    #[inline]
    pub(super) fn second_and_first(self, other: Self) -> Self {
        Self {
            sum: self.sum.second_and_first(other.sum),
            words: self.words.second_and_first(other.words),
        }
    }

    /// The sum of both of these, and the sum of both others.
    #[inline]
    pub(super) fn sums(self, other: Self) -> Self {
        Self {
            sum: self.sum.firsts(other.sum) + self.sum.seconds(other.sum),
            words: self.words.firsts(other.words) + self.words.seconds(other.words),
        }
    }
}

/// Four limbs one after the other, which rows are multiplied by.
#[derive(Clone, Copy)]
pub(super) struct Rows {
    values: [Pair; 4],
    /// Of two rows each.
    words: [Quad; 2],
}

impl Rows {
    /// Limbs i and i + Q, each for its own half of a product.
    #[inline]
    pub(super) fn new(limbs: &[Limbs; ROWS]) -> Self {
        let [a, b, c, d] = limbs;
        Self {
            values: limbs.map(|limbs| limbs.value),
            words: [a.words.first_halves(b.words), c.words.first_halves(d.words)],
        }
    }

    /// Four limbs, each for both halves, from two pairs.
    #[inline]
    pub(super) fn of_block([low, high]: [Pair; 2], words: [Quad; 2]) -> Self {
        Self {
            values: [
                low.firsts(low),
                low.seconds(low),
                high.firsts(high),
                high.seconds(high),
            ],
            words: words.map(Quad::twice_each),
        }
    }

    /// Limbs i for both halves.
    pub(super) fn firsts(self) -> Self {
        Self {
            values: self.values.map(|a| a.firsts(a)),
            words: self.words.map(|a| a.firsts(a)),
        }
    }

    /// Limbs i + Q for both halves.
    pub(super) fn seconds(self) -> Self {
        Self {
            values: self.values.map(|a| a.seconds(a)),
            words: self.words.map(|a| a.seconds(a)),
        }
    }

    #[inline]
    pub(super) fn doubled(self) -> Self {
        Self {
            values: self.values.map(|a| a + a),
            words: self.words.map(|a| a + a),
        }
    }
}

/// Adds `m·n` to the columns.
#[inline(never)]
pub(super) fn accumulate(columns: &mut [Columns], m: &Rows, n: &[Limbs]) {
    accumulate_first(columns, m, n);
    accumulate_rest(columns, m, n);
}

/// The same for a number of four limbs in either half.
#[inline(never)]
pub(super) fn accumulate_alone(columns: &mut [Columns], m: &Rows, n: &[Limbs; ROWS + 1]) {
    accumulate_first(columns, m, n);
    accumulate_last(&mut columns[ROWS..], m, &n[1..]);
}

/// Adds `m·n` to the columns but the first four.
#[inline(never)]
pub(super) fn accumulate_rest(columns: &mut [Columns], m: &Rows, n: &[Limbs]) {
    let (columns, last) = columns[ROWS..].split_at_mut(n.len() - 1 - ROWS);
    for (columns, n) in columns
        .as_chunks_mut::<ROWS>()
        .0
        .iter_mut()
        .zip(n[1..].windows(2 * ROWS - 1).step_by(ROWS))
    {
        accumulate_block(columns, m, n);
    }
    accumulate_last(last, m, &n[n.len() - ROWS..]);
}

/// Adds four products to each of four columns: row k to column j with limb j − k.
#[inline]
fn accumulate_block(columns: &mut [Columns; ROWS], m: &Rows, n: &[Limbs]) {
    let &[n1, n2, n3, n4, n5, n6, n7] = n else {
        return;
    };
    let [m0, m1, m2, m3] = m.values;
    let column = |sum: Pair, n0: Limbs, n1: Limbs, n2: Limbs, n3: Limbs| {
        sum + m0 * n0.value + m1 * n1.value + m2 * n2.value + m3 * n3.value
    };
    let [c0, c1, c2, c3] = columns;
    c0.sum = column(c0.sum, n4, n3, n2, n1);
    c1.sum = column(c1.sum, n5, n4, n3, n2);
    c2.sum = column(c2.sum, n6, n5, n4, n3);
    c3.sum = column(c3.sum, n7, n6, n5, n4);
    let [m01, m23] = m.words;
    let column = |sum: Quad, n01: Limbs, n23: Limbs| sum + m01 * n01.words + m23 * n23.words;
    c0.words = column(c0.words, n4, n2);
    c1.words = column(c1.words, n5, n3);
    c2.words = column(c2.words, n6, n4);
    c3.words = column(c3.words, n7, n5);
}

/// The same for the lowest limbs of a number.
#[inline]
pub(super) fn accumulate_first(columns: &mut [Columns], m: &Rows, n: &[Limbs]) {
    let ([c0, c1, c2, c3, ..], &[n0, n1, n2, n3, ..]) = (columns, n) else {
        return;
    };
    let [m0, m1, m2, m3] = m.values;
    let [m01, m23] = m.words;
    c0.sum = c0.sum + m0 * n0.value;
    c1.sum = c1.sum + m0 * n1.value + m1 * n0.value;
    c2.sum = c2.sum + m0 * n2.value + m1 * n1.value + m2 * n0.value;
    c3.sum = c3.sum + m0 * n3.value + m1 * n2.value + m2 * n1.value + m3 * n0.value;
    c0.words = c0.words + m01 * n0.words;
    c1.words = c1.words + m01 * n1.words;
    c2.words = c2.words + m01 * n2.words + m23 * n0.words;
    c3.words = c3.words + m01 * n3.words + m23 * n1.words;
}

/// The same above the highest limbs of a number: three of them, and what comes at their end.
#[inline]
fn accumulate_last(columns: &mut [Columns], m: &Rows, n: &[Limbs]) {
    let ([c0, c1, c2, ..], &[n1, n2, n3, end]) = (columns, n) else {
        return;
    };
    let [_, m1, m2, m3] = m.values;
    let [m01, m23] = m.words;
    c0.sum = c0.sum + m1 * n3.value + m2 * n2.value + m3 * n1.value;
    c1.sum = c1.sum + m2 * n3.value + m3 * n2.value;
    c2.sum = c2.sum + m3 * n3.value;
    c0.words = c0.words + m01 * end.words + m23 * n2.words;
    c1.words = c1.words + m23 * n3.words;
    c2.words = c2.words + m23 * end.words;
}
