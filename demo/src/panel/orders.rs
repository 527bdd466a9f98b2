//! Placing an order with Countersign, and carrying it out once: claim, check the receipt, run, write down.

use super::actions::{Action, Slip};
use super::book::{Done, Placed, Words};
use super::sight;
use super::trouble::Trouble;
use super::visit::SignedIn;
use super::{AUDIENCE, Panel, RETURN_ORDER};
use crate::countersign::NewOrder;
use crate::countersign::receipt::{self, Expected, Receipt};
use crate::samples::Sample;
use crate::times;

/// Places an order, or one that takes the place of another; gives its id and the address to confirm it at.
pub async fn place(
    panel: &Panel,
    who: &SignedIn,
    action: Action,
    replaces: Option<String>,
) -> Result<Placed, Trouble> {
    let slip = action.slip(&sight::goods(panel, who).await?, who.sample.language);
    let order = to_send(panel, who, slip.ok_or(Trouble::Missing)?, replaces);
    let made = panel.api.create_order(&order).await?;
    let digest = receipt::digest(&made.id, &order);
    if digest != made.digest {
        // The panel goes by what it computed itself: the receipt has to repeat that.
        tracing::warn!(order = made.id, "Countersign computed another digest than the panel");
    }
    let placed = Placed {
        id: made.id,
        email: who.sample.email.to_owned(),
        person: who.person.clone(),
        action,
        words: Words::of(&order),
        digest,
        confirm_url: made.confirm_url,
        methods: made.methods,
        made_at: times::now(),
        expires_at: made.expires_at,
        state: "open".to_owned(),
        replaces: order.replaces,
        replaced_by: None,
        done: None,
        refused: None,
    };
    let mut book = panel.book();
    book.place(placed.clone());
    book.save()?;
    drop(book);
    who.with(panel, |visit| visit.order = Some(placed.id.clone()));
    Ok(placed)
}

fn to_send(panel: &Panel, who: &SignedIn, slip: Slip, replaces: Option<String>) -> NewOrder {
    NewOrder {
        person: who.person.clone(),
        session: who.session.clone(),
        action: slip.action.to_owned(),
        title: slip.title.to_owned(),
        object: slip.object,
        details: slip.details,
        destructive: slip.destructive,
        amount: slip.amount,
        return_to: format!("{}{RETURN_ORDER}", panel.at.panel),
        replaces,
    }
}

/// Brings one order up to date: asks where it stands and carries it out if its person confirmed it.
pub async fn settle(panel: &Panel, sample: &'static Sample, id: &str) -> Result<Placed, Trouble> {
    let known = panel.book().order(sample.email, id).cloned().ok_or(Trouble::Missing)?;
    if !known.is_unsettled() {
        return Ok(known);
    }
    let state = panel.api.order(id).await?.state;
    if matches!(state.as_str(), "authorised" | "claimed") {
        return carry_out(panel, sample, &known).await;
    }
    let mut book = panel.book();
    let order = book.order_mut(id).ok_or(Trouble::Missing)?;
    let changed = order.state != state;
    order.state = state;
    let settled = order.clone();
    if changed {
        book.save()?;
    }
    Ok(settled)
}

/// Claims, checks and runs. Two page loads may come here at once: the claim gives both the same receipt, and the
/// book lets only the first one run.
async fn carry_out(
    panel: &Panel,
    sample: &'static Sample,
    known: &Placed,
) -> Result<Placed, Trouble> {
    let receipt = panel.api.claim(&known.id).await?.receipt;
    let keys = panel.api.keys().await?;
    let done = Done { at: times::now(), receipt, keys };
    let checked = check(panel, known, &done);
    let mut book = panel.book();
    let order = book.order_mut(&known.id).ok_or(Trouble::Missing)?;
    "claimed".clone_into(&mut order.state);
    if order.done.is_none() && order.refused.is_none() {
        match checked {
            Ok(_) => {
                order.done = Some(done);
                known.action.run(book.goods(sample));
            }
            Err(why) => {
                tracing::error!(order = known.id, why, "the receipt was refused");
                order.refused = Some(why);
            }
        }
        book.save()?;
    }
    book.order(sample.email, &known.id).cloned().ok_or(Trouble::Missing)
}

/// Checks a kept receipt offline.
pub fn check(panel: &Panel, order: &Placed, done: &Done) -> Result<Receipt, String> {
    let expected = Expected {
        issuer: &panel.at.pages,
        audience: AUDIENCE,
        order: &order.id,
        digest: &order.digest,
        action: &order.words.action,
        person: &order.person,
    };
    receipt::verify(&done.receipt, &done.keys, &expected)
}

/// Brings every open order of a person up to date; one that cannot be asked about waits for the next page.
pub async fn settle_all(panel: &Panel, who: &SignedIn) -> Vec<Placed> {
    let orders = panel.book().orders(who.sample.email);
    for order in orders.iter().filter(|order| order.is_unsettled()) {
        if let Err(trouble) = settle(panel, who.sample, &order.id).await {
            tracing::warn!(order = order.id, ?trouble, "an order could not be settled");
        }
    }
    panel.book().orders(who.sample.email)
}
