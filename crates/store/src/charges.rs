//! Remembers tries: charged before a proof is looked at, settled in the same transaction.

use std::time::Duration;

use countersign_core::Timestamp;
use countersign_core::challenge::{
    AnyGrant, Burn, Challenge, Charged, Expected, Payload, Proven, PurposeKind, Refusal, TotpKey,
};
use countersign_core::ids::{AuthenticatorId, ChallengeId, GrantId, PersonId, SessionId, VisitId};
use countersign_core::limits::{Admission, GuessLedger, Lane};
use countersign_core::people::{Contact, Method, TotpSecret};

use crate::challenges::{
    ChallengeState, StoredChallenge, answerable, challenge_columns, challenge_from,
};
use crate::error::StoreError;
use crate::orders::StoredOrder;
use crate::row::Row;
use crate::statements::statements;
use crate::tx::Tx;

/// The apps of the person asked: those that are active, and those that the session at hand keeps after they were turned off.
macro_rules! apps {
    () => {
        "a.person = challenges.person AND a.kind = 'totp' AND (a.state = 'active' OR a.kept_by = challenges.session)"
    };
}

statements! {
    /// Counts a try before any proof is looked at, and fixes the app as the method if none was fixed. Guards purpose, state,
    /// tries, method, that a delivered code was sent, and that the session lives or the sign-in still waits. Concurrent callers queue at the row: each
    /// finds the count of the one before, so no burst passes the limit.
    CHALLENGE_CHARGE = concat!("UPDATE challenges SET tries = tries + 1, method = $3 \
        WHERE id = $1 AND purpose = $2 AND state = 'open' AND tries < tries_limit \
        AND ((method = $3 AND (sent_at IS NOT NULL OR method = 'totp')) OR (method IS NULL AND CAST($3 AS TEXT) = 'totp')) \
        AND (CAST($3 AS TEXT) <> 'totp' OR purpose = 'set-up' OR EXISTS (SELECT 1 FROM authenticators a WHERE ", apps!(), "))",
        answerable!("$4"), " RETURNING ", challenge_columns!(), ", \
        (SELECT a.id FROM authenticators a WHERE ", apps!(), " ORDER BY a.added_at, a.id LIMIT 1) AS totp_id, \
        (SELECT a.secret_sealed FROM authenticators a WHERE ", apps!(), " ORDER BY a.added_at, a.id LIMIT 1) AS totp_sealed, \
        (SELECT CAST(COUNT(*) AS BIGINT) FROM authenticators a WHERE ", apps!(), ") AS totp_keys, \
        (SELECT s.misses FROM sessions s WHERE s.id = challenges.session) AS session_misses, \
        (SELECT s.account FROM sessions s WHERE s.id = challenges.session) AS session_account, \
        (SELECT s.device FROM sessions s WHERE s.id = challenges.session) AS session_device, \
        (SELECT d.recognised_until FROM sessions s JOIN devices d ON d.person = s.person AND d.device = s.device \
        WHERE s.id = challenges.session) AS recognised_until, \
        COALESCE((SELECT d.device FROM sessions s JOIN devices d ON d.person = s.person AND d.device = s.device \
        WHERE s.id = challenges.session AND d.recognised_until > $4), \
        (SELECT d.device FROM sign_ins i JOIN devices d ON d.person = i.person AND d.device = i.device \
        WHERE i.id = challenges.sign_in AND d.recognised_until > $4)) AS lane_device, \
        (SELECT i.lane FROM sign_ins i WHERE i.id = challenges.sign_in) AS reset_lane");
    /// Every key of the person asked, read where there are several.
    CHALLENGE_KEYS = concat!("SELECT a.id, a.secret_sealed FROM challenges JOIN authenticators a ON a.person = challenges.person \
        WHERE challenges.id = $1 AND ", apps!(), " ORDER BY a.added_at, a.id LIMIT 5");
    CHALLENGE_GIVE_BACK = "UPDATE challenges SET tries = tries - 1 WHERE id = $1 AND tries > 0";
    /// The last try ends the challenge.
    CHALLENGE_FAIL_IF_SPENT = "UPDATE challenges SET state = 'failed' WHERE id = $1 AND state = 'open' AND tries >= tries_limit";
    /// Burns the challenge and records the grant in one statement: of any number of callers one moves it.
    CHALLENGE_PASS = "UPDATE challenges SET state = 'passed', passed_at = $2, grant_id = $3 WHERE id = $1 AND state = 'open'";
}

