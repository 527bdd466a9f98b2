//! `/security/recovery-codes`: how many are left, and new ones.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use countersign_app::change;
use countersign_core::policy::ChangeKind;
use countersign_core::session::OwnPath;
use http::StatusCode;

use super::begin::begin;
use crate::pages::browser::Browser;
use crate::pages::security::{area, overview};
use crate::pages::signed_in::SignedIn;
use crate::pages::turned::{self, Turned};
use crate::pages::view::RecoveryPage;
use crate::state::AppState;

const PATH: &str = "/security/recovery-codes";

/// With `?used`, the page after a sign-in with a recovery code: how many are left, and whether the phone is lost.
pub async fn get(State(state): State<AppState>, browser: Browser) -> Result<Response, Turned> {
    let me = SignedIn::enter(state, browser).await?;
    let next = me.browser.query("next").and_then(OwnPath::read);
    let page = RecoveryPage {
        shell: me.shell(PATH),
        area: area::of(&me, PATH).await?,
        facts: overview::codes(&me).await?,
        used: me.browser.query("used").is_some(),
        next: next.map(|next| next.as_str().to_owned()),
        second_factor: me.person.has_second_factor(),
        token: me.token(),
    };
    Ok(me.page(StatusCode::OK, &page))
}

/// Making new ones begins with its proof; *I have them* answers the question of the overview.
pub async fn post(
    State(state): State<AppState>,
    browser: Browser,
    body: Bytes,
) -> Result<Response, Turned> {
    let me = SignedIn::enter(state, browser).await?;
    let form = me.form(&body)?;
    if form.get("do") == "have" {
        let asked = me.asked(Some(form.once(&me, "have")));
        return match change::codes_are_there(&me.state.ctx, &asked, &me.person.id).await {
            Ok(_) => Ok(turned::see_other(area::OVERVIEW)),
            Err(error) => Err(me.broken(&error, false)),
        };
    }
    begin(me, &form, ChangeKind::NewCodes, None, None).await
}
