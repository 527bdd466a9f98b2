//! Phone numbers: any way of writing in, E.164 and a kind out.

use rlibphonenumber::{
    NumberLengthType, PHONE_NUMBER_UTIL, ParseError, PhoneNumberFormat, PhoneNumberType, Region,
    ValidationError,
};

use super::ContactKind;
pub use super::phone_refused::PhoneRefused;
use super::phone_text::{Typed, typed};

/// Country codes of satellite and international networks (ITU-T E.164, list of assigned codes).
const NETWORKS: [i32; 4] = [870, 881, 882, 883];

/// What is done with a number of the right length that the numbering plan does not list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unlisted {
    Refused,
    Mobile,
}

/// A `+` and 15 digits (ITU-T E.164 section 6.1).
const LONGEST_E164: usize = 16;

/// A number that exists by its country's numbering plan and that codes may be sent to.
///
/// Whether it is connected, and whose it is, only a confirmation tells. Debug shows its last two
/// digits.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PhoneNumber {
    e164: String,
    kind: ContactKind,
    region: Option<String>,
}

impl PhoneNumber {
    /// Reads a number as a person or a portal wrote it.
    ///
    /// Digits of any script; spaces, hyphens, dots, slashes, brackets and direction marks do not
    /// matter; `(0)` after the country code is the trunk zero. `default_country` (ISO 3166-1
    /// alpha-2, any case) is where a number without `+` is read; without it a leading `00` counts
    /// as `+`. Letters, extensions and several numbers are refused before anything is parsed.
    pub fn read(input: &str, default_country: Option<&str>) -> Result<Self, PhoneRefused> {
        Self::read_with(input, default_country, Unlisted::Refused)
    }

    /// Reads a number that a portal has seen confirmed: somebody answered there, so one that the
    /// numbering plan does not list (assigned lately, or set aside) is taken, as a mobile. All else
    /// is refused as [`PhoneNumber::read`] does.
    pub fn read_confirmed(
        input: &str,
        default_country: Option<&str>,
    ) -> Result<Self, PhoneRefused> {
        Self::read_with(input, default_country, Unlisted::Mobile)
    }

    fn read_with(
        input: &str,
        default_country: Option<&str>,
        unlisted: Unlisted,
    ) -> Result<Self, PhoneRefused> {
        let typed = typed(input)?;
        let region = region_to_read_in(&typed, default_country)?;
        let international = typed.international || region.is_none();
        let first = parse(&typed.digits, international, region, unlisted);
        match (&typed.without_trunk_zero, first) {
            // A country without a trunk zero: people write "(0)" there all the same.
            (Some(digits), Err(refused)) => {
                parse(digits, international, region, unlisted).map_err(|_| refused)
            }
            (_, first) => first,
        }
    }

    /// E.164: `+` and at most 15 digits, `+4915123456789`.
    pub fn e164(&self) -> &str {
        &self.e164
    }

    /// [`ContactKind::Mobile`] or [`ContactKind::Landline`].
    ///
    /// Where the numbering plan does not tell mobiles from landlines (all of North America, a few
    /// places elsewhere) a number counts as a mobile: refusing text messages there would take them
    /// from everybody. A text to a landline there is reported as undeliverable, and a call works.
    pub const fn kind(&self) -> ContactKind {
        self.kind
    }

    /// The country as ISO 3166-1 alpha-2, `DE`.
    ///
    /// `None`: the number belongs to no single country.
    pub fn region(&self) -> Option<&str> {
        self.region.as_deref()
    }
}

impl std::fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let tail = &self.e164[self.e164.len().saturating_sub(2)..];
        write!(f, "PhoneNumber(·· {tail})")
    }
}

/// `None`: the number says its country itself.
fn region_to_read_in(
    typed: &Typed,
    default_country: Option<&str>,
) -> Result<Option<Region>, PhoneRefused> {
    if typed.international {
        return Ok(None);
    }
    let Some(country) = default_country else {
        return if typed.digits.starts_with("00") {
            Ok(None)
        } else {
            Err(PhoneRefused::NoCountry)
        };
    };
    let region = Region::from_code(country).map_err(|_| PhoneRefused::UnknownCountry)?;
    match PHONE_NUMBER_UTIL.get_country_code_for_region(region) {
        Some(_) => Ok(Some(region)),
        None => Err(PhoneRefused::UnknownCountry),
    }
}

