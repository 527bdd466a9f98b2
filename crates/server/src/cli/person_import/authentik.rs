//! authentik's list of users (`GET /api/v3/core/users/`), one file a page. It has no documented export of passwords or
//! apps: persons set a password by "Forgotten password", and their app up anew.

use countersign_core::people::Languages;
use serde::Deserialize;

use super::row::{Entry, Row};

#[derive(Deserialize)]
struct Page {
    results: Vec<User>,
}

#[derive(Deserialize)]
struct User {
    username: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    is_active: bool,
    r#type: Option<String>,
    #[serde(default)]
    attributes: Attributes,
}

#[derive(Default, Deserialize)]
struct Attributes {
    settings: Option<Settings>,
}

#[derive(Deserialize)]
struct Settings {
    locale: Option<String>,
}

/// Every user of one page, in order.
pub(super) fn entries(name: &str, text: &str, offered: &Languages) -> anyhow::Result<Vec<Entry>> {
    let page: Page = serde_json::from_str(text).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        anyhow::anyhow!("{name} is no list of users of authentik (line {line}, column {column})")
    })?;
    let places = (1..).map(|at| format!("{name}, person {at}"));
    Ok(places.zip(page.results).map(|(place, user)| entry(place, user, offered)).collect())
}

fn entry(place: String, user: User, offered: &Languages) -> Entry {
    if user.r#type.as_deref().is_some_and(|kind| kind.contains("service_account")) {
        return Entry::refused(place, "the account of a service, not of a person");
    }
    if !user.is_active {
        return Entry::refused(place, "inactive there, so not brought in");
    }
    if user.email.is_empty() {
        return Entry::refused(place, "email: there is none");
    }
    let told = user.attributes.settings.and_then(|settings| settings.locale);
    let told = told.filter(|tag| !tag.is_empty());
    let language = told.clone().filter(|tag| offered.parse(tag).is_some());
    let unknown = told.is_some() && language.is_none();
    let left_out = unknown.then(|| "language: not one that is offered here".to_owned());
    let row = Row {
        email: user.email,
        name: if user.name.trim().is_empty() { user.username.clone() } else { user.name },
        language,
        sign_in_name: Some(user.username),
        ..Row::default()
    };
    Entry { place, row: Ok(row), left_out: left_out.into_iter().collect() }
}