/// A charged try: what may be checked, and what to settle afterwards.
#[derive(Debug)]
pub struct Charge {
    /// To be checked.
    pub challenge: Challenge<Charged>,
    /// To be settled, whatever the check says.
    pub meter: Meter,
}

/// What a charged try was charged to. Held until the answer is settled in the same transaction.
#[derive(Debug)]
pub struct Meter {
    /// The challenge.
    pub id: ChallengeId,
    lane: Lane,
    ledger: GuessLedger,
    /// Guesses that one wrong answer is: one, or one for every app key it was compared with; none outside the ledger.
    guesses: usize,
    /// The person.
    pub person: PersonId,
    /// The session asked for, of a step-up, or the one an order came from.
    pub session: Option<SessionId>,
    /// The hosted visit.
    pub visit: Option<VisitId>,
    /// Wrong step-up codes in a row in that session so far.
    pub session_misses: i64,
    /// Whether the session is for an account: then what its person is there decides more.
    pub for_account: bool,
    /// The device that session named.
    pub device: Option<String>,
    /// Until when that device is recognised.
    pub recognised_until: Option<Timestamp>,
    /// The masked contact of a delivered code.
    pub target: Option<String>,
    /// The order, charged with the challenge.
    pub order: Option<StoredOrder>,
    /// The contact that is being confirmed, whose own budget was charged in place of the ledger.
    pub contact: Option<Contact>,
}

impl Tx {
    /// Charges one try to the challenge, its order and the person's ledger, before the proof is looked at.
    ///
    /// A refusal is a value: what was counted stays counted. `Wait` and `LaneClosed` take the try back within the
    /// transaction, so they count nothing. Rows are locked in the order challenge, ledger, order.
    pub async fn challenge_charge(
        &mut self,
        id: &ChallengeId,
        purpose: PurposeKind,
        method: Method,
        now: Timestamp,
    ) -> Result<Result<Charge, Refusal>, StoreError> {
        let args = [id.into(), purpose.as_str().into(), method.as_str().into(), now.into()];
        let Some(row) = self.fetch_optional(&CHALLENGE_CHARGE, &args).await? else {
            return self.why_not_charged(id, purpose, method).await.map(Err);
        };
        let stored = challenge_from(&row)?;
        if let Payload::ConfirmContact { contact, .. } = &stored.payload {
            let contact = contact.clone();
            return self.contact_charge(stored, &contact, now).await;
        }
        let ledger = self.ledger_lock(&stored.person, now).await?;
        let lane = lane_of(&row, &ledger, now)?;
        let refused = match ledger.admit(&lane, now) {
            Admission::Admit => None,
            Admission::Wait { until } => Some(Refusal::Wait { until }),
            Admission::Closed { everywhere } => Some(Refusal::LaneClosed { everywhere }),
        };
        if let Some(refusal) = refused {
            self.execute(&CHALLENGE_GIVE_BACK, &[id.into()]).await?;
            return Ok(Err(refusal));
        }
        let mut tries_left = stored.tries_left();
        let mut order = None;
        if let Payload::Order { order: order_id, .. } = &stored.payload {
            let Some(charged) = self.order_charge(order_id, now).await? else {
                self.execute(&CHALLENGE_GIVE_BACK, &[id.into()]).await?;
                return Ok(Err(Refusal::Closed));
            };
            tries_left = tries_left.min(charged.tries_left());
            order = Some(charged);
        }
        let expected = self.expected(&stored, &row).await?;
        let guesses = match &expected {
            Expected::Totp { keys } => keys.len(),
            _ => 1,
        };
        let challenge = Challenge::open(
            stored.id.clone(),
            stored.person.clone(),
            stored.payload,
            method,
            stored.expires_at,
            expected,
        )
        .charged(tries_left);
        let meter = Meter {
            id: stored.id,
            lane,
            ledger,
            guesses,
            person: stored.person,
            session: stored.session,
            visit: stored.visit,
            session_misses: row.opt_int("session_misses")?.unwrap_or(0),
            for_account: row.opt_text("session_account")?.is_some(),
            device: row.opt_text("session_device")?,
            recognised_until: row.opt_time("recognised_until")?,
            target: stored.target,
            order,
            contact: None,
        };
        Ok(Ok(Charge { challenge, meter }))
    }

