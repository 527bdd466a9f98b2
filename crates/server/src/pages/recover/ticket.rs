//! `/sign-in/recover/ticket`: writes to support, signed in or not. Whoever writes gets a number.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use countersign_app::support::ticket::{self, NewWords, Written};
use countersign_app::{AppError, Asked};
use countersign_core::people::Language;
use countersign_core::support::{TicketKind, TicketProblem, TicketWords, read_ticket_number};

use crate::pages::browser::Browser;
use crate::pages::form::Form;
use crate::pages::signed_in::SignedIn;
use crate::pages::stranger::Stranger;
use crate::pages::turned::{self, Turned};
use crate::pages::view::{TicketFormPage, TicketRefused};
use crate::state::AppState;

const PATH: &str = "/sign-in/recover/ticket";

/// Who has the form before them.
enum Here {
    Known(Box<SignedIn>),
    Nobody(Box<Stranger>),
}

/// What stands in the form, and what came of it.
struct Shown {
    kind: TicketKind,
    words: TicketWords,
    refused: Option<TicketRefused>,
    number: Option<String>,
}

pub async fn get(State(state): State<AppState>, browser: Browser) -> Result<Response, Turned> {
    let kind = browser.query("about").and_then(TicketKind::parse).unwrap_or(TicketKind::NoWayIn);
    let number = browser.query("number").and_then(read_ticket_number);
    let here = enter(state, browser).await?;
    let shown = Shown { kind, words: TicketWords::default(), refused: None, number };
    Ok(draw(&here, shown))
}

pub async fn post(
    State(state): State<AppState>,
    browser: Browser,
    body: Bytes,
) -> Result<Response, Turned> {
    let here = enter(state, browser).await?;
    let form = match &here {
        Here::Known(here) => here.form(&body)?,
        Here::Nobody(here) => Form::read(&**here, &body)?,
    };
    let kind = TicketKind::parse(form.get("kind")).unwrap_or(TicketKind::NoWayIn);
    let get = |name: &str| form.get(name).to_owned();
    let words = TicketWords { who: get("who"), reach: get("reach"), text: get("text") };
    let refused = match here.write(&form, kind, words.clone()).await {
        Ok(Ok(Written::Taken { number })) => {
            return Ok(turned::see_other(&format!("{PATH}?number={number}")));
        }
        Ok(Ok(Written::TooMany)) => TicketRefused::TooMany,
        Ok(Err(TicketProblem::Who)) => TicketRefused::Who,
        Ok(Err(TicketProblem::Reach)) => TicketRefused::Reach,
        Ok(Err(TicketProblem::Text)) => TicketRefused::Text,
        Err(error) => return Err(here.broken(&error)),
    };
    Ok(draw(&here, Shown { kind, words, refused: Some(refused), number: None }))
}

async fn enter(state: AppState, browser: Browser) -> Result<Here, Turned> {
    Ok(match SignedIn::maybe(&state, &browser).await? {
        Some(here) => Here::Known(Box::new(here)),
        None => Here::Nobody(Box::new(Stranger::enter(state, browser))),
    })
}

impl Here {
    async fn write(
        &self,
        form: &Form,
        kind: TicketKind,
        words: TicketWords,
    ) -> Result<Result<Written, TicketProblem>, AppError> {
        let (ctx, asked, writer): (_, Asked, _) = match self {
            Self::Known(here) => {
                let writer = (here.person.id.clone(), here.session.clone());
                (&here.state.ctx, here.asked(Some(form.once(&**here, "ticket"))), Some(writer))
            }
            Self::Nobody(here) => {
                (&here.state.ctx, here.asked(Some(form.once(&**here, "ticket"))), None)
            }
        };
        let new = NewWords { kind, writer, language: self.language(), words };
        ticket::write(ctx, &asked, new).await
    }

    fn language(&self) -> Language {
        match self {
            Self::Known(here) => here.language,
            Self::Nobody(here) => here.shell(PATH).t.language(),
        }
    }

    fn broken(&self, error: &AppError) -> Turned {
        match self {
            Self::Known(here) => here.broken(error, false),
            Self::Nobody(here) => here.broken(error),
        }
    }
}

fn draw(here: &Here, shown: Shown) -> Response {
    let Shown { kind, words, refused, number } = shown;
    let page = |shell, token, signed_in| TicketFormPage {
        shell,
        token,
        signed_in,
        kind,
        words,
        refused,
        number,
    };
    match here {
        Here::Known(here) => {
            let page = page(here.shell(PATH), here.token(), true);
            here.page(page.status(), &page)
        }
        Here::Nobody(here) => {
            let page = page(here.shell(PATH), here.token(), false);
            here.page(page.status(), &page)
        }
    }
}
