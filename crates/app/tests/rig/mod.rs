//! A portal, a person and a sink for messages around a real store: what every test of a use case needs.
#![allow(dead_code, reason = "each test file uses its part of the rig")]

pub mod provider;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::future::BoxFuture;

use countersign_app::challenge::{self, Answer, ChallengeCreated, SentView, StepUpAsk, Typed};
use countersign_app::ctx::{Clock, Parts};
use countersign_app::delivery::DeskSettings;
use countersign_app::mailed::TextNotice;
use countersign_app::order::{self, NewOrderAsk, OrderChallengeAsk, OrderCreated};
use countersign_app::people::{self, NewPersonAsk, NewPhone, PersonView};
use countersign_app::session::{self, NewSessionAsk};
use countersign_app::signing::Signer;
use countersign_app::wording::{
    CodeFacts, InvitationFacts, LinkFacts, NoticeFacts, Rendered, SecurityFacts, Wording,
};
use countersign_app::{Actor, Asked, Ctx, Portal, Refused, jobs, step_up};
use countersign_channels::{Channel, Message, SendError, Sent};
use countersign_core::Timestamp;
use countersign_core::challenge::{Checker, CodeKeys, KeyId, totp};
use countersign_core::delivery::Routes;
use countersign_core::delivery::brake::Caps;
use countersign_core::ids::{
    ApiKeyId, AuthenticatorId, ChallengeId, ContactId, OrderId, PersonId, SessionId,
};
use countersign_core::mailed::LinkKeys;
use countersign_core::order::Detail;
use countersign_core::people::{Authenticator, AuthenticatorKind, Language, Method, TotpSecret};
use countersign_core::policy::Policy;
use countersign_core::session::Client;
use countersign_store::{Once, Store, Tx};
use countersign_testkit::{MovableClock, SeededEntropy, TestDb};

pub const RETURN_TO: &str = "https://portal.example/back";

pub struct Rig {
    pub ctx: Arc<Ctx>,
    pub clock: MovableClock,
    pub sink: Arc<Sink>,
    /// Keeps the database until the test ends.
    _db: TestDb,
}

#[derive(Default)]
pub struct Sink {
    messages: Mutex<Vec<Message>>,
    broken: Mutex<bool>,
}

impl Sink {
    /// Messages so far, oldest first.
    pub fn messages(&self) -> Vec<Message> {
        self.messages.lock().expect("the sink").clone()
    }

    /// The code of the newest message that brought one.
    pub fn code(&self) -> String {
        let messages = self.messages();
        let newest = messages.iter().rev().find(|message| message.purpose != "notice");
        newest.expect("a message with a code").text.clone()
    }

    pub fn break_it(&self, broken: bool) {
        *self.broken.lock().expect("the sink") = broken;
    }
}

impl Channel for Sink {
    fn name(&self) -> &'static str {
        "sink"
    }

    fn carries(&self) -> &[Method] {
        &[Method::Sms, Method::Call, Method::WhatsApp, Method::Email]
    }

    fn send<'a>(
        &'a self,
        message: &'a Message,
        _now: Timestamp,
    ) -> BoxFuture<'a, Result<Sent, SendError>> {
        Box::pin(async move {
            if *self.broken.lock().expect("the sink") {
                return Err(SendError::Permanent("refused".to_owned()));
            }
            self.messages.lock().expect("the sink").push(message.clone());
            Ok(Sent::default())
        })
    }

    fn probe(&self) -> BoxFuture<'_, Result<(), String>> {
        Box::pin(async { Ok(()) })
    }
}

struct Carrier(Arc<Sink>);

impl Channel for Carrier {
    fn name(&self) -> &str {
        self.0.name()
    }

    fn carries(&self) -> &[Method] {
        self.0.carries()
    }

    fn send<'a>(
        &'a self,
        message: &'a Message,
        now: Timestamp,
    ) -> BoxFuture<'a, Result<Sent, SendError>> {
        self.0.send(message, now)
    }

    fn probe(&self) -> BoxFuture<'_, Result<(), String>> {
        self.0.probe()
    }
}

/// Texts are the code alone, so that a test reads it off the sink.
struct Plain;

impl Wording for Plain {
    fn code_message(&self, facts: &CodeFacts) -> Rendered {
        Rendered { subject: None, text: facts.code.clone(), html: None, spoken: None }
    }

