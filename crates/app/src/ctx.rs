//! What every use case is given: the store, the checker, the policy, the channels and the world's ports.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::watch;

use countersign_channels::Channel;
use countersign_channels::webhook::SignedPost;
use countersign_core::challenge::Checker;
use countersign_core::delivery::Desk;
use countersign_core::delivery::brake::Caps;
use countersign_core::ids::EventId;
use countersign_core::mailed::LinkKeys;
use countersign_core::order::Amount;
use countersign_core::people::{Languages, Method};
use countersign_core::policy::{Carried, Policy};
use countersign_core::ports::Bearer;
use countersign_core::{Entropy, Timestamp};
use countersign_store::Store;

use crate::delivery::{Board, DeskSettings, Heard};
use crate::hash_pool::HashPool;
use crate::machine;
use crate::signing::Signer;
use crate::wording::Wording;

/// The clock of the world. The core and the store are only told.
pub trait Clock: Send + Sync {
    /// Milliseconds since 1970-01-01T00:00:00Z, by the server's own time.
    fn now(&self) -> Timestamp;
}

/// What the operator said about the portal.
#[derive(Clone, Debug)]
pub struct Portal {
    /// The portal's name, as pages show it.
    pub name: String,
    /// The audience of receipts: the portal's identifier.
    pub audience: String,
    /// Countersign's own origin: scheme, host and port, without a slash at the end. Also the issuer of receipts.
    pub origin: String,
    /// The languages that can be chosen, and that of whoever chose none.
    pub languages: Languages,
    /// URLs that `return_to` may name, exactly.
    pub return_targets: Vec<String>,
    /// What a message costs the person, by method; a method not named is free.
    pub prices: BTreeMap<Method, Amount>,
    /// Currency of a price that is not named (ISO 4217).
    pub currency: String,
}

/// The context of all use cases; made once at start, shared by reference.
pub struct Ctx {
    /// What is remembered.
    pub store: Store,
    /// The checker of proofs.
    pub checker: Checker,
    /// The operator's numbers and switches.
    pub policy: Policy,
    /// What the operator said about the portal.
    pub portal: Portal,
    /// The channels, in the order they are tried.
    pub channels: Vec<Arc<dyn Channel>>,
    /// The texts of messages.
    pub wording: Arc<dyn Wording>,
    /// The signer of receipts.
    pub signer: Signer,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    pub(crate) board: Board,
    pub(crate) heard: Heard,
    pub(crate) caps: Caps,
    pub(crate) hash_pool: HashPool,
    pub(crate) link_keys: Arc<LinkKeys>,
    entropy: Mutex<Box<dyn Entropy>>,
    /// The operator's own ticket system, if there is one.
    ticket_system: Option<SignedPost>,
    /// Set once, when nobody waits for sends any more.
    sends_cut: watch::Sender<bool>,
}

/// The parts a context is made of.
pub struct Parts {
    /// What is remembered.
    pub store: Store,
    /// The checker of proofs.
    pub checker: Checker,
    /// The operator's numbers and switches.
    pub policy: Policy,
    /// What the operator said about the portal.
    pub portal: Portal,
    /// The channels, in the order they are tried.
    pub channels: Vec<Arc<dyn Channel>>,
    /// Countries, routes and caps.
    pub desk: DeskSettings,
    /// The texts of messages.
    pub wording: Arc<dyn Wording>,
    /// The signer of receipts.
    pub signer: Signer,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The source of randomness.
    pub entropy: Box<dyn Entropy>,
    /// The keys that mailed links are derived from.
    pub link_keys: LinkKeys,
    /// The key that password hashes are made with; kept outside the database.
    pub password_key: [u8; 32],
}

impl Ctx {
    /// Joins the parts.
    pub fn new(parts: Parts) -> Self {
        let at_once = parts.policy.hashing.at_once(machine::processors(), machine::memory_bytes());
        let carriers = parts
            .channels
            .iter()
            .map(|channel| (channel.name().to_owned(), channel.carries().to_vec()))
            .collect();
        Self {
            caps: parts.desk.caps,
            board: Board::new(parts.desk, carriers),
            heard: Heard::default(),
            link_keys: Arc::new(parts.link_keys),
            hash_pool: HashPool::new(parts.password_key, parts.policy.hashing, at_once),
            store: parts.store,
            checker: parts.checker,
            policy: parts.policy,
            portal: parts.portal,
            channels: parts.channels,
            wording: parts.wording,
            signer: parts.signer,
            clock: parts.clock,
            entropy: Mutex::new(parts.entropy),
            ticket_system: None,
            sends_cut: watch::Sender::new(false),
        }
    }

    /// The same, where tickets are handed over to a system of the operator's.
    #[must_use]
    pub fn with_ticket_system(self, system: Option<SignedPost>) -> Self {
        Self { ticket_system: system, ..self }
    }

    /// Whether tickets are handed over to a system of the operator's.
    pub const fn hands_tickets_over(&self) -> bool {
        self.ticket_system.is_some()
    }

    pub(crate) const fn ticket_system(&self) -> Option<&SignedPost> {
        self.ticket_system.as_ref()
    }

    /// Uses the randomness: `ctx.random(PersonId::generate)`.
    pub fn random<T>(&self, make: impl FnOnce(&mut dyn Entropy) -> T) -> T {
        // A panic while drawing leaves no half-drawn state behind, so a poisoned lock is as good as any.
        let mut entropy = self.entropy.lock().unwrap_or_else(PoisonError::into_inner);
        make(&mut **entropy)
    }

    /// Cuts off every send under way: the server stops.
    pub(crate) fn cut_sends(&self) {
        self.sends_cut.send_replace(true);
    }

    /// Resolves when sends are cut off.
    pub(crate) async fn sends_are_cut(&self) {
        // The sender is ours, so it is there.
        let _ = self.sends_cut.subscribe().wait_for(|cut| *cut).await;
    }

    /// A handle or one-time result of 128 bits.
    pub fn short_bearer(&self) -> Bearer {
        self.random(Bearer::short)
    }

    pub(crate) fn event_id(&self) -> EventId {
        self.random(EventId::generate)
    }

    /// Which delivered methods some channel carries, and whom they reach.
    pub fn carried(&self) -> Carried {
        Carried::by(&self.board.desk())
    }

    /// What a message by this method costs the person, where no tariff says otherwise.
    pub fn price(&self, method: Method) -> Amount {
        self.portal.prices.get(&method).cloned().unwrap_or_else(|| Amount {
            value: "0.00".to_owned(),
            currency: self.portal.currency.clone(),
        })
    }

    /// What a message by this method to this recipient costs the person.
    pub(crate) fn price_to(&self, desk: &Desk, method: Method, recipient: &str) -> Amount {
        match desk.routes.price(method, recipient) {
            Some(price) => {
                Amount { value: price.to_owned(), currency: self.portal.currency.clone() }
            }
            None => self.price(method),
        }
    }
}
