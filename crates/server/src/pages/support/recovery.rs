//! `/support/cases/{id}/recovery`: the first agent asks, with a reason and the proofs they saw.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use countersign_app::recovery::{self, ProofSeen, RecoveryAsk, Requested};
use countersign_app::support::{self, Agent};
use countersign_core::ids::CaseId;
use countersign_core::people::ContactKind;
use countersign_core::support::{ProofKind, RecoveryKind};

use super::enter;
use crate::http::path_id::PathId;
use crate::pages::browser::Browser;
use crate::pages::form::Form;
use crate::pages::signed_in::SignedIn;
use crate::pages::turned::{self, Turned};
use crate::pages::view::{AskForm, AskPage, Problem};
use crate::state::AppState;

pub async fn get(
    State(state): State<AppState>,
    browser: Browser,
    PathId(id): PathId<CaseId>,
) -> Result<Response, Turned> {
    let (here, agent) = enter(state, browser).await?;
    draw(&here, &agent, &id, AskForm::default(), None).await
}

pub async fn post(
    State(state): State<AppState>,
    browser: Browser,
    PathId(id): PathId<CaseId>,
    body: Bytes,
) -> Result<Response, Turned> {
    let (here, agent) = enter(state, browser).await?;
    let form = here.form(&body)?;
    let asked = here.asked(Some(form.once(&here, "recovery")));
    let typed = read(&form);
    let ask = RecoveryAsk {
        case: id.clone(),
        kind: if typed.contact { RecoveryKind::Contact } else { RecoveryKind::Recovery },
        reason: typed.reason.clone(),
        proofs: typed
            .proofs
            .iter()
            .filter(|(_, ticked, _)| *ticked)
            .map(|(kind, _, words)| ProofSeen { kind: *kind, words: words.clone() })
            .collect(),
        typed: typed.number.clone(),
        email: typed.email.clone(),
        phone: typed.phone.clone(),
        instead_of: typed.instead_of.clone(),
    };
    match recovery::request(&here.state.ctx, &asked, &agent, ask).await {
        Ok(Ok(Requested::Asked)) => Ok(turned::see_other("/support?done=asked#recoveries")),
        Ok(Ok(problem)) => draw(&here, &agent, &id, typed, Some(problem)).await,
        Ok(Err(_)) => Ok(here.problem(Problem::NotFound)),
        Err(error) => Err(here.broken(&error, false)),
    }
}

fn read(form: &Form) -> AskForm {
    let proof = |kind: ProofKind| {
        let name = kind.as_str();
        let words = form.get(&format!("words-{name}")).trim().to_owned();
        (kind, form.get(&format!("proof-{name}")) == "yes", words)
    };
    AskForm {
        contact: form.get("kind") == "contact",
        reason: form.get("reason").trim().to_owned(),
        proofs: ProofKind::ALL.map(proof).to_vec(),
        number: form.get("number").trim().to_owned(),
        email: form.get("email").trim().to_owned(),
        phone: form.get("phone").trim().to_owned(),
        instead_of: form.get("instead_of").to_owned(),
    }
}

async fn draw(
    here: &SignedIn,
    agent: &Agent,
    id: &CaseId,
    form: AskForm,
    problem: Option<Requested>,
) -> Result<Response, Turned> {
    let found = support::case(&here.state.ctx, agent, id, here.now()).await;
    let Some(view) = found.map_err(|error| here.broken(&error, false))? else {
        return Ok(here.problem(Problem::NotFound));
    };
    let path = format!("/support/cases/{id}/recovery");
    let page = AskPage {
        shell: here.shell(&path),
        path: path.clone(),
        token: here.token(),
        person: view.case.person_name,
        ticket: view.case.ticket,
        by_number: !view.roles.is_empty(),
        vouches: view.vouches,
        numbers: view
            .contacts
            .into_iter()
            .filter(|one| one.is_confirmed && one.kind != ContactKind::Email)
            .collect(),
        form,
        problem,
    };
    Ok(here.page(page.status(), &page))
}
