//! Typed ids: a prefix that says what the thing is, and 128 random bits.

use crate::ports::Entropy;

/// A text that is not an id of the kind asked for. Says only that; callers answer as for an unknown id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an id of this kind")]
pub struct NotAnId;

/// Length of the random part: 128 bits in lower-case Crockford base32.
const RANDOM_CHARS: usize = 26;

fn random_part(rng: &mut dyn Entropy) -> String {
    let mut bytes = [0u8; 16];
    rng.fill(&mut bytes);
    encoding().encode(&bytes)
}

/// Lower-case Crockford base32 of these bytes.
pub(crate) fn crockford(bytes: &[u8]) -> String {
    encoding().encode(bytes)
}

fn encoding() -> &'static data_encoding::Encoding {
    static ENCODING: std::sync::OnceLock<data_encoding::Encoding> = std::sync::OnceLock::new();
    ENCODING.get_or_init(|| {
        let mut spec = data_encoding::Specification::new();
        spec.symbols.push_str("0123456789abcdefghjkmnpqrstvwxyz");
        spec.encoding().expect("32 distinct symbols make an encoding")
    })
}

fn is_random_part(text: &str) -> bool {
    text.len() == RANDOM_CHARS
        && text.bytes().all(|b| b"0123456789abcdefghjkmnpqrstvwxyz".contains(&b))
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[doc = concat!("\n\nText form: `", $prefix, "_` and 26 characters of lower-case Crockford base32 (128 random bits). Not secret.")]
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// What every id of this kind begins with.
            pub const PREFIX: &'static str = concat!($prefix, "_");

            /// A fresh id.
            pub fn generate(rng: &mut dyn Entropy) -> Self {
                Self(format!("{}{}", Self::PREFIX, random_part(rng)))
            }

            /// Reads an id as it stands in a path, a body or a column.
            pub fn parse(text: &str) -> Result<Self, NotAnId> {
                match text.strip_prefix(Self::PREFIX) {
                    Some(rest) if is_random_part(rest) => Ok(Self(text.to_owned())),
                    _ => Err(NotAnId),
                }
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

ids! {
    /// A person: a human with a sign-in.
    PersonId = "per";
    /// A contact: an e-mail address or a phone number.
    ContactId = "con";
    /// An enrolled authenticator.
    AuthenticatorId = "aut";
    /// A session: ours, or the portal's own by reference.
    SessionId = "ses";
    /// A challenge: one question to one person.
    ChallengeId = "chl";
    /// A grant: what a passed challenge gave.
    GrantId = "gra";
    /// An order: one system-critical action.
    OrderId = "ord";
    /// An API key.
    ApiKeyId = "key";
    /// A hosted visit: one browser that opened a `confirm_url`.
    VisitId = "vis";
    /// A background job.
    JobId = "job";
    /// One send of a message.
    SendId = "snd";
    /// One hand-over of a message to a provider.
    AttemptId = "att";
    /// An audit record.
    EventId = "evt";
    /// A receipt (its `jti`).
    ReceiptId = "rcp";
    /// A pending sign-in.
    SignInId = "sin";
    /// A browser in which a person completed a sign-in.
    DeviceId = "dev";
    /// A pending change of authenticators or contacts.
    ChangeId = "chg";
    /// A set of recovery codes.
    RecoverySetId = "rcs";
    /// A form kept until its person has confirmed again.
    KeptFormId = "kpt";
    /// A mailed link.
    LinkId = "lnk";
    /// An account: the contract that persons belong to.
    AccountId = "acc";
    /// A group of persons of one account.
    GroupId = "grp";
    /// A resource of the portal's.
    ResourceId = "rsc";
    /// A contact person of an account.
    ContactPersonId = "cop";
    /// An invitation into an account.
    InvitationId = "inv";
    /// A support PIN, without its digits.
    SupportPinId = "pin";
    /// A call code, without its digits.
    CallCodeId = "cal";
    /// What an agent opened about one person, under a ticket number.
    CaseId = "cas";
    /// One check of a caller.
    CheckId = "chk";
    /// A ticket.
    TicketId = "tic";
    /// An assisted recovery.
    RecoveryId = "rec";
    /// A duty to use a second factor.
    DutyId = "dut";
}