    fn notice(&self, facts: &NoticeFacts, _language: Language) -> Rendered {
        let text = match facts {
            NoticeFacts::OrderConfirmed { .. } => "confirmed",
            NoticeFacts::OrderStopped { .. } => "stopped",
        };
        Rendered { subject: None, text: text.to_owned(), html: None, spoken: None }
    }

    fn link_mail(&self, facts: &LinkFacts, _language: Language) -> Rendered {
        Rendered { subject: None, text: facts.link.clone(), html: None, spoken: None }
    }

    fn invitation_mail(&self, facts: &InvitationFacts, _language: Language) -> Rendered {
        let text = facts.link.as_ref().map_or("withdrawn", |(link, _)| link).to_owned();
        Rendered { subject: None, text, html: None, spoken: None }
    }

    fn security_notice(&self, facts: &SecurityFacts, _language: Language) -> Rendered {
        let link = facts.not_me.as_deref().unwrap_or_default();
        let text = format!("{} {link}", facts.notice.slug());
        Rendered { subject: None, text, html: None, spoken: None }
    }

    fn recovery_call(&self, _: bool, _: Timestamp, _: Language) -> Rendered {
        Rendered { subject: None, text: "recovery".to_owned(), html: None, spoken: None }
    }

    fn trial(&self, _: Method, _: Language) -> Rendered {
        Rendered { subject: None, text: "test".to_owned(), html: None, spoken: None }
    }

    fn call_code(&self, _: &str, _: Language) -> String {
        "call code".to_owned()
    }

    fn text_notice(&self, _: &TextNotice, _: (&str, &str), _: Timestamp, _: Language) -> String {
        "told".to_owned()
    }
}

struct Hand(MovableClock);

impl Clock for Hand {
    fn now(&self) -> Timestamp {
        self.0.now()
    }
}

pub struct Someone {
    pub id: PersonId,
    pub session: SessionId,
    pub view: PersonView,
}

impl Someone {
    pub fn contact(&self, kind: &str) -> ContactId {
        let contact = self.view.contacts.iter().find(|contact| contact.kind == kind);
        ContactId::parse(&contact.expect("such a contact").id).expect("a contact id")
    }
}

impl Rig {
    pub fn new(db: TestDb) -> Self {
        Self::with(db, Policy::default())
    }

    pub fn with(db: TestDb, policy: Policy) -> Self {
        let clock = MovableClock::default();
        let sink = Arc::new(Sink::default());
        let carrier: Arc<dyn Channel> = Arc::new(Carrier(Arc::clone(&sink)));
        let ctx = Self::context(db.store.clone(), policy, &clock, (vec![carrier], Self::desk()), 1);
        Self { ctx: Arc::new(ctx), clock, sink, _db: db }
    }

    /// The same database and keys under another policy, as after a restart with other settings.
    pub fn under(&self, policy: Policy) -> Ctx {
        let carrier: Arc<dyn Channel> = Arc::new(Carrier(Arc::clone(&self.sink)));
        Self::context(self.ctx.store.clone(), policy, &self.clock, (vec![carrier], Self::desk()), 1)
    }

    /// The same database and keys with other providers, as on another node.
    pub fn with_providers(&self, providers: &[Arc<provider::Provider>]) -> Ctx {
        self.with_desk(providers, Routes::default(), Caps::default())
    }

    /// The same with routes and caps.
    pub fn with_desk(
        &self,
        providers: &[Arc<provider::Provider>],
        routes: Routes,
        caps: Caps,
    ) -> Ctx {
        let channels = providers.iter().map(|one| Arc::clone(one) as Arc<dyn Channel>).collect();
        let desk = DeskSettings { routes, caps, ..Self::desk() };
        let policy = self.ctx.policy.clone();
        Self::context(self.ctx.store.clone(), policy, &self.clock, (channels, desk), 2)
    }

    /// The same over another way to the database.
    pub fn on_store(&self, store: Store, providers: &[Arc<provider::Provider>]) -> Ctx {
        let channels = providers.iter().map(|one| Arc::clone(one) as Arc<dyn Channel>).collect();
        let policy = self.ctx.policy.clone();
        Self::context(store, policy, &self.clock, (channels, Self::desk()), 3)
    }

