//! Why a text is no phone number that codes can be sent to.

/// Why a number was refused. Each text is one sentence that names the fix; none repeats the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum PhoneRefused {
    /// Nothing but spaces and signs.
    #[error("no number was entered: enter a phone number, like +49 151 23456789")]
    Empty,
    /// Letters in it: vanity numbers are read differently by every phone.
    #[error("the number contains letters: write it with digits only")]
    Letters,
    /// An extension, which neither a text message nor an automatic call can dial.
    #[error("the number has an extension: enter a number that can be dialled directly")]
    Extension,
    /// More than one number.
    #[error("this is more than one number: enter them one by one")]
    Several,
    /// Something that belongs into no phone number, or no number at all.
    #[error("this is not a phone number: use digits, spaces, brackets, hyphens and one leading +")]
    NotANumber,
    /// Neither a leading `+` nor a country to read it in.
    #[error("the number names no country: begin with + and the country code, or give the country")]
    NoCountry,
    /// The country to read it in, or the country code after `+`, does not exist.
    #[error("no such country: begin the number with + and an existing country code, like +49")]
    UnknownCountry,
    /// Fewer digits than any number there has.
    #[error("the number is too short: enter it whole, with its area or mobile code")]
    TooShort,
    /// More digits than any number there has.
    #[error("the number has too many digits: check it and enter it again")]
    TooLong,
    /// The right length, but the numbering plan has no such number.
    #[error("no such number is in use in its country: check the digits")]
    NotAssigned,
    /// Premium rate.
    #[error("premium-rate numbers are refused: enter a mobile or landline number")]
    Premium,
    /// The caller pays a part.
    #[error("shared-cost numbers are refused: enter a mobile or landline number")]
    SharedCost,
    /// Satellite and international network numbers (+870, +881, +882, +883).
    #[error(
        "satellite and international network numbers are refused: enter a mobile or landline number"
    )]
    Satellite,
    /// Internet telephony.
    #[error("internet telephony (VoIP) numbers are refused: enter a mobile or landline number")]
    Voip,
    /// A pager.
    #[error("pager numbers are refused: enter a mobile or landline number")]
    Pager,
    /// The called party pays; not reachable from everywhere and never a person's own line.
    #[error("toll-free numbers are refused: enter a mobile or landline number")]
    TollFree,
    /// Follow-me numbers: forwarded to whatever line, at any price.
    #[error("personal follow-me numbers are refused: enter the mobile or landline number itself")]
    Personal,
    /// One number for a whole company.
    #[error("company-wide numbers are refused: enter a direct mobile or landline number")]
    CompanyWide,
    /// A voice mailbox, where a code would lie for anybody who calls it.
    #[error("voicemail numbers are refused: enter a mobile or landline number")]
    Voicemail,
}