    /// Burns what the proof uses up, then the challenge, and gives the grant. At most one thing is burnt beside the challenge,
    /// and it goes first: if that race is lost nothing of the grant was written, and the count stays.
    pub async fn challenge_pass(
        &mut self,
        proven: Proven,
        meter: &mut Meter,
        id: GrantId,
    ) -> Result<Result<AnyGrant, Refusal>, StoreError> {
        let burnt = match proven.burn() {
            Burn::Nothing => true,
            Burn::TotpStep { authenticator, step } => self.totp_burn(authenticator, *step).await?,
            Burn::FirstStep { authenticator, step } => {
                self.first_step_burn(authenticator, *step).await?
            }
            Burn::RecoveryCode { set, place } => {
                self.recovery_burn(set, *place, proven.at()).await?
            }
        };
        if !burnt {
            if let Some(order) = &meter.order {
                self.order_give_back(&order.order.id).await?;
            }
            self.execute(&CHALLENGE_FAIL_IF_SPENT, &[(&meter.id).into()]).await?;
            return Ok(Err(Refusal::AlreadyUsed));
        }
        let args = [proven.challenge().into(), proven.at().into(), (&id).into()];
        if self.execute(&CHALLENGE_PASS, &args).await? != 1 {
            return Ok(Err(Refusal::Closed));
        }
        if meter.ledger.forgive(&meter.id) {
            self.ledger_write(&meter.person, &meter.ledger).await?;
        }
        Ok(Ok(proven.granted(id)))
    }

    /// Settles a wrong answer: an entry in the ledger for every key it was compared with; the last try ends the challenge, the order's last the order.
    ///
    /// True: this answer stopped the order.
    pub async fn challenge_miss(
        &mut self,
        meter: &mut Meter,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        for _ in 0..meter.guesses {
            meter.ledger.charge(meter.lane.clone(), &meter.id, now);
        }
        if meter.guesses > 0 {
            self.ledger_write(&meter.person, &meter.ledger).await?;
        }
        self.execute(&CHALLENGE_FAIL_IF_SPENT, &[(&meter.id).into()]).await?;
        match &meter.order {
            Some(order) => {
                let id = order.order.id.clone();
                self.order_void_if_spent(&id, now).await
            }
            None => Ok(false),
        }
    }

    /// Settles a right answer that came late: as if it had not been given.
    pub async fn challenge_give_back(
        &mut self,
        meter: &Meter,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.execute(&CHALLENGE_GIVE_BACK, &[(&meter.id).into()]).await?;
        if let Some(order) = &meter.order {
            self.order_give_back(&order.order.id).await?;
        }
        if let Some(contact) = &meter.contact {
            self.contact_budget_try_back(contact, now).await?;
        }
        Ok(())
    }

