//! Persons, sessions, challenges and orders, made with as few words as a test can spare.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use countersign_core::challenge::{
    AnyGrant, Checker, CodeKeys, Digits, KeyId, Payload, Proof, PurposeKind, Refusal, TypedCode,
    totp,
};
use countersign_core::ids::{
    AuthenticatorId, ChallengeId, ContactId, GrantId, OrderId, PersonId, SessionId,
};
use countersign_core::order::{Amount, Detail, Order, OrderState};
use countersign_core::people::{
    Authenticator, AuthenticatorKind, Contact, ContactKind, Language, Method, TotpSecret,
};
use countersign_core::session::Session;
use countersign_core::step_up::Areas;
use countersign_core::{Entropy, Timestamp};
use countersign_store::challenges::ChallengeState;
use countersign_store::persons::NewPerson;
use countersign_store::{Charge, NewSession, Store, StoreError, StoredChallenge, StoredOrder, Tx};
use countersign_testkit::{MovableClock, SeededEntropy, TestDb};

pub const HOUR: Duration = Duration::from_hours(1);

/// A database with a clock and randomness. Clones share all three.
#[derive(Clone)]
pub struct World {
    pub store: Store,
    pub clock: MovableClock,
    pub checker: Checker,
    rng: Arc<Mutex<SeededEntropy>>,
}

/// A person with a confirmed address, a mobile number and an app.
#[derive(Clone)]
pub struct Someone {
    pub id: PersonId,
    pub email: Contact,
    pub mobile: Contact,
    pub app: AuthenticatorId,
    pub secret: TotpSecret,
}

