//! Issues a step-up challenge for a portal's session.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use countersign_core::Timestamp;
use countersign_core::challenge::{Digits, Payload, PurposeKind};
use countersign_core::delivery::{Desk, Destination};
use countersign_core::ids::{ChallengeId, ContactId, EventId, PersonId, SessionId, VisitId};
use countersign_core::people::{Contact, Method, Person};
use countersign_core::policy::{Carried, Offer, Reason, offers};
use countersign_core::ports::Bearer;
use countersign_core::step_up::{Area, Areas};
use countersign_store::{
    AuditRecord, ChallengeState, ReadTx, StoreError, StoredChallenge, StoredVisit, Tx,
};

use crate::duty::let_in;
use crate::request::run;
use crate::{Asked, Ctx, Outcome, Refused};

/// What a portal asks a step-up with.
#[derive(Clone, Debug)]
pub struct StepUpAsk {
    /// Whose.
    pub person: PersonId,
    /// In which session.
    pub session: SessionId,
    /// Which areas; empty: all.
    pub areas: Vec<String>,
    /// Where the hosted page leads back to.
    pub return_to: Option<String>,
}

/// A price as the API shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceView {
    /// A decimal with a point.
    pub value: String,
    /// ISO 4217.
    pub currency: String,
}

/// One way to answer, with its reason if it is closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferView {
    /// The method.
    pub method: String,
    /// Whether it can be used now.
    pub available: bool,
    /// Why not, as a slug.
    pub reason: Option<String>,
    /// The contact's id.
    pub contact: Option<String>,
    /// The contact's kind.
    pub kind: Option<String>,
    /// The contact, masked.
    pub target: Option<String>,
    /// From then on it can be used, of a number that was confirmed a short time ago; milliseconds.
    pub available_from: Option<i64>,
    /// What it costs the person.
    pub price: PriceView,
    /// Of a way that its country does not have: the country (ISO 3166-1 alpha-2) and its code, `+49`.
    #[serde(default)]
    pub unserved: Option<(String, String)>,
}

impl OfferView {
    /// Whether it costs the person nothing.
    pub(crate) fn is_free(&self) -> bool {
        self.price.value.bytes().all(|b| matches!(b, b'0' | b'.'))
    }

    /// Method and contact, if a code is delivered this way.
    pub(crate) fn delivered(&self) -> Option<(Method, ContactId)> {
        let method = Method::parse(&self.method).filter(|method| method.is_delivered())?;
        Some((method, ContactId::parse(self.contact.as_deref()?).ok()?))
    }
}

/// The address of a hosted page with its single-use handle. Debug shows `Link(..)`.
#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Link(String);

impl Link {
    /// The page at `path`, opened by `handle`.
    pub(crate) fn new(ctx: &Ctx, path: &str, handle: &Bearer) -> Self {
        Self(format!("{}{path}?handle={}", ctx.portal.origin, handle.reveal()))
    }

    /// The address itself, for the portal that sends the browser there.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Link(..)")
    }
}

/// A new challenge.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ChallengeCreated {
    /// Its id.
    pub id: String,
    /// From then on a right answer is refused; milliseconds.
    pub expires_at: i64,
    /// The hosted page; its handle works once.
    pub confirm_url: Option<Link>,
    /// The ways to answer.
    pub methods: Vec<OfferView>,
}

