//! The one flow: challenge, proof, grant. Every answer in the product goes through [`Checker::check`].

mod check;
pub mod code;
mod grant;
mod purpose;
mod state;
pub mod totp;

pub use check::{Checker, PasskeyVerifier, Proof, Refusal};
pub use code::{Code, CodeKeys, Digits, KeyId, MalformedCode, TypedCode};
pub use grant::{AnyGrant, Burn, Grant, Proven};
pub use purpose::{
    ChangeAuthenticator, ConfirmContact, Payload, Purpose, PurposeKind, Recovery, SetUp, SignIn,
    StepUp,
};
pub use state::{Challenge, Charged, Expected, Open, TotpKey};
