//! Remembers what confirming one number or address has cost it lately, over all persons.

use countersign_core::Timestamp;
use countersign_core::limits::ContactBudget;
use countersign_core::people::Contact;

use crate::db::Tx;
use crate::error::StoreError;
use crate::statements::statements;

statements! {
    /// Takes the lock that sends and tries for one value queue at, so that the counts are not old when they are used.
    CONTACT_BUDGET_LOCK = "INSERT INTO contact_budgets (value_index, version, spent, touched_at) VALUES ($1, 1, '', $2) \
        ON CONFLICT (value_index) DO UPDATE SET version = contact_budgets.version + 1, touched_at = $2 RETURNING spent";
    CONTACT_BUDGET_WRITE = "UPDATE contact_budgets SET spent = $2 WHERE value_index = $1";
    CONTACT_BUDGETS_FORGET = "DELETE FROM contact_budgets WHERE value_index IN \
        (SELECT value_index FROM contact_budgets WHERE touched_at <= $1 ORDER BY touched_at, value_index LIMIT 500)";
}

impl Tx {
    /// Counts a send that confirms this value; false: the day's are used up, and nothing was counted.
    pub async fn contact_budget_send(
        &mut self,
        contact: &Contact,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        self.contact_budget(contact, now, |budget| budget.send(now)).await
    }

    /// Gives a send back that no provider took.
    pub async fn contact_budget_send_back(
        &mut self,
        contact: &Contact,
        sent_at: Timestamp,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let back = |budget: &mut ContactBudget| budget.give_send_back(sent_at);
        self.contact_budget(contact, now, back).await
    }

    /// Counts a try before it is compared; false: the day's are used up, and nothing was counted.
    pub(crate) async fn contact_budget_try(
        &mut self,
        contact: &Contact,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        self.contact_budget(contact, now, |budget| budget.try_once(now)).await
    }

    /// Gives a try back: its code was right and late.
    pub(crate) async fn contact_budget_try_back(
        &mut self,
        contact: &Contact,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.contact_budget(contact, now, |budget| budget.give_try_back(now)).await
    }

    /// Forgets values that nobody confirmed since; at most 500 a call.
    pub async fn contact_budgets_forget(&mut self, before: Timestamp) -> Result<u64, StoreError> {
        self.execute(&CONTACT_BUDGETS_FORGET, &[before.into()]).await
    }

    async fn contact_budget<T>(
        &mut self,
        contact: &Contact,
        now: Timestamp,
        change: impl FnOnce(&mut ContactBudget) -> T,
    ) -> Result<T, StoreError> {
        // Folded: mailboxes do not tell cases apart, and spelling one anew would be a new budget.
        let folded = contact.value.to_lowercase();
        let index = self.sealer().blind_index("contact-budget", &folded);
        let args = [index.as_str().into(), now.into()];
        let row =
            self.fetch_optional(&CONTACT_BUDGET_LOCK, &args).await?.ok_or(StoreError::Busy)?;
        let mut budget =
            ContactBudget::from_column(&row.text("spent")?).map_err(|_| row.corrupt("spent"))?;
        let outcome = change(&mut budget);
        let args = [index.as_str().into(), budget.to_column().into()];
        self.execute(&CONTACT_BUDGET_WRITE, &args).await?;
        Ok(outcome)
    }
}
