//! What `tests/conformance.json` asks for and no other subject holds: both sides of each edge, to the
//! byte and to a quarter of a second.

mod bytes;
mod profiles;
mod seconds;

use crate::suite::Suite;

pub fn suite() -> Suite {
    let mut s = Suite::new(
        "conformance",
        "Both sides of edges that a specification names, to the byte and the quarter of a second.",
    );
    bytes::suite(&mut s);
    // To what instant a leeway reaches, no clause says.
    s.choice();
    seconds::suite(&mut s);
    s.must();
    profiles::suite(&mut s);
    s
}
