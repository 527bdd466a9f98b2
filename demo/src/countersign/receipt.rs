//! The offline check of a receipt: key set, signature, and that it speaks of exactly the order this panel placed.

use super::NewOrder;
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

/// The media type in a receipt's header; no other token of the issuer has it.
const TYPE: &str = "countersign-receipt+jwt";

/// What the panel knows itself and a receipt has to repeat.
pub struct Expected<'a> {
    /// The issuer's address.
    pub issuer: &'a str,
    /// The portal's own name; a receipt for another portal is none for this one.
    pub audience: &'a str,
    /// The order's id.
    pub order: &'a str,
    /// SHA-256 of the order's canonical form, computed here.
    pub digest: &'a str,
    /// The machine name of the action.
    pub action: &'a str,
    /// The person who had to confirm.
    pub person: &'a str,
}

/// A receipt that passed every check.
pub struct Receipt {
    /// The JOSE header, in the order of its names.
    pub header: Vec<(String, String)>,
    /// The payload, in the order of its names.
    pub claims: Map<String, Value>,
}

/// Checks a receipt without asking anybody.
pub fn verify(compact: &str, keys: &Value, expected: &Expected<'_>) -> Result<Receipt, String> {
    let header = decode_header(compact).map_err(|e| format!("the header cannot be read: {e}"))?;
    if header.typ.as_deref() != Some(TYPE) {
        return Err(format!("the type is not {TYPE}"));
    }
    let kid = header.kid.as_deref().ok_or("the header names no key")?;
    let set: JwkSet = serde_json::from_value(keys.clone())
        .map_err(|e| format!("the key set cannot be read: {e}"))?;
    let key = set.find(kid).ok_or("the key set has no such key")?;
    let key = DecodingKey::from_jwk(key).map_err(|e| format!("the key cannot be used: {e}"))?;
    let mut rules = Validation::new(Algorithm::EdDSA);
    // A receipt is evidence: it has an audience and an issuer, and no end.
    rules.required_spec_claims = ["iss".to_owned(), "aud".to_owned()].into();
    rules.validate_exp = false;
    rules.set_issuer(&[expected.issuer]);
    rules.set_audience(&[expected.audience]);
    let claims = decode::<Map<String, Value>>(compact, &key, &rules)
        .map_err(|e| format!("signature, issuer or audience does not fit: {e}"))?
        .claims;
    for (name, value) in [
        ("order", expected.order),
        ("digest", expected.digest),
        ("action", expected.action),
        ("person", expected.person),
    ] {
        if claims.get(name).and_then(Value::as_str) != Some(value) {
            return Err(format!("its {name} is not the one of the order"));
        }
    }
    let header = vec![
        ("alg".to_owned(), "EdDSA".to_owned()),
        ("kid".to_owned(), kid.to_owned()),
        ("typ".to_owned(), TYPE.to_owned()),
    ];
    Ok(Receipt { header, claims })
}

/// The digest of an order as the panel sent it: SHA-256, in hexadecimal, over its canonical JSON (RFC 8785).
///
/// Members are written in order of their names; `serde_json` escapes strings as RFC 8785 asks, and an order has
/// no numbers.
pub fn digest(id: &str, order: &NewOrder) -> String {
    let text = |value: &str| Value::from(value).to_string();
    let details: Vec<String> = order
        .details
        .iter()
        .map(|d| format!(r#"{{"label":{},"value":{}}}"#, text(&d.label), text(&d.value)))
        .collect();
    let mut members = vec![format!(r#""action":{}"#, text(&order.action))];
    if let Some(amount) = &order.amount {
        let (currency, value) = (text(&amount.currency), text(&amount.value));
        members.push(format!(r#""amount":{{"currency":{currency},"value":{value}}}"#));
    }
    members.extend([
        format!(r#""destructive":{}"#, json!(order.destructive)),
        format!(r#""details":[{}]"#, details.join(",")),
        format!(r#""object":{}"#, text(&order.object)),
        format!(r#""order":{}"#, text(id)),
        format!(r#""person":{}"#, text(&order.person)),
        format!(r#""title":{}"#, text(&order.title)),
    ]);
    let canonical = format!("{{{}}}", members.join(","));
    data_encoding::HEXLOWER.encode(&Sha256::digest(canonical.as_bytes()))
}