    async fn why_not_charged(
        &mut self,
        id: &ChallengeId,
        purpose: PurposeKind,
        method: Method,
    ) -> Result<Refusal, StoreError> {
        let Some(stored) = self.challenge_read(id).await? else { return Ok(Refusal::Closed) };
        let open = stored.payload.kind() == purpose
            && stored.state == ChallengeState::Open
            && stored.tries < stored.tries_limit;
        Ok(match stored.method {
            _ if !open => Refusal::Closed,
            Some(fixed) if fixed != method => Refusal::MethodFixed,
            Some(_) | None if method.is_delivered() && stored.sent_at.is_none() => Refusal::NotSent,
            _ => Refusal::Closed,
        })
    }

    async fn expected(
        &mut self,
        stored: &StoredChallenge,
        row: &Row,
    ) -> Result<Expected, StoreError> {
        if let Some(challenge) = stored.to_send() {
            return Ok(challenge.expected);
        }
        if let Payload::SetUp { change, .. } = &stored.payload {
            let key = self.change_key(change).await?.ok_or_else(|| row.corrupt("change_id"))?;
            return Ok(Expected::Totp { keys: vec![key] });
        }
        if row.int("totp_keys")? > 1 {
            let rows = self.fetch_all(&CHALLENGE_KEYS, &[(&stored.id).into()]).await?;
            let keys = rows.iter().map(|row| self.key_from(row, "id", "secret_sealed"));
            return Ok(Expected::Totp { keys: keys.collect::<Result<_, _>>()? });
        }
        Ok(Expected::Totp { keys: vec![self.key_from(row, "totp_id", "totp_sealed")?] })
    }

    fn key_from(
        &self,
        row: &Row,
        id: &'static str,
        sealed: &'static str,
    ) -> Result<TotpKey, StoreError> {
        let text = row.text(id)?;
        let secret = self.sealer().unseal("authenticators", "secret", &text, &row.text(sealed)?)?;
        Ok(TotpKey {
            authenticator: AuthenticatorId::parse(&text).map_err(|_| row.corrupt(id))?,
            secret: TotpSecret::from_bytes(secret.to_vec()),
        })
    }
}

/// A recognised device has a lane of its own; so has the browser of a mailed reset, where that of strangers is closed.
fn lane_of(row: &Row, ledger: &GuessLedger, now: Timestamp) -> Result<Lane, StoreError> {
    if let Some(device) = row.opt_text("lane_device")? {
        return Ok(Lane::Device(device));
    }
    let closed = Admission::Closed { everywhere: false };
    Ok(match row.opt_text("reset_lane")? {
        Some(link) if ledger.admit(&Lane::Unrecognised, now) == closed => Lane::Reset(link),
        _ => Lane::Unrecognised,
    })
}

impl Meter {
    /// Whether the lane of browsers that are not recognised was charged, and what was charged to it in the last `span`.
    pub fn strangers_misses(&self, span: Duration, now: Timestamp) -> Option<usize> {
        let lane = Lane::Unrecognised;
        (self.lane == lane).then(|| self.ledger.recent_misses(&lane, span, now))
    }

    /// Whether this try was the one that closed the lane of browsers that are not recognised.
    pub fn closed_strangers_lane(&self, now: Timestamp) -> bool {
        let lane = Lane::Unrecognised;
        let misses = self.ledger.misses(&lane, now);
        self.lane == lane && misses >= lane.limit() && misses < lane.limit() + self.guesses
    }

    /// For a proof that is too long to be guessed, or has a budget of its own: no lane, and nothing to forgive.
    pub(crate) fn outside_the_ledger(stored: StoredChallenge) -> Self {
        Self {
            id: stored.id,
            lane: Lane::Unrecognised,
            ledger: GuessLedger::default(),
            guesses: 0,
            person: stored.person,
            session: stored.session,
            visit: stored.visit,
            session_misses: 0,
            for_account: false,
            device: None,
            recognised_until: None,
            target: None,
            order: None,
            contact: None,
        }
    }
}
