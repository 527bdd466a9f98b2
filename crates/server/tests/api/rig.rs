//! A server with a portal's key, a clock that is moved and a sink for messages.

use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use countersign_app::ctx::Clock;
use countersign_app::jobs;
use countersign_app::operate::api_key::{self, NewKey, SCOPES};
use countersign_app::operate::open::{
    Channel, Message, OpenedStore, Opening, SendError, Sent, open, read_key_text,
};
use countersign_core::Timestamp;
use countersign_core::people::Method;
use countersign_server::config::Config;
use countersign_server::http::ClientAddress;
use countersign_server::http::request_id::RequestIds;
use countersign_server::http::trouble_page;
use countersign_server::routes::{self, Built};
use countersign_server::serve::Server;
use countersign_server::state::AppState;
use countersign_testkit::{MovableClock, SeededEntropy, TestDb};
use http::{HeaderMap, Request, StatusCode};
use serde_json::{Value, json};
use tower::ServiceExt as _;

pub const RETURN_TO: &str = "https://portal.example/back";
pub const MOBILE: &str = "+4915123456747";
pub const LANDLINE: &str = "+493012345612";

pub struct Rig {
    pub state: AppState,
    pub clock: MovableClock,
    pub sink: Sink,
    /// A key with every scope.
    pub key: String,
    router: Router,
    keys: AtomicU64,
    pub built: Arc<Built>,
    db: TestDb,
}

/// Another process on the same database: it shares nothing with the first but what is stored.
pub struct Node {
    pub state: AppState,
    router: Router,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
    pub body: Value,
}

impl Answer {
    /// The slug of the problem it is.
    pub fn slug(&self) -> &str {
        let address =
            self.body["type"].as_str().unwrap_or_else(|| panic!("no problem: {}", self.text));
        address.rsplit('/').next().expect("a slug")
    }

    /// The text of a member.
    pub fn str(&self, name: &str) -> &str {
        self.body[name].as_str().unwrap_or_else(|| panic!("no {name} in {}", self.text))
    }

    #[track_caller]
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        self
    }

    #[track_caller]
    pub fn refused(self, status: u16, slug: &str) -> Self {
        let answer = self.is(status);
        assert_eq!(answer.slug(), slug, "{}", answer.text);
        answer
    }
}

/// A person with a session.
pub struct Someone {
    pub id: String,
    pub session: String,
    pub body: Value,
}

impl Someone {
    pub fn contact(&self, kind: &str) -> String {
        let contacts = self.body["contacts"].as_array().expect("contacts");
        let contact = contacts.iter().find(|contact| contact["kind"] == kind);
        contact.expect("such a contact")["id"].as_str().expect("an id").to_owned()
    }
}

impl Rig {
    pub async fn new(db: TestDb) -> Self {
        Self::with(db, "").await
    }

    /// A server whose configuration says more.
    pub async fn with(db: TestDb, more: &str) -> Self {
        let text = format!(
            "[server]\nlisten = \"127.0.0.1:0\"\npublic_origin = \"https://confirm.example\"\n\
             [sending]\ncountries = [\"DE\", \"AT\", \"US\"]\n\
             [portal]\nreturn_targets = [\"{RETURN_TO}\"]\n{more}"
        );
        let config =
            Config::parse(std::path::Path::new("test.toml"), &text, []).expect("a configuration");
        let clock = MovableClock::default();
        let sink = Sink::default();
        let ctx = context(db.store.clone(), &db.key_file, &config, (&clock, &sink), 7).await;
        let state = AppState::new(ctx, config).expect("a state");
        let ids = Arc::new(RequestIds::starting_with([1; 6]));
        let built = routes::build(state.clone(), ids, trouble_page::none());
        let router = built.router.clone();
        let mut rig = Self {
            state,
            clock,
            sink,
            key: String::new(),
            router,
            keys: AtomicU64::new(0),
            built: Arc::new(built),
            db,
        };
        let all: Vec<&str> = SCOPES.iter().map(|(name, _)| *name).collect();
        rig.key = rig.key_with(&all).await;
        rig
    }

