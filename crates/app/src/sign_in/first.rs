//! The first step: sign-in name and password.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use countersign_core::Timestamp;
use countersign_core::challenge::{Payload, PurposeKind};
use countersign_core::ids::{DeviceId, EventId, PersonId, SignInId, VisitId};
use countersign_core::limits::Lane;
use countersign_core::people::{Person, sign_in_key};
use countersign_core::policy::sign_in_is_complete;
use countersign_core::ports::Bearer;
use countersign_store::{
    Counted, DeviceFound, SignInState, StoreError, StoredChallenge, StoredPassword, StoredSignIn,
    StoredVisit, Tx,
};

use super::begin::{AtBrowser, Began, Beginning, Draw};
use super::destination::Destination;
use super::throttled::Throttled;
use crate::challenge::{
    NewChallenge, SendAsk, SendIds, Shown, issue_in, issued, new_challenge, send_in,
};
use crate::people::password;
use crate::recovery::hold;
use crate::request::run;
use crate::trail::stranger_refused;
use crate::{Asked, Ctx, Outcome, Refused};

/// How long a pending sign-in waits at the most.
const LONGEST: Duration = Duration::from_mins(30);

/// A password as it was typed. Debug shows `Password(..)`; wiped when dropped.
#[derive(Clone)]
pub struct Password(Zeroizing<String>);

impl Password {
    /// What was typed.
    pub fn typed(text: &str) -> Self {
        Self(Zeroizing::new(text.to_owned()))
    }
}

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password(..)")
    }
}

/// What was typed, where.
pub struct SignInAsk {
    /// E-mail address or sign-in name.
    pub name: String,
    /// The password.
    pub password: Password,
    /// The cookie that the sign-in page set: it names the browser before anybody is known.
    pub browser: Bearer,
    /// What else the browser brought.
    pub at: AtBrowser,
    /// Where it goes afterwards.
    pub destination: Destination,
}

/// What a right password gives. No Debug; kept only sealed.
#[derive(Clone, Serialize, Deserialize)]
pub enum FirstStep {
    /// Nothing more is owed.
    SignedIn(Began),
    /// A second factor is owed.
    Pending {
        /// The pending sign-in.
        id: String,
        /// The value of its cookie.
        cookie: String,
        /// How long it waits at the most; milliseconds.
        lasts: i64,
    },
}

/// Signs a person in, or begins a sign-in that waits for the second factor.
///
/// Unknown, wrong and disabled are one answer, and take as long (CS-ENUM-01, CS-ENUM-02). The try is charged in a commit of its
/// own before the password is compared; the slow hash runs outside the writer.
pub async fn first(ctx: &Ctx, asked: &Asked, ask: SignInAsk) -> Outcome<FirstStep> {
    let stand = match stand(ctx, asked, &ask).await? {
        Ok(stand) => stand,
        Err(refused) => return Ok(Err(refused)),
    };
    let SignInAsk { password: Password(typed), at, destination, browser, .. } = ask;
    let right = password::matches(ctx, &stand.lane, stand.stored.as_ref(), typed).await?;
    let Some(stored) = stand.stored.clone().filter(|_| right) else {
        return wrong(ctx, asked, stand).await;
    };
    let plan = Plan::of(ctx, asked, stand, stored, at, (&destination, &browser));
    let given = run(ctx, asked, async move |tx: &mut Tx| plan.run(tx).await).await;
    ctx.store.notify_jobs();
    given
}

/// Who is meant, and to whom the try was charged.
#[derive(Clone)]
struct Stand {
    stored: Option<StoredPassword>,
    lane: Lane,
    device: Option<DeviceId>,
    address: Option<Counted>,
    who: Counted,
}

