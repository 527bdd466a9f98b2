//! `GET /security/changes/{id}`: the change where it stands.

use axum::response::Response;
use countersign_app::change::ChangeState;
use countersign_core::ids::ChangeId;
use countersign_core::people::Method;
use countersign_core::policy::ChangeKind;
use http::StatusCode;

use super::changing::Changing;
use super::{act, password, way};
use crate::http::path_id::PathId;
use crate::pages::turned::{self, Turned};
use crate::pages::view::{Done, DonePage, Problem};
use crate::pages::visiting::{Place, Standing, Visiting};
use crate::pages::{choose_page, code_page, contacts, no_code};

pub async fn get(at: Changing) -> Result<Response, Turned> {
    if let Some(over) = at.over() {
        return Ok(over);
    }
    match at.change.state {
        ChangeState::Open if at.change.password_at.is_none() => Ok(password::draw(&at, None)),
        ChangeState::Open => Ok(proof(&at.here)),
        ChangeState::Granted => granted(&at).await,
        ChangeState::Spent => Ok(spent(&at)),
        ChangeState::Closed => Ok(at.here.problem(Problem::Lapsed)),
    }
}

/// The address of a form, opened by a reload or from the history: the page it came from.
pub async fn to_page(PathId(id): PathId<ChangeId>) -> Response {
    turned::see_other(&Place::Change(id).path())
}

/// `GET /security/changes/{id}/other`: every way to confirm the change.
pub async fn other(at: Changing) -> Result<Response, Turned> {
    let waits = at.change.state == ChangeState::Open && at.change.password_at.is_some();
    Ok(match at.over() {
        Some(over) => over,
        None if waits => choose_page::draw(&at.here, "/other", None),
        None => at.here.to_page(""),
    })
}

/// `GET /security/changes/{id}/help`: "I did not get the code".
pub async fn help(at: Changing) -> Result<Response, Turned> {
    Ok(no_code::draw(&at.here))
}

/// The page of the proof: the code field at once where an app answers.
fn proof(here: &Visiting) -> Response {
    let by_app = here.method().is_none()
        && here.view.offers.first().is_some_and(|first| first.available && first.method == "totp");
    match here.standing() {
        _ if here.method() == Some(Method::RecoveryCode) => here.to_page("/recovery-code"),
        Standing::Failed => code_page::draw_dead(here),
        Standing::Open if here.awaits_code() || by_app => {
            code_page::draw(here, code_page::Said::default())
        }
        _ => choose_page::draw(here, "", None),
    }
}

async fn granted(at: &Changing) -> Result<Response, Turned> {
    match at.change.kind {
        ChangeKind::AddContact | ChangeKind::ChangeContact => contacts::show(at).await,
        ChangeKind::TurnOn | ChangeKind::Replace
            if contacts::has_begun(at) || at.wants_number() =>
        {
            contacts::show(at).await
        }
        ChangeKind::RemoveContact => contacts::draw_remove(at, None).await,
        ChangeKind::TurnOn | ChangeKind::Replace if at.has_begun() => {
            Ok(match at.here.standing() {
                Standing::Failed => code_page::draw_dead(&at.here),
                Standing::Open if at.here.awaits_code() => {
                    code_page::draw(&at.here, code_page::Said::default())
                }
                _ => return way::draw(at, None).await,
            })
        }
        ChangeKind::TurnOn | ChangeKind::Replace => way::draw(at, None).await,
        ChangeKind::NewCodes if at.here.view.person.recovery_codes == 0 => {
            Ok(at.here.to_page("/codes"))
        }
        ChangeKind::NewCodes | ChangeKind::Remove | ChangeKind::TurnOff => {
            act::draw(at, None).await
        }
        ChangeKind::NewPassword => {
            Ok(turned::see_other(&format!("/security/password/{}", at.change.id)))
        }
    }
}

fn spent(at: &Changing) -> Response {
    let sets_up = at.change.kind.sets_up();
    if sets_up && !at.here.view.has_codes {
        return at.here.to_page("/codes");
    }
    let done = match at.change.kind {
        ChangeKind::TurnOn => {
            Done::On { phone: matches!(at.change.way, Some(Method::Sms | Method::Call)) }
        }
        ChangeKind::Replace if at.change.keep_old => Done::On { phone: false },
        ChangeKind::Replace => Done::Replaced,
        ChangeKind::Remove => Done::Removed,
        ChangeKind::TurnOff => Done::Off,
        ChangeKind::NewCodes => Done::Codes,
        ChangeKind::NewPassword => return turned::see_other("/security"),
        ChangeKind::AddContact | ChangeKind::ChangeContact | ChangeKind::RemoveContact => {
            return turned::see_other(contacts::PATH);
        }
    };
    at.here.page(
        StatusCode::OK,
        &DonePage {
            shell: at.here.shell(""),
            done,
            next: at.change.goes_on_to.clone(),
            must: at.here.must,
        },
    )
}
