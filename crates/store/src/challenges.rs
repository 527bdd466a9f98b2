//! Remembers challenges: issued, sent, redeemed; never a code.

use countersign_core::Timestamp;
use countersign_core::challenge::{Challenge, Digits, Expected, KeyId, Open, Payload};
use countersign_core::ids::{ChallengeId, ContactId, OrderId, PersonId, SessionId, VisitId};
use countersign_core::people::Method;

use crate::db::{ReadTx, Row, Tx};
use crate::error::StoreError;
use crate::statements::statements;

mod about;

use about::{About, payload_from};

macro_rules! challenge_columns {
    () => {
        "id, person, purpose, session, order_id, sign_in, change_id, link, visit, areas, method, contact, recipient, target, digits, code_key, tries, \
         tries_limit, state, created_at, expires_at, sent_at, handed_at, failed_at, passed_at, result_until, redeemed_at, \
         (SELECT o.digest FROM orders o WHERE o.id = challenges.order_id) AS order_digest"
    };
}
pub(crate) use challenge_columns;

/// What an answer depends on beside its challenge: the session lives, the change is at the step the challenge is for, the sign-in
/// still waits, and the link that proved the mailbox is the newest and unused.
macro_rules! answerable {
    ($now:literal) => {
        concat!(
            " AND (session IS NULL OR EXISTS (SELECT 1 FROM sessions s WHERE s.id = challenges.session \
             AND s.ended_at IS NULL AND s.expires_at > ",
            $now,
            ")) AND (change_id IS NULL OR EXISTS (SELECT 1 FROM changes g WHERE g.id = challenges.change_id \
             AND g.session = challenges.session AND g.expires_at > ",
            $now,
            " AND ((challenges.purpose IN ('set-up', 'confirm-contact') AND g.state = 'granted') \
             OR (challenges.purpose NOT IN ('set-up', 'confirm-contact') AND g.state = 'open' AND g.password_at IS NOT NULL)))) \
             AND (sign_in IS NULL OR EXISTS (SELECT 1 FROM sign_ins i WHERE i.id = challenges.sign_in \
             AND i.state = 'pending' AND i.expires_at > ",
            $now,
            ")) AND (link IS NULL OR EXISTS (SELECT 1 FROM mailed_links k WHERE k.id = challenges.link \
             AND k.used_at IS NULL AND k.expires_at > ",
            $now,
            "))"
        )
    };
}
pub(crate) use answerable;

statements! {
    CHALLENGE_INSERT = "INSERT INTO challenges (id, person, purpose, session, order_id, visit, areas, method, contact, recipient, \
        digits, code_key, tries, tries_limit, state, created_at, expires_at, sign_in, change_id, link) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, $13, 'open', $14, $15, $16, $17, $18)";
    CHALLENGE_READ = concat!("SELECT ", challenge_columns!(), " FROM challenges WHERE id = $1");
    /// Fixes method and contact at the first send and notes each one. Guards what was fixed before, state and expiry; of two
    /// first sends with different methods one fixes it. A code that confirms a contact goes to that contact and no other.
    CHALLENGE_SEND = "UPDATE challenges SET method = $2, contact = $3, recipient = $4, target = $6, sent_at = $5, failed_at = NULL \
        WHERE id = $1 AND state = 'open' AND tries < tries_limit AND expires_at > $5 \
        AND (method IS NULL OR (method = $2 AND (contact IS NULL OR contact = $3) AND (recipient IS NULL OR recipient = $4))) \
        AND (purpose <> 'confirm-contact' OR contact = $3) \
        AND (session IS NULL OR EXISTS (SELECT 1 FROM sessions s WHERE s.id = challenges.session \
        AND s.ended_at IS NULL AND s.expires_at > $5)) \
        AND (sign_in IS NULL OR EXISTS (SELECT 1 FROM sign_ins i WHERE i.id = challenges.sign_in \
        AND i.state = 'pending' AND i.expires_at > $5))";
    CHALLENGE_HANDED = "UPDATE challenges SET handed_at = $2, failed_at = NULL WHERE id = $1";
    CHALLENGE_SEND_FAILED = "UPDATE challenges SET failed_at = $2 WHERE id = $1";
    CHALLENGE_CLOSE = "UPDATE challenges SET state = 'closed' WHERE id = $1 AND state = 'open'";
    CHALLENGES_OF_ORDER_CLOSE = "UPDATE challenges SET state = 'closed' WHERE order_id = $1 AND state = 'open'";
    /// What was not answered is forgotten; when a contact was last used is read from what was.
    CHALLENGES_FORGET = "DELETE FROM challenges WHERE id IN (SELECT c.id FROM challenges c WHERE c.state <> 'passed' \
        AND c.expires_at < $1 AND NOT EXISTS (SELECT 1 FROM sends s WHERE s.challenge = c.id) ORDER BY c.expires_at, c.id LIMIT 500)";
    CHALLENGE_RESULT_SET = "UPDATE challenges SET result_hash = $2, result_until = $3 WHERE id = $1 AND state = 'passed'";
    /// Redeems the one-time result once and in time: of any number of callers one gets the row.
    CHALLENGE_REDEEM = concat!("UPDATE challenges SET redeemed_at = $3 WHERE id IN (SELECT CAST($1 AS TEXT) UNION ALL \
        SELECT w.id FROM visits v JOIN challenges w ON w.visit = v.id WHERE v.challenge = $1) AND result_hash = $2 AND state = 'passed' AND redeemed_at IS NULL \
        AND result_until > $3 AND (CAST($4 AS TEXT) IS NULL OR session = $4) RETURNING ", challenge_columns!());
}

