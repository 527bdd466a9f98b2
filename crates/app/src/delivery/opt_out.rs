//! STOP and START: numbers and addresses that want no messages by a method.

use countersign_channels::Wish;
use countersign_core::people::Method;
use countersign_store::Tx;

use crate::{AppError, Ctx};

/// Notes that a number in E.164, or an address, wants no messages by a method: its holder wrote STOP. Other methods stay.
/// False: it was noted before.
pub async fn opt_out(ctx: &Ctx, method: Method, recipient: &str) -> Result<bool, AppError> {
    let (recipient, now) = (recipient.to_owned(), ctx.clock.now());
    let plan = async move |tx: &mut Tx| {
        let index = tx.recipient_index(&recipient);
        tx.opt_out(&index, method, now).await
    };
    Ok(ctx.store.write(plan).await?)
}

/// Notes that it wants them again: its holder wrote START. False: it had not opted out.
pub async fn opt_in(ctx: &Ctx, method: Method, recipient: &str) -> Result<bool, AppError> {
    let recipient = recipient.to_owned();
    let plan = async move |tx: &mut Tx| {
        let index = tx.recipient_index(&recipient);
        tx.opt_in(&index, method).await
    };
    Ok(ctx.store.write(plan).await?)
}

/// Notes what the holder of a number wrote to a provider. Numbers that nobody here uses are left aside: whoever writes to a
/// sender fills no table.
pub(crate) async fn wish(ctx: &Ctx, provider: &str, wish: Wish) -> Result<(), AppError> {
    let now = ctx.clock.now();
    let Wish { from, method, wanted } = wish;
    let plan = async move |tx: &mut Tx| {
        let index = tx.recipient_index(&from);
        match (wanted, tx.recipient_is_known(&index).await?) {
            (_, false) => Ok(false),
            (true, true) => tx.opt_in(&index, method).await,
            (false, true) => tx.opt_out(&index, method, now).await,
        }
    };
    if ctx.store.write(plan).await? {
        let word = if wanted { "start" } else { "stop" };
        metrics::counter!("countersign_wishes_total", "provider" => provider.to_owned(),
            "method" => method.as_str(), "word" => word)
        .increment(1);
    }
    Ok(())
}
