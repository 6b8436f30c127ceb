//! An authentic token cannot be made up: error E0451

use portcullis::{Algorithm, Authentic};

fn forge<'t>(other: Authentic<'t>) -> Authentic<'t> {
    Authentic {
        algorithm: Algorithm::Es256,
        ..other
    }
}

fn main() {
    let _ = forge;
}
