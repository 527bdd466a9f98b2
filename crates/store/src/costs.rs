//! Remembers what messages cost, booked to account, person, purpose and provider.

use countersign_core::Timestamp;
use countersign_core::ids::{AccountId, PersonId};

use crate::db::{ReadTx, Row};
use crate::error::StoreError;
use crate::statements::statements;

statements! {
    /// What a provider took in a span is paid for, whether or not it arrived. One row for each account, person, purpose, provider
    /// and currency. The rows of a span that is over do not change, so a page is told by its number.
    COSTS = "SELECT COALESCE(account, '') AS account, COALESCE(person, '') AS person, purpose, provider, currency, \
        CAST(COUNT(*) AS BIGINT) AS messages, CAST(SUM(cost_micros) AS BIGINT) AS cost_micros, \
        CAST(SUM(price_micros) AS BIGINT) AS price_micros FROM attempts WHERE begun_at >= $1 AND begun_at < $2 \
        AND state IN ('handed-over', 'delivered', 'undelivered', 'declined') \
        AND ($3 = '' OR account = $3) AND ($4 = '' OR person = $4) \
        GROUP BY COALESCE(account, ''), COALESCE(person, ''), purpose, provider, currency \
        ORDER BY 1, 2, 3, 4, 5 LIMIT $5 OFFSET $6";
    COST_TOTALS = "SELECT '' AS account, '' AS person, purpose, provider, currency, \
        CAST(COUNT(*) AS BIGINT) AS messages, CAST(SUM(cost_micros) AS BIGINT) AS cost_micros, \
        CAST(SUM(price_micros) AS BIGINT) AS price_micros FROM attempts WHERE begun_at >= $1 AND begun_at < $2 \
        AND state IN ('handed-over', 'delivered', 'undelivered', 'declined') \
        GROUP BY purpose, provider, currency ORDER BY 4, 3, 5";
}

/// What one purpose's messages through one provider cost, for one person and account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cost {
    /// The account of the session, or the only one of the person; `None`: neither is known.
    pub account: Option<AccountId>,
    /// For whom; `None`: an operator's test.
    pub person: Option<PersonId>,
    /// What for, as a slug.
    pub purpose: String,
    /// The provider's name.
    pub provider: String,
    /// ISO 4217.
    pub currency: String,
    /// Messages that the provider took.
    pub messages: u64,
    /// What the provider takes for them, in millionths of the currency.
    pub cost_micros: i64,
    /// What the person pays for them, in millionths of the currency.
    pub price_micros: i64,
}

/// Which costs are read.
#[derive(Clone, Debug)]
pub struct CostsOf {
    /// From this moment on.
    pub from: Timestamp,
    /// Until before this one.
    pub to: Timestamp,
    /// Only those of this account.
    pub account: Option<AccountId>,
    /// Only those of this person.
    pub person: Option<PersonId>,
    /// How many rows, and how many before them are passed over.
    pub page: (u32, u32),
}

impl ReadTx {
    /// What messages cost, in the order of account, person, purpose and provider.
    pub async fn costs(&mut self, of: &CostsOf) -> Result<Vec<Cost>, StoreError> {
        let args = [
            of.from.into(),
            of.to.into(),
            of.account.as_ref().map_or("", AccountId::as_str).into(),
            of.person.as_ref().map_or("", PersonId::as_str).into(),
            of.page.0.into(),
            of.page.1.into(),
        ];
        self.fetch_all(&COSTS, &args).await?.iter().map(cost_from).collect()
    }

    /// The same over all accounts and persons, by provider and purpose.
    pub async fn cost_totals(
        &mut self,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Vec<Cost>, StoreError> {
        let rows = self.fetch_all(&COST_TOTALS, &[from.into(), to.into()]).await?;
        rows.iter().map(cost_from).collect()
    }
}

fn cost_from(row: &Row) -> Result<Cost, StoreError> {
    let named = |column: &str| row.text(column).map(|text| Some(text).filter(|t| !t.is_empty()));
    Ok(Cost {
        account: named("account")?
            .map(|id| AccountId::parse(&id).map_err(|_| row.corrupt("account")))
            .transpose()?,
        person: named("person")?
            .map(|id| PersonId::parse(&id).map_err(|_| row.corrupt("person")))
            .transpose()?,
        purpose: row.text("purpose")?,
        provider: row.text("provider")?,
        currency: row.text("currency")?,
        messages: u64::try_from(row.int("messages")?).unwrap_or(0),
        cost_micros: row.int("cost_micros")?,
        price_micros: row.int("price_micros")?,
    })
}
