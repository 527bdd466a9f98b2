//! The panel's own sign-in: a cookie, the person behind it, and the Countersign session that belongs to it.

use super::Panel;
use super::asks::Ask;
use super::goods::PersonalData;
use super::trouble::Trouble;
use crate::countersign::{Client, NewSession};
use crate::random;
use crate::samples::Sample;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;

const COOKIE: &str = "nordhang-session";
const DEVICE: &str = "nordhang-device";

/// A step-up that was asked for at Countersign's page and has not come back.
#[derive(Clone)]
pub struct Pending {
    /// `chl_…`
    pub challenge: String,
    /// The area's name.
    pub area: String,
    /// The page to show then.
    pub next: String,
}

/// One signed-in browser.
pub struct Visit {
    sample: &'static Sample,
    session: String,
    /// Step-ups under way at Countersign's page, newest first.
    pub pending: Vec<Pending>,
    /// Questions under way at the panel's own page.
    pub asks: HashMap<String, Ask>,
    /// The order this browser dealt with last.
    pub order: Option<String>,
    /// A form that met a closed window.
    pub draft: Option<PersonalData>,
}

/// Every signed-in browser, by its cookie. Lost at a restart, as a sign-in may be.
#[derive(Default)]
pub struct Visits(HashMap<String, Visit>);

impl Visits {
    /// The visit behind a cookie.
    pub fn get(&mut self, token: &str) -> Option<&mut Visit> {
        self.0.get_mut(token)
    }

    /// Ends a visit.
    pub fn end(&mut self, token: &str) {
        self.0.remove(token);
    }
}

/// The person who is signed in with this request.
pub struct SignedIn {
    /// The cookie's value.
    pub token: String,
    /// Who it is.
    pub sample: &'static Sample,
    /// `per_…`
    pub person: String,
    /// `ses_…`
    pub session: String,
}

impl SignedIn {
    /// The visit behind this request, if it was not ended meanwhile.
    pub fn with<T>(&self, panel: &Panel, change: impl FnOnce(&mut Visit) -> T) -> Option<T> {
        panel.visits().get(&self.token).map(change)
    }
}

impl FromRequestParts<Arc<Panel>> for SignedIn {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, panel: &Arc<Panel>) -> Result<Self, Trouble> {
        let found = find(panel, &CookieJar::from_headers(&parts.headers));
        found.ok_or_else(|| Trouble::SignedOut { next: parts.uri.path().to_owned() })
    }
}

/// The person behind a cookie, if any.
pub fn find(panel: &Panel, jar: &CookieJar) -> Option<SignedIn> {
    let token = jar.get(COOKIE)?.value().to_owned();
    let mut visits = panel.visits();
    let visit = visits.get(&token)?;
    let (sample, session) = (visit.sample, visit.session.clone());
    drop(visits);
    let person = panel.persons.get(sample.email)?.clone();
    Some(SignedIn { token, sample, person, session })
}

/// Signs a person in and tells Countersign of the session.
pub async fn begin(
    panel: &Panel,
    sample: &'static Sample,
    jar: CookieJar,
    address: IpAddr,
    headers: &HeaderMap,
) -> Result<CookieJar, Trouble> {
    let person = panel.persons.get(sample.email).ok_or(Trouble::Missing)?;
    let device =
        jar.get(DEVICE).map_or_else(|| random::token(16), |cookie| cookie.value().to_owned());
    let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
    let session = NewSession {
        // Not the cookie's value: the cookie is a secret of the panel's and stays here.
        reference: format!("nordhang-{}", random::token(9)),
        device: device.clone(),
        client: Client {
            ip: address.to_string(),
            user_agent: agent.unwrap_or("unknown").chars().take(400).collect(),
        },
        account: panel.account_of(sample).map(str::to_owned),
    };
    let session = panel.api.open_session(person, &session).await?.id;
    let mut device = cookie(DEVICE, device);
    device.make_permanent();
    Ok(enter(panel, sample, session, jar).add(device))
}

/// Lets a person in who signed in on Countersign's page: the session is Countersign's own.
pub fn begin_hosted(
    panel: &Panel,
    person: &str,
    session: String,
    jar: CookieJar,
) -> Option<CookieJar> {
    let (email, _) = panel.persons.iter().find(|(_, id)| id.as_str() == person)?;
    Some(enter(panel, Sample::by_email(email)?, session, jar))
}

fn enter(panel: &Panel, sample: &'static Sample, session: String, jar: CookieJar) -> CookieJar {
    let token = random::token(24);
    let visit = Visit {
        sample,
        session,
        pending: Vec::new(),
        asks: HashMap::new(),
        order: None,
        draft: None,
    };
    panel.visits().0.insert(token.clone(), visit);
    jar.add(cookie(COOKIE, token))
}

/// Takes the cookie away.
pub fn forget(jar: CookieJar) -> CookieJar {
    jar.remove(Cookie::build(COOKIE).path("/"))
}

pub(super) fn cookie(name: &'static str, value: String) -> Cookie<'static> {
    let mut cookie = Cookie::new(name, value);
    cookie.set_path("/");
    cookie.set_http_only(true);
    cookie.set_same_site(SameSite::Lax);
    cookie
}