fn parse(
    digits: &str,
    international: bool,
    region: Option<Region>,
    unlisted: Unlisted,
) -> Result<PhoneNumber, PhoneRefused> {
    let text = match (international, digits.strip_prefix("00")) {
        (true, Some(after)) if region.is_none() => format!("+{after}"),
        (true, _) => format!("+{digits}"),
        (false, _) => digits.to_owned(),
    };
    let number = PHONE_NUMBER_UTIL.parse(&text, region).map_err(|error| match error {
        ParseError::InvalidCountryCode => PhoneRefused::UnknownCountry,
        // Only digits come this far, so what is no number to the library has too few of them.
        ParseError::NotANumber(_) | ParseError::TooShortAfterIdd | ParseError::TooShortNsn => {
            PhoneRefused::TooShort
        }
        ParseError::TooLongNsn => PhoneRefused::TooLong,
    })?;
    if NETWORKS.contains(&number.country_code) {
        return Err(PhoneRefused::Satellite);
    }
    let kind = kind(number.get_type(), || match number.is_possible_with_reason() {
        Ok(NumberLengthType::IsPossibleLocalOnly) | Err(ValidationError::TooShort) => {
            PhoneRefused::TooShort
        }
        Err(ValidationError::TooLong) => PhoneRefused::TooLong,
        Err(ValidationError::InvalidCountryCode) => PhoneRefused::UnknownCountry,
        Ok(_) | Err(ValidationError::InvalidLength) => PhoneRefused::NotAssigned,
    });
    let kind = match kind {
        Err(PhoneRefused::NotAssigned) if unlisted == Unlisted::Mobile => ContactKind::Mobile,
        kind => kind?,
    };
    let region = number.get_region_code().filter(|region| *region != Region::World);
    let e164 = number.format_as(PhoneNumberFormat::E164).into_owned();
    // A few plans, Germany's among them, have patterns for longer numbers than the world can dial.
    if e164.len() > LONGEST_E164 {
        return Err(PhoneRefused::TooLong);
    }
    Ok(PhoneNumber {
        e164,
        kind,
        region: region.map(|region| region.as_region_str().as_str().to_owned()),
    })
}

fn kind(
    line: PhoneNumberType,
    why_unknown: impl FnOnce() -> PhoneRefused,
) -> Result<ContactKind, PhoneRefused> {
    match line {
        PhoneNumberType::Mobile | PhoneNumberType::FixedLineOrMobile => Ok(ContactKind::Mobile),
        PhoneNumberType::FixedLine => Ok(ContactKind::Landline),
        PhoneNumberType::TollFree => Err(PhoneRefused::TollFree),
        PhoneNumberType::PremiumRate => Err(PhoneRefused::Premium),
        PhoneNumberType::SharedCost => Err(PhoneRefused::SharedCost),
        PhoneNumberType::VoIP => Err(PhoneRefused::Voip),
        PhoneNumberType::PersonalNumber => Err(PhoneRefused::Personal),
        PhoneNumberType::Pager => Err(PhoneRefused::Pager),
        PhoneNumberType::UAN => Err(PhoneRefused::CompanyWide),
        PhoneNumberType::VoiceMail => Err(PhoneRefused::Voicemail),
        PhoneNumberType::Unknown => Err(why_unknown()),
    }
}

/// The calling code of a country, without `+`: `49`. `None`: no such country, or one without a code of its own.
///
/// `country`: ISO 3166-1 alpha-2, any case.
pub fn calling_code(country: &str) -> Option<i32> {
    let region = Region::from_code(country).ok()?;
    PHONE_NUMBER_UTIL.get_country_code_for_region(region)
}

/// Every country that has phone numbers, as ISO 3166-1 alpha-2, in no order.
pub fn countries_with_numbers() -> Vec<String> {
    let regions = PHONE_NUMBER_UTIL.get_supported_regions();
    regions.map(|region| region.as_region_str().as_str().to_owned()).collect()
}
