//! One person at one change: signed in, in the session that began it, with the cookie of its pages.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::response::{IntoResponse, Response};
use countersign_app::change::{self, ChangeState, StoredChange};
use countersign_core::ids::{ChangeId, ContactId};
use countersign_core::people::{Method, Person};
use countersign_core::policy::ChangeKind;
use http::request::Parts;

use crate::http::path_id::PathId;
use crate::pages::browser::Browser;
use crate::pages::choose_page;
use crate::pages::contacts;
use crate::pages::form::Form;
use crate::pages::signed_in::SignedIn;
use crate::pages::stay;
use crate::pages::turned::Turned;
use crate::pages::view::Problem;
use crate::pages::visiting::{Place, Visiting, nobody};
use crate::state::AppState;

/// Who changes what.
pub struct Changing {
    /// Who is signed in.
    pub me: SignedIn,
    /// The pages of the change.
    pub here: Visiting,
    /// The change.
    pub change: StoredChange,
}

impl Changing {
    /// Enters a page of a change. Another session, also one of the same person, finds nothing (CS-ENR-03).
    async fn enter(state: AppState, browser: Browser, id: ChangeId) -> Result<Self, Turned> {
        let me = SignedIn::enter(state.clone(), browser.clone()).await?;
        let mut here = Visiting::enter(state.clone(), browser.clone(), Place::Change(id)).await?;
        here.session_end = Some(stay::session_end(&me));
        here.must = me.hosted.owes();
        match here.view.change.clone() {
            Some(change) if change.session == me.session && change.person == me.person.id => {
                Ok(Self { me, here, change })
            }
            _ => Err(nobody(&state, &browser, Problem::LinkUsed)),
        }
    }

    /// The same, read again after something was done.
    pub async fn again(self) -> Result<Self, Turned> {
        let mut here = self.here.again().await?;
        here.session_end = Some(stay::session_end(&self.me));
        here.must = self.me.hosted.owes();
        let change = here.view.change.clone().unwrap_or(self.change);
        Ok(Self { me: self.me, here, change })
    }

    /// The address of a page of this change.
    pub fn path(&self, part: &str) -> String {
        format!("{}{part}", self.here.place.path())
    }

    /// The page that gives it up, which every page offers but that of a set-up that has to be.
    pub fn cancel(&self) -> String {
        cancel(&self.here)
    }

    /// Whether a new number was to be turned on, and is not entered yet.
    pub fn wants_number(&self) -> bool {
        let by_phone = matches!(self.change.way, Some(Method::Sms | Method::Call));
        self.sets_up() && by_phone && self.change.contact.is_none()
    }

    /// The list that the change began at.
    pub fn list(&self) -> &'static str {
        if self.change.kind.confirms() || self.change.kind == ChangeKind::RemoveContact {
            contacts::PATH
        } else {
            super::methods::PATH
        }
    }

    /// A change that waits too long, or was given up; and one whose session ended.
    pub fn over(&self) -> Option<Response> {
        if !self.here.view.session_live {
            return Some(self.here.ended(None));
        }
        (!self.change.is_live(self.here.now())).then(|| self.here.problem(Problem::Lapsed))
    }

    /// Whether it was proved, and what it sets up still waits for its first code.
    pub fn sets_up(&self) -> bool {
        self.change.kind.sets_up() && self.change.state == ChangeState::Granted
    }

    /// After something that may have granted it: what was chosen before the proof is begun at once, so that nothing is asked
    /// twice. A message that costs money waits for its button.
    pub async fn go_on(self, form: &Form) -> Result<Response, Turned> {
        let now = self.again().await?;
        if now.sets_up() && !now.has_begun() {
            now.begin_way(form).await?;
        }
        Ok(now.here.to_page(""))
    }

    /// Whether the challenge at hand is the first code of what is set up.
    pub fn has_begun(&self) -> bool {
        self.here
            .view
            .challenge
            .as_ref()
            .is_some_and(|at| at.payload.kind() == countersign_core::challenge::PurposeKind::SetUp)
    }

    async fn begin_way(&self, form: &Form) -> Result<(), Turned> {
        let ctx = &self.here.state.ctx;
        let asked = self.here.asked(Some(form.once(&self.here, "way")));
        let outcome = match (self.change.way, self.change.contact.clone()) {
            (Some(Method::Totp), _) => {
                change::choose_app(ctx, &asked, &self.here.cookie, &self.change.id, false).await
            }
            (Some(method), Some(contact)) if self.is_free(method, &contact) => {
                let (cookie, id) = (&self.here.cookie, &self.change.id);
                let way = (method, contact);
                let sent = change::choose_number(ctx, &asked, cookie, id, way, false).await;
                sent.map(|sent| sent.map(drop))
            }
            _ => return Ok(()),
        };
        // What was refused meanwhile is chosen again on its page.
        outcome.map(drop).map_err(|error| self.here.broken(&error, false))
    }

    fn is_free(&self, method: Method, contact: &ContactId) -> bool {
        let row = self.here.view.offers.iter().find(|offer| {
            offer.method == method.as_str() && offer.contact.as_deref() == Some(contact.as_str())
        });
        row.is_some_and(|row| row.available && choose_page::price(row).is_none())
    }

    /// What the way that is replaced or removed is called.
    pub async fn subject_name(&self) -> Result<Option<String>, Turned> {
        let Some(subject) = &self.change.subject else { return Ok(None) };
        let listed =
            change::methods(&self.here.state.ctx, &self.change.person, &self.change.session).await;
        let listed = listed.map_err(|error| self.here.broken(&error, false))?;
        let row = listed.into_iter().find(|row| row.id == *subject);
        Ok(row.map(|row| super::methods::row(&row).label(self.here.shell("").t).to_text()))
    }
}

impl FromRequestParts<AppState> for Changing {
    type Rejection = Turned;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Turned> {
        let browser = Browser::from_request_parts(parts, state).await.map_err(turned)?;
        let id = PathId::<ChangeId>::from_request_parts(parts, state).await.map_err(turned)?;
        Self::enter(state.clone(), browser, id.0).await
    }
}

/// A change with a form that one of its pages sent.
pub struct Sent {
    /// The change.
    pub at: Changing,
    /// The form.
    pub form: Form,
}

impl FromRequest<AppState> for Sent {
    type Rejection = Turned;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Turned> {
        let (mut parts, body) = request.into_parts();
        let at = Changing::from_request_parts(&mut parts, state).await?;
        let body = Bytes::from_request(Request::from_parts(parts, body), state).await;
        let form = Form::read(&at.here, &body.map_err(turned)?)?;
        Ok(Self { at, form })
    }
}

fn turned(refused: impl IntoResponse) -> Turned {
    refused.into_response().into()
}

/// What an app calls the entry: the address the person signs in with.
pub fn app_label(person: &Person) -> String {
    person.email().map_or_else(|| person.name.clone(), |email| email.value.clone())
}

/// Where the change of a page is given up; empty where it cannot be.
pub fn cancel(here: &Visiting) -> String {
    if here.must { String::new() } else { format!("{}/cancel", here.place.path()) }
}
