//! The door to pages of staff, and what stays closed to staff without a second factor.

use axum::response::{IntoResponse as _, Response};
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
        if may_only_enrol(&self.person, &self.hosted) && !is_about_enrolling(&self.browser.path) {
            return Err(to_enrol().into());
        }
        Ok(self)
    }
}

fn is_about_enrolling(page: &str) -> bool {
    let path = page.split('?').next().unwrap_or_default();
    ENROLLING.iter().any(|place| {
        path.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}

fn to_enrol() -> Response {
    turned::see_other(ENROL)
}
