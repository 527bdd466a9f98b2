//! What every page of the area shares: who is there, the list beside it, the open window, and the one banner.

use countersign_app::looking_after;
use countersign_app::recovery;
use countersign_app::step_up::{self, WindowView};
use countersign_app::support::{self, Question};
use countersign_core::Timestamp;
use countersign_core::people::{Person, Staff};

use crate::pages::signed_in::SignedIn;
use crate::pages::turned::Turned;
use crate::pages::view::{Area, Banner, FEW_CODES, WindowEnd};

/// The page that shows every banner; the others show what may lock somebody out.
pub const OVERVIEW: &str = "/security";
/// The page that says by itself how many codes are left.
const CODES: &str = "/security/recovery-codes";

/// The frame of a page at this path: the list beside it, until when protected areas are open, and what is most urgent.
pub async fn of(here: &SignedIn, path: &'static str) -> Result<Area, Turned> {
    let open = window(here).await?;
    let (ctx, person) = (&here.state.ctx, &here.person.id);
    let looked_after = looking_after::accounts(ctx, person, here.now()).await;
    let looked_after = looked_after.map_err(|error| here.broken(&error, false))?;
    Ok(Area {
        looks_after: !looked_after.is_empty(),
        path,
        open: open.map(|open| WindowEnd::at(Timestamp::from_ms(open.until), here.now())),
        token: here.token(),
        banner: recovery(here).await?.or_else(|| banner(&here.person, path)),
        question: question(here).await?,
        desk: here.person.staff.map(|staff| match staff {
            Staff::SupportAgent => ("/support", "desk-product"),
            Staff::Operator => ("/operator/channels", "operator-channels"),
        }),
    })
}

/// The recovery that waits; it stands before everything else. Staff have none.
async fn recovery(here: &SignedIn) -> Result<Option<Banner>, Turned> {
    if here.person.staff.is_some() {
        return Ok(None);
    }
    let own = recovery::own(&here.state.ctx, &here.person.id).await;
    let waiting =
        own.map_err(|error| here.broken(&error, false))?.filter(|own| own.state.is_open());
    Ok(waiting.and_then(|own| Some(Banner::Recovery { kind: own.kind, opens_at: own.opens_at? })))
}

/// What a support agent asks this person right now. Nobody asks staff.
async fn question(here: &SignedIn) -> Result<Option<Question>, Turned> {
    if here.person.staff.is_some() {
        return Ok(None);
    }
    let waiting = support::waiting(&here.state.ctx, &here.person.id, here.now()).await;
    waiting.map_err(|error| here.broken(&error, false))
}

/// The open window of this session.
pub async fn window(here: &SignedIn) -> Result<Option<WindowView>, Turned> {
    match step_up::windows(&here.state.ctx, &here.session, here.now()).await {
        Ok(open) => Ok(open.unwrap_or_default()),
        Err(error) => Err(here.broken(&error, false)),
    }
}

fn banner(person: &Person, path: &str) -> Option<Banner> {
    let unconfirmed = || person.contacts.iter().any(|contact| contact.confirmed_at.is_none());
    if person.has_second_factor() && person.recovery_codes <= FEW_CODES && path != CODES {
        Some(Banner::FewCodes(person.recovery_codes))
    } else if path != OVERVIEW {
        None
    } else if unconfirmed() {
        Some(Banner::Unconfirmed)
    } else if person.authenticators.len() == 1 {
        Some(Banner::OneWay)
    } else {
        None
    }
}
