//! Remembers orders: words that never change, and a state that moves once.

use countersign_core::Timestamp;
use countersign_core::ids::{OrderId, PersonId, SessionId};
use countersign_core::order::{Amount, Detail, Order, OrderDigest, OrderState};
use countersign_core::people::Method;

use crate::db::{ReadTx, Row, Tx};
use crate::error::StoreError;
use crate::statements::statements;

macro_rules! order_columns {
    () => {
        "id, person, session, action, title, object, details, destructive, amount_value, amount_currency, digest, \
         return_to, state, tries, tries_limit, created_at, expires_at, closed_at, authorised_at, claim_by, method, \
         target, receipt, replaces, replaced_by"
    };
}

statements! {
    ORDER_INSERT = "INSERT INTO orders (id, person, session, action, title, object, details, destructive, amount_value, \
        amount_currency, digest, return_to, state, tries, tries_limit, created_at, expires_at, replaces) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'open', $13, $14, $15, $16, $17)";
    ORDER_READ = concat!("SELECT ", order_columns!(), " FROM orders WHERE id = $1");
    ORDERS_OF_PERSON = concat!("SELECT ", order_columns!(), " FROM orders WHERE person = $1 \
        AND (created_at < $2 OR (created_at = $2 AND id < $3)) ORDER BY created_at DESC, id DESC LIMIT $4");
    /// Charges a try before any proof is looked at. Over the limit, closed, lapsed or its session ended: no row, nothing
    /// is compared. Concurrent callers queue at the row and each finds the count of the one before.
    ORDER_CHARGE = concat!("UPDATE orders SET tries = tries + 1 WHERE id = $1 AND state = 'open' AND tries < tries_limit \
        AND expires_at > $2 AND (session IS NULL OR EXISTS (SELECT 1 FROM sessions s WHERE s.id = orders.session \
        AND s.ended_at IS NULL AND s.expires_at > $2)) RETURNING ", order_columns!());
    ORDER_GIVE_BACK = "UPDATE orders SET tries = tries - 1 WHERE id = $1 AND tries > 0";
    /// The third wrong code stops the order.
    ORDER_VOID_IF_SPENT = "UPDATE orders SET state = 'void', closed_at = $2 WHERE id = $1 AND state = 'open' AND tries >= tries_limit";
    /// Authorised once: only an open order moves, and the caller holds its row since the charge.
    ORDER_AUTHORISE = "UPDATE orders SET state = 'authorised', tries = tries - 1, authorised_at = $2, claim_by = $3, method = $4, \
        target = $5, receipt = $6, closed_at = $2 WHERE id = $1 AND state = 'open'";
    /// Claimed once: of any number of callers one gets the row. Not for an account that the person belongs to no longer.
    ORDER_CLAIM = concat!("UPDATE orders SET state = 'claimed' WHERE id = $1 AND state = 'authorised' AND claim_by > $2 \
        AND (session IS NULL OR EXISTS (SELECT 1 FROM sessions s WHERE s.id = orders.session AND s.ended_at IS NULL \
        AND (s.account IS NULL OR EXISTS (SELECT 1 FROM memberships m WHERE m.account = s.account AND m.person = s.person \
        AND (m.ends_at IS NULL OR m.ends_at > $2))))) \
        AND EXISTS (SELECT 1 FROM persons p WHERE p.id = orders.person AND p.state = 'active') RETURNING ", order_columns!());
    ORDER_CANCEL = "UPDATE orders SET state = 'cancelled', closed_at = $2 WHERE id = $1 AND state IN ('open', 'authorised')";
    /// Only an order of the same person that nobody has claimed can be replaced; of two replacements one wins.
    ORDER_REPLACE = "UPDATE orders SET state = 'replaced', closed_at = $3, replaced_by = $2 \
        WHERE id = $1 AND person = $4 AND state IN ('open', 'authorised') RETURNING tries";
    ORDERS_EXPIRE = "UPDATE orders SET state = 'expired', closed_at = $1 WHERE id IN \
        (SELECT id FROM orders WHERE state = 'open' AND expires_at <= $1 ORDER BY expires_at, id LIMIT 500) AND state = 'open'";
    ORDERS_UNCLAIMED_VOID = "UPDATE orders SET state = 'void' WHERE id IN \
        (SELECT id FROM orders WHERE state = 'authorised' AND claim_by <= $1 ORDER BY claim_by, id LIMIT 500) AND state = 'authorised'";
}