/// Issues a challenge of purpose `step-up` and the hosted visit that can answer it.
pub async fn issue_step_up(ctx: &Ctx, asked: &Asked, ask: StepUpAsk) -> Outcome<ChallengeCreated> {
    let areas = match areas(ctx, &ask.areas) {
        Ok(areas) => areas,
        Err(refused) => return Ok(Err(refused)),
    };
    if let Err(refused) = check_return_to(ctx, ask.return_to.as_deref()) {
        return Ok(Err(refused));
    }
    let now = asked.now;
    let (wanted, policy) = (areas.clone(), ctx.policy.clone());
    let visit = ctx.random(VisitId::generate);
    let handle = ctx.short_bearer();
    let challenge = new_challenge(
        ctx,
        NewChallenge {
            person: ask.person.clone(),
            payload: Payload::StepUp { session: ask.session.clone(), areas },
            session: Some(ask.session.clone()),
            visit: Some(visit.clone()),
            tries: ctx.policy.code_tries,
            expires_at: now.plus(ctx.policy.code_lifetime),
            now,
        },
    );
    let confirm_url = Link::new(ctx, "/confirm", &handle);
    let stored_visit = StoredVisit {
        id: visit,
        person: ask.person.clone(),
        session: Some(ask.session.clone()),
        order: None,
        sign_in: None,
        change: None,
        challenge: Some(challenge.id.clone()),
        current: Some(challenge.id.clone()),
        return_to: ask.return_to.clone(),
        created_at: now,
        // A second challenge may follow the first on the page, so the visit outlives the first code.
        expires_at: now.plus(ctx.policy.code_lifetime).plus(ctx.policy.code_lifetime),
    };
    let record = issued(ctx.event_id(), asked, &challenge);
    let handle_hash = handle.hash();
    let shown = Shown::of(ctx);
    run(ctx, asked, async move |tx: &mut Tx| {
        let Some(stored) = tx.person_read_in(&ask.person, Some(&ask.session)).await? else {
            return Ok(Err(Refused::invalid("person", "There is no such person.")));
        };
        match tx.session_read(&ask.session).await? {
            Some(session) if session.person != ask.person => {
                return Ok(Err(no_such_session()));
            }
            None => return Ok(Err(no_such_session())),
            Some(session) if !session.is_live(now) => return Ok(Err(Refused::SessionEnded)),
            Some(_) => {}
        }
        if let Err(refused) = let_in(tx, &ask.person, &ask.session, now).await? {
            return Ok(Err(refused));
        }
        // What is asked for by name has to be enterable; asked for all, the window opens what is.
        if let Some(acts_for) = tx.session_acts_for(&ask.session, now).await? {
            let enters =
                |area: &Area| acts_for.enters(&policy.reaches, &policy.technical_rights, area);
            let may = match &wanted {
                Areas::Only(named) => named.iter().all(enters),
                Areas::All => policy.areas.iter().any(enters),
            };
            if !may {
                return Ok(Err(Refused::NotAllowed));
            }
        }
        tx.challenge_insert(&challenge).await?;
        tx.visit_insert(&stored_visit, &handle_hash).await?;
        tx.audit_insert(&record).await?;
        let shown = shown.to(tx, &stored.person).await?;
        Ok(Ok(ChallengeCreated {
            id: challenge.id.to_string(),
            expires_at: challenge.expires_at.ms(),
            confirm_url: Some(confirm_url.clone()),
            methods: shown.views(&stored.person, PurposeKind::StepUp, false, now),
        }))
    })
    .await
}

fn no_such_session() -> Refused {
    Refused::invalid(
        "session",
        "There is no such session of this person. Register it with POST /v1/persons/{id}/sessions.",
    )
}

fn areas(ctx: &Ctx, names: &[String]) -> Result<Areas, Refused> {
    let mut known = Vec::new();
    for (at, name) in names.iter().enumerate() {
        match Area::parse(name) {
            Ok(area) if ctx.policy.has_area(&area) => known.push(area),
            _ => {
                let all: Vec<_> = ctx.policy.areas.iter().map(Area::as_str).collect();
                let problem = format!("There is no such area. The areas are: {}.", all.join(", "));
                return Err(Refused::invalid(format!("areas[{at}]"), problem));
            }
        }
    }
    Ok(Areas::only(known))
}

/// `return_to` must be a registered target, compared as it is: a pattern would be a way out (CS-WEB-04).
pub(crate) fn check_return_to(ctx: &Ctx, return_to: Option<&str>) -> Result<(), Refused> {
    match return_to {
        Some(target) if !ctx.portal.return_targets.iter().any(|known| known == target) => {
            Err(Refused::invalid(
                "return_to",
                "This URL is not registered. Add exactly this URL to portal.return_targets.",
            ))
        }
        _ => Ok(()),
    }
}

/// What a new challenge is made of.
pub(crate) struct NewChallenge {
    pub(crate) person: PersonId,
    pub(crate) payload: Payload,
    pub(crate) session: Option<SessionId>,
    pub(crate) visit: Option<VisitId>,
    pub(crate) tries: u32,
    pub(crate) expires_at: Timestamp,
    pub(crate) now: Timestamp,
}

