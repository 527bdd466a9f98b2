//! Random text for cookies, references and secrets.

/// `bytes` random bytes as unpadded base64url.
pub fn token(bytes: usize) -> String {
    data_encoding::BASE64URL_NOPAD.encode(&fill(bytes))
}

/// `bytes` random bytes.
pub fn fill(bytes: usize) -> Vec<u8> {
    (0..bytes).map(|_| rand::random()).collect()
}
