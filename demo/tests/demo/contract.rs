//! The contract, over the API with the demo's key, the way a script walks it.

use crate::running::{Demo, row};
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

const MOBILE: &str = "+491713920013";

fn restore(person: &str, session: &str) -> Value {
    json!({
        "person": person, "session": session, "action": "restore-snapshot",
        "title": "Restore snapshot", "object": "web-1",
        "details": [{ "label": "Effect", "value": "Everything newer is overwritten." }],
        "destructive": true,
    })
}

/// A code from the simulated phone opens the areas of the session it was asked for in; "close now" closes them.
#[tokio::test]
async fn a_step_up_through_the_api_opens_a_window_and_can_be_closed() {
    let folder = tempfile::tempdir().expect("a folder");
    let demo = Demo::start(folder.path());
    let jonas = demo.person("jonas")["id"].as_str().expect("an id");
    let session = demo.session(jonas).await;
    let windows = format!("/v1/sessions/{session}/windows");
    assert_eq!(demo.get(&windows).await["windows"], json!([]));

    let body =
        json!({ "person": jonas, "purpose": "step-up", "session": session, "areas": ["invoices"] });
    let challenge = demo.post("/v1/challenges", body).await;
    let way = row(&challenge, "email");
    assert_eq!(way["available"], true, "{challenge}");
    let path = format!("/v1/challenges/{}", challenge["id"].as_str().expect("an id"));
    let send = json!({ "method": "email", "contact": way["contact"] });
    demo.post(&format!("{path}/send"), send).await;

    let (message, code) = demo.code("jonas@reedpress.example", "step-up").await;
    assert_eq!(message["channel"], "email");
    let wrong = if code == "000000" { "000001" } else { "000000" };
    let answer = |code: &str| json!({ "method": "email", "code": code });
    let (status, problem) = demo.call(Method::POST, &format!("{path}/answer"), answer(wrong)).await;
    assert_eq!((status, &problem["attempts_left"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!(4)));
    let passed = demo.post(&format!("{path}/answer"), answer(&code)).await;
    assert_eq!(passed["grant"]["purpose"], "step-up");

    let open = demo.get(&windows).await;
    assert!(open["windows"][0]["areas"].to_string().contains("invoices"), "{open}");
    assert_eq!(demo.call(Method::DELETE, &windows, Value::Null).await.0, StatusCode::NO_CONTENT);
    assert_eq!(demo.get(&windows).await["windows"], json!([]));
}

/// An order is confirmed with a code that names it, claimed once, and proven by a receipt that an independent library
/// accepts.
#[tokio::test]
async fn an_order_through_the_api_ends_in_a_receipt() {
    let folder = tempfile::tempdir().expect("a folder");
    let demo = Demo::start(folder.path());
    let maren = demo.person("maren")["id"].as_str().expect("an id");
    let session = demo.session(maren).await;
    let order = demo.post("/v1/orders", restore(maren, &session)).await;
    let id = order["id"].as_str().expect("an id");
    assert_eq!(order["state"], "open");

    let way = json!({ "method": "sms", "contact": row(&order, "sms")["contact"] });
    let challenge = demo.post(&format!("/v1/orders/{id}/challenges"), way.clone()).await;
    let path = format!("/v1/challenges/{}", challenge["id"].as_str().expect("an id"));
    demo.post(&format!("{path}/send"), way).await;
    let (message, code) = demo.code(MOBILE, "order").await;
    let text = message["text"].as_str().expect("a text");
    assert!(text.contains("Restore snapshot") && text.contains("web-1"), "{text}");
    assert!(text.contains(&format!("..{}", &id[id.len() - 4..])), "{text} does not name {id}");

    let claim = format!("/v1/orders/{id}/claim");
    let (status, problem) = demo.call(Method::POST, &claim, json!({})).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(problem["type"].as_str().expect("a type").ends_with("not-authorised"), "{problem}");
    demo.post(&format!("{path}/answer"), json!({ "method": "sms", "code": code })).await;
    let claimed = demo.post(&claim, json!({})).await;
    assert_eq!(claimed["state"], "claimed");
    let (status, problem) = demo.call(Method::POST, &claim, json!({})).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(problem["type"].as_str().expect("a type").ends_with("already-claimed"), "{problem}");

    let receipt = claimed["receipt"].as_str().expect("a receipt");
    let keys = demo.get("/.well-known/jwks.json").await;
    let keys: JwkSet = serde_json::from_value(keys).expect("a key set");
    let header = decode_header(receipt).expect("a header");
    assert_eq!(header.typ.as_deref(), Some("countersign-receipt+jwt"));
    let key = keys.find(&header.kid.expect("a key id")).expect("its key");
    let mut rules = Validation::new(Algorithm::EdDSA);
    rules.required_spec_claims.clear();
    rules.validate_exp = false;
    rules.set_audience(&["nordhang-panel"]);
    rules.set_issuer(&[demo.text("pages")]);
    let key = DecodingKey::from_jwk(key).expect("a key");
    let claims = decode::<Value>(receipt, &key, &rules).expect("a fitting signature").claims;
    assert_eq!((&claims["order"], &claims["digest"]), (&order["id"], &order["digest"]));
    assert_eq!((&claims["person"], &claims["method"]), (&json!(maren), &json!("sms")));
}

/// Of the sample persons one has nothing to confirm orders with, and one a number that is too new for destructive ones.
#[tokio::test]
async fn sample_persons_show_who_cannot_confirm_and_why() {
    let folder = tempfile::tempdir().expect("a folder");
    let demo = Demo::start(folder.path());
    let jonas = demo.person("jonas")["id"].as_str().expect("an id");
    let order = demo.post("/v1/orders", restore(jonas, &demo.session(jonas).await)).await;
    let rows = order["methods"].as_array().expect("methods");
    assert!(rows.iter().all(|row| row["available"] == false), "{order}");

    let katrin = demo.person("katrin")["id"].as_str().expect("an id");
    let session = demo.session(katrin).await;
    let order = demo.post("/v1/orders", restore(katrin, &session)).await;
    let sms = row(&order, "sms");
    assert_eq!((&sms["available"], &sms["reason"]), (&json!(false), &json!("number-too-new")));
    let mut harmless = restore(katrin, &session);
    harmless["destructive"] = json!(false);
    let order = demo.post("/v1/orders", harmless).await;
    assert_eq!(row(&order, "sms")["available"], true, "{order}");
}