/// Where a challenge stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChallengeState {
    /// Takes answers, until it expires.
    Open,
    /// Was answered.
    Passed,
    /// Its tries are used up.
    Failed,
    /// Its session ended, another took its place, or its order is no longer open.
    Closed,
}

impl ChallengeState {
    /// The name in columns and on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Closed => "closed",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::Open, Self::Passed, Self::Failed, Self::Closed]
            .into_iter()
            .find(|state| state.as_str() == text)
    }
}

/// A challenge as it is stored. Holds no code.
#[derive(Clone, Debug)]
pub struct StoredChallenge {
    /// Its id.
    pub id: ChallengeId,
    /// Who is asked.
    pub person: PersonId,
    /// What for and about what.
    pub payload: Payload,
    /// The session it belongs to; its end closes the challenge.
    pub session: Option<SessionId>,
    /// The hosted visit it belongs to.
    pub visit: Option<VisitId>,
    /// Fixed by the first send or the first answer.
    pub method: Option<Method>,
    /// The contact a code goes to.
    pub contact: Option<ContactId>,
    /// Keyed index of that contact's value.
    pub recipient: Option<String>,
    /// That contact as it is shown, masked.
    pub target: Option<String>,
    /// Length of its code.
    pub digits: Digits,
    /// The code key it began with.
    pub code_key: KeyId,
    /// Tries charged so far.
    pub tries: i64,
    /// How many there may be.
    pub tries_limit: i64,
    /// Where it stands.
    pub state: ChallengeState,
    /// When it was issued.
    pub created_at: Timestamp,
    /// From then on a right answer is refused.
    pub expires_at: Timestamp,
    /// The last send.
    pub sent_at: Option<Timestamp>,
    /// When a provider last took the message.
    pub handed_at: Option<Timestamp>,
    /// When the last send failed for good.
    pub failed_at: Option<Timestamp>,
    /// When it was answered.
    pub passed_at: Option<Timestamp>,
    /// When its one-time result was redeemed.
    pub redeemed_at: Option<Timestamp>,
}

impl StoredChallenge {
    /// The challenge whose code is to be sent; `None`: no delivered method is fixed.
    pub fn to_send(&self) -> Option<Challenge<Open>> {
        let method = self.method.filter(|method| method.is_delivered())?;
        let recipient = self.recipient.clone()?;
        let expected =
            Expected::Code { recipient, digits: self.digits, key: self.code_key.clone() };
        Some(Challenge::open(
            self.id.clone(),
            self.person.clone(),
            self.payload.clone(),
            method,
            self.expires_at,
            expected,
        ))
    }

    /// Tries that are left.
    pub fn tries_left(&self) -> u32 {
        u32::try_from(self.tries_limit - self.tries).unwrap_or(0)
    }
}

impl Tx {
    /// Forgets unanswered challenges that ended before, and all sends before; at most 500 of each a call.
    pub async fn challenges_forget(&mut self, before: Timestamp) -> Result<u64, StoreError> {
        let sends = self.execute(&crate::sends::SENDS_FORGET, &[before.into()]).await?;
        Ok(sends + self.execute(&CHALLENGES_FORGET, &[before.into()]).await?)
    }

    /// Writes a new challenge.
    pub async fn challenge_insert(&mut self, new: &StoredChallenge) -> Result<(), StoreError> {
        let about = About::of(&new.payload);
        let args = [
            (&new.id).into(),
            (&new.person).into(),
            new.payload.kind().as_str().into(),
            new.session.as_ref().map(|id| id.as_str().to_owned()).into(),
            about.order.into(),
            new.visit.as_ref().map(|id| id.as_str().to_owned()).into(),
            about.areas.into(),
            new.method.map(|method| method.as_str().to_owned()).into(),
            new.contact.as_ref().map(|id| id.as_str().to_owned()).into(),
            new.recipient.clone().into(),
            i64::try_from(new.digits.count()).unwrap_or(6).into(),
            new.code_key.0.as_str().into(),
            new.tries_limit.into(),
            new.created_at.into(),
            new.expires_at.into(),
            about.sign_in.into(),
            about.change.into(),
            about.link.into(),
        ];
        self.execute(&CHALLENGE_INSERT, &args).await?;
        Ok(())
    }

