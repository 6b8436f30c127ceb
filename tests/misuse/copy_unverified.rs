//! A token on its way is not copied: error E0277

use portcullis::Unverified;

fn copy<'t>(token: &Unverified<'t>) {
    let _ = Unverified::clone(token);
}

fn main() {
    let _ = copy;
}