    fn desk() -> DeskSettings {
        DeskSettings {
            countries: ["DE", "AT", "US"].map(str::to_owned).to_vec(),
            ..DeskSettings::default()
        }
    }

    fn context(
        store: Store,
        policy: Policy,
        clock: &MovableClock,
        (channels, desk): (Vec<Arc<dyn Channel>>, DeskSettings),
        seed: u64,
    ) -> Ctx {
        let keys = CodeKeys::new((KeyId("k1".to_owned()), [7; 32]), [], 1);
        let parts = Parts {
            store,
            checker: Checker::new(Arc::new(keys)),
            policy,
            portal: Portal {
                name: "Portal".to_owned(),
                audience: "https://portal.example".to_owned(),
                origin: "https://confirm.example".to_owned(),
                languages: countersign_core::people::Languages::default(),
                return_targets: vec![RETURN_TO.to_owned()],
                prices: BTreeMap::new(),
                currency: "EUR".to_owned(),
            },
            channels,
            desk,
            wording: Arc::new(Plain),
            signer: Signer::from_seed(&[9; 32]).expect("a signer"),
            clock: Arc::new(Hand(clock.clone())),
            entropy: Box::new(SeededEntropy::new(seed)),
            link_keys: LinkKeys::new((KeyId("k1".to_owned()), [5; 32]), [], 1),
            password_key: [3; 32],
        };
        Ctx::new(parts)
    }

    pub fn asked(&self) -> Asked {
        Asked {
            now: self.clock.now(),
            by: Actor::ApiKey(ApiKeyId::parse("key_00000000000000000000000000").expect("an id")),
            request: "req".to_owned(),
            client: Client::new(Some([192, 0, 2, 7].into()), Some("Firefox/127.0 (Linux)")),
            once: None,
        }
    }

    pub fn once(&self, key: &str, body: &str) -> Asked {
        let once = Once {
            owner: "key_00000000000000000000000000".to_owned(),
            key_hash: key.to_owned(),
            request_hash: body.to_owned(),
        };
        Asked { once: Some(once), ..self.asked() }
    }

    pub fn forward(&self, by: Duration) {
        self.clock.advance(by);
    }

    /// A person with a confirmed address, a mobile and a landline confirmed long ago, and a session.
    pub async fn person(&self, name: &str) -> Someone {
        self.person_at(name, "+4915123456747").await
    }

    /// The same with a mobile of their own.
    pub async fn person_at(&self, name: &str, mobile: &str) -> Someone {
        let long_ago = self.clock.now().minus(Duration::from_hours(24 * 40));
        let phone =
            |number: &str| NewPhone { number: number.to_owned(), confirmed_at: Some(long_ago) };
        let ask = NewPersonAsk {
            email: format!("{name}@example.com"),
            email_confirmed: true,
            name: name.to_owned(),
            password: None,
            language: None,
            country: Some("DE".to_owned()),
            password_hash: None,
            totp: None,
            staff: None,
            phones: vec![phone(mobile), phone("+493012345612")],
        };
        let view = Self::done(people::create(&self.ctx, &self.asked(), ask).await);
        let id = PersonId::parse(&view.id).expect("a person id");
        let session = self.session(&id, "s1", Some("laptop")).await;
        Someone { id, session, view }
    }

    pub async fn session(
        &self,
        person: &PersonId,
        reference: &str,
        device: Option<&str>,
    ) -> SessionId {
        let ask = NewSessionAsk {
            person: person.clone(),
            reference: reference.to_owned(),
            device: device.map(str::to_owned),
            client: None,
            expires_at: None,
            account: None,
        };
        let view = Self::done(session::open(&self.ctx, &self.asked(), ask).await);
        SessionId::parse(&view.id).expect("a session id")
    }

    pub async fn try_session(
        &self,
        person: &PersonId,
        reference: &str,
    ) -> Result<session::SessionView, Refused> {
        let ask = NewSessionAsk {
            person: person.clone(),
            reference: reference.to_owned(),
            device: None,
            client: None,
            expires_at: None,
            account: None,
        };
        session::open(&self.ctx, &self.asked(), ask).await.expect("the store works")
    }