    /// Notes a send and fixes method and contact by the first; false: closed, expired, spent, or another way was fixed.
    pub async fn challenge_send(
        &mut self,
        id: &ChallengeId,
        method: Method,
        contact: &ContactId,
        recipient: &str,
        target: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let args = [
            id.into(),
            method.as_str().into(),
            contact.into(),
            recipient.into(),
            now.into(),
            target.into(),
        ];
        Ok(self.execute(&CHALLENGE_SEND, &args).await? == 1)
    }

    /// Notes that a provider took the message.
    pub async fn challenge_handed(
        &mut self,
        id: &ChallengeId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.execute(&CHALLENGE_HANDED, &[id.into(), now.into()]).await?;
        Ok(())
    }

    /// Notes that the message could not be delivered.
    pub async fn challenge_send_failed(
        &mut self,
        id: &ChallengeId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.execute(&CHALLENGE_SEND_FAILED, &[id.into(), now.into()]).await?;
        Ok(())
    }

    /// Closes an open challenge: another way was chosen.
    pub async fn challenge_close(&mut self, id: &ChallengeId) -> Result<(), StoreError> {
        self.execute(&CHALLENGE_CLOSE, &[id.into()]).await?;
        Ok(())
    }

    /// Closes the open challenges of an order: it was stopped or replaced, and its codes are dead.
    pub async fn challenges_of_order_close(&mut self, id: &OrderId) -> Result<(), StoreError> {
        self.execute(&CHALLENGES_OF_ORDER_CLOSE, &[id.into()]).await?;
        Ok(())
    }

    /// Keeps the hash of the one-time result that the browser brings back.
    pub async fn challenge_result_set(
        &mut self,
        id: &ChallengeId,
        result_hash: &str,
        until: Timestamp,
    ) -> Result<(), StoreError> {
        self.execute(&CHALLENGE_RESULT_SET, &[id.into(), result_hash.into(), until.into()]).await?;
        Ok(())
    }

    /// Redeems the one-time result; `None` to every caller but the first in time.
    ///
    /// `session`, if given, is the one the result must be for; another one burns nothing.
    ///
    /// `id` is the challenge the portal created; the person may have answered another one of the same visit.
    pub async fn challenge_redeem(
        &mut self,
        id: &ChallengeId,
        result_hash: &str,
        session: Option<&SessionId>,
        now: Timestamp,
    ) -> Result<Option<StoredChallenge>, StoreError> {
        let session = session.map(|id| id.as_str().to_owned());
        let args = [id.into(), result_hash.into(), now.into(), session.into()];
        let row = self.fetch_optional(&CHALLENGE_REDEEM, &args).await?;
        row.as_ref().map(challenge_from).transpose()
    }
}

impl ReadTx {
    /// A challenge.
    pub async fn challenge_read(
        &mut self,
        id: &ChallengeId,
    ) -> Result<Option<StoredChallenge>, StoreError> {
        let row = self.fetch_optional(&CHALLENGE_READ, &[id.into()]).await?;
        row.as_ref().map(challenge_from).transpose()
    }
}

pub(crate) fn challenge_from(row: &Row) -> Result<StoredChallenge, StoreError> {
    let session = row
        .opt_text("session")?
        .map(|text| SessionId::parse(&text).map_err(|_| row.corrupt("session")))
        .transpose()?;
    let payload = payload_from(row, session.as_ref())?;
    let id_of = |column: &'static str| row.opt_text(column);
    Ok(StoredChallenge {
        id: ChallengeId::parse(&row.text("id")?).map_err(|_| row.corrupt("id"))?,
        person: PersonId::parse(&row.text("person")?).map_err(|_| row.corrupt("person"))?,
        payload,
        session,
        visit: id_of("visit")?.and_then(|text| VisitId::parse(&text).ok()),
        method: id_of("method")?.and_then(|text| Method::parse(&text)),
        contact: id_of("contact")?.and_then(|text| ContactId::parse(&text).ok()),
        recipient: row.opt_text("recipient")?,
        target: row.opt_text("target")?,
        digits: Digits::from_count(row.int("digits")?).ok_or_else(|| row.corrupt("digits"))?,
        code_key: KeyId(row.text("code_key")?),
        tries: row.int("tries")?,
        tries_limit: row.int("tries_limit")?,
        state: ChallengeState::parse(&row.text("state")?).ok_or_else(|| row.corrupt("state"))?,
        created_at: row.time("created_at")?,
        expires_at: row.time("expires_at")?,
        sent_at: row.opt_time("sent_at")?,
        handed_at: row.opt_time("handed_at")?,
        failed_at: row.opt_time("failed_at")?,
        passed_at: row.opt_time("passed_at")?,
        redeemed_at: row.opt_time("redeemed_at")?,
    })
}
