//! The textual form of a certificate (RFC 7468 §5.1).

use alloc::string::String;
use alloc::vec::Vec;

use super::base64url;

const BEGIN: &str = "-----BEGIN CERTIFICATE-----\n";
const END: &str = "\n-----END CERTIFICATE-----";

/// The bytes of one certificate, with nothing before or after it but the end of its last line.
/// Lines may have any length.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    let text = text.strip_suffix('\n').unwrap_or(text);
    let body = text.strip_prefix(BEGIN)?.strip_suffix(END)?;
    let mut encoded = String::with_capacity(body.len());
    for byte in body.bytes() {
        // The same value's character in the alphabet of base64url; what is in that one alone
        // becomes a character of neither (RFC 4648 §4, §5).
        encoded.push(match byte {
            b'\n' => continue,
            b'+' => '-',
            b'/' => '_',
            b'-' | b'_' => ' ',
            other => char::from(other),
        });
    }
    if !encoded.len().is_multiple_of(4) {
        return None;
    }
    // At most two characters of padding, and none elsewhere, which base64url does not have.
    let padded = encoded.strip_suffix('=').unwrap_or(&encoded);
    base64url::decode(padded.strip_suffix('=').unwrap_or(padded)).ok()
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;

    fn of(body: &str) -> Option<Vec<u8>> {
        decode(&format!("{BEGIN}{body}{END}\n"))
    }

    #[test]
    fn rfc_4648_4_the_body_is_canonical_base64() {
        let bytes = [0xFB, 0xFF, 0xFE, 1];
        assert_eq!(of("+//+AQ==").as_deref(), Some(&bytes[..]));
        assert_eq!(of("+//\n+AQ\n==").as_deref(), Some(&bytes[..]));
        for body in [
            "-__-AQ==",
            "+//+AQ",
            "+//+AQ=",
            "+//+AR==",
            "+//+AQ===",
            "+//+A===",
            "+//+ AQ==",
            "+//+AQ==+//+",
            "+//+AQ ==",
            "\u{e9}",
        ] {
            assert_eq!(of(body), None, "{body}");
        }
    }

    #[test]
    fn rfc_7468_5_1_there_is_one_certificate_and_no_text_around_it() {
        let whole = format!("{BEGIN}AQID{END}");
        assert_eq!(decode(&whole).as_deref(), Some(&[1, 2, 3][..]));
        for text in [
            String::new(),
            format!("{BEGIN}AQID\n"),
            format!("AQID{END}"),
            format!("{BEGIN}AQID{END}\n\n"),
            whole.replace('\n', "\r\n"),
            format!("subject=x\n{whole}"),
            format!("{whole}\nx"),
            format!("{whole}\n{whole}"),
            format!("\u{FEFF}{whole}"),
            format!(" {whole}"),
            whole.replace("CERTIFICATE", "X509 CERTIFICATE"),
            whole.replace("CERTIFICATE", "PUBLIC KEY"),
            whole.replace('\n', ""),
            whole.to_lowercase(),
        ] {
            assert_eq!(decode(&text), None, "{text}");
        }
    }
}
