//! The open window that protected pages stand behind, and the step-up that leads to one.

use std::time::Duration;

use axum::response::{IntoResponse as _, Response};
use countersign_app::people::PERSONAL_DATA;
use countersign_app::step_up::{self, HereAsk};
use countersign_core::ids::VisitId;
use countersign_core::ports::Bearer;
use countersign_core::step_up::Area;
use http::StatusCode;

use crate::pages::signed_in::SignedIn;
use crate::pages::turned::Turned;
use crate::pages::view::Problem;
use crate::pages::visiting::Place;

/// Whether the person's own data are open in this session.
pub async fn is_open(here: &SignedIn) -> Result<bool, Turned> {
    let Ok(area) = Area::parse(PERSONAL_DATA) else { return Ok(false) };
    let (ctx, asked) = (&here.state.ctx, here.asked(None));
    let entered = step_up::enter(ctx, &asked, &here.person.id, &here.session, &area).await;
    entered.map_err(|error| here.broken(&error, false))
}

/// Begins the step-up and leads to its page, from there to `then`. What only looks ahead begins nothing.
pub async fn confirm_first(here: &SignedIn, then: String) -> Result<Response, Turned> {
    if here.browser.only_looks {
        return Ok(StatusCode::FORBIDDEN.into_response());
    }
    let Ok(area) = Area::parse(PERSONAL_DATA) else { return Ok(here.problem(Problem::NotFound)) };
    let ask = HereAsk { person: here.person.id.clone(), session: here.session.clone(), area, then };
    match step_up::begin_here(&here.state.ctx, &here.asked(None), ask).await {
        Ok(Ok(begun)) => match VisitId::parse(&begun.visit) {
            Ok(visit) => {
                let lasts = Duration::from_millis(u64::try_from(begun.lasts_ms).unwrap_or(0));
                Ok(Place::Confirm(visit).begin(&Bearer::presented(begun.cookie), lasts))
            }
            Err(_) => Ok(here.problem(Problem::Lapsed)),
        },
        Ok(Err(_)) => Ok(here.problem(Problem::Lapsed)),
        Err(error) => Err(here.broken(&error, false)),
    }
}
