//! The pages of signing in and out.

use askama::Template;
use axum::http::StatusCode;

use super::code::CodeForm;
use super::help::NoCode;
use super::offer::Offers;
use super::shell::{FormToken, Shell};
use super::state::State;
use crate::locale::{Arg, Html};

/// What was refused at the first step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInProblem {
    /// No name.
    NoName,
    /// No password.
    NoPassword,
    /// They do not belong together; never which of the two.
    NoMatch,
}

/// Sign-in name and password.
#[derive(Debug, Template)]
#[template(path = "sign_in/start.html")]
pub struct SignInPage<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// Where the form is sent, with the destination in its query.
    pub action: String,
    /// Its one-time token.
    pub token: FormToken,
    /// The name that was typed.
    pub name: String,
    /// What was refused.
    pub problem: Option<SignInProblem>,
}

/// Too many wrong passwords from this browser; never whose.
#[derive(Debug, Template)]
#[template(path = "sign_in/too_many.html")]
pub struct SignInTooMany<'a> {
    /// The frame.
    pub shell: Shell<'a>,
}

/// What a mailed link that unlocks a browser opens.
#[derive(Debug, Template)]
#[template(path = "sign_in/unlock.html")]
pub struct SignInUnlock<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// The form's one-time token; `None`: the link works no more, or not here.
    pub token: Option<FormToken>,
}

/// Entering the code of the second step.
#[derive(Debug, Template)]
#[template(path = "sign_in/code.html")]
pub struct SignInCode<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// The form.
    pub form: CodeForm,
    /// What helps if no code comes.
    pub no_code: NoCode,
}

/// Choosing another way.
#[derive(Debug, Template)]
#[template(path = "sign_in/choose.html")]
pub struct SignInChoose<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// The ways.
    pub offers: Offers,
    /// Where the form is sent.
    pub action: String,
    /// Its one-time token.
    pub token: FormToken,
    /// What was refused.
    pub problem: Option<State>,
}

/// The invitation to turn on a second factor, once a day.
#[derive(Debug, Template)]
#[template(path = "sign_in/invite.html")]
pub struct SignInInvite<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// Where it is turned on.
    pub turn_on: String,
    /// Where the person was going.
    pub later: String,
}

/// Why the set-up that an account requires cannot go on as it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetUpProblem {
    /// The set-up link that the browser brought works no more.
    LinkGone,
}

/// What an account requires before the person is signed in.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says one sentence of the page, and all may be so at once"
)]
#[derive(Debug, Template)]
#[template(path = "sign_in/set_up.html")]
pub struct SetUpPage<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// What people call the account.
    pub account: String,
    /// Who switched it on.
    pub by: Option<String>,
    /// What the person has no longer meets the rule.
    pub outgrown: bool,
    /// A set-up link is needed first.
    pub needs_link: bool,
    /// It goes on where it stopped.
    pub resumes: bool,
    /// A call or a text message meets it too.
    pub by_phone: bool,
    /// The forms' one-time token.
    pub token: FormToken,
    /// What was refused.
    pub problem: Option<SetUpProblem>,
}

impl SetUpPage<'_> {
    fn title(&self) -> &'static str {
        if self.outgrown { "forced-outgrown-title" } else { "forced-title" }
    }

    fn lead(&self) -> Html {
        let key = if self.outgrown { "forced-outgrown" } else { "forced-lead" };
        self.shell.t.tell(key, &[("account", Arg::Text(&self.account))])
    }

    fn why(&self) -> Html {
        let account = ("account", Arg::Text(&self.account));
        match &self.by {
            Some(name) => self.shell.t.tell("forced-why-by", &[account, ("name", Arg::Text(name))]),
            None => self.shell.t.tell("forced-why", &[account]),
        }
    }

    fn link_text(&self) -> Html {
        self.shell.t.tell("forced-needs-link", &[("account", Arg::Text(&self.account))])
    }

    const fn without_phone(&self) -> &'static str {
        if self.by_phone { "forced-no-phone-text" } else { "forced-no-phone-app" }
    }

    const fn button(&self) -> &'static str {
        if self.resumes { "forced-go-on" } else { "forced-now" }
    }

    const fn next_step(&self) -> &'static str {
        if self.outgrown { "forced-next-outgrown" } else { "forced-next" }
    }
}

/// Signing out, or having done so.
#[derive(Debug, Template)]
#[template(path = "sign_in/out.html")]
pub struct SignOutPage<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// The form's one-time token; `None`: nobody is signed in.
    pub token: Option<FormToken>,
    /// Every session can be ended from here.
    pub everywhere: bool,
}

impl SignInProblem {
    /// The answer's status.
    pub const fn status(self) -> StatusCode {
        StatusCode::UNPROCESSABLE_ENTITY
    }

    const fn key(self) -> &'static str {
        match self {
            Self::NoName => "sign-in-no-name",
            Self::NoPassword => "sign-in-no-password",
            Self::NoMatch => "sign-in-no-match",
        }
    }

    const fn anchor(self) -> &'static str {
        match self {
            Self::NoName | Self::NoMatch => "sign-in-name",
            Self::NoPassword => "sign-in-password",
        }
    }
}

impl SignInPage<'_> {
    fn at(&self, anchor: &str) -> Option<Html> {
        let problem = self.problem.filter(|problem| problem.anchor() == anchor)?;
        Some(self.shell.say(problem.key()))
    }

    fn name_problem(&self) -> Option<Html> {
        self.at("sign-in-name")
    }

    fn password_problem(&self) -> Option<Html> {
        self.at("sign-in-password")
    }
}

impl SignInCode<'_> {
    fn heading(&self) -> Html {
        self.form.look.heading(self.shell.t)
    }
}

impl SignOutPage<'_> {
    fn heading(&self) -> &'static str {
        if self.token.is_some() { "sign-out" } else { "signed-out" }
    }

    fn text(&self) -> Html {
        match &self.shell.visitor {
            Some(visitor) if self.token.is_some() => {
                self.shell.t.tell("sign-out-text", &[("target", Arg::Ltr(&visitor.target))])
            }
            _ => self.shell.say("signed-out-text"),
        }
    }
}