    pub async fn key_with(&self, scopes: &[&str]) -> String {
        let new = NewKey {
            name: "portal".to_owned(),
            scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
            days: 90,
        };
        let mut entropy = SeededEntropy::new(1_000 + self.keys.fetch_add(1, Ordering::Relaxed));
        let made =
            api_key::create(&self.state.ctx.store, &mut entropy, self.clock.now(), new).await;
        made.expect("the store works").expect("a key").secret.reveal().to_owned()
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        self.send_from("127.0.0.1:1", request).await
    }

    pub async fn send_from(&self, peer: &str, request: Request<Body>) -> Answer {
        self.send_to(&self.router, peer, request).await
    }

    /// A node that knows what is stored and nothing else, as after a restart.
    pub async fn another_node(&self) -> Node {
        let config = Config::clone(&self.state.config);
        let store = self.db.another_node().await;
        let seed = 100 + self.keys.fetch_add(1, Ordering::Relaxed);
        let ctx = context(store, &self.db.key_file, &config, (&self.clock, &self.sink), seed).await;
        let state = AppState::new(ctx, config).expect("a state");
        let ids = Arc::new(RequestIds::starting_with([4; 6]));
        let router = routes::build(state.clone(), ids, trouble_page::none()).router;
        Node { state, router }
    }

    /// Everything that is stored, as whoever copies the database reads it.
    pub fn every_text(&self) -> Vec<String> {
        self.db.every_text()
    }

    /// A POST to another node.
    pub async fn post_to(&self, node: &Node, path: &str, body: Value) -> Answer {
        let request = Request::post(path)
            .header("authorization", format!("Bearer {}", self.key))
            .header("content-type", "application/json")
            .body(Body::from(body.to_string()));
        self.send_to(&node.router, "127.0.0.1:1", request.expect("a request")).await
    }

    async fn send_to(&self, router: &Router, peer: &str, mut request: Request<Body>) -> Answer {
        let peer = peer.parse().expect("an address");
        let proxies = &self.state.config.trusted_proxies;
        let client = ClientAddress::of(peer, request.headers(), proxies);
        request.extensions_mut().insert(client);
        let response = router.clone().oneshot(request).await.expect("never fails");
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.expect("a body");
        let text = String::from_utf8(bytes.to_vec()).expect("text");
        let body = serde_json::from_str(&text).unwrap_or(Value::Null);
        Answer { status: parts.status, headers: parts.headers, text, body }
    }

    pub async fn call(&self, method: &str, path: &str, body: Value) -> Answer {
        self.call_as(&self.key, method, path, body).await
    }

