//! Values the tests of this crate begin with.

use countersign_core::challenge::{
    Challenge, CodeKeys, Digits, Expected, KeyId, Open, Payload, TotpKey, TypedCode,
};
use countersign_core::ids::{AuthenticatorId, ChallengeId, OrderId, PersonId, SessionId};
use countersign_core::order::{Order, OrderDigest};
use countersign_core::people::{Method, TotpSecret};
use countersign_core::step_up::Areas;
use countersign_core::{Entropy, Timestamp};

/// Bytes that look random and are the same for the same seed (SplitMix64).
pub struct Seeded(pub u64);

impl Seeded {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

impl Entropy for Seeded {
    fn fill(&mut self, buf: &mut [u8]) {
        for byte in buf {
            *byte = self.next().to_le_bytes()[0];
        }
    }
}

/// 2026-12-01T00:00:00Z.
pub const NOW: Timestamp = Timestamp::from_ms(1_796_083_200_000);

/// The key of RFC 4226 appendix D and RFC 6238 appendix B.
pub fn rfc_secret() -> TotpSecret {
    TotpSecret::from_bytes(b"12345678901234567890".to_vec())
}

/// An id whose 26 characters are all `filler`: `ids("chl", '1')`.
pub fn id(prefix: &str, filler: char) -> String {
    format!("{prefix}_{}", filler.to_string().repeat(26))
}

pub fn challenge_id(filler: char) -> ChallengeId {
    ChallengeId::parse(&id("chl", filler)).expect("an id")
}

pub fn person_id(filler: char) -> PersonId {
    PersonId::parse(&id("per", filler)).expect("an id")
}

pub fn session_id(filler: char) -> SessionId {
    SessionId::parse(&id("ses", filler)).expect("an id")
}

pub fn order_id(filler: char) -> OrderId {
    OrderId::parse(&id("ord", filler)).expect("an id")
}

pub fn authenticator_id(filler: char) -> AuthenticatorId {
    AuthenticatorId::parse(&id("aut", filler)).expect("an id")
}

pub fn step_up() -> Payload {
    Payload::StepUp { session: session_id('1'), areas: Areas::All }
}

pub fn of_order(order: &Order) -> Payload {
    Payload::Order { order: order.id.clone(), digest: order.digest() }
}

pub fn order() -> Order {
    Order {
        id: order_id('1'),
        person: person_id('1'),
        action: "restore-snapshot".to_owned(),
        title: "Restore snapshot".to_owned(),
        object: "web-1".to_owned(),
        details: Vec::new(),
        destructive: true,
        amount: None,
        created_at: NOW,
        expires_at: Timestamp::from_ms(NOW.ms() + 900_000),
    }
}

pub fn digest(byte: u8) -> OrderDigest {
    OrderDigest::from_hex(&format!("{byte:02x}").repeat(32)).expect("a digest")
}

/// The code keys of the published vectors: 32 times 0x2a, epoch 1.
pub fn keys() -> CodeKeys {
    CodeKeys::new((KeyId("k1".to_owned()), [0x2a; 32]), [], 1)
}

/// A challenge by SMS for six digits, open for ten minutes.
pub fn delivered(payload: Payload) -> Challenge<Open> {
    let expected = Expected::Code {
        recipient: "7f83b1657ff1fc53b92dc18148a1d65d".to_owned(),
        digits: Digits::Six,
        key: KeyId("k1".to_owned()),
    };
    let ends = Timestamp::from_ms(NOW.ms() + 600_000);
    Challenge::open(challenge_id('1'), person_id('1'), payload, Method::Sms, ends, expected)
}

/// The same by app, with the key of the RFCs.
pub fn by_app(payload: Payload) -> Challenge<Open> {
    let key = TotpKey { authenticator: authenticator_id('1'), secret: rfc_secret() };
    let expected = Expected::Totp { keys: vec![key] };
    let ends = Timestamp::from_ms(NOW.ms() + 600_000);
    Challenge::open(challenge_id('1'), person_id('1'), payload, Method::Totp, ends, expected)
}

/// Six digits as typed.
pub fn typed(code: &str) -> TypedCode {
    TypedCode::clean(code, Digits::Six).expect("six digits")
}

/// A challenge with one thing changed.
pub fn with(
    mut challenge: Challenge<Open>,
    change: impl FnOnce(&mut Challenge<Open>),
) -> Challenge<Open> {
    change(&mut challenge);
    challenge
}