/// A challenge that fixes no method yet.
pub(crate) fn new_challenge(ctx: &Ctx, new: NewChallenge) -> StoredChallenge {
    StoredChallenge {
        id: ctx.random(ChallengeId::generate),
        person: new.person,
        payload: new.payload,
        session: new.session,
        visit: new.visit,
        method: None,
        contact: None,
        recipient: None,
        target: None,
        digits: Digits::Six,
        code_key: ctx.checker.keys().current().clone(),
        tries: 0,
        tries_limit: i64::from(new.tries),
        state: ChallengeState::Open,
        created_at: new.now,
        expires_at: new.expires_at,
        sent_at: None,
        handed_at: None,
        failed_at: None,
        passed_at: None,
        redeemed_at: None,
    }
}

/// The audit record of an issued challenge.
pub(crate) fn issued(id: EventId, asked: &Asked, challenge: &StoredChallenge) -> AuditRecord {
    asked
        .record(id, "challenge.issued")
        .about(&challenge.person, challenge.id.as_str(), challenge.session.as_ref())
        .by_method(challenge.method)
        .because(challenge.payload.kind().as_str())
}

/// What offers are shown with; owned, so that a plan can take it along.
#[derive(Clone)]
pub(crate) struct Shown {
    policy: countersign_core::policy::Policy,
    carried: countersign_core::policy::Carried,
    desk: Arc<Desk>,
    prices: Vec<(Method, PriceView)>,
}

impl Shown {
    pub(crate) fn of(ctx: &Ctx) -> Self {
        let price = |method| {
            let amount = ctx.price(method);
            (method, PriceView { value: amount.value, currency: amount.currency })
        };
        let desk = ctx.board.desk();
        Self {
            policy: ctx.policy.clone(),
            carried: Carried::by(&desk),
            desk,
            prices: Method::ALL.into_iter().map(price).collect(),
        }
    }

    /// The same for one person, whose contacts may want no messages.
    pub(crate) async fn to(&self, tx: &mut ReadTx, person: &Person) -> Result<Self, StoreError> {
        let silenced = tx.silenced(&person.id).await?;
        Ok(Self { carried: self.carried.clone().but_for(silenced), ..self.clone() })
    }

    pub(crate) fn offers(
        &self,
        person: &Person,
        purpose: PurposeKind,
        destructive: bool,
        now: Timestamp,
    ) -> Vec<Offer> {
        offers(person, purpose, destructive, &self.policy, &self.carried, now)
    }

    pub(crate) fn views(
        &self,
        person: &Person,
        purpose: PurposeKind,
        destructive: bool,
        now: Timestamp,
    ) -> Vec<OfferView> {
        self.offers(person, purpose, destructive, now)
            .iter()
            .map(|offer| self.view(person, offer))
            .collect()
    }

    fn view(&self, person: &Person, offer: &Offer) -> OfferView {
        let available_from = match offer.refused {
            Some(Reason::NumberTooNew { until }) => Some(until.ms()),
            _ => None,
        };
        let contact = offer.contact.as_ref().and_then(|id| person.contact(id));
        let unserved = contact.filter(|_| offer.refused == Some(Reason::CountryNotServed));
        OfferView {
            method: offer.method.as_str().to_owned(),
            available: offer.refused.is_none(),
            reason: offer.refused.map(|reason| reason.as_str().to_owned()),
            contact: offer.contact.as_ref().map(ToString::to_string),
            kind: offer.kind.map(|kind| kind.as_str().to_owned()),
            target: offer.target.clone(),
            available_from,
            price: self.price(offer.method, contact),
            unserved: unserved.map(|contact| {
                let to = Destination::of(&contact.value);
                (to.country, to.prefix)
            }),
        }
    }

    /// What a message costs the person: the tariff of the number, or what the configuration says.
    fn price(&self, method: Method, contact: Option<&Contact>) -> PriceView {
        let of_method = self.prices.iter().find(|(known, _)| *known == method);
        let mut price = of_method.map_or_else(
            || PriceView { value: "0.00".to_owned(), currency: "EUR".to_owned() },
            |(_, price)| price.clone(),
        );
        if let Some(tariff) =
            contact.and_then(|contact| self.desk.routes.price(method, &contact.value))
        {
            tariff.clone_into(&mut price.value);
        }
        price
    }
}

/// Writes a challenge that follows another on the same page or order.
pub(crate) async fn issue_in(
    tx: &mut Tx,
    challenge: &StoredChallenge,
    record: &AuditRecord,
) -> Result<(), StoreError> {
    tx.challenge_insert(challenge).await?;
    tx.audit_insert(record).await
}
