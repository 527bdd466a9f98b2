//! What each page shows, as plain data with its template. Handlers fill these; tests fill them with
//! samples. Nothing here decides.

mod account_activity;
mod activity;
mod areas;
mod code;
mod confirm;
mod contacts;
mod factor;
mod help;
mod icon;
mod invitations;
mod offer;
mod operator;
mod orders;
mod password;
mod people;
mod places;
mod problem;
mod recover;
mod rules;
mod security;
mod session_end;
mod shell;
mod sign_in;
mod slip;
mod standing;
mod state;
mod state_text;
mod support;
mod support_pin;
mod support_recovery;
mod ticket;

pub use account_activity::{AccountActivityPage, AccountDay, AccountLine, who_words};
pub use activity::{
    ActivityDay, ActivityFilter, ActivityLine, ActivityPage, DateProblem, NotMeEnd, NotMeEndPage,
    NotMePage,
};
pub use areas::{AreaName, Areas};
pub use code::{CodeForm, Instead, Look, Resend};
pub use confirm::{ConfirmChoose, ConfirmCode, ConfirmDone};
pub use contacts::{
    ContactCode, ContactEntry, ContactProblem, ContactRemove, ContactRow, ContactsDone,
    ContactsPage, EntryFor, PreferredRow,
};
pub use factor::{
    Act, ActPage, AppPage, ChangeChoose, ChangeCode, ChangePassword, CodesPage, Done, DonePage,
    FactorProblem, MethodRow, MethodsPage, RecoveryCodePage, RecoveryPage, WayPage,
};
pub use help::{Delivery, HelpPage, NoCode};
pub use invitations::{
    AccessDone, AccessPage, AccessProblem, AnswerEnd, AnswerEndPage, AnswerPage, InvitationLine,
    InvitePage, InviteTyped, OutsideLine, OwnAccessPage, ReachedLine, ReachedPage, ReachedProblem,
    ReachedTyped, RemoveAccessPage, RightBox, Stands as InvitedStands,
};
pub use offer::{Agreement, Offer, Offers, Reason};
pub use operator::{ChannelsPage, Did as ChannelsDid, FailureLine};
pub use orders::{OrderChoose, OrderCode, OrderConfirmed, OrderOver, Over, Receipt};
pub use password::{
    ForgotPage, ForgotSent, PasswordProblem, ResetEnd, ResetEndPage, ResetPage, StrengthWords,
};
pub use people::{PeopleFrame, PeoplePage, PersonPage, PersonRow, ShownLink};
pub use places::{PlaceLine, PlacesPage};
pub use problem::{Problem, ProblemPage};
pub use recover::{ByContacts, ByContactsPage, RecoverPage, RecoveryStatusPage, StopsAt, Wrong};
pub use rules::{MarksPage, MarksProblem, RulePage, RulePreview, RuleProblem, RuleRow};
pub use security::{
    Area, ContactLine, CurrentProblem, FactorWay, Overview, PasswordPage, PersonalData,
};
pub use session_end::SessionEnd;
pub use shell::{Brand, FormToken, Shell, Stands, Visitor};
pub use sign_in::{
    SetUpPage, SetUpProblem, SignInChoose, SignInCode, SignInInvite, SignInPage, SignInProblem,
    SignInTooMany, SignInUnlock, SignOutPage,
};
pub use slip::{Row, Signature, Slip, Stamp};
pub use standing::{Banner, CodesFacts, FEW_CODES, WindowEnd, rest};
pub use state::{Ended, Place, State, Way};
pub use support::{CasePage, CaseProblem, FindPage, FindProblem, SupportDone};
pub use support_pin::{
    Answered, CallCodePage, PinDone, PinProblem, QuestionPage, SupportPinPage, tag as pin_tag,
};
pub use support_recovery::{AskForm, AskPage, DecidePage, Decided, state_text};
pub use ticket::{TicketDone, TicketFormPage, TicketPage, TicketRefused, TicketsPage};
