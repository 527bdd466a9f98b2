//! Digests of orders: RFC 8785's own examples, the published vectors, and serde_json as a second
//! opinion.

use countersign_core::Timestamp;
use countersign_core::ids::{OrderId, PersonId};
use countersign_core::order::{Amount, Detail, Json, Order, OrderDigest, canonical};
use proptest::prelude::*;
use serde_json::Value;

use crate::samples::order;

/// What integrators hold their own implementation against.
const PUBLISHED: &str = include_str!("../../../../docs/integrators/order-digest-vectors.json");

/// RFC 8785 section 3.2.3: members sorted by UTF-16 code units, so that the emoji (a surrogate
/// pair, from D83D) stands before the presentation form FB33.
#[test]
fn members_are_sorted_as_in_rfc_8785() {
    let members = [
        ("\u{20ac}", "Euro Sign"),
        ("\r", "Carriage Return"),
        ("\u{fb33}", "Hebrew Letter Dalet With Dagesh"),
        ("1", "One"),
        ("\u{1f600}", "Emoji: Grinning Face"),
        ("\u{80}", "Control"),
        ("\u{f6}", "Latin Small Letter O With Diaeresis"),
    ];
    let value = Json::Object(
        members.map(|(name, text)| (name.to_owned(), Json::text(text))).into_iter().collect(),
    );
    let sorted = concat!(
        r#"{"\r":"Carriage Return","1":"One",""#,
        "\u{80}",
        r#"":"Control","ö":"Latin Small Letter O With Diaeresis","€":"Euro Sign","#,
        r#""😀":"Emoji: Grinning Face",""#,
        "\u{fb33}",
        r#"":"Hebrew Letter Dalet With Dagesh"}"#
    );
    assert_eq!(canonical(&value), sorted);
}

/// RFC 8785 section 3.2.2.2 and the example of 3.2.4.
#[test]
fn strings_are_escaped_as_in_rfc_8785() {
    let text = "\u{20ac}$\u{f}\nA'B\"\\\\\"/";
    assert_eq!(canonical(&Json::text(text)), r#""€$\u000f\nA'B\"\\\\\"/""#);
    assert_eq!(canonical(&Json::text("\u{8}\t\n\u{c}\r")), r#""\b\t\n\f\r""#);
    assert_eq!(canonical(&Json::text("\0\u{1b}\u{1f}")), r#""\u0000\u001b\u001f""#);
    assert_eq!(canonical(&Json::text("\u{7f}\u{2028}\u{ffff}")), "\"\u{7f}\u{2028}\u{ffff}\"");
}

#[test]
fn lists_and_truth_values_have_one_form() {
    let value = Json::Array(vec![
        Json::Bool(true),
        Json::Bool(false),
        Json::Array(Vec::new()),
        Json::Object(Vec::new()),
        Json::text(""),
    ]);
    assert_eq!(canonical(&value), r#"[true,false,[],{},""]"#);
}

/// CS-ORD-01: the vectors that integrators are given, against the order type itself.
#[test]
fn orders_have_the_published_digests() {
    let published: Value = serde_json::from_str(PUBLISHED).expect("JSON");
    let vectors = published["vectors"].as_array().expect("a list");
    assert!(vectors.len() >= 10);
    for vector in vectors {
        let (name, order) = (text(&vector["name"]), read(&vector["value"]));
        assert_eq!(canonical(&order.canonical_value()), text(&vector["canonical"]), "{name}");
        assert_eq!(order.digest().to_hex(), text(&vector["sha256"]), "{name}");
    }
}

/// CS-ORD-01, CS-ORD-02: any difference in what the person reads is another digest.
#[test]
fn every_word_counts() {
    let detail = |label: &str, value: &str| Detail { label: label.into(), value: value.into() };
    let amount = |value: &str| Some(Amount { value: value.into(), currency: "EUR".into() });
    let id = |text: &str| OrderId::parse(text).expect("an id");
    let changed: Vec<fn(&mut Order)> = vec![
        |order| order.action.push('s'),
        |order| order.title.push(' '),
        |order| order.object = "web-2".to_owned(),
        |order| order.destructive = false,
    ];
    let mut orders = vec![order()];
    for change in changed {
        let mut other = order();
        change(&mut other);
        orders.push(other);
    }
    orders.push(Order { id: id("ord_00000000000000000000000000"), ..order() });
    orders.push(Order { details: vec![detail("a", "b"), detail("c", "d")], ..order() });
    orders.push(Order { details: vec![detail("c", "d"), detail("a", "b")], ..order() });
    orders.push(Order { details: vec![detail("a", "b")], ..order() });
    orders.push(Order { details: vec![detail("b", "a")], ..order() });
    orders.push(Order { amount: amount("1.00"), ..order() });
    orders.push(Order { amount: amount("1.0"), ..order() });
    let all = orders.len();
    let mut digests: Vec<_> = orders.iter().map(|order| order.digest().to_hex()).collect();
    digests.sort();
    digests.dedup();
    assert_eq!(digests.len(), all);
}

/// Times are no words of the slip: the same order reads the same at any time.
#[test]
fn times_are_no_part_of_the_digest() {
    let later = Order { expires_at: Timestamp::from_ms(0), ..order() };
    assert_eq!(later.digest(), order().digest());
}

/// A receipt names the digest in one form only.
#[test]
fn a_digest_is_read_in_its_own_form_only() {
    let hex = order().digest().to_hex();
    assert_eq!(OrderDigest::from_hex(&hex), Some(order().digest()));
    assert_eq!((hex.len(), hex.to_lowercase()), (64, hex.clone()));
    for odd in [&hex.to_uppercase(), &hex[..62], &format!("{hex}00"), &format!(" {hex}"), ""] {
        assert_eq!(OrderDigest::from_hex(odd), None, "{odd}");
    }
}

proptest! {
    /// What is hashed says what was meant: parsed by somebody else it is the same value, whatever
    /// the order its members were given in.
    #[test]
    fn the_canonical_form_reads_as_the_value(value in json()) {
        let text = canonical(&value);
        let parsed: Value = serde_json::from_str(&text).expect("JSON");
        prop_assert_eq!(&parsed, &plain(&value));
        prop_assert_eq!(canonical(&reversed(&value)), text.clone());
        // White space and escapes leave no second way to write it.
        prop_assert_eq!(canonical(&ours(&parsed)), text);
    }
}

fn json() -> impl Strategy<Value = Json> {
    let leaf =
        prop_oneof![any::<bool>().prop_map(Json::Bool), any::<String>().prop_map(Json::Text)];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Json::Array),
            proptest::collection::btree_map(any::<String>(), inner, 0..4)
                .prop_map(|members| Json::Object(members.into_iter().collect())),
        ]
    })
}

