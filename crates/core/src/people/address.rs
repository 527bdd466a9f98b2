//! E-mail addresses: any way of writing in, one address and a look-up key out.

/// Longest address, in bytes (RFC 5321 section 4.5.3.1.3 with RFC 3696 erratum 1690).
const LONGEST_ADDRESS: usize = 254;
/// Longest part before the `@`, in bytes (RFC 5321 section 4.5.3.1.1).
const LONGEST_LOCAL: usize = 64;
/// Longest label of a domain, in bytes (RFC 1035 section 2.3.4).
const LONGEST_LABEL: usize = 63;

/// Longest sign-in name that is looked up, in characters.
const LONGEST_NAME: usize = 1_024;

/// An address that mail can be sent to. Debug shows its domain only.
///
/// ASCII only: a look-alike letter would make another address that reads the same.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct EmailAddress {
    value: String,
    at: usize,
}

/// Why a text is no address. Each text is one sentence that names the fix; none repeats the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum EmailRefused {
    /// Nothing entered.
    #[error("no address was entered: enter an e-mail address, like name@example.com")]
    Empty,
    /// More than 254 bytes, or more than 64 before the `@`.
    #[error("the address is too long: at most 254 characters, 64 of them before the @")]
    TooLong,
    /// A control character, which could begin a mail header.
    #[error("the address contains a control character: type it instead of pasting it")]
    Control,
    /// White space inside.
    #[error("the address contains a space: write it without spaces and without a name before it")]
    Space,
    /// More than one address.
    #[error("this is more than one address: enter one")]
    Several,
    /// Letters beyond ASCII.
    #[error("the address contains letters beyond A to Z: write its domain in the xn-- form")]
    NotAscii,
    /// No `@`, or nothing before it or after it.
    #[error("the address is incomplete: it needs a name, an @ and a domain, like name@example.com")]
    MissingPart,
    /// Signs or dots before the `@` where RFC 5321 has none (quoted names are not supported).
    #[error("the part before the @ contains a sign that addresses do not have: check it")]
    Local,
    /// Something after the `@` that is no domain with a dot.
    #[error("the part after the @ is not a domain: it should look like example.com")]
    Domain,
}

/// What a sign-in name is looked up by: an address as persons are registered with, anything else in lower case. At most 1,024
/// characters count; nobody is registered with more.
pub fn sign_in_key(typed: &str) -> String {
    let name = typed.trim();
    match EmailAddress::read(name) {
        Ok(address) => address.key(),
        Err(_) => name.chars().take(LONGEST_NAME).collect::<String>().to_lowercase(),
    }
}

impl EmailAddress {
    /// Reads an address: trims, lower-cases the domain, keeps the part before the `@` as typed.
    pub fn read(input: &str) -> Result<Self, EmailRefused> {
        let text = input.trim();
        if text.is_empty() {
            return Err(EmailRefused::Empty);
        }
        if text.len() > LONGEST_ADDRESS {
            return Err(EmailRefused::TooLong);
        }
        if text.chars().any(char::is_control) {
            return Err(EmailRefused::Control);
        }
        if text.contains([',', ';']) || text.matches('@').count() > 1 {
            return Err(EmailRefused::Several);
        }
        if text.chars().any(char::is_whitespace) {
            return Err(EmailRefused::Space);
        }
        if !text.is_ascii() {
            return Err(EmailRefused::NotAscii);
        }
        let (local, domain) = text.split_once('@').ok_or(EmailRefused::MissingPart)?;
        if local.is_empty() || domain.is_empty() {
            return Err(EmailRefused::MissingPart);
        }
        if local.len() > LONGEST_LOCAL {
            return Err(EmailRefused::TooLong);
        }
        if !local.split('.').all(is_atom) {
            return Err(EmailRefused::Local);
        }
        if !is_domain(domain) {
            return Err(EmailRefused::Domain);
        }
        Ok(Self { at: local.len(), value: format!("{local}@{}", domain.to_ascii_lowercase()) })
    }

    /// The address that mail is sent to and that is shown.
    pub fn as_str(&self) -> &str {
        &self.value
    }

    /// The whole address in lower case: what equality, sign-in and the blind index go by.
    ///
    /// Mail systems that tell `Meier@` from `meier@` are extinct; two persons on one mailbox are
    /// the greater harm.
    pub fn key(&self) -> String {
        self.value.to_ascii_lowercase()
    }

    /// The domain, in lower case.
    pub fn domain(&self) -> &str {
        &self.value[self.at + 1..]
    }
}

impl std::fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "EmailAddress(…@{})", self.domain())
    }
}

/// `atext` of RFC 5322 section 3.2.3, at least one.
fn is_atom(part: &str) -> bool {
    !part.is_empty()
        && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&b))
}

/// Two labels at least, the last one no number: an address literal is no contact.
fn is_domain(domain: &str) -> bool {
    let is_label = |label: &str| {
        (1..=LONGEST_LABEL).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let top = domain.rsplit('.').next().unwrap_or_default();
    domain.contains('.')
        && domain.split('.').all(is_label)
        && !top.bytes().all(|b| b.is_ascii_digit())
}
