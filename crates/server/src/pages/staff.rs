//! The door to pages of staff, and what stays closed to whoever has to set a second factor up first.

use axum::response::IntoResponse as _;
use countersign_core::people::Staff;
use countersign_core::policy::may_only_enrol;

use super::browser::Browser;
use super::signed_in::SignedIn;
use super::turned::{self, Turned};
use crate::http::{Problem, Slug};
use crate::state::AppState;

/// Where a second factor is turned on or replaced.
const ENROL: &str = "/security/methods";
/// What a session that may only enrol can reach: turning a second factor on, and leaving.
const ENROLLING: [&str; 6] = [
    ENROL,
    "/security/changes",
    "/security/recovery-codes",
    "/security/stay",
    "/sign-in/after",
    "/sign-out",
];

/// Where a set-up that an account requires stands between the password and everything else.
const SET_UP: &str = "/sign-in/set-up";
/// What a session can reach whose person owes a second factor (CS-F2-01): that set-up, and leaving.
const OWING: [&str; 5] =
    [SET_UP, "/security/changes", "/security/stay", "/sign-in/after", "/sign-out"];

impl SignedIn {
    /// Enters a page of staff: with a session of somebody at this desk, who has shown a second factor in it.
    ///
    /// Nobody is led to sign in and back. Whoever is signed in and not at this desk gets the answer of an address that does
    /// not exist (CS-ENUM-04); staff who have not shown a second factor are led to turning one on.
    pub async fn enter_as(state: AppState, browser: Browser, desk: Staff) -> Result<Self, Turned> {
        let here = Self::enter_unfinished(state, browser).await?;
        if here.person.staff != Some(desk) {
            return Err(Problem::new(Slug::NotFound).into_response().into());
        }
        here.finished()
    }

    /// The session, unless it may only enrol and this page is about something else.
    pub(super) fn finished(self) -> Result<Self, Turned> {
        if self.hosted.owes() && !is_among(&OWING, &self.browser.path) {
            return Err(turned::see_other(SET_UP).into());
        }
        if may_only_enrol(&self.person, &self.hosted) && !is_among(&ENROLLING, &self.browser.path) {
            return Err(turned::see_other(ENROL).into());
        }
        Ok(self)
    }
}

fn is_among(places: &[&str], page: &str) -> bool {
    let path = page.split('?').next().unwrap_or_default();
    places.iter().any(|place| {
        path.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}
