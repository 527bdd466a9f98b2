//! Reads everything a hosted page shows of its visit.

use std::time::Duration;

use countersign_core::Timestamp;
use countersign_core::challenge::{Payload, PurposeKind, TotpKey};
use countersign_core::delivery::AttemptState;
use countersign_core::people::{Method, Person};
use countersign_core::ports::Bearer;
use countersign_core::step_up::Areas;
use countersign_store::{
    ChangeState, ReadTx, StoreError, StoredChallenge, StoredChange, StoredOrder, StoredSignIn,
    StoredVisit,
};

use crate::challenge::{OfferView, Shown};
use crate::{Ctx, Outcome, Refused};

/// The span that a person's sends are told over.
const HOUR: Duration = Duration::from_hours(1);

/// What a page shows. The server draws it; it decides nothing.
#[derive(Clone, Debug)]
pub struct VisitView {
    /// The visit.
    pub visit: StoredVisit,
    /// Who is asked.
    pub person: Person,
    /// The challenge the page is at.
    pub challenge: Option<StoredChallenge>,
    /// What is known of the newest message of the challenge.
    pub delivery: Option<DeliveryView>,
    /// The order the page shows.
    pub order: Option<StoredOrder>,
    /// The change of ways to sign in that the page is part of.
    pub change: Option<StoredChange>,
    /// The key of the app that the change sets up; never afterwards (CS-TOTP-07).
    pub app_key: Option<TotpKey>,
    /// Whether the person has recovery codes that count.
    pub has_codes: bool,
    /// The order it took the place of: "Before: …".
    pub before: Option<StoredOrder>,
    /// The areas asked for; empty: all.
    pub areas: Vec<String>,
    /// The ways to answer.
    pub offers: Vec<OfferView>,
    /// Messages of this purpose in the last hour that were not answered; 0 where no message was sent.
    pub sends_this_hour: u32,
    /// The sign-in it is the second step of.
    pub sign_in: Option<StoredSignIn>,
    /// The session that asked still lives.
    pub session_live: bool,
    /// The visit is over.
    pub lapsed: bool,
}

/// What is known of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeliveryView {
    /// Where its hand-over stands.
    pub state: AttemptState,
    /// Since when.
    pub at: Timestamp,
}

/// Reads the visit of a cookie; unknown cookies read as unknown pages.
pub async fn read(ctx: &Ctx, cookie: &Bearer, now: Timestamp) -> Outcome<VisitView> {
    let (hash, shown) = (cookie.hash(), Shown::of(ctx));
    let view =
        ctx.store.read(async move |tx: &mut ReadTx| gather(tx, &hash, &shown, now).await).await?;
    Ok(view.ok_or(Refused::NotFound))
}

async fn gather(
    tx: &mut ReadTx,
    cookie_hash: &str,
    shown: &Shown,
    now: Timestamp,
) -> Result<Option<VisitView>, StoreError> {
    let Some(visit) = tx.visit_by_cookie(cookie_hash).await? else { return Ok(None) };
    let stored = tx.person_read_in(&visit.person, visit.session.as_ref()).await?;
    let Some(stored) = stored else { return Ok(None) };
    let challenge = match &visit.current {
        Some(id) => tx.challenge_read(id).await?,
        None => None,
    };
    let order = match &visit.order {
        Some(id) => tx.order_read(id).await?,
        None => None,
    };
    let change = match &visit.change {
        Some(id) => tx.change_read(id).await?,
        None => None,
    };
    let app_key = match &change {
        Some(change) if sets_up(change) && change.way == Some(Method::Totp) => {
            tx.change_key(&change.id).await?
        }
        _ => None,
    };
    let has_codes = change.is_some() && tx.recovery_salt(&visit.person).await?.is_some();
    let before = match order.as_ref().and_then(|order| order.replaces.as_ref()) {
        Some(id) => tx.order_read(id).await?,
        None => None,
    };
    let session_live = match &visit.session {
        Some(id) => tx.session_read(id).await?.is_some_and(|session| session.is_live(now)),
        None => true,
    };
    let sign_in = match &visit.sign_in {
        Some(id) => tx.sign_in_read(id).await?,
        None => None,
    };
    let sends_this_hour = match &challenge {
        Some(at) if at.sent_at.is_some() => {
            tx.sends_seen(&visit.person, at.payload.kind(), now, HOUR).await?
        }
        _ => 0,
    };
    let areas = match challenge.as_ref().map(|challenge| &challenge.payload) {
        Some(Payload::StepUp { areas: Areas::Only(areas), .. }) => {
            areas.iter().map(|area| area.as_str().to_owned()).collect()
        }
        _ => Vec::new(),
    };
    let purpose = match &change {
        Some(change) if sets_up(change) && !confirms(challenge.as_ref()) => PurposeKind::SetUp,
        _ => purpose(&visit, challenge.as_ref()),
    };
    let destructive = order.as_ref().is_some_and(|order| order.order.destructive);
    let shown = shown.to(tx, &stored.person).await?;
    let offers = shown.views(&stored.person, purpose, destructive, now);
    let delivery = match &challenge {
        Some(challenge) => tx.attempt_of_challenge(&challenge.id).await?.map(|attempt| {
            let at = attempt.reported_at.or(attempt.ended_at).unwrap_or(attempt.begun_at);
            DeliveryView { state: attempt.state, at }
        }),
        None => None,
    };
    let waits = visit.sign_in.is_none() || sign_in.as_ref().is_some_and(|at| at.is_pending(now));
    let lapsed = visit.expires_at <= now || !waits;
    Ok(Some(VisitView {
        person: stored.person,
        visit,
        challenge,
        delivery,
        order,
        change,
        app_key,
        has_codes,
        before,
        areas,
        offers,
        sends_this_hour,
        sign_in,
        session_live,
        lapsed,
    }))
}

/// Whether the change was proved and now sets something up.
fn sets_up(change: &StoredChange) -> bool {
    change.kind.sets_up() && change.state == ChangeState::Granted
}

/// Whether the challenge at hand confirms a contact.
fn confirms(at_hand: Option<&StoredChallenge>) -> bool {
    at_hand.is_some_and(|challenge| challenge.payload.kind() == PurposeKind::ConfirmContact)
}

/// What the page is for. The challenge at hand says it; an order's page has none until a way is chosen.
fn purpose(visit: &StoredVisit, at_hand: Option<&StoredChallenge>) -> PurposeKind {
    match at_hand {
        _ if visit.order.is_some() => PurposeKind::Order,
        Some(challenge) => challenge.payload.kind(),
        None if visit.change.is_some() => PurposeKind::ChangeAuthenticator,
        None => PurposeKind::StepUp,
    }
}
