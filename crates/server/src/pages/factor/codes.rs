//! `/security/changes/{id}/codes`: recovery codes, shown once, downloaded, and ticked as saved.

use axum::response::{IntoResponse as _, Response};
use countersign_app::change::Because;
use countersign_app::{Refused, change};
use countersign_core::ids::RecoverySetId;
use countersign_core::policy::ChangeKind;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use http::{HeaderValue, StatusCode};

use super::changing::{Changing, Sent, app_label};
use crate::http::csrf;
use crate::pages::form::Form;
use crate::pages::turned::{self, Turned};
use crate::pages::view::{CodesPage, FactorProblem, Problem};

/// Makes a set and shows it. Each opening makes another one, because none is kept; whoever only looks, or is sent here by
/// another site, makes none.
pub async fn get(at: Changing) -> Result<Response, Turned> {
    if at.here.browser.only_looks {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    if !csrf::same_origin(at.here.browser.headers(), &at.here.state.pages.origin) {
        return Ok(at.here.problem(Problem::Forbidden));
    }
    if let Some(over) = at.over() {
        return Ok(over);
    }
    let (ctx, session) = (&at.here.state.ctx, &at.change.session);
    match change::draw_codes(ctx, &at.here.asked(None), session, &at.change.id).await {
        Ok(Ok(drawn)) => {
            let codes = drawn.codes.iter().map(|code| code.shown().to_string()).collect();
            let shown = Shown { codes, set: drawn.set.to_string(), sealed: drawn.sealed };
            let why = match drawn.because {
                Because::Asked => None,
                Because::Unconfirmed => Some("codes-again"),
                Because::Spent => Some("codes-spent"),
            };
            Ok(draw(&at, shown, why, at.me.person.name.clone(), None))
        }
        // Confirmed, or never owed: the page says where it stands.
        Ok(Err(_)) => Ok(at.here.to_page("")),
        Err(error) => Err(at.here.broken(&error, false)),
    }
}

pub async fn post(Sent { at, form }: Sent) -> Result<Response, Turned> {
    let Ok(set) = RecoverySetId::parse(form.get("set")) else {
        return Ok(at.here.problem(Problem::BadRequest));
    };
    if form.get("saved") != "yes" {
        let Some(codes) = opened(&at, &form, &set).await? else {
            return Ok(at.here.to_page("/codes"));
        };
        let shown = Shown { codes, set: set.to_string(), sealed: form.get("sealed").to_owned() };
        let name = form.get("saved_by").to_owned();
        return Ok(draw(&at, shown, None, name, Some(FactorProblem::NotTicked)));
    }
    let asked = at.here.asked(Some(form.once(&at.here, "codes")));
    let (ctx, session, id) = (&at.here.state.ctx, &at.change.session, &at.change.id);
    let name = form.get("saved_by");
    match change::confirm_codes(ctx, &asked, session, id, set, name).await {
        // A sign-in that came by here goes on at once; a first way is told first that it counts.
        Ok(Ok(())) => Ok(match &at.change.goes_on_to {
            Some(next) if at.change.kind == ChangeKind::NewCodes => turned::see_other(next),
            _ => at.here.to_page(""),
        }),
        Ok(Err(Refused::ChallengeClosed)) => Ok(at.here.to_page("")),
        Ok(Err(_)) => Ok(at.here.problem(Problem::Lapsed)),
        Err(error) => Err(at.here.broken(&error, false)),
    }
}

/// `POST /security/changes/{id}/codes/download`: the codes of the page as a text file; refused once they are ticked.
pub async fn download(Sent { at, form }: Sent) -> Result<Response, Turned> {
    let Ok(set) = RecoverySetId::parse(form.get("set")) else {
        return Ok(at.here.problem(Problem::BadRequest));
    };
    let Some(codes) = opened(&at, &form, &set).await? else { return Ok(at.here.to_page("/codes")) };
    let shell = at.here.shell("");
    let (name, once) = (shell.t.plain("codes-name"), shell.t.plain("codes-file-once"));
    let who = app_label(&at.me.person);
    let text = format!(
        "{} – {name}\n{who}\n{}\n\n{}\n\n{once}\n",
        shell.brand.product,
        shell.brand.host,
        codes.join("\n")
    );
    let mut response = text.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    let attachment = HeaderValue::from_static("attachment; filename=\"recovery-codes.txt\"");
    headers.insert(CONTENT_DISPOSITION, attachment);
    Ok(response)
}

struct Shown {
    codes: Vec<String>,
    set: String,
    sealed: String,
}

/// The codes of the page at hand, out of its own sealed field.
async fn opened(
    at: &Changing,
    form: &Form,
    set: &RecoverySetId,
) -> Result<Option<Vec<String>>, Turned> {
    let (ctx, session, id) = (&at.here.state.ctx, &at.change.session, &at.change.id);
    let now = at.here.now();
    match change::shown_codes(ctx, session, id, set, form.get("sealed"), now).await {
        Ok(codes) => Ok(codes.ok()),
        Err(error) => Err(at.here.broken(&error, false)),
    }
}

fn draw(
    at: &Changing,
    shown: Shown,
    because: Option<&'static str>,
    saved_by: String,
    problem: Option<FactorProblem>,
) -> Response {
    let status = problem.map_or(StatusCode::OK, FactorProblem::status);
    let page = CodesPage {
        shell: at.here.shell("/codes"),
        codes: shown.codes,
        set: shown.set,
        sealed: shown.sealed,
        because,
        first: at.change.kind.sets_up(),
        saved_by,
        made: at.here.now(),
        download: at.path("/codes/download"),
        action: at.path("/codes"),
        token: at.here.token(),
        problem,
    };
    at.here.page(status, &page)
}
