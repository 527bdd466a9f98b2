//! `/security/methods/app`: the beginning of turning two-factor authentication on, or of adding another way; and of turning it off.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use countersign_app::Refused;
use countersign_app::change::{self, Begin, Begun};
use countersign_core::ids::{AuthenticatorId, ChangeId, ContactId};
use countersign_core::people::Method;
use countersign_core::policy::ChangeKind;
use countersign_core::ports::Bearer;
use countersign_core::session::OwnPath;
use http::StatusCode;

use super::leads::with_next;
use super::methods;
use super::way::{takes_numbers, with_app};
use crate::pages::browser::Browser;
use crate::pages::choose_page;
use crate::pages::form::Form;
use crate::pages::signed_in::SignedIn;
use crate::pages::turned::Turned;
use crate::pages::view::{FactorProblem, Offers, Problem, WayPage};
use crate::pages::visiting::Place;
use crate::state::AppState;

const PATH: &str = "/security/methods/app";

pub async fn get(State(state): State<AppState>, browser: Browser) -> Result<Response, Turned> {
    let me = SignedIn::enter(state, browser).await?;
    Ok(draw(&me, None))
}

pub async fn post(
    State(state): State<AppState>,
    browser: Browser,
    body: Bytes,
) -> Result<Response, Turned> {
    let me = SignedIn::enter(state, browser).await?;
    let form = me.form(&body)?;
    if form.get("do") == "number" {
        // Which number, and by which of the two, is entered once it is proved who asks.
        return begin(me, &form, ChangeKind::TurnOn, None, Some((Method::Sms, None))).await;
    }
    let way = match form.get("way").split_once(':') {
        None if form.get("way") == Method::Totp.as_str() => Some((Method::Totp, None)),
        None => None,
        Some((method, contact)) => Method::parse(method)
            .filter(|method| matches!(method, Method::Sms | Method::Call))
            .zip(ContactId::parse(contact).ok())
            .map(|(method, contact)| (method, Some(contact))),
    };
    match way {
        Some(way) => begin(me, &form, ChangeKind::TurnOn, None, Some(way)).await,
        None => Ok(draw(&me, Some(FactorProblem::NoWay))),
    }
}

/// `POST /security/methods/off`: turning two-factor authentication off begins with its proof.
pub async fn off(
    State(state): State<AppState>,
    browser: Browser,
    body: Bytes,
) -> Result<Response, Turned> {
    let me = SignedIn::enter(state, browser).await?;
    let form = me.form(&body)?;
    begin(me, &form, ChangeKind::TurnOff, None, None).await
}

/// Leads to recovery codes that a sign-in with a second factor leaves owed, and from there on. `None`: that sign-in is too
/// long ago to prove them, so they wait in the security area.
pub async fn owed(me: &SignedIn, next: &str) -> Result<Option<Response>, Turned> {
    let factor_at = me.hosted.factor.map(|factor| factor.at);
    if !change::proves_owed_codes(factor_at, me.now()) {
        return Ok(None);
    }
    let ask =
        Begin { goes_on_to: OwnPath::read(next), ..ask(me, ChangeKind::NewCodes, None, None) };
    match change::begin(&me.state.ctx, &me.asked(None), ask).await {
        Ok(Ok(begun)) => Ok(Some(led(me, begun))),
        Ok(Err(_)) => Ok(None),
        Err(error) => Err(me.broken(&error, false)),
    }
}

fn ask(
    me: &SignedIn,
    kind: ChangeKind,
    subject: Option<AuthenticatorId>,
    way: Option<(Method, Option<ContactId>)>,
) -> Begin {
    Begin {
        person: me.person.id.clone(),
        session: me.session.clone(),
        password_at: me.password_at,
        factor_at: me.hosted.factor.map(|factor| factor.at),
        kind,
        subject,
        way,
        contact: None,
        goes_on_to: me.browser.query("next").and_then(OwnPath::read),
    }
}

/// Begins a change and leads to its page.
pub async fn begin(
    me: SignedIn,
    form: &Form,
    kind: ChangeKind,
    subject: Option<AuthenticatorId>,
    way: Option<(Method, Option<ContactId>)>,
) -> Result<Response, Turned> {
    let asked = me.asked(Some(form.once(&me, "begin")));
    let ask = ask(&me, kind, subject, way);
    match change::begin(&me.state.ctx, &asked, ask).await {
        Ok(Ok(begun)) => Ok(led(&me, begun)),
        Ok(Err(Refused::LastWay)) => methods::draw(&me, Some(FactorProblem::LastWay)).await,
        Ok(Err(Refused::FactorKept { .. })) => {
            methods::draw(&me, Some(FactorProblem::Required)).await
        }
        Ok(Err(_)) => Ok(me.problem(Problem::NotFound)),
        Err(error) => Err(me.broken(&error, false)),
    }
}

/// To the page of a change that began.
pub fn led(me: &SignedIn, begun: Begun) -> Response {
    let Ok(id) = ChangeId::parse(&begun.change) else { return me.problem(Problem::NotFound) };
    let lasts = std::time::Duration::from_millis(u64::try_from(begun.lasts_ms).unwrap_or(0));
    Place::Change(id).begin(&Bearer::presented(begun.cookie), lasts)
}

fn draw(me: &SignedIn, problem: Option<FactorProblem>) -> Response {
    let status = problem.map_or(StatusCode::OK, FactorProblem::status);
    let views = change::numbers(&me.state.ctx, &me.person, me.now());
    let list = views.iter().filter_map(choose_page::offer).collect();
    let offers = with_app(Offers { list, chosen: None, for_order: false }, None);
    let next = me.browser.query("next").and_then(OwnPath::read);
    let next = next.map(|next| with_next(next.as_str())).unwrap_or_default();
    let page = WayPage {
        shell: me.shell(PATH),
        numbers: takes_numbers(&me.state.ctx),
        offers,
        replaces: None,
        must: false,
        action: PATH.to_owned() + &next,
        token: me.token(),
        problem,
    };
    me.page(status, &page)
}