/// An order with where it stands.
#[derive(Clone, Debug)]
pub struct StoredOrder {
    /// The words.
    pub order: Order,
    /// The session it came from; its end stops the order.
    pub session: Option<SessionId>,
    /// SHA-256 of the words, as it was when the order was created.
    pub digest: OrderDigest,
    /// Where the hosted page leads back to.
    pub return_to: Option<String>,
    /// Where it stands in the table; [`StoredOrder::state_at`] also looks at the clock.
    pub state: OrderState,
    /// Wrong tries so far, over all its challenges.
    pub tries: i64,
    /// How many there may be.
    pub tries_limit: i64,
    /// When it left the state open.
    pub closed_at: Option<Timestamp>,
    /// When it was confirmed.
    pub authorised_at: Option<Timestamp>,
    /// Until when a confirmed order can be claimed.
    pub claim_by: Option<Timestamp>,
    /// How it was confirmed.
    pub method: Option<Method>,
    /// The masked contact it was confirmed with.
    pub target: Option<String>,
    /// The receipt, from the confirmation on.
    pub receipt: Option<String>,
    /// The order this one took the place of.
    pub replaces: Option<OrderId>,
    /// The order that took this one's place.
    pub replaced_by: Option<OrderId>,
}

impl StoredOrder {
    /// Where it stands at `now`: an open order past its time has expired, an unclaimed one past its time is void, whether
    /// or not the clean-up has come by.
    pub fn state_at(&self, now: Timestamp) -> OrderState {
        match self.state {
            OrderState::Open if self.order.expires_at <= now => OrderState::Expired,
            OrderState::Authorised if self.claim_by.is_some_and(|by| by <= now) => OrderState::Void,
            state => state,
        }
    }

    /// Wrong tries that are left.
    pub fn tries_left(&self) -> u32 {
        u32::try_from(self.tries_limit - self.tries).unwrap_or(0)
    }
}

/// What authorising writes.
#[derive(Clone, Debug)]
pub struct Authorisation {
    /// When.
    pub at: Timestamp,
    /// Until when it can be claimed.
    pub claim_by: Timestamp,
    /// How.
    pub method: Method,
    /// The masked contact, for delivered codes.
    pub target: Option<String>,
    /// The signed receipt.
    pub receipt: String,
}

impl Tx {
    /// Writes a new order. `tries` are those that an order it replaces had used.
    pub async fn order_insert(&mut self, new: &StoredOrder) -> Result<(), StoreError> {
        let order = &new.order;
        let (value, currency) = match &order.amount {
            Some(amount) => (Some(amount.value.clone()), Some(amount.currency.clone())),
            None => (None, None),
        };
        let args = [
            (&order.id).into(),
            (&order.person).into(),
            new.session.as_ref().map(|id| id.as_str().to_owned()).into(),
            order.action.as_str().into(),
            order.title.as_str().into(),
            order.object.as_str().into(),
            details_to_column(&order.details).into(),
            i64::from(order.destructive).into(),
            value.into(),
            currency.into(),
            new.digest.to_hex().into(),
            new.return_to.clone().into(),
            new.tries.into(),
            new.tries_limit.into(),
            order.created_at.into(),
            order.expires_at.into(),
            new.replaces.as_ref().map(|id| id.as_str().to_owned()).into(),
        ];
        self.execute(&ORDER_INSERT, &args).await?;
        Ok(())
    }

    /// Charges a try; `None`: the order takes no more answers.
    pub(crate) async fn order_charge(
        &mut self,
        id: &OrderId,
        now: Timestamp,
    ) -> Result<Option<StoredOrder>, StoreError> {
        let row = self.fetch_optional(&ORDER_CHARGE, &[id.into(), now.into()]).await?;
        row.as_ref().map(order_from).transpose()
    }

    /// Gives a charged try back: the answer was right but late.
    pub(crate) async fn order_give_back(&mut self, id: &OrderId) -> Result<(), StoreError> {
        self.execute(&ORDER_GIVE_BACK, &[id.into()]).await?;
        Ok(())
    }

    /// Stops the order if its tries are spent; true: this call stopped it.
    pub async fn order_void_if_spent(
        &mut self,
        id: &OrderId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        Ok(self.execute(&ORDER_VOID_IF_SPENT, &[id.into(), now.into()]).await? == 1)
    }

    /// Moves an open order to authorised; false: it is no longer open.
    pub async fn order_authorise(
        &mut self,
        id: &OrderId,
        authorisation: &Authorisation,
    ) -> Result<bool, StoreError> {
        let args = [
            id.into(),
            authorisation.at.into(),
            authorisation.claim_by.into(),
            authorisation.method.as_str().into(),
            authorisation.target.clone().into(),
            authorisation.receipt.as_str().into(),
        ];
        Ok(self.execute(&ORDER_AUTHORISE, &args).await? == 1)
    }

    /// Hands an authorised order out; `None` to every caller but one.
    pub async fn order_claim(
        &mut self,
        id: &OrderId,
        now: Timestamp,
    ) -> Result<Option<StoredOrder>, StoreError> {
        let row = self.fetch_optional(&ORDER_CLAIM, &[id.into(), now.into()]).await?;
        row.as_ref().map(order_from).transpose()
    }

