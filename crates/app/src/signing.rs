//! Signs and checks receipts: compact JWS (RFC 7515), EdDSA with Ed25519 (RFC 8037), a `typ` of their own.

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use data_encoding::BASE64URL_NOPAD;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use countersign_core::Timestamp;
use countersign_core::ids::ReceiptId;
use countersign_core::order::{Amount, AuthorisedOrder};

use crate::AppError;

/// The `typ` of a receipt, so that no other token passes for one.
pub const RECEIPT_TYPE: &str = "countersign-receipt+jwt";

/// PKCS#8 version 1 before an Ed25519 seed (RFC 8410 section 7).
const PKCS8_PREFIX: [u8; 16] = [
    0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
];

/// What a receipt says: this person authorised exactly this order, by this method, at this time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptClaims {
    /// Countersign's origin.
    pub iss: String,
    /// The portal it is for.
    pub aud: String,
    /// The receipt's id.
    pub jti: String,
    /// When it was signed, in seconds since 1970-01-01T00:00:00Z.
    pub iat: i64,
    /// The order.
    pub order: String,
    /// SHA-256 over the order's canonical form (RFC 8785), 64 lower-case hexadecimal characters.
    pub digest: String,
    /// The machine name of the action.
    pub action: String,
    /// What was done, in words.
    pub title: String,
    /// To what.
    pub object: String,
    /// What it costs, if the order named an amount.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub amount: Option<ReceiptAmount>,
    /// Who authorised it.
    pub person: String,
    /// How: a method by its name in the API.
    pub method: String,
    /// The masked contact a code went to.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub target: Option<String>,
    /// When it was authorised, RFC 3339 in UTC.
    pub authorised_at: String,
}

/// An amount in a receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptAmount {
    /// A decimal with a point.
    pub value: String,
    /// ISO 4217.
    pub currency: String,
}

impl From<&Amount> for ReceiptAmount {
    fn from(amount: &Amount) -> Self {
        Self { value: amount.value.clone(), currency: amount.currency.clone() }
    }
}

/// Signs receipts. Cheap to clone; Debug is not implemented, since it holds the private key.
#[derive(Clone)]
pub struct Signer {
    key: EncodingKey,
    kid: String,
    public_key: String,
}

impl Signer {
    /// The signer of a 256-bit seed that lies outside the database.
    pub fn from_seed(seed: &[u8; 32]) -> Result<Self, AppError> {
        let pair = Ed25519KeyPair::from_seed_unchecked(seed)
            .map_err(|_| AppError::Internal("receipt-key"))?;
        let public_key = BASE64URL_NOPAD.encode(pair.public_key().as_ref());
        let mut der = zeroize::Zeroizing::new(PKCS8_PREFIX.to_vec());
        der.extend_from_slice(seed);
        Ok(Self { key: EncodingKey::from_ed_der(&der), kid: thumbprint(&public_key), public_key })
    }

    /// RFC 7638 thumbprint of the public key.
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// The raw public key, base64url.
    pub fn public_key(&self) -> &str {
        &self.public_key
    }

    /// The compact JWS of a receipt.
    pub fn sign(&self, claims: &ReceiptClaims) -> Result<String, AppError> {
        self.sign_as(RECEIPT_TYPE, claims)
    }

    /// The compact JWS of another statement, under a `typ` of its own.
    pub(crate) fn sign_as(&self, typ: &str, claims: &impl Serialize) -> Result<String, AppError> {
        let mut header = Header::new(Algorithm::EdDSA);
        header.typ = Some(typ.to_owned());
        header.kid = Some(self.kid.clone());
        jsonwebtoken::encode(&header, claims, &self.key)
            .map_err(|_| AppError::Internal("receipt-signing"))
    }
}

/// The claims of an authorised order.
pub(crate) fn claims_of(
    authorised: &AuthorisedOrder,
    id: &ReceiptId,
    issuer: &str,
    audience: &str,
    target: Option<&str>,
) -> ReceiptClaims {
    let order = &authorised.order;
    ReceiptClaims {
        iss: issuer.to_owned(),
        aud: audience.to_owned(),
        jti: id.to_string(),
        iat: authorised.at.ms().div_euclid(1000),
        order: order.id.to_string(),
        digest: authorised.digest.to_hex(),
        action: order.action.clone(),
        title: order.title.clone(),
        object: order.object.clone(),
        amount: order.amount.as_ref().map(ReceiptAmount::from),
        person: order.person.to_string(),
        method: authorised.method.as_str().to_owned(),
        target: target.map(str::to_owned),
        authorised_at: rfc3339(authorised.at),
    }
}

/// A moment as RFC 3339 in UTC with milliseconds.
pub fn rfc3339(at: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.ms())
        .map_or_else(|_| "9999-12-31T23:59:59.999Z".to_owned(), |at| format!("{at:.3}"))
}

