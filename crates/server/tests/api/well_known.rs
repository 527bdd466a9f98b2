//! `/.well-known`.

use countersign_testkit::{TestDb, db::run};

use crate::rig::Rig;

#[test]
fn the_keys_of_receipts_are_published_with_their_span() {
    run(TestDb::sqlite, async |db| {
        let rig = Rig::new(db).await;
        let keys = rig.get("/.well-known/jwks.json").await.is(200);
        let key = &keys.body["keys"][0];
        assert_eq!(
            (&key["kty"], &key["crv"], &key["alg"], &key["use"]),
            (&"OKP".into(), &"Ed25519".into(), &"EdDSA".into(), &"sig".into())
        );
        assert_eq!(key["valid_from"], "2030-01-01T00:00:00.000Z");
        assert!(key.get("d").is_none(), "a private part is public");
    });
}

/// CS-OPS-06
#[test]
fn a_security_contact_is_published_where_there_is_one() {
    run(TestDb::sqlite, async |db| {
        let rig =
            Rig::with(db, "[brand]\nsecurity_contact = \"mailto:security@example.com\"\n").await;
        let text = rig.get("/.well-known/security.txt").await.is(200).text;
        assert!(text.starts_with("Contact: mailto:security@example.com\nExpires: 2030-"), "{text}");
        assert!(
            text.contains("Canonical: https://confirm.example/.well-known/security.txt"),
            "{text}"
        );
    });
}

/// An operator's colour reaches every page; without one no page asks for a sheet that is not there.
#[test]
fn pages_wear_the_operators_colour() {
    run(TestDb::sqlite, async |db| {
        let rig = Rig::with(db, "[brand]\ncolour = \"#FFCC00\"\n").await;
        let page = rig.get("/help").await.is(200).text;
        let address = page.split('"').find(|part| part.starts_with("/static/brand.css?v="));
        let sheet = rig.get(address.expect("the sheet's address")).await.is(200).text;
        assert!(sheet.contains("--brand-fill:#FFCC00"), "{sheet}");
        assert!(sheet.contains("prefers-color-scheme:dark"), "{sheet}");
    });
    run(TestDb::sqlite, async |db| {
        let rig = Rig::new(db).await;
        assert!(!rig.get("/help").await.is(200).text.contains("brand.css"));
        rig.get("/static/brand.css").await.is(404);
    });
}
