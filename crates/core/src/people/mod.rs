//! Persons and what belongs to them.

pub mod account;
pub mod address;
pub mod authenticator;
pub mod contact;
mod contact_person;
pub mod method;
pub mod otpauth;
pub mod password;
pub mod person;
pub mod phone;
mod phone_refused;
mod phone_text;
pub mod recovery_code;
pub mod role;
pub mod staff;

pub use account::{Account, LabelRefused, name_of_account, reference_of_portal};
pub use address::{EmailAddress, EmailRefused, sign_in_key};
pub use authenticator::{Authenticator, AuthenticatorKind, TotpSecret};
pub use contact::{Contact, ContactKind};
pub use contact_person::{ContactPerson, Matter};
pub use method::Method;
pub use password::{PasswordContext, PasswordPolicy, PasswordRefused, PasswordStrength};
pub use person::{Language, Languages, Person};
pub use phone::{PhoneNumber, PhoneRefused, calling_code, countries_with_numbers};
pub use recovery_code::{MalformedRecoveryCode, RecoveryCode, RecoveryHash};
pub use role::{Membership, Role};
pub use staff::Staff;