    /// Stops an order that was not claimed; false: it cannot be stopped any more.
    pub async fn order_cancel(&mut self, id: &OrderId, now: Timestamp) -> Result<bool, StoreError> {
        Ok(self.execute(&ORDER_CANCEL, &[id.into(), now.into()]).await? == 1)
    }

    /// Puts `by` in the place of `id`; the tries that were used, or `None`: it cannot be replaced any more.
    pub async fn order_replace(
        &mut self,
        id: &OrderId,
        by: &OrderId,
        person: &PersonId,
        now: Timestamp,
    ) -> Result<Option<i64>, StoreError> {
        let args = [id.into(), by.into(), now.into(), person.into()];
        self.fetch_optional(&ORDER_REPLACE, &args).await?.map(|row| row.int("tries")).transpose()
    }

    /// Writes down what the clock has decided; at most 500 of each a call, so that a transaction stays short.
    pub async fn orders_lapse(&mut self, now: Timestamp) -> Result<u64, StoreError> {
        let expired = self.execute(&ORDERS_EXPIRE, &[now.into()]).await?;
        Ok(expired + self.execute(&ORDERS_UNCLAIMED_VOID, &[now.into()]).await?)
    }
}

impl ReadTx {
    /// An order.
    pub async fn order_read(&mut self, id: &OrderId) -> Result<Option<StoredOrder>, StoreError> {
        let row = self.fetch_optional(&ORDER_READ, &[id.into()]).await?;
        row.as_ref().map(order_from).transpose()
    }

    /// Orders of a person, newest first, older than the cursor (time, id).
    pub async fn orders_of_person(
        &mut self,
        person: &PersonId,
        before: Option<(Timestamp, String)>,
        limit: i64,
    ) -> Result<Vec<StoredOrder>, StoreError> {
        let (at, id) = before.unwrap_or((Timestamp::from_ms(i64::MAX), String::new()));
        let args = [person.into(), at.into(), id.into(), limit.into()];
        self.fetch_all(&ORDERS_OF_PERSON, &args).await?.iter().map(order_from).collect()
    }
}

fn order_from(row: &Row) -> Result<StoredOrder, StoreError> {
    let amount = match (row.opt_text("amount_value")?, row.opt_text("amount_currency")?) {
        (Some(value), Some(currency)) => Some(Amount { value, currency }),
        _ => None,
    };
    let order_id = |column: &'static str| -> Result<Option<OrderId>, StoreError> {
        row.opt_text(column)?
            .map(|text| OrderId::parse(&text).map_err(|_| row.corrupt(column)))
            .transpose()
    };
    let order = Order {
        id: OrderId::parse(&row.text("id")?).map_err(|_| row.corrupt("id"))?,
        person: PersonId::parse(&row.text("person")?).map_err(|_| row.corrupt("person"))?,
        action: row.text("action")?,
        title: row.text("title")?,
        object: row.text("object")?,
        details: details_from_column(&row.text("details")?)
            .ok_or_else(|| row.corrupt("details"))?,
        destructive: row.int("destructive")? == 1,
        amount,
        created_at: row.time("created_at")?,
        expires_at: row.time("expires_at")?,
    };
    let session = row
        .opt_text("session")?
        .map(|text| SessionId::parse(&text).map_err(|_| row.corrupt("session")))
        .transpose()?;
    Ok(StoredOrder {
        order,
        session,
        digest: OrderDigest::from_hex(&row.text("digest")?).ok_or_else(|| row.corrupt("digest"))?,
        return_to: row.opt_text("return_to")?,
        state: OrderState::parse(&row.text("state")?).ok_or_else(|| row.corrupt("state"))?,
        tries: row.int("tries")?,
        tries_limit: row.int("tries_limit")?,
        closed_at: row.opt_time("closed_at")?,
        authorised_at: row.opt_time("authorised_at")?,
        claim_by: row.opt_time("claim_by")?,
        method: row.opt_text("method")?.and_then(|text| Method::parse(&text)),
        target: row.opt_text("target")?,
        receipt: row.opt_text("receipt")?,
        replaces: order_id("replaces")?,
        replaced_by: order_id("replaced_by")?,
    })
}

/// Labels and values with the ASCII unit and record separators between them, which the words of an order never hold.
fn details_to_column(details: &[Detail]) -> String {
    let lines: Vec<String> =
        details.iter().map(|detail| format!("{}\u{1f}{}", detail.label, detail.value)).collect();
    lines.join("\u{1e}")
}

fn details_from_column(text: &str) -> Option<Vec<Detail>> {
    if text.is_empty() {
        return Some(Vec::new());
    }
    text.split('\u{1e}')
        .map(|line| {
            let (label, value) = line.split_once('\u{1f}')?;
            Some(Detail { label: label.to_owned(), value: value.to_owned() })
        })
        .collect()
}
