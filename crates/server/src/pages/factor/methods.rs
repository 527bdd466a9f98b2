//! `/security/methods`: the ways to sign in.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use countersign_app::change::{self, MethodView};
use countersign_app::{Refused, duty};
use countersign_core::ids::AuthenticatorId;
use countersign_core::policy::ChangeKind;
use http::StatusCode;

use super::begin::begin;
use crate::http::path_id::PathId;
use crate::pages::browser::Browser;
use crate::pages::security::area;
use crate::pages::signed_in::SignedIn;
use crate::pages::turned::{self, Turned};
use crate::pages::view::{FactorProblem, MethodRow, MethodsPage, Problem};
use crate::state::AppState;

/// Where the list is.
pub const PATH: &str = "/security/methods";

pub async fn get(State(state): State<AppState>, browser: Browser) -> Result<Response, Turned> {
    let me = SignedIn::enter(state, browser).await?;
    draw(&me, None).await
}

/// `POST /security/methods/{id}`: *Use first*, *Rename*, *Replace*, *Remove*.
pub async fn post(
    State(state): State<AppState>,
    browser: Browser,
    PathId(id): PathId<AuthenticatorId>,
    body: Bytes,
) -> Result<Response, Turned> {
    let me = SignedIn::enter(state, browser).await?;
    let form = me.form(&body)?;
    let ctx = &me.state.ctx;
    let asked = me.asked(Some(form.once(&me, "method")));
    let outcome = match form.get("do") {
        "replace" => return begin(me, &form, ChangeKind::Replace, Some(id), None).await,
        "remove" => return begin(me, &form, ChangeKind::Remove, Some(id), None).await,
        "first" => change::use_first(ctx, &asked, &me.person.id, &id).await,
        "rename" => change::rename(ctx, &asked, &me.person.id, &id, form.get("name")).await,
        _ => return Ok(me.problem(Problem::BadRequest)),
    };
    match outcome {
        Ok(Ok(())) => Ok(turned::see_other(PATH)),
        Ok(Err(Refused::Invalid { .. })) => draw(&me, Some(FactorProblem::NoName)).await,
        Ok(Err(_)) => Ok(me.problem(Problem::NotFound)),
        Err(error) => Err(me.broken(&error, false)),
    }
}

/// The list, with what was refused.
pub async fn draw(me: &SignedIn, problem: Option<FactorProblem>) -> Result<Response, Turned> {
    let status = problem.map_or(StatusCode::OK, FactorProblem::status);
    let listed = change::methods(&me.state.ctx, &me.person.id, &me.session).await;
    let listed = listed.map_err(|error| me.broken(&error, false))?;
    let required = duty::of_person(&me.state.ctx, &me.person.id, me.now()).await;
    let required = required.map_err(|error| me.broken(&error, false))?;
    let page = MethodsPage {
        required_by: required.map(|required| required.name),
        shell: me.shell(PATH),
        area: area::of(me, PATH).await?,
        ending: listed.iter().any(|row| row.ending),
        methods: listed.iter().map(row).collect(),
        token: me.token(),
        problem,
    };
    Ok(me.page(status, &page))
}

/// One way, ready to show.
pub fn row(view: &MethodView) -> MethodRow {
    MethodRow {
        id: view.id.to_string(),
        method: view.method,
        target: view.target.clone().unwrap_or_default(),
        name: view.name.clone().unwrap_or_default(),
        added: view.added_at,
        used: view.last_used,
        first: view.first,
    }
}
