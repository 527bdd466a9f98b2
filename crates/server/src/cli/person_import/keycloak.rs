//! Keycloak's export of a realm (`kc.sh export`): one file, or `REALM-users-N.json` beside it. Passwords and apps come
//! along as their hashes and keys, each under the name of its credential type.

use countersign_core::people::{Languages, PhoneNumber};
use data_encoding::{BASE32_NOPAD, BASE64, BASE64_NOPAD};
use secrecy::zeroize::Zeroizing;
use serde::Deserialize;
use std::collections::HashMap;

use super::row::{Entry, Phone, Row};

const OTHERWISE: &str =
    "password: hashed in a way that is not taken; the person sets one by \"Forgotten password\"";

#[derive(Deserialize)]
struct Realm {
    users: Option<Vec<User>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct User {
    username: Option<String>,
    email: Option<String>,
    #[serde(default)]
    email_verified: bool,
    first_name: Option<String>,
    last_name: Option<String>,
    #[serde(default)]
    enabled: bool,
    created_timestamp: Option<i64>,
    service_account_client_id: Option<String>,
    #[serde(default)]
    attributes: HashMap<String, Vec<String>>,
    #[serde(default)]
    credentials: Vec<Credential>,
}

#[derive(Deserialize)]
struct Credential {
    r#type: String,
    #[serde(rename = "secretData")]
    secret: Option<Zeroizing<String>>,
    #[serde(rename = "credentialData")]
    data: Option<String>,
}

#[derive(Deserialize)]
struct PasswordSecret {
    value: Zeroizing<String>,
    salt: Zeroizing<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PasswordData {
    hash_iterations: u32,
    algorithm: String,
    #[serde(default)]
    additional_parameters: HashMap<String, Vec<String>>,
}

#[derive(Deserialize)]
struct OtpSecret {
    value: Zeroizing<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct OtpData {
    sub_type: String,
    digits: u32,
    period: Option<u32>,
    algorithm: String,
    secret_encoding: Option<String>,
}

/// Every user of one file, in order.
pub(super) fn entries(name: &str, text: &str, offered: &Languages) -> anyhow::Result<Vec<Entry>> {
    let realm: Realm = serde_json::from_str(text).map_err(|error| {
        anyhow::anyhow!(
            "{name} is no export of Keycloak (line {}, column {})",
            error.line(),
            error.column()
        )
    })?;
    let Some(users) = realm.users else {
        anyhow::bail!(
            "{name} holds no users: export with --users same_file, or give the files REALM-users-N.json"
        );
    };
    Ok((1..)
        .zip(users)
        .map(|(at, user)| entry(format!("{name}, person {at}"), user, offered))
        .collect())
}

fn entry(place: String, user: User, offered: &Languages) -> Entry {
    if user.service_account_client_id.is_some() {
        return Entry::refused(place, "the account of a service, not of a person");
    }
    if !user.enabled {
        return Entry::refused(place, "disabled there, so not brought in");
    }
    let Some(email) = user.email.filter(|email| !email.is_empty()) else {
        return Entry::refused(place, "email: there is none");
    };
    let mut left_out = Vec::new();
    let names = [user.first_name, user.last_name].into_iter().flatten();
    let name = names.filter(|name| !name.trim().is_empty()).collect::<Vec<_>>().join(" ");
    let attribute =
        |name: &str| user.attributes.get(name).and_then(|values| values.first()).cloned();
    let language = attribute("locale").filter(|tag| {
        let known = offered.parse(tag).is_some();
        if !known {
            left_out.push("language: not one that is offered here".to_owned());
        }
        known
    });
    let mut phones = Vec::new();
    if let Some(number) = attribute("phoneNumber") {
        if PhoneNumber::read(&number, None).is_ok() {
            // When it was confirmed is not said: not before the person was there, so no later time is claimed.
            let confirmed = attribute("phoneNumberVerified").as_deref() == Some("true");
            let at =
                user.created_timestamp.and_then(|ms| jiff::Timestamp::from_millisecond(ms).ok());
            let confirmed_at = at.filter(|_| confirmed).map(|at| at.to_string());
            phones.push(Phone { number, confirmed_at });
        } else {
            left_out
                .push("phone: not a number with its country code that messages go to".to_owned());
        }
    }
    let mut row = Row {
        email,
        email_confirmed: user.email_verified,
        name: if name.is_empty() { user.username.clone().unwrap_or_default() } else { name },
        language,
        phones,
        sign_in_name: user.username,
        ..Row::default()
    };
    for credential in user.credentials {
        let taken = match credential.r#type.as_str() {
            "password" if row.password_hash.is_none() => {
                password(&credential).map(|phc| row.password_hash = Some(phc))
            }
            "otp" if row.totp.is_none() => totp(&credential).map(|key| row.totp = Some(key)),
            "otp" => Err("totp: a second app; one comes along"),
            "webauthn" | "webauthn-passwordless" => {
                Err("passkey: bound to the address of the other system")
            }
            _ => Err("a credential of a kind that is not brought in"),
        };
        left_out.extend(taken.err().map(str::to_owned));
    }
    Entry { place, row: Ok(row), left_out }
}

/// The password's hash as a PHC string.
fn password(credential: &Credential) -> Result<Zeroizing<String>, &'static str> {
    const UNREADABLE: &str = "password: unreadable";
    let (secret, data) = parts::<PasswordSecret, PasswordData>(credential).ok_or(UNREADABLE)?;
    let unpadded = |text: &str| -> Result<Zeroizing<String>, &str> {
        let bytes = BASE64.decode(text.as_bytes()).map(Zeroizing::new).map_err(|_| UNREADABLE)?;
        Ok(Zeroizing::new(BASE64_NOPAD.encode(&bytes)))
    };
    let (salt, hash) = (unpadded(&secret.salt)?, unpadded(&secret.value)?);
    let (salt, hash) = (salt.as_str(), hash.as_str());
    let rounds = data.hash_iterations;
    let parameter =
        |name: &str| data.additional_parameters.get(name).and_then(|values| values.first());
    let phc = match data.algorithm.as_str() {
        algorithm @ ("pbkdf2-sha256" | "pbkdf2-sha512") => {
            format!("${algorithm}$i={rounds}${salt}${hash}")
        }
        "argon2" => {
            let needed = |name: &str| parameter(name).ok_or(UNREADABLE);
            let version = match needed("version")?.as_str() {
                "1.3" => 19,
                "1.0" => 16,
                _ => return Err(UNREADABLE),
            };
            let (kind, memory, lanes) =
                (needed("type")?, needed("memory")?, needed("parallelism")?);
            format!("$argon2{kind}$v={version}$m={memory},t={rounds},p={lanes}${salt}${hash}")
        }
        _ => {
            return Err(OTHERWISE);
        }
    };
    match countersign_app::ForeignHash::read(&phc) {
        Ok(_) => Ok(Zeroizing::new(phc)),
        Err(_) => Err(OTHERWISE),
    }
}

/// The app's key in base32.
fn totp(credential: &Credential) -> Result<Zeroizing<String>, &'static str> {
    const UNREADABLE: &str = "totp: unreadable";
    let (secret, data) = parts::<OtpSecret, OtpData>(credential).ok_or(UNREADABLE)?;
    let usual = data.sub_type == "totp" && data.algorithm == "HmacSHA1";
    if !(usual && data.digits == 6 && data.period == Some(30)) {
        return Err(
            "totp: not six digits of SHA-1 every 30 seconds; the person sets the app up anew",
        );
    }
    match data.secret_encoding.as_deref() {
        // Without an encoding the key is the text itself.
        None => Ok(Zeroizing::new(BASE32_NOPAD.encode(secret.value.as_bytes()))),
        Some("BASE32") => Ok(secret.value),
        Some(_) => Err(UNREADABLE),
    }
}

fn parts<'a, S: Deserialize<'a>, D: Deserialize<'a>>(credential: &'a Credential) -> Option<(S, D)> {
    let secret = serde_json::from_str(credential.secret.as_deref()?).ok()?;
    let data = serde_json::from_str(credential.data.as_deref()?).ok()?;
    Some((secret, data))
}