/// A key of a JWK set (RFC 7517), with the span it signed in.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PublicKey {
    /// `OKP`.
    pub kty: String,
    /// `Ed25519`.
    pub crv: String,
    /// The raw public key, base64url.
    pub x: String,
    /// RFC 7638 thumbprint.
    pub kid: String,
    /// `EdDSA`.
    pub alg: String,
    /// `sig`.
    #[serde(rename = "use")]
    pub usage: String,
    /// From when it signed, RFC 3339.
    pub valid_from: String,
    /// Until when it signed; missing: it still does.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub valid_to: Option<String>,
}

/// A JWK set.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PublicKeys {
    /// The keys, oldest first.
    pub keys: Vec<PublicKey>,
}

impl PublicKey {
    /// The JWK of a raw Ed25519 public key.
    pub fn ed25519(
        kid: &str,
        public_key: &str,
        valid_from: Timestamp,
        valid_to: Option<Timestamp>,
    ) -> Self {
        Self {
            kty: "OKP".to_owned(),
            crv: "Ed25519".to_owned(),
            x: public_key.to_owned(),
            kid: kid.to_owned(),
            alg: "EdDSA".to_owned(),
            usage: "sig".to_owned(),
            valid_from: rfc3339(valid_from),
            valid_to: valid_to.map(rfc3339),
        }
    }
}

/// Why a receipt proves nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptRefused {
    /// Not three base64url parts with a JSON header.
    #[error("this is no compact JWS: expected three base64url parts with dots between them")]
    NotAJws,
    /// Another kind of token, or another algorithm.
    #[error(
        "this is no receipt: its header must say typ \"countersign-receipt+jwt\" and alg \"EdDSA\""
    )]
    NotAReceipt,
    /// The key file holds no such key.
    #[error("no key \"{0}\" in the key set: fetch it anew from /.well-known/jwks.json")]
    UnknownKey(String),
    /// The key set cannot be read.
    #[error("the key set is no JWK set with Ed25519 keys")]
    BadKeys,
    /// The signature or the payload does not hold.
    #[error("the signature does not match: the receipt was altered or signed with another key")]
    BadSignature,
    /// Signed at a time when the key was not in use.
    #[error("the receipt names a time at which its key was not in use")]
    OutsideSpan,
}

/// Checks a receipt offline against a JWK set. Says nothing about whether the order was claimed.
pub fn verify(receipt: &str, keys: &PublicKeys) -> Result<ReceiptClaims, ReceiptRefused> {
    verify_as(receipt, RECEIPT_TYPE, keys)
}

/// Checks a statement of this `typ`.
pub(crate) fn verify_as<T: DeserializeOwned>(
    statement: &str,
    typ: &str,
    keys: &PublicKeys,
) -> Result<T, ReceiptRefused> {
    let statement = statement.trim();
    let header = jsonwebtoken::decode_header(statement).map_err(|_| ReceiptRefused::NotAJws)?;
    if header.typ.as_deref() != Some(typ) || header.alg != Algorithm::EdDSA {
        return Err(ReceiptRefused::NotAReceipt);
    }
    let kid = header.kid.ok_or(ReceiptRefused::NotAReceipt)?;
    let key = keys
        .keys
        .iter()
        .find(|key| key.kid == kid)
        .ok_or_else(|| ReceiptRefused::UnknownKey(kid.clone()))?;
    if key.kty != "OKP" || key.crv != "Ed25519" || thumbprint(&key.x) != kid {
        return Err(ReceiptRefused::BadKeys);
    }
    let decoding = DecodingKey::from_ed_components(&key.x).map_err(|_| ReceiptRefused::BadKeys)?;
    let mut validation = Validation::new(Algorithm::EdDSA);
    // A receipt states a fact and does not expire; audience and issuer are for the caller to compare with its own.
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_aud = false;
    let claims = jsonwebtoken::decode::<serde_json::Value>(statement, &decoding, &validation)
        .map_err(|_| ReceiptRefused::BadSignature)?
        .claims;
    let iat = claims.get("iat").and_then(serde_json::Value::as_i64);
    let iat = iat.ok_or(ReceiptRefused::BadSignature)?;
    let seconds = |text: &str| text.parse::<jiff::Timestamp>().map(jiff::Timestamp::as_second);
    let from = seconds(&key.valid_from).map_err(|_| ReceiptRefused::BadKeys)?;
    let to = match &key.valid_to {
        Some(to) => seconds(to).map_err(|_| ReceiptRefused::BadKeys)?,
        None => i64::MAX,
    };
    if iat < from || iat > to {
        return Err(ReceiptRefused::OutsideSpan);
    }
    serde_json::from_value(claims).map_err(|_| ReceiptRefused::BadSignature)
}

/// RFC 7638 for an OKP key: SHA-256 over its required members in lexical order.
fn thumbprint(x: &str) -> String {
    let members = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}"#);
    BASE64URL_NOPAD.encode(&Sha256::digest(members.as_bytes()))
}
