//! Who looks after which account: every page of `/people` begins here.

use axum::response::Response;
use countersign_app::accounts::Acting;
use countersign_app::looking_after::{self, LookedAfter};
use countersign_app::{AppError, Outcome, Refused};
use countersign_core::ids::AccountId;

use crate::pages::browser::Browser;
use crate::pages::security::area;
use crate::pages::signed_in::SignedIn;
use crate::pages::turned::Turned;
use crate::pages::view::{Area, PeopleFrame, Problem};
use crate::state::AppState;

/// A page beside the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// The list.
    List,
    /// What is required of everybody.
    Rule,
    /// What only a second factor shows.
    Marks,
}

impl Tab {
    /// Every page, in its order.
    pub const ALL: [Self; 3] = [Self::List, Self::Rule, Self::Marks];

    /// Its address.
    pub const fn path(self) -> &'static str {
        match self {
            Self::List => "/people",
            Self::Rule => "/people/rule",
            Self::Marks => "/people/marks",
        }
    }

    /// Its name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::List => "people-title",
            Self::Rule => "people-rule",
            Self::Marks => "people-marks",
        }
    }
}

/// Somebody who looks after an account, and at one of them.
pub struct Looking {
    /// Who.
    pub here: SignedIn,
    /// The account that the page is about.
    pub at: LookedAfter,
    /// Every account they look after.
    pub all: Vec<LookedAfter>,
}

impl Looking {
    /// Enters. Whoever looks after no account, and whoever names one that they do not look after, gets the answer of a page that
    /// does not exist (CS-DEL-04).
    pub async fn enter(state: AppState, browser: Browser) -> Result<Self, Turned> {
        let here = SignedIn::enter(state, browser).await?;
        let named = here.browser.query("account").map(str::to_owned);
        Self::of(here, named.as_deref()).await
    }

    /// The same for a form that names the account.
    pub async fn of(here: SignedIn, named: Option<&str>) -> Result<Self, Turned> {
        let all = looking_after::accounts(&here.state.ctx, &here.person.id, here.now()).await;
        let all = all.map_err(|error| here.broken(&error, false))?;
        let found = match named.filter(|named| !named.is_empty()) {
            Some(named) => all.iter().find(|one| one.account.as_str() == named),
            None => all.first(),
        };
        match found.cloned() {
            Some(at) => Ok(Self { here, at, all }),
            None => Err(here.problem(Problem::NotFound).into()),
        }
    }

    /// The account.
    pub fn account(&self) -> &AccountId {
        &self.at.account
    }

    /// As the one who acts.
    pub fn acting(&self) -> Acting {
        Acting { person: self.here.person.id.clone(), session: self.here.session.clone() }
    }

    /// What every page has around it.
    pub async fn area(&self) -> Result<Area, Turned> {
        area::of(&self.here, "/people").await
    }

    /// The choice of the account, and the pages beside each other.
    pub fn frame(&self, tab: Tab) -> PeopleFrame {
        PeopleFrame {
            account: self.at.account.to_string(),
            name: self.at.name.clone(),
            accounts: self
                .all
                .iter()
                .map(|one| (one.account.to_string(), one.name.clone()))
                .collect(),
            tab,
            done: self.here.browser.query("done").map(str::to_owned),
        }
    }

    /// What a use case gave, or the page for what is not there.
    pub fn told<T>(&self, outcome: Outcome<T>) -> Result<T, Turned> {
        match outcome {
            Ok(Ok(given)) => Ok(given),
            Ok(Err(Refused::NotAllowed)) => Err(self.here.problem(Problem::Forbidden).into()),
            Ok(Err(_)) => Err(self.here.problem(Problem::NotFound).into()),
            Err(error) => Err(self.broken(&error)),
        }
    }

    /// A use case could not run.
    pub fn broken(&self, error: &AppError) -> Turned {
        self.here.broken(error, false)
    }

    /// The address of a page of this account, with more behind it.
    pub fn address(&self, path: &str, more: &str) -> String {
        format!("{path}?account={}{more}", self.at.account)
    }

    /// A page that is not there.
    pub fn missing(&self) -> Response {
        self.here.problem(Problem::NotFound)
    }
}
