//! `/security/changes/{id}/recovery-code`: a recovery code in place of a code; and the page that a sign-in shares.

use axum::response::Response;
use countersign_app::challenge::Typed;
use countersign_app::{Refused, visit};
use countersign_core::Timestamp;
use countersign_core::people::Method;
use http::StatusCode;

use super::changing::{Changing, Sent};
use crate::pages::form::Form;
use crate::pages::turned::{self, Turned};
use crate::pages::view::{FactorProblem, RecoveryCodePage};
use crate::pages::visiting::{Standing, Visiting, gone};

/// From this many tries left on their number is named.
const NAMED_FROM: u32 = 3;
/// What was typed comes back in the field, up to this many characters.
const LONGEST_SHOWN: usize = 60;

pub async fn get(at: Changing) -> Result<Response, Turned> {
    Ok(at.over().unwrap_or_else(|| shown(&at.here)))
}

pub async fn post(Sent { at, form }: Sent) -> Result<Response, Turned> {
    let asked = at.here.asked(Some(form.once(&at.here, "answer")));
    let given = (Method::RecoveryCode, typed(&form));
    let (ctx, cookie, from) = (&at.here.state.ctx, &at.here.cookie, address(&at.here));
    match visit::answer_change_visit(ctx, &asked, cookie, given, from, None).await {
        Ok(Ok(_)) => Box::pin(at.go_on(&form)).await,
        Ok(Err(refused)) => Ok(refused_page(&at.here, &form, &refused)),
        Err(error) => Err(at.here.broken(&error, true)),
    }
}

/// The page, if recovery codes are what this visit is at.
pub fn shown(here: &Visiting) -> Response {
    match (here.method(), here.standing()) {
        (Some(Method::RecoveryCode) | None, Standing::Open) => {
            draw(here, String::new(), None, false)
        }
        (Some(Method::RecoveryCode), Standing::Failed) => {
            draw(here, String::new(), Some(FactorProblem::DeadRecoveryCode), true)
        }
        _ => here.to_page(""),
    }
}

/// What was typed.
pub fn typed(form: &Form) -> Typed {
    Typed(form.get("recoverycode").to_owned())
}

/// The address that tries are counted by.
pub fn address(here: &Visiting) -> Option<String> {
    here.browser.counted.map(|client| client.to_string())
}

/// The page after a refusal.
pub fn refused_page(here: &Visiting, form: &Form, refused: &Refused) -> Response {
    let typed: String = form.get("recoverycode").chars().take(LONGEST_SHOWN).collect();
    let stay = |problem| draw(here, typed.clone(), Some(problem), false);
    match refused {
        Refused::MalformedRecoveryCode { .. } => stay(FactorProblem::NoRecoveryCode),
        Refused::WrongCode { attempts_left: 0, .. } => {
            draw(here, String::new(), Some(FactorProblem::DeadRecoveryCode), true)
        }
        Refused::WrongCode { attempts_left, .. } => {
            let left = (*attempts_left <= NAMED_FROM).then_some(*attempts_left);
            stay(FactorProblem::WrongRecoveryCode { left })
        }
        Refused::CodeUsed => stay(FactorProblem::WrongRecoveryCode { left: None }),
        Refused::GuessesWait { until } => {
            let until = Timestamp::from_ms(*until);
            let page = stay(FactorProblem::RecoveryWaits { until });
            turned::retry_after(page, until.since(here.now()))
        }
        Refused::ChallengeClosed | Refused::MethodFixed | Refused::CodeExpired { .. } => {
            here.to_page("")
        }
        refused => gone(here, refused),
    }
}

fn draw(here: &Visiting, typed: String, problem: Option<FactorProblem>, dead: bool) -> Response {
    let status = problem.map_or(StatusCode::OK, FactorProblem::status);
    let path = here.place.path();
    let page = RecoveryCodePage {
        shell: here.shell("/recovery-code"),
        action: format!("{path}/recovery-code"),
        token: here.token(),
        typed,
        problem,
        dead,
        other_way: format!("{path}/other"),
    };
    here.page(status, &page)
}
