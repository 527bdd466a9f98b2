//! The keys of apps that privacyIDEA exports (`pi-tokenjanitor find … export --format csv`): `name@realm, serial, key, type,
//! digits[, period]` without a header, the key hexadecimal or, with `--b32`, base32. It keeps tokens, not persons, so they are
//! joined with a file that names the persons.

use std::collections::HashMap;
use std::path::Path;

use anyhow::{Context as _, bail};
use data_encoding::{BASE32_NOPAD, HEXLOWER_PERMISSIVE};
use secrecy::zeroize::Zeroizing;

use super::row::Row;

/// The keys that wait for their persons.
#[derive(Default)]
pub(super) struct TokenKeys {
    by_name: HashMap<String, Token>,
    /// What is not brought in: the place, and why.
    pub refused: Vec<(String, String)>,
}

struct Token {
    place: String,
    key: Zeroizing<String>,
}

impl TokenKeys {
    pub(super) fn open(path: &Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(path).map(Zeroizing::new);
        let text = text.with_context(|| format!("cannot read {}", path.display()))?;
        if text.trim_start().starts_with(['<', '{']) {
            bail!("{} is no CSV: export with --format csv", path.display());
        }
        let file = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
        let mut keys = Self::default();
        for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
            let place = format!("{file}, line {number}");
            match token(line) {
                Ok((name, key)) if !keys.by_name.contains_key(&name) => {
                    keys.by_name.insert(name, Token { place, key });
                }
                Ok(_) => keys
                    .refused
                    .push((place, "a second app of the same person; one comes along".to_owned())),
                Err(why) => keys.refused.push((place, why.to_owned())),
            }
        }
        Ok(keys)
    }

    /// Gives a person the key that is theirs, by what they signed in with there, or by their address.
    pub(super) fn give(&mut self, row: &mut Row) {
        let names = [row.sign_in_name.as_deref(), Some(row.email.as_str())];
        for name in names.into_iter().flatten() {
            if row.totp.is_none()
                && let Some(token) = self.by_name.remove(&name.trim().to_lowercase())
            {
                row.totp = Some(token.key);
            }
        }
    }

    /// The places whose person no file named.
    pub(super) fn unclaimed(self) -> impl Iterator<Item = String> {
        self.by_name.into_values().map(|token| token.place)
    }
}

/// Whose the key of a line is, and the key in base32.
fn token(line: &str) -> Result<(String, Zeroizing<String>), &'static str> {
    let fields: Vec<&str> = line.split(',').map(str::trim).collect();
    let [owner, _serial, key, kind, digits, rest @ ..] = fields.as_slice() else {
        return Err("a line is name@realm, serial, key, type, digits and, if you like, period");
    };
    if !kind.eq_ignore_ascii_case("totp") {
        return Err("not an app that shows codes by the time");
    }
    if *digits != "6" || rest.first().is_some_and(|period| !["30", ""].contains(period)) {
        return Err("totp: not six digits every 30 seconds; the person sets the app up anew");
    }
    let (name, _realm) = owner.rsplit_once('@').ok_or("a token of nobody")?;
    if name.is_empty() {
        return Err("a token of nobody");
    }
    // Base32 has no 0, 1, 8, 9 and is written in capitals.
    let hexadecimal = key.len().is_multiple_of(2)
        && key.bytes().all(|byte| byte.is_ascii_hexdigit())
        && key.bytes().any(|byte| matches!(byte, b'0' | b'1' | b'8' | b'9' | b'a'..=b'f'));
    let key = if hexadecimal {
        let bytes = HEXLOWER_PERMISSIVE.decode(key.as_bytes()).map(Zeroizing::new);
        BASE32_NOPAD.encode(&bytes.map_err(|_| "totp: unreadable")?)
    } else {
        (*key).to_owned()
    };
    Ok((name.to_lowercase(), Zeroizing::new(key)))
}