    /// Enrols an app with a fixed key, as an import would.
    pub async fn enrol_totp(&self, person: &PersonId) -> TotpSecret {
        let secret = TotpSecret::from_bytes(b"12345678901234567890".to_vec());
        let authenticator = Authenticator {
            id: self.ctx.random(AuthenticatorId::generate),
            kind: AuthenticatorKind::Totp,
            added_at: self.clock.now(),
            used_first: false,
        };
        let (person, key) = (person.clone(), secret.clone());
        let enrolled = self.ctx.store.write(async move |tx: &mut Tx| {
            tx.authenticator_insert(&person, &authenticator, Some(&key)).await
        });
        enrolled.await.expect("enrolled");
        secret
    }

    pub fn totp(&self, secret: &TotpSecret, steps_off: i64) -> String {
        let step = i64::try_from(totp::step_at(self.clock.now())).expect("a step") + steps_off;
        totp::hotp(secret, u64::try_from(step).expect("a step")).reveal().to_owned()
    }

    pub async fn step_up(&self, someone: &Someone) -> ChallengeCreated {
        self.step_up_in(someone, &someone.session).await
    }

    pub async fn step_up_in(&self, someone: &Someone, session: &SessionId) -> ChallengeCreated {
        Self::done(self.ask_step_up(someone, session).await)
    }

    pub async fn try_step_up(&self, someone: &Someone) -> Result<ChallengeCreated, Refused> {
        self.ask_step_up(someone, &someone.session).await.expect("the store works")
    }

    async fn ask_step_up(
        &self,
        someone: &Someone,
        session: &SessionId,
    ) -> countersign_app::Outcome<ChallengeCreated> {
        let ask = StepUpAsk {
            person: someone.id.clone(),
            session: session.clone(),
            areas: vec!["invoices".to_owned()],
            return_to: Some(RETURN_TO.to_owned()),
        };
        challenge::issue_step_up(&self.ctx, &self.asked(), ask).await
    }

    pub async fn send(
        &self,
        challenge: &str,
        method: Method,
        contact: Option<ContactId>,
    ) -> Result<SentView, Refused> {
        let id = ChallengeId::parse(challenge).expect("a challenge id");
        let sent = challenge::send(&self.ctx, &self.asked(), id, method, contact).await;
        let sent = sent.expect("the store works");
        jobs::run_waiting(&self.ctx).await.expect("the jobs run");
        sent
    }

    pub fn answer_of(challenge: &str, method: Method, code: &str) -> Answer {
        Answer {
            challenge: ChallengeId::parse(challenge).expect("a challenge id"),
            method,
            code: Typed(code.to_owned()),
            from: None,
        }
    }

    pub async fn is_open(&self, session: &SessionId) -> bool {
        let window = step_up::windows(&self.ctx, session, self.clock.now()).await;
        Self::done(window).is_some()
    }

    pub async fn order(&self, someone: &Someone, destructive: bool) -> OrderCreated {
        Self::done(
            order::create(&self.ctx, &self.asked(), Self::new_order(someone, destructive)).await,
        )
    }

    pub fn new_order(someone: &Someone, destructive: bool) -> NewOrderAsk {
        NewOrderAsk {
            person: someone.id.clone(),
            session: Some(someone.session.clone()),
            action: "restore-snapshot".to_owned(),
            title: "Restore snapshot".to_owned(),
            object: "web-1".to_owned(),
            details: vec![Detail {
                label: "Snapshot".to_owned(),
                value: "12 May, 03:00".to_owned(),
            }],
            destructive,
            amount: None,
            return_to: Some(RETURN_TO.to_owned()),
            expires_in: None,
            replaces: None,
        }
    }

    pub async fn order_challenge(
        &self,
        order: &str,
        method: Method,
    ) -> Result<ChallengeCreated, Refused> {
        let ask = OrderChallengeAsk {
            order: OrderId::parse(order).expect("an order id"),
            method,
            contact: None,
        };
        order::challenge(&self.ctx, &self.asked(), ask).await.expect("the store works")
    }

    pub fn done<T>(outcome: countersign_app::Outcome<T>) -> T {
        outcome.expect("the store works").unwrap_or_else(|refused| panic!("refused: {refused:?}"))
    }
}

/// A code that is not this one.
pub fn wrong(code: &str) -> String {
    let flipped = if code.starts_with('0') { '1' } else { '0' };
    format!("{flipped}{}", &code[1..])
}
