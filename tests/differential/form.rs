//! The compact form: characters, segments and signatures of a good token.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

use crate::case::{Case, Class, World, good, join};
use crate::noise::Noise;
use crate::signer::{Signer, encode};

pub(crate) const CLASSES: &[Class] = &[
    ("form: as it is", |_, world, signer| {
        world.with(good(signer))
    }),
    ("form: a bit", bit),
    ("form: any bytes", |noise, world, signer| {
        world.with(noise.broken_text(&good(signer)))
    }),
    ("form: segments", segments),
    ("form: spaces", spaces),
    ("form: padding", padding),
    ("form: signature", signature),
];

fn bit(noise: &mut Noise, world: &World, signer: &Signer) -> Case {
    let mut bytes = good(signer).into_bytes();
    let at = noise.below(bytes.len());
    bytes[at] ^= 1 << noise.below(8);
    world.with(String::from_utf8_lossy(&bytes).into_owned())
}

fn segments(noise: &mut Noise, world: &World, signer: &Signer) -> Case {
    let token = good(signer);
    let mut parts: Vec<&str> = token.split('.').collect();
    let (one, other) = (noise.below(3), noise.below(3));
    match noise.below(5) {
        0 => parts.swap(one, other),
        1 => parts[one] = parts[other],
        2 => parts[one] = "",
        3 => parts.insert(one, parts[other]),
        _ => drop(parts.remove(one)),
    }
    world.with(parts.join("."))
}

fn spaces(noise: &mut Noise, world: &World, signer: &Signer) -> Case {
    const SPACES: &[&str] = &[
        " ", "\n", "\r\n", "\t", "\0", "%20", "%2E", ".", "\"", "Bearer ", "\u{a0}", "\u{feff}",
        "\u{200b}", "&", ",",
    ];
    let mut token = good(signer);
    let at = match noise.below(3) {
        0 => 0,
        1 => token.len(),
        _ => noise.below(token.len()),
    };
    token.insert_str(at, noise.pick(SPACES));
    world.with(token)
}

/// Padding, the other alphabet, and bits that no encoder leaves behind (RFC 4648 §3.5).
fn padding(noise: &mut Noise, world: &World, signer: &Signer) -> Case {
    let token = good(signer);
    let mut parts: Vec<String> = token.split('.').map(str::to_owned).collect();
    let part = &mut parts[noise.below(3)];
    match noise.below(3) {
        0 => part.push_str(noise.pick(&["=", "==", "===", "A", "AA", "%3D"])),
        1 => *part = STANDARD.encode(URL_SAFE_NO_PAD.decode(&*part).unwrap()),
        _ => {
            let last = part.pop().unwrap();
            part.push(char::from(u8::try_from(last).unwrap().wrapping_add(1)));
        }
    }
    world.with(parts.join("."))
}

fn signature(noise: &mut Noise, world: &World, signer: &Signer) -> Case {
    let token = good(signer);
    let parts: Vec<&str> = token.split('.').collect();
    let mut bytes = URL_SAFE_NO_PAD.decode(parts[2]).unwrap();
    let length = bytes.len();
    match noise.below(8) {
        0 => bytes.truncate(noise.below(length)),
        1 => bytes.push(noise.byte()),
        2 => bytes.insert(0, 0),
        3 => bytes = vec![noise.pick(&[0, 1, 0xFF]); length],
        4 => bytes.rotate_left(length / 2),
        5 => bytes[..length / 2].fill(0),
        6 => bytes[length / 2..].fill(0),
        // The signature of something else.
        _ => bytes = signer.signature(&encode(&bytes)),
    }
    world.with(join([parts[0], parts[1]], &bytes))
}