async fn stand(ctx: &Ctx, asked: &Asked, ask: &SignInAsk) -> Outcome<Stand> {
    let name = sign_in_key(&ask.name);
    let (browser, address) = (ask.browser.hash(), ask.at.address.clone());
    let devices: Vec<String> = ask.at.devices.iter().map(Bearer::hash).collect();
    let (now, throttled) = (asked.now, Throttled::draw(ctx, asked));
    let nobody = ctx.random(PersonId::generate);
    let charged = ctx.store.write(async move |tx: &mut Tx| {
        let stored = tx.password_by_sign_in(&name).await?;
        let address = address.as_ref().map(|address| tx.counted_address(address));
        // A name that is nobody's is looked at and refused with the same statements.
        let person = stored.as_ref().map_or(&nobody, |known| &known.person).clone();
        if let Some(device) = recognised(tx, &person, &devices, now).await? {
            let who = Counted::device(device.as_str());
            if tx.password_charge(None, &who, now).await? {
                let lane = Lane::Device(device.to_string());
                let device = Some(device);
                return Ok(Ok(Stand { stored, lane, device, address: None, who }));
            }
        }
        let unlocked = tx.browser_is_unlocked(&person, &browser, now).await?;
        let named = tx.counted_name(&name);
        let (who, from) = match &stored {
            None => (named.clone(), address.clone()),
            Some(_) if unlocked => (Counted::unlocked(&person, &browser), None),
            Some(_) => (Counted::person(&person), address.clone()),
        };
        if tx.password_charge(from.as_ref(), &who, now).await? {
            let lane = Lane::Unrecognised;
            return Ok(Ok(Stand { stored, lane, device: None, address: from, who }));
        }
        throttled.note(tx, &person, &named, address.as_ref()).await?;
        Ok(Err(Refused::TooManyPasswords))
    });
    let charged = charged.await?;
    ctx.store.notify_jobs();
    Ok(charged)
}

/// The device of this person that the browser brought the newest copy of.
async fn recognised(
    tx: &mut Tx,
    person: &PersonId,
    presented: &[String],
    now: Timestamp,
) -> Result<Option<DeviceId>, StoreError> {
    for hash in presented {
        if let Some(DeviceFound::Recognised(id)) = tx.device_find(person, hash, now).await? {
            return Ok(Some(id));
        }
    }
    Ok(None)
}

/// Records a wrong password; for a name that is nobody's the refusal of a stranger is counted. Either way one commit is spent.
async fn wrong(ctx: &Ctx, asked: &Asked, stand: Stand) -> Outcome<FirstStep> {
    let Some(stored) = &stand.stored else {
        stranger_refused(ctx, asked, "sign-in.refused", "no-such-name").await?;
        return Ok(Err(Refused::NoMatch));
    };
    let record = asked
        .record(ctx.event_id(), "sign-in.refused")
        .about(&stored.person, stored.person.as_str(), None)
        .refused()
        .because("wrong-password");
    ctx.store.write(async move |tx: &mut Tx| tx.audit_insert(&record).await).await?;
    Ok(Err(Refused::NoMatch))
}

/// Everything a right password may need, drawn before the plan.
struct Plan {
    asked: Asked,
    stand: Stand,
    stored: StoredPassword,
    at: AtBrowser,
    destination: String,
    /// The hash of what names the browser.
    browser: String,
    draw: Draw,
    id: SignInId,
    visit: VisitId,
    cookie: Bearer,
    challenge: StoredChallenge,
    send: SendIds,
    shown: Shown,
    events: [EventId; 2],
    return_to: Option<String>,
}

impl Plan {
    fn of(
        ctx: &Ctx,
        asked: &Asked,
        stand: Stand,
        stored: StoredPassword,
        at: AtBrowser,
        (destination, browser): (&Destination, &Bearer),
    ) -> Self {
        let now = asked.now;
        let id = ctx.random(SignInId::generate);
        let visit = ctx.random(VisitId::generate);
        let new = NewChallenge {
            person: stored.person.clone(),
            payload: Payload::SignIn { attempt: id.clone() },
            session: None,
            visit: Some(visit.clone()),
            tries: ctx.policy.code_tries,
            expires_at: now.plus(ctx.policy.code_lifetime),
            now,
        };
        Self {
            asked: asked.clone(),
            stand,
            stored,
            at,
            destination: destination.query(),
            browser: browser.hash(),
            draw: Draw::of(ctx),
            id,
            visit,
            cookie: ctx.random(Bearer::long),
            challenge: new_challenge(ctx, new),
            send: SendIds::draw(ctx),
            shown: Shown::of(ctx),
            events: [ctx.event_id(), ctx.event_id()],
            return_to: destination.return_to().map(str::to_owned),
        }
    }

