//! `/activity/not-me`: what a mailed "not me" link or a person's own list leads to. It acts only on its button.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::Response;
use countersign_app::mailed::{LinkKind, Presented};
use countersign_app::trail::{self, Says};

use crate::pages::browser::Browser;
use crate::pages::form::Form;
use crate::pages::mailed_token::MailedToken;
use crate::pages::signed_in::SignedIn;
use crate::pages::stranger::Stranger;
use crate::pages::turned::{self, Turned};
use crate::pages::view::{NotMeEnd, NotMeEndPage, NotMePage};
use crate::state::AppState;

const PATH: &str = "/activity/not-me";
const DONE: &str = "/activity/not-me/done";
const LINK: MailedToken = MailedToken {
    kind: LinkKind::NotMe,
    cookie: "__Host-not-me",
    path: PATH,
    // The page is meant to be acted on now; the mail still has the link.
    waits: LinkKind::Reset.lasts(),
};
/// The length of a report's number.
const NUMBER: usize = 8;

/// Takes the secret part out of the address.
pub async fn open(Path(token): Path<String>) -> Response {
    LINK.open(&token)
}

pub async fn get(State(state): State<AppState>, browser: Browser) -> Result<Response, Turned> {
    match enter(state, browser).await? {
        Here::Person(here) => {
            let page = NotMePage { shell: here.shell(PATH), signed_in: true, token: here.token() };
            Ok(here.page(http::StatusCode::OK, &page))
        }
        Here::Link(here, link) => {
            let asked = here.asked(None);
            match trail::not_me_works(&here.state.ctx, &link, &asked).await {
                Ok(true) => {
                    let page = NotMePage {
                        shell: here.shell(PATH),
                        signed_in: false,
                        token: here.token(),
                    };
                    Ok(here.page(http::StatusCode::OK, &page))
                }
                Ok(false) => Ok(gone(&here)),
                Err(error) => Err(here.broken(&error)),
            }
        }
    }
}

pub async fn post(
    State(state): State<AppState>,
    browser: Browser,
    body: Bytes,
) -> Result<Response, Turned> {
    match enter(state, browser).await? {
        Here::Person(here) => {
            let form = Form::read(&*here, &body)?;
            let asked = here.asked(Some(form.once(&*here, "secure")));
            let says = Says::Person(here.person.id.clone(), here.session.clone());
            match trail::secure(&here.state.ctx, &asked, says).await {
                Ok(Ok(secured)) => Ok(done_page(&secured)),
                Ok(Err(_)) => Ok(turned::see_other(PATH)),
                Err(error) => Err(here.broken(&error, false)),
            }
        }
        Here::Link(here, link) => {
            let form = Form::read(&*here, &body)?;
            let asked = here.asked(Some(form.once(&*here, "secure")));
            match trail::secure(&here.state.ctx, &asked, Says::Link(link)).await {
                Ok(Ok(secured)) => Ok(LINK.clear(done_page(&secured))),
                Ok(Err(_)) => Ok(gone(&here)),
                Err(error) => Err(here.broken(&error)),
            }
        }
    }
}

/// What was done; the address holds nothing but the report's number.
pub async fn done(State(state): State<AppState>, browser: Browser) -> Response {
    let here = Stranger::enter(state, browser);
    let given = here.browser.query("report").unwrap_or_default();
    let is_number = given.len() == NUMBER && given.bytes().all(|b| b.is_ascii_alphanumeric());
    let end = if is_number {
        let mailed = here.browser.query("mail").is_some();
        NotMeEnd::Done { report: given.to_owned(), mailed }
    } else {
        NotMeEnd::Gone
    };
    let page = NotMeEndPage { shell: here.shell(DONE), end };
    here.page(page.status(), &page)
}

/// Who is here: somebody with a link, which says whose account it is about, or a person signed in.
enum Here {
    Link(Box<Stranger>, Presented),
    Person(Box<SignedIn>),
}

async fn enter(state: AppState, browser: Browser) -> Result<Here, Turned> {
    match LINK.brought(state.clone(), browser.clone()) {
        Ok((here, link)) => Ok(Here::Link(Box::new(here), link)),
        // Somebody who only has the password is nobody whose word ends every session.
        Err(stranger) => match SignedIn::maybe(&state, &browser).await? {
            Some(here) if !here.hosted.owes() => Ok(Here::Person(Box::new(here))),
            _ => Err(gone(&stranger).into()),
        },
    }
}

fn done_page(secured: &trail::Secured) -> Response {
    let mail = if secured.mailed { "&mail=yes" } else { "" };
    turned::see_other(&format!("{DONE}?report={}{mail}", secured.report))
}

fn gone(here: &Stranger) -> Response {
    let page = NotMeEndPage { shell: here.shell(PATH), end: NotMeEnd::Gone };
    LINK.clear(here.page(page.status(), &page))
}
