//! Rights in the portal's words, and the account that a page is about.

use axum::response::Response;
use countersign_app::accounts::{self, AccountView, Acting, By};
use countersign_core::ids::AccountId;
use countersign_core::people::Language;

use crate::pages::Kit;
use crate::pages::signed_in::SignedIn;
use crate::pages::turned::Turned;
use crate::pages::view::Problem;

/// What pages call a right: the operator's name for it, ours, or its own.
pub(super) fn right(kit: &Kit, language: Language, name: &str) -> String {
    if let Some(own) = kit.right_name(name, language) {
        return own.to_owned();
    }
    let key = match name {
        "register" => "access-right-register",
        "name-servers" => "access-right-name-servers",
        "hosting" => "access-right-hosting",
        own => return own.to_owned(),
    };
    kit.locales.texts(language).say(key).to_text()
}

/// Who acts at a page of ours.
pub(super) fn acting(here: &SignedIn) -> Acting {
    Acting { person: here.person.id.clone(), session: here.session.clone() }
}

/// The same as use cases take it.
pub(super) fn by(here: &SignedIn) -> By {
    By::Member(acting(here))
}

/// The accounts that the person looks after, and the one that this page is about: the one that was asked for, or the first. Of
/// another one than these it says nothing (CS-DEL-04).
pub(super) async fn account(
    here: &SignedIn,
) -> Result<(Vec<AccountView>, Option<AccountView>), Turned> {
    let read = accounts::looked_after(&here.state.ctx, &acting(here), here.now()).await;
    let all = read.map_err(|error| here.broken(&error, false))?;
    let one = match here.browser.query("account") {
        Some(asked) => match all.iter().find(|account| account.id == asked) {
            Some(found) => Some(found.clone()),
            None => return Err(here.problem(Problem::NotFound).into()),
        },
        None => all.first().cloned(),
    };
    Ok((all, one))
}

/// The same for a page that is about nothing without one.
pub(super) async fn one_account(here: &SignedIn) -> Result<(AccountId, AccountView), Response> {
    match account(here).await {
        Ok((_, Some(found))) => match AccountId::parse(&found.id) {
            Ok(id) => Ok((id, found)),
            Err(_) => Err(here.problem(Problem::NotFound)),
        },
        Ok((_, None)) => Err(here.problem(Problem::NotFound)),
        Err(turned) => {
            use axum::response::IntoResponse as _;
            Err(turned.into_response())
        }
    }
}