impl World {
    pub fn new(db: &TestDb) -> Self {
        let keys = CodeKeys::new((KeyId("k1".to_owned()), [7; 32]), [], 1);
        Self {
            store: db.store.clone(),
            clock: MovableClock::default(),
            checker: Checker::new(Arc::new(keys)),
            rng: Arc::new(Mutex::new(SeededEntropy::new(42))),
        }
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub fn draw<T>(&self, make: impl FnOnce(&mut dyn Entropy) -> T) -> T {
        make(&mut *self.rng.lock().expect("nobody panicked"))
    }

    pub fn new_person(&self, sign_in: &str) -> NewPerson {
        NewPerson {
            id: self.draw(PersonId::generate),
            name: "Anna Meier-Özgün".to_owned(),
            language: Language::De,
            country: Some("DE".to_owned()),
            sign_in: sign_in.to_owned(),
            password_hash: None,
            created_at: self.now(),
            staff: None,
        }
    }

    pub fn contact(&self, kind: ContactKind, value: &str) -> Contact {
        let id = self.draw(ContactId::generate);
        Contact { id, kind, value: value.to_owned(), confirmed_at: Some(self.now()) }
    }

    pub async fn person(&self, sign_in: &str) -> Someone {
        let new = self.new_person(sign_in);
        let someone = Someone {
            id: new.id.clone(),
            email: self.contact(ContactKind::Email, sign_in),
            mobile: self.contact(ContactKind::Mobile, "+4915123456789"),
            app: self.draw(AuthenticatorId::generate),
            secret: TotpSecret::from_bytes(self.draw(|rng| {
                let mut bytes = vec![0; 20];
                rng.fill(&mut bytes);
                bytes
            })),
        };
        let (known, now) = (someone.clone(), self.now());
        self.write(async move |tx| {
            assert!(tx.person_insert(&new).await?);
            for (position, contact) in [(0, &known.email), (1, &known.mobile)] {
                assert!(tx.contact_insert(&known.id, contact, position, now).await?);
            }
            let app = Authenticator {
                id: known.app.clone(),
                kind: AuthenticatorKind::Totp,
                added_at: now,
                used_first: false,
            };
            tx.authenticator_insert(&known.id, &app, Some(&known.secret)).await
        })
        .await;
        someone
    }

    pub fn new_session(
        &self,
        someone: &Someone,
        reference: &str,
        device: Option<&str>,
    ) -> NewSession {
        let session = Session {
            id: self.draw(SessionId::generate),
            person: someone.id.clone(),
            reference: reference.to_owned(),
            device: device.map(str::to_owned),
            expires_at: self.now().plus(12 * HOUR),
            ended_at: None,
        };
        NewSession { session, client: Some("192.0.2.1 Firefox".to_owned()), created_at: self.now() }
    }

    pub async fn session(&self, someone: &Someone, reference: &str) -> Session {
        let new = self.new_session(someone, reference, None);
        self.write(async move |tx| tx.session_open(&new).await).await
    }

    pub fn new_step_up(&self, someone: &Someone, session: &Session) -> StoredChallenge {
        let payload = Payload::StepUp { session: session.id.clone(), areas: Areas::All };
        self.new_challenge(someone, payload, Some(session.id.clone()))
    }

    pub fn new_challenge(
        &self,
        someone: &Someone,
        payload: Payload,
        session: Option<SessionId>,
    ) -> StoredChallenge {
        StoredChallenge {
            id: self.draw(ChallengeId::generate),
            person: someone.id.clone(),
            payload,
            session,
            visit: None,
            method: None,
            contact: None,
            recipient: None,
            target: None,
            digits: Digits::Six,
            code_key: KeyId("k1".to_owned()),
            tries: 0,
            tries_limit: 5,
            state: ChallengeState::Open,
            created_at: self.now(),
            expires_at: self.now().plus(Duration::from_mins(10)),
            sent_at: None,
            handed_at: None,
            failed_at: None,
            passed_at: None,
            redeemed_at: None,
        }
    }

    pub async fn step_up(&self, someone: &Someone, session: &Session) -> ChallengeId {
        let new = self.new_step_up(someone, session);
        let id = new.id.clone();
        self.write(async move |tx| tx.challenge_insert(&new).await).await;
        id
    }

    /// Sends the challenge's code by mail, and returns it.
    pub async fn send(&self, someone: &Someone, challenge: &ChallengeId) -> String {
        let (id, contact, now) = (challenge.clone(), someone.email.clone(), self.now());
        let stored = self
            .write(async move |tx| {
                let index = tx.contact_index(&contact);
                let method = Method::Email;
                assert!(
                    tx.challenge_send(&id, method, &contact.id, &index, &contact.masked(), now)
                        .await?
                );
                tx.challenge_read(&id).await
            })
            .await;
        let challenge = stored.and_then(|stored| stored.to_send()).expect("a method is fixed");
        challenge.code(self.checker.keys()).expect("its key is there").reveal().to_owned()
    }

    /// The app's code of this moment.
    pub fn app_code(&self, someone: &Someone) -> String {
        totp::hotp(&someone.secret, totp::step_at(self.now())).reveal().to_owned()
    }

    pub fn new_order(&self, someone: &Someone, session: Option<&Session>) -> StoredOrder {
        let order = Order {
            id: self.draw(OrderId::generate),
            person: someone.id.clone(),
            action: "snapshot.restore".to_owned(),
            title: "Restore snapshot".to_owned(),
            object: "web-1".to_owned(),
            details: vec![
                Detail { label: "Snapshot".to_owned(), value: "2030-01-01 00:00".to_owned() },
                Detail { label: "Grösse".to_owned(), value: "40 GB, \"alles\"".to_owned() },
            ],
            destructive: true,
            amount: Some(Amount { value: "12.50".to_owned(), currency: "EUR".to_owned() }),
            created_at: self.now(),
            expires_at: self.now().plus(Duration::from_mins(15)),
        };
        StoredOrder {
            digest: order.digest(),
            order,
            session: session.map(|session| session.id.clone()),
            return_to: Some("https://portal.example/back".to_owned()),
            state: OrderState::Open,
            tries: 0,
            tries_limit: 3,
            closed_at: None,
            authorised_at: None,
            claim_by: None,
            method: None,
            target: None,
            receipt: None,
            replaces: None,
            replaced_by: None,
        }
    }

    pub async fn order(&self, someone: &Someone) -> StoredOrder {
        let (order, written) = {
            let order = self.new_order(someone, None);
            (order.clone(), order)
        };
        self.write(async move |tx| tx.order_insert(&written).await).await;
        order
    }

    pub async fn order_challenge(&self, someone: &Someone, order: &StoredOrder) -> ChallengeId {
        let payload =
            Payload::Order { order: order.order.id.clone(), digest: order.digest.clone() };
        let new = self.new_challenge(someone, payload, None);
        let id = new.id.clone();
        self.write(async move |tx| tx.challenge_insert(&new).await).await;
        id
    }

    /// Answers a challenge as a use case does: charge, check, settle, all in one transaction.
    pub async fn answer(&self, ask: Ask) -> Result<AnyGrant, Refusal> {
        let (world, grant) = (self.clone(), self.draw(GrantId::generate));
        self.write(async move |tx| world.answer_in(tx, &ask, grant.clone()).await).await
    }

    pub async fn answer_in(
        &self,
        tx: &mut Tx,
        ask: &Ask,
        grant: GrantId,
    ) -> Result<Result<AnyGrant, Refusal>, StoreError> {
        let now = self.now();
        let charged = tx.challenge_charge(&ask.challenge, ask.purpose, ask.method, now).await?;
        let Charge { challenge, mut meter } = match charged {
            Ok(charge) => charge,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let typed = TypedCode::clean(&ask.code, ask.purpose.digits()).expect("digits");
        match self.checker.check(challenge, &Proof::Code(typed), now) {
            Ok(proven) => tx.challenge_pass(proven, &mut meter, grant).await,
            Err(refusal) => {
                match refusal {
                    Refusal::Wrong { .. } => drop(tx.challenge_miss(&mut meter, now).await?),
                    Refusal::Late => tx.challenge_give_back(&meter, now).await?,
                    _ => {}
                }
                Ok(Err(refusal))
            }
        }
    }

    /// Writes, and fails the test if the store does.
    pub async fn write<T, F>(&self, plan: F) -> T
    where
        F: AsyncFn(&mut Tx) -> Result<T, StoreError> + Send + 'static,
        T: Send + 'static,
    {
        self.store.write(plan).await.expect("the store works")
    }

    /// Runs `call` `count` times, released together; the answers in order.
    pub async fn at_once<T, F>(&self, count: usize, call: impl Fn(World, usize) -> F) -> Vec<T>
    where
        T: Send + 'static,
        F: Future<Output = T> + Send + 'static,
    {
        let gate = Arc::new(tokio::sync::Barrier::new(count));
        let tasks: Vec<_> = (0..count)
            .map(|number| {
                let (gate, work) = (gate.clone(), call(self.clone(), number));
                tokio::spawn(async move {
                    gate.wait().await;
                    work.await
                })
            })
            .collect();
        let mut answers = Vec::with_capacity(count);
        for task in tasks {
            let answer = tokio::time::timeout(Duration::from_mins(2), task).await;
            answers.push(answer.expect("nobody is stuck").expect("nobody panics"));
        }
        answers
    }
}

/// An answer to a challenge.
#[derive(Clone)]
pub struct Ask {
    pub challenge: ChallengeId,
    pub purpose: PurposeKind,
    pub method: Method,
    pub code: String,
}

impl Ask {
    pub fn step_up(challenge: &ChallengeId, method: Method, code: &str) -> Self {
        let (challenge, code) = (challenge.clone(), code.to_owned());
        Self { challenge, purpose: PurposeKind::StepUp, method, code }
    }

    pub fn order(challenge: &ChallengeId, method: Method, code: &str) -> Self {
        Self { purpose: PurposeKind::Order, ..Self::step_up(challenge, method, code) }
    }

    pub fn confirm_contact(challenge: &ChallengeId, code: &str) -> Self {
        Self { purpose: PurposeKind::ConfirmContact, ..Self::step_up(challenge, Method::Sms, code) }
    }
}

/// A code that is not this one.
pub fn not(code: &str) -> String {
    let last = if code.ends_with('0') { '1' } else { '0' };
    format!("{}{last}", &code[..code.len() - 1])
}
