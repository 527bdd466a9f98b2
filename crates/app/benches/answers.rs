//! Answers per second at 16 clients on SQLite: shared commits against one commit per answer, in one run.
//!
//! `cargo bench -p countersign-app`. Both sides run the same code on the same database; the second one takes a lock around
//! each answer, so that no two ever share a commit. Only the ratio means anything on a machine that does other work.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use countersign_app::challenge::{Answer, StepUpAsk, Typed, issue_step_up, send};
use countersign_app::ctx::{Clock, Parts, Portal};
use countersign_app::delivery::DeskSettings;
use countersign_app::mailed::TextNotice;
use countersign_app::people::{NewPersonAsk, create};
use countersign_app::session::{NewSessionAsk, open};
use countersign_app::signing::Signer;
use countersign_app::step_up::answer_step_up;
use countersign_app::wording::{
    CodeFacts, InvitationFacts, LinkFacts, NoticeFacts, Rendered, SecurityFacts, Wording,
};
use countersign_app::{Actor, Asked, Ctx, jobs};
use countersign_channels::{Channel, Message, SendError, Sent};
use countersign_core::Timestamp;
use countersign_core::challenge::{Checker, CodeKeys, KeyId};
use countersign_core::ids::{ApiKeyId, ChallengeId, PersonId, SessionId};
use countersign_core::mailed::LinkKeys;
use countersign_core::people::{Language, Method};
use countersign_core::policy::Policy;
use countersign_core::session::Client;
use countersign_testkit::{MovableClock, SeededEntropy, TestDb};
use tokio::task::JoinSet;

const CLIENTS: usize = 16;
const ANSWERS_EACH: usize = 25;
const ROUNDS: usize = 7;

#[tokio::main]
async fn main() {
    let world = Arc::new(World::new().await);
    let mut ratios = Vec::new();
    println!("{CLIENTS} clients, {ANSWERS_EACH} answers each, {ROUNDS} rounds; answers per second");
    for round in 0..ROUNDS {
        // Taking turns at going first evens out what the disk does meanwhile.
        let (shared, alone) = if round % 2 == 0 {
            let shared = world.answers(false).await;
            (shared, world.answers(true).await)
        } else {
            let alone = world.answers(true).await;
            (world.answers(false).await, alone)
        };
        println!(
            "  shared {shared:8.0}   one commit each {alone:8.0}   ratio {:5.2}",
            shared / alone
        );
        ratios.push(shared / alone);
    }
    ratios.sort_by(f64::total_cmp);
    println!("answers, shared commits / one commit each: median ratio {:.1}", ratios[ROUNDS / 2]);
}

struct World {
    ctx: Arc<Ctx>,
    post: Arc<Post>,
    clock: MovableClock,
    turn: tokio::sync::Mutex<()>,
    _db: Arc<TestDb>,
}

impl World {
    async fn new() -> Self {
        let db = TestDb::sqlite().await;
        let (post, clock) = (Arc::new(Post::default()), MovableClock::default());
        let ctx = Ctx::new(Parts {
            store: db.store.clone(),
            checker: Checker::new(Arc::new(CodeKeys::new((KeyId("k1".into()), [7; 32]), [], 0))),
            policy: Policy::default(),
            portal: Portal {
                name: "Bench".into(),
                audience: "bench".into(),
                origin: "http://localhost".into(),
                languages: countersign_core::people::Languages::default(),
                return_targets: Vec::new(),
                prices: std::collections::BTreeMap::new(),
                currency: "EUR".into(),
            },
            channels: vec![post.clone()],
            desk: DeskSettings { countries: vec!["DE".into()], ..DeskSettings::default() },
            wording: Arc::new(OnlyTheCode),
            signer: Signer::from_seed(&[9; 32]).expect("a seed makes a key"),
            clock: Arc::new(Hands(clock.clone())),
            entropy: Box::new(SeededEntropy::new(42)),
            link_keys: LinkKeys::new((KeyId("k1".to_owned()), [5; 32]), [], 1),
            password_key: [3; 32],
        });
        Self {
            ctx: Arc::new(ctx),
            post,
            clock,
            turn: tokio::sync::Mutex::new(()),
            _db: Arc::new(db),
        }
    }

    fn asked(&self) -> Asked {
        let by = Actor::ApiKey(self.ctx.random(ApiKeyId::generate));
        Asked {
            now: self.clock.now(),
            by,
            request: "bench".into(),
            client: Client::default(),
            once: None,
        }
    }

