//! An admitted token cannot be made up: error E0451

use portcullis::{Admitted, Algorithm};

fn forge<'t>(other: Admitted<'t>) -> Admitted<'t> {
    Admitted {
        algorithm: Algorithm::Es256,
        ..other
    }
}

fn main() {
    let _ = forge;
}
