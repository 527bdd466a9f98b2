//! Remembers hosted visits: one browser that opened one `confirm_url`.

use countersign_core::Timestamp;
use countersign_core::ids::{
    ChallengeId, ChangeId, OrderId, PersonId, SessionId, SignInId, VisitId,
};

use crate::db::{ReadTx, Row, Tx};
use crate::error::StoreError;
use crate::statements::statements;

macro_rules! visit_columns {
    () => {
        "id, person, session, order_id, sign_in, change_id, challenge, current_challenge, return_to, created_at, expires_at"
    };
}

statements! {
    VISIT_INSERT = "INSERT INTO visits (id, person, session, order_id, challenge, current_challenge, return_to, handle_hash, created_at, expires_at, \
        sign_in, change_id, cookie_hash, opened_at) VALUES ($1, $2, $3, $4, $5, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    /// Exchanges the handle once: of two browsers that open the same link one gets the cookie, the other no row.
    VISIT_OPEN = concat!("UPDATE visits SET opened_at = $3, cookie_hash = $2 WHERE handle_hash = $1 AND opened_at IS NULL \
        AND expires_at > $3 RETURNING ", visit_columns!());
    VISIT_BY_COOKIE = concat!("SELECT ", visit_columns!(), " FROM visits WHERE cookie_hash = $1");
    VISIT_CURRENT_SET = "UPDATE visits SET current_challenge = $2 WHERE id = $1 AND (current_challenge = $3 OR (current_challenge IS NULL AND CAST($3 AS TEXT) IS NULL))";
    VISITS_EXPIRE = "DELETE FROM visits WHERE id IN (SELECT id FROM visits WHERE expires_at <= $1 ORDER BY expires_at, id LIMIT 500)";
}

/// A visit. Handle and cookie are stored hashed and never read back.
#[derive(Clone, Debug)]
pub struct StoredVisit {
    /// Its id.
    pub id: VisitId,
    /// Who is asked.
    pub person: PersonId,
    /// The portal's session.
    pub session: Option<SessionId>,
    /// The order it shows, if it is about one.
    pub order: Option<OrderId>,
    /// The pending sign-in it is the second step of.
    pub sign_in: Option<SignInId>,
    /// The change of authenticators it is part of.
    pub change: Option<ChangeId>,
    /// The challenge it began with: the one the portal created, of a step-up.
    pub challenge: Option<ChallengeId>,
    /// The challenge the page is at.
    pub current: Option<ChallengeId>,
    /// Where the browser goes afterwards.
    pub return_to: Option<String>,
    /// When the portal asked for it.
    pub created_at: Timestamp,
    /// When it is over.
    pub expires_at: Timestamp,
}

impl Tx {
    /// Writes a visit that nobody has opened.
    pub async fn visit_insert(
        &mut self,
        visit: &StoredVisit,
        handle_hash: &str,
    ) -> Result<(), StoreError> {
        self.visit_write(visit, handle_hash, None).await
    }

    /// Writes a visit that began in the browser that asks: there is no link to it, so nobody else can open it.
    pub async fn visit_insert_opened(
        &mut self,
        visit: &StoredVisit,
        cookie_hash: &str,
    ) -> Result<(), StoreError> {
        self.visit_write(visit, cookie_hash, Some(cookie_hash)).await
    }

    async fn visit_write(
        &mut self,
        visit: &StoredVisit,
        handle_hash: &str,
        cookie_hash: Option<&str>,
    ) -> Result<(), StoreError> {
        let args = [
            (&visit.id).into(),
            (&visit.person).into(),
            visit.session.as_ref().map(|id| id.as_str().to_owned()).into(),
            visit.order.as_ref().map(|id| id.as_str().to_owned()).into(),
            visit.challenge.as_ref().map(|id| id.as_str().to_owned()).into(),
            visit.return_to.clone().into(),
            handle_hash.into(),
            visit.created_at.into(),
            visit.expires_at.into(),
            visit.sign_in.as_ref().map(|id| id.as_str().to_owned()).into(),
            visit.change.as_ref().map(|id| id.as_str().to_owned()).into(),
            cookie_hash.map(str::to_owned).into(),
            cookie_hash.map(|_| visit.created_at.ms()).into(),
        ];
        self.execute(&VISIT_INSERT, &args).await?;
        Ok(())
    }

    /// Exchanges a handle for a cookie; `None` to every browser but the first in time.
    pub async fn visit_open(
        &mut self,
        handle_hash: &str,
        cookie_hash: &str,
        now: Timestamp,
    ) -> Result<Option<StoredVisit>, StoreError> {
        let args = [handle_hash.into(), cookie_hash.into(), now.into()];
        let row = self.fetch_optional(&VISIT_OPEN, &args).await?;
        row.as_ref().map(visit_from).transpose()
    }

    /// Moves the page to another challenge; false: another tab moved it first.
    pub async fn visit_current_set(
        &mut self,
        id: &VisitId,
        challenge: &ChallengeId,
        before: Option<&ChallengeId>,
    ) -> Result<bool, StoreError> {
        let args = [id.into(), challenge.into(), before.map(|id| id.as_str().to_owned()).into()];
        Ok(self.execute(&VISIT_CURRENT_SET, &args).await? == 1)
    }

    /// Forgets visits that are over; at most 500 a call.
    pub async fn visits_expire(&mut self, now: Timestamp) -> Result<u64, StoreError> {
        self.execute(&VISITS_EXPIRE, &[now.into()]).await
    }
}

impl ReadTx {
    /// The visit of this browser; over or not.
    pub async fn visit_by_cookie(
        &mut self,
        cookie_hash: &str,
    ) -> Result<Option<StoredVisit>, StoreError> {
        let row = self.fetch_optional(&VISIT_BY_COOKIE, &[cookie_hash.into()]).await?;
        row.as_ref().map(visit_from).transpose()
    }
}

fn visit_from(row: &Row) -> Result<StoredVisit, StoreError> {
    let session = row.opt_text("session")?.and_then(|text| SessionId::parse(&text).ok());
    Ok(StoredVisit {
        id: VisitId::parse(&row.text("id")?).map_err(|_| row.corrupt("id"))?,
        person: PersonId::parse(&row.text("person")?).map_err(|_| row.corrupt("person"))?,
        session,
        order: row.opt_text("order_id")?.and_then(|text| OrderId::parse(&text).ok()),
        sign_in: row.opt_text("sign_in")?.and_then(|text| SignInId::parse(&text).ok()),
        change: row.opt_text("change_id")?.and_then(|text| ChangeId::parse(&text).ok()),
        challenge: row.opt_text("challenge")?.and_then(|text| ChallengeId::parse(&text).ok()),
        current: row.opt_text("current_challenge")?.and_then(|text| ChallengeId::parse(&text).ok()),
        return_to: row.opt_text("return_to")?,
        created_at: row.time("created_at")?,
        expires_at: row.time("expires_at")?,
    })
}