    async fn run(&self, tx: &mut Tx) -> Result<Result<FirstStep, Refused>, StoreError> {
        let now = self.asked.now;
        // Whoever signs in ends a recovery, or finds the password gone: one after the other.
        hold(tx, &self.stored.person).await?;
        // Another password may have been set, or the person disabled, while the hash ran.
        let current = tx.password_read(&self.stored.person).await?;
        if current.is_none_or(|current| current.version != self.stored.version) {
            return Ok(Err(Refused::NoMatch));
        }
        let Some(stored) = tx.person_read(&self.stored.person).await? else {
            return Ok(Err(Refused::NoMatch));
        };
        let Stand { address, who, .. } = &self.stand;
        tx.password_was_right(address.as_ref(), who, now).await?;
        if sign_in_is_complete(&stored.person, None) {
            let new = Beginning {
                person: &stored.person,
                at: &self.at,
                factor: None,
                password_at: now,
                destination: &self.destination,
            };
            return Ok(Ok(FirstStep::SignedIn(self.draw.begin(tx, &self.asked, new).await?)));
        }
        self.pend(tx, &stored.person).await?;
        Ok(Ok(FirstStep::Pending {
            id: self.id.to_string(),
            cookie: self.cookie.reveal().to_owned(),
            lasts: i64::try_from(LONGEST.as_millis()).unwrap_or(i64::MAX),
        }))
    }

    /// Writes the pending sign-in, its page and its first challenge.
    async fn pend(&self, tx: &mut Tx, person: &Person) -> Result<(), StoreError> {
        let now = self.asked.now;
        let ends_at = now.plus(LONGEST);
        let lane = tx.reset_lane_find(&person.id, &self.browser, now).await?;
        tx.sign_in_insert(&StoredSignIn {
            id: self.id.clone(),
            person: person.id.clone(),
            device: self.stand.device.clone(),
            destination: self.destination.clone(),
            client: self.at.client.clone(),
            state: SignInState::Pending,
            password_at: now,
            expires_at: self.challenge.expires_at.min(ends_at),
            ends_at,
            lane,
        })
        .await?;
        let visit = StoredVisit {
            id: self.visit.clone(),
            person: person.id.clone(),
            session: None,
            order: None,
            sign_in: Some(self.id.clone()),
            change: None,
            challenge: Some(self.challenge.id.clone()),
            current: Some(self.challenge.id.clone()),
            return_to: self.return_to.clone(),
            created_at: now,
            expires_at: ends_at,
        };
        tx.visit_insert_opened(&visit, &self.cookie.hash()).await?;
        let record = issued(self.events[0].clone(), &self.asked, &self.challenge);
        issue_in(tx, &self.challenge, &record).await?;
        let began = self.asked.record(self.events[1].clone(), "sign-in.began").about(
            &person.id,
            self.id.as_str(),
            None,
        );
        tx.audit_insert(&began).await?;
        self.send_at_once(tx, person).await
    }

    /// A text message or a call that costs nothing is sent at once; what it is refused for, the page tells.
    async fn send_at_once(&self, tx: &mut Tx, person: &Person) -> Result<(), StoreError> {
        let offers = self.shown.views(person, PurposeKind::SignIn, false, self.asked.now);
        let first = offers.iter().find(|offer| offer.available);
        let Some(offer) = first.filter(|offer| offer.is_free()) else { return Ok(()) };
        let Some((method, contact)) = offer.delivered() else { return Ok(()) };
        let ask = SendAsk { challenge: self.challenge.id.clone(), method, contact: Some(contact) };
        send_in(tx, &self.asked, &ask, &self.send).await.map(drop)
    }
}
