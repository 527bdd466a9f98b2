//! Forms of these pages: each is carried out in an open window, and waits for it where there is none.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use countersign_app::kept::{Fields, keep, kept};
use countersign_app::request::{Once, marked_once};
use countersign_app::{Asked, Refused};
use countersign_core::ids::{KeptFormId, PersonId};

use super::here::Looking;
use super::{list, marks, person, rule};
use crate::http::path_id::PathId;
use crate::pages::browser::Browser;
use crate::pages::form::HasForms as _;
use crate::pages::security::window::confirm_first;
use crate::pages::signed_in::SignedIn;
use crate::pages::turned::{self, Turned};
use crate::pages::view::Problem;
use crate::state::AppState;

/// Where a form waits.
pub const PATH: &str = "/people/kept/";
/// The kind of these forms.
const FORM: &str = "people";
/// The field that holds where it was sent.
const SENT_TO: &str = "sent-to";

/// A form that was let in, or that waited.
pub struct Sent {
    /// Tells it from any other: the form's own, or the id under which it waited. What it was refused for then is not what comes
    /// of it now.
    nonce: String,
    fields: Fields,
    path: String,
}

/// Why a form was not carried out.
pub enum Stopped {
    /// It needs an open window.
    NeedsWindow,
    /// It was turned away.
    Turned(Turned),
}

impl From<Turned> for Stopped {
    fn from(turned: Turned) -> Self {
        Self::Turned(turned)
    }
}

impl Sent {
    /// The value of a field; empty if it is missing.
    pub fn get(&self, name: &str) -> &str {
        let found = self.fields.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    /// What stands behind this in the names of ticked boxes.
    pub fn ticked<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = &'a str> {
        let ticked = self.fields.iter().filter(|(_, value)| value == "yes");
        ticked.filter_map(move |(name, _)| name.strip_prefix(prefix))
    }

    /// The frame of one of the things it does: each runs once, however often the form is sent.
    pub fn asked(&self, here: &SignedIn, step: &str) -> Asked {
        here.asked(Some(self.once(here, step)))
    }

    fn once(&self, here: &SignedIn, step: &str) -> Once {
        let fields = self.fields.iter().flat_map(|(name, value)| [name, value]);
        let parts: Vec<String> = fields.map(|part| format!("{}:{part}", part.len())).collect();
        let key = format!("{}\n{}\n{step}\n{}", self.nonce, self.path, parts.join("\n"));
        marked_once(&here.state().ctx, here.owner(), &key, &[])
    }
}

/// What a use case gave; a window that is not open stops the form, and the rest has its pages.
pub fn let_through<T>(
    at: &Looking,
    outcome: countersign_app::Outcome<T>,
) -> Result<Result<T, Refused>, Stopped> {
    match outcome {
        Ok(Err(Refused::StepUpRequired { .. })) => Err(Stopped::NeedsWindow),
        Ok(given) => Ok(given),
        Err(error) => Err(at.broken(&error).into()),
    }
}

/// Takes a form in.
pub async fn take(state: AppState, browser: Browser, body: Bytes) -> Result<Response, Turned> {
    let here = SignedIn::enter(state, browser).await?;
    let form = here.form(&body)?;
    let path = here.browser.path.split('?').next().unwrap_or_default().to_owned();
    let (nonce, fields) = form.into_parts();
    let sent = Sent { nonce, fields, path };
    let then = sent.path.clone();
    match carry_out(&here, &sent).await {
        Ok(response) => Ok(response),
        Err(Stopped::Turned(turned)) => Err(turned),
        Err(Stopped::NeedsWindow) => {
            let mut fields: Vec<(&str, &str)> =
                sent.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            fields.push((SENT_TO, &then));
            let (ctx, person) = (&here.state.ctx, &here.person.id);
            let id = keep(ctx, person, FORM, &fields, here.now()).await;
            let id = id.map_err(|error| here.broken(&error, false))?;
            confirm_first(&here, format!("{PATH}{id}")).await
        }
    }
}

/// `GET /people/kept/{id}`: the page whose form waited and was not carried out.
pub async fn get(
    State(state): State<AppState>,
    browser: Browser,
    PathId(id): PathId<KeptFormId>,
) -> Result<Response, Turned> {
    let here = SignedIn::enter(state, browser).await?;
    Ok(match find(&here, &id).await? {
        Some(sent) => turned::see_other(&page_of(&sent)),
        None => here.problem(Problem::Lapsed),
    })
}

/// Carries out a form that waited, right after its person confirmed.
pub async fn go_on(here: &SignedIn, id: &KeptFormId) -> Result<Response, Turned> {
    let Some(sent) = find(here, id).await? else { return Ok(here.problem(Problem::Lapsed)) };
    match carry_out(here, &sent).await {
        Ok(response) => Ok(response),
        Err(Stopped::Turned(turned)) => Err(turned),
        Err(Stopped::NeedsWindow) => Ok(turned::see_other(&page_of(&sent))),
    }
}

async fn carry_out(here: &SignedIn, sent: &Sent) -> Result<Response, Stopped> {
    let at = Looking::of(here.clone(), Some(sent.get("account"))).await?;
    match sent.path.as_str() {
        "/people/require" => list::carry_out(&at, sent).await,
        "/people/rule" => rule::carry_out(&at, sent).await,
        "/people/marks" => marks::carry_out(&at, sent).await,
        path => match path.strip_prefix("/people/").map(PersonId::parse) {
            Some(Ok(id)) => person::carry_out(&at, sent, &id).await,
            _ => Ok(at.missing()),
        },
    }
}

async fn find(here: &SignedIn, id: &KeptFormId) -> Result<Option<Sent>, Turned> {
    let found = kept(&here.state.ctx, &here.person.id, FORM, id, here.now()).await;
    let Some(mut fields) = found.map_err(|error| here.broken(&error, false))? else {
        return Ok(None);
    };
    let at = fields.iter().position(|(name, _)| name == SENT_TO);
    let Some(at) = at else { return Ok(None) };
    let path = fields.remove(at).1;
    Ok(Some(Sent { nonce: id.to_string(), fields, path }))
}

fn page_of(sent: &Sent) -> String {
    let path = if sent.path == "/people/require" { "/people" } else { &sent.path };
    let account: String =
        url::form_urlencoded::byte_serialize(sent.get("account").as_bytes()).collect();
    format!("{path}?account={account}")
}