    pub async fn call_as(&self, key: &str, method: &str, path: &str, body: Value) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("authorization", format!("Bearer {key}"))
            .header("content-type", "application/json");
        let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
        self.send(request.body(body).expect("a request")).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.call("GET", path, Value::Null).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.call("POST", path, body).await
    }

    pub fn forward(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }

    /// A person with a confirmed address, mobile and landline, and a session.
    pub async fn person(&self, name: &str) -> Someone {
        self.person_at(name, MOBILE).await
    }

    /// The same with a mobile of their own.
    pub async fn person_at(&self, name: &str, mobile: &str) -> Someone {
        let long_ago = "2029-11-01T00:00:00Z";
        let new = json!({
            "email": format!("{name}@example.com"), "email_confirmed": true, "name": name,
            "phones": [
                {"number": mobile, "confirmed_at": long_ago},
                {"number": LANDLINE, "confirmed_at": long_ago},
            ],
        });
        let person = self.post("/v1/persons", new).await.is(201);
        let id = person.str("id").to_owned();
        let session = self
            .post(
                &format!("/v1/persons/{id}/sessions"),
                json!({"reference": "s1", "device": "laptop"}),
            )
            .await
            .is(201);
        Someone { session: session.str("id").to_owned(), id, body: person.body }
    }

    pub async fn step_up(&self, someone: &Someone) -> Answer {
        let ask = json!({
            "person": someone.id, "purpose": "step-up", "session": someone.session,
            "areas": ["invoices"], "return_to": RETURN_TO,
        });
        self.post("/v1/challenges", ask).await
    }

    pub fn order_body(someone: &Someone) -> Value {
        json!({
            "person": someone.id, "session": someone.session,
            "action": "restore-snapshot", "title": "Restore snapshot", "object": "web-1",
            "details": [{"label": "Taken on", "value": "12 May 2029"}],
            "destructive": true, "amount": {"value": "12.50", "currency": "EUR"},
            "return_to": RETURN_TO,
        })
    }

    pub async fn order(&self, someone: &Someone) -> Answer {
        self.post("/v1/orders", Self::order_body(someone)).await.is(201)
    }

    /// Sends a code and gives it as the person reads it.
    pub async fn sent_code(&self, challenge: &str, method: &str) -> String {
        self.post(&format!("/v1/challenges/{challenge}/send"), json!({"method": method}))
            .await
            .is(202);
        self.deliver().await;
        self.sink.code()
    }

    /// Lets the workers deliver what waits.
    pub async fn deliver(&self) {
        jobs::run_waiting(&self.state.ctx).await.expect("the jobs run");
    }

    pub async fn answer(&self, challenge: &str, method: &str, code: &str) -> Answer {
        self.post(
            &format!("/v1/challenges/{challenge}/answer"),
            json!({"method": method, "code": code}),
        )
        .await
    }

    /// Serves over a real socket.
    pub async fn listen(&self) -> SocketAddr {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let server = Server::new(listener, self.state.clone(), [2; 6]);
        let address = server.address().expect("an address");
        tokio::spawn(async move { server.run(std::future::pending()).await });
        address
    }
}

async fn context(
    store: OpenedStore,
    key_file: &str,
    config: &Config,
    (clock, sink): (&MovableClock, &Sink),
    seed: u64,
) -> countersign_app::Ctx {
    let mut channels = countersign_app::operate::providers::channels(
        countersign_server::open::channel_settings(config),
        countersign_server::world::World::of_the_system().entropy,
    )
    .expect("channels");
    channels.push(Arc::new(sink.clone()));
    let opening = Opening {
        store,
        keys: read_key_text(key_file).expect("keys"),
        policy: config.policy.clone(),
        portal: countersign_server::open::portal(config),
        channels,
        desk: countersign_server::open::desk(config),
        wording: Arc::new(countersign_server::open::texts(config).expect("texts")),
        clock: Arc::new(Hand(clock.clone())),
        entropy: Box::new(SeededEntropy::new(seed)),
    };
    let tickets = countersign_server::open::ticket_system(config).expect("a ticket system");
    open(opening).await.expect("a context").with_ticket_system(tickets)
}

struct Hand(MovableClock);

impl Clock for Hand {
    fn now(&self) -> Timestamp {
        self.0.now()
    }
}

/// Takes every message and keeps it.
#[derive(Clone, Default)]
pub struct Sink(Arc<Mutex<Vec<Message>>>);

impl Sink {
    pub fn messages(&self) -> Vec<Message> {
        self.0.lock().expect("the sink").clone()
    }

    /// The code of the newest text message, from its last line.
    pub fn code(&self) -> String {
        let messages = self.messages();
        let newest = messages
            .iter()
            .rev()
            .find(|message| message.method == Method::Sms && message.purpose != "notice");
        let text = &newest.expect("a text message").text;
        text.rsplit('#').next().expect("a code").trim().to_owned()
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
        _: Timestamp,
    ) -> Pin<Box<dyn Future<Output = Result<Sent, SendError>> + Send + 'a>> {
        Box::pin(async move {
            self.0.lock().expect("the sink").push(message.clone());
            Ok(Sent { reference: Some(message.id.clone()) })
        })
    }

    fn probe(&self) -> Pin<Box<dyn Future<Output = Result<(), String>> + Send + '_>> {
        Box::pin(async { Ok(()) })
    }
}