    /// Issues and sends, then measures only the answers.
    async fn answers(self: &Arc<Self>, alone: bool) -> f64 {
        let mut made = JoinSet::new();
        for _ in 0..CLIENTS * ANSWERS_EACH {
            let world = Arc::clone(self);
            made.spawn(async move { world.sent().await });
        }
        let challenges = made.join_all().await;
        let mut workers = JoinSet::new();
        for _ in 0..CLIENTS {
            let ctx = Arc::clone(&self.ctx);
            workers
                .spawn(async move { jobs::run_waiting(&ctx).await.expect("the messages go out") });
        }
        workers.join_all().await;
        let answers: Vec<Answer> = challenges
            .into_iter()
            .map(|(challenge, address)| Answer {
                challenge,
                method: Method::Email,
                code: Typed(self.post.take(&address)),
                from: None,
            })
            .collect();

        let begun = Instant::now();
        let mut clients = JoinSet::new();
        for batch in answers.chunks(ANSWERS_EACH) {
            let (world, batch) = (Arc::clone(self), batch.to_vec());
            clients.spawn(async move {
                for answer in batch {
                    let _turn = if alone { Some(world.turn.lock().await) } else { None };
                    let outcome = answer_step_up(&world.ctx, &world.asked(), answer).await;
                    outcome.expect("the store works").expect("a right answer passes");
                }
            });
        }
        clients.join_all().await;
        let count = u32::try_from(CLIENTS * ANSWERS_EACH).expect("a small number");
        f64::from(count) / begun.elapsed().as_secs_f64()
    }

    /// A person with a session and a challenge whose code is on its way.
    async fn sent(&self) -> (ChallengeId, String) {
        let (ctx, asked) = (&*self.ctx, self.asked());
        let address = format!("{}@bench.example", ctx.random(ChallengeId::generate));
        let person = create(ctx, &asked, person(&address)).await.expect("works").expect("is new");
        let person = PersonId::parse(&person.id).expect("an id");
        let ask = NewSessionAsk {
            person: person.clone(),
            reference: address.clone(),
            device: None,
            client: None,
            expires_at: None,
            account: None,
        };
        let session = open(ctx, &asked, ask).await.expect("works").expect("opens");
        let session = SessionId::parse(&session.id).expect("an id");
        let ask = StepUpAsk { person, session, areas: Vec::new(), return_to: None };
        let made = issue_step_up(ctx, &asked, ask).await.expect("works").expect("issues");
        let challenge = ChallengeId::parse(&made.id).expect("an id");
        let sent = send(ctx, &asked, challenge.clone(), Method::Email, None).await;
        sent.expect("works").expect("sends");
        (challenge, address)
    }
}

fn person(address: &str) -> NewPersonAsk {
    NewPersonAsk {
        email: address.to_owned(),
        email_confirmed: true,
        name: "Bench".into(),
        password: None,
        language: None,
        country: None,
        password_hash: None,
        totp: None,
        staff: None,
        phones: Vec::new(),
    }
}

struct Hands(MovableClock);

impl Clock for Hands {
    fn now(&self) -> Timestamp {
        self.0.now()
    }
}

struct OnlyTheCode;

impl Wording for OnlyTheCode {
    fn code_message(&self, facts: &CodeFacts) -> Rendered {
        Rendered { subject: None, text: facts.code.clone(), html: None, spoken: None }
    }

    fn notice(&self, _: &NoticeFacts, _: Language) -> Rendered {
        Rendered { subject: None, text: String::new(), html: None, spoken: None }
    }

    fn link_mail(&self, _facts: &LinkFacts, _language: Language) -> Rendered {
        Rendered { subject: None, text: String::new(), html: None, spoken: None }
    }

    fn invitation_mail(&self, _facts: &InvitationFacts, _language: Language) -> Rendered {
        Rendered { subject: None, text: String::new(), html: None, spoken: None }
    }

    fn security_notice(&self, _facts: &SecurityFacts, _language: Language) -> Rendered {
        Rendered { subject: None, text: String::new(), html: None, spoken: None }
    }

    fn recovery_call(&self, _: bool, _: Timestamp, _: Language) -> Rendered {
        Rendered { subject: None, text: String::new(), html: None, spoken: None }
    }

    fn trial(&self, _: Method, _: Language) -> Rendered {
        Rendered { subject: None, text: String::new(), html: None, spoken: None }
    }

    fn call_code(&self, digits: &str, _: Language) -> String {
        digits.to_owned()
    }

    fn text_notice(&self, _: &TextNotice, _: (&str, &str), _: Timestamp, _: Language) -> String {
        "told".to_owned()
    }
}

/// A channel that keeps what it is given.
#[derive(Default)]
struct Post(Mutex<std::collections::HashMap<String, String>>);

impl Post {
    fn take(&self, address: &str) -> String {
        self.0.lock().expect("nobody panicked").remove(address).expect("the message came")
    }
}

impl Channel for Post {
    fn name(&self) -> &'static str {
        "post"
    }

    fn carries(&self) -> &[Method] {
        &[Method::Email]
    }

    fn send<'a>(
        &'a self,
        message: &'a Message,
        _: Timestamp,
    ) -> Pin<Box<dyn Future<Output = Result<Sent, SendError>> + Send + 'a>> {
        self.0.lock().expect("nobody panicked").insert(message.to.clone(), message.text.clone());
        Box::pin(async { Ok(Sent::default()) })
    }

    fn probe(&self) -> Pin<Box<dyn Future<Output = Result<(), String>> + Send + '_>> {
        Box::pin(async { Ok(()) })
    }
}