fn plain(value: &Json) -> Value {
    match value {
        Json::Text(text) => Value::String(text.clone()),
        Json::Bool(yes) => Value::Bool(*yes),
        Json::Array(items) => Value::Array(items.iter().map(plain).collect()),
        Json::Object(members) => Value::Object(
            members.iter().map(|(name, member)| (name.clone(), plain(member))).collect(),
        ),
    }
}

fn ours(value: &Value) -> Json {
    match value {
        Value::String(text) => Json::text(text),
        Value::Bool(yes) => Json::Bool(*yes),
        Value::Array(items) => Json::Array(items.iter().map(ours).collect()),
        Value::Object(members) => Json::Object(
            members.iter().map(|(name, member)| (name.clone(), ours(member))).collect(),
        ),
        Value::Null | Value::Number(_) => unreachable!("orders hold neither"),
    }
}

fn reversed(value: &Json) -> Json {
    match value {
        Json::Array(items) => Json::Array(items.iter().map(reversed).collect()),
        Json::Object(members) => Json::Object(
            members.iter().rev().map(|(name, member)| (name.clone(), reversed(member))).collect(),
        ),
        leaf => leaf.clone(),
    }
}

fn read(value: &Value) -> Order {
    let amount = value.get("amount").map(|amount| Amount {
        value: text(&amount["value"]),
        currency: text(&amount["currency"]),
    });
    let details = value["details"].as_array().expect("a list").iter();
    Order {
        id: OrderId::parse(&text(&value["order"])).expect("an id"),
        person: PersonId::parse(&text(&value["person"])).expect("an id"),
        action: text(&value["action"]),
        title: text(&value["title"]),
        object: text(&value["object"]),
        details: details
            .map(|detail| Detail { label: text(&detail["label"]), value: text(&detail["value"]) })
            .collect(),
        destructive: value["destructive"].as_bool().expect("true or false"),
        amount,
        ..order()
    }
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}
