//! Where a message goes, as far as routes, prices and counts need it: never the number itself.

use rlibphonenumber::{PHONE_NUMBER_UTIL, Region};

/// The country of a recipient. Of an e-mail address both parts are empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Destination {
    /// ISO 3166-1 alpha-2, `DE`; empty where the number belongs to no single country.
    pub country: String,
    /// The country code with its plus, `+49`.
    pub prefix: String,
}

impl Destination {
    /// Of a number in E.164; of anything else it is empty.
    pub fn of(recipient: &str) -> Self {
        if !recipient.starts_with('+') {
            return Self::default();
        }
        let Ok(number) = PHONE_NUMBER_UTIL.parse(recipient, None) else { return Self::default() };
        // A number that the plan does not list counts for the first country of its code: `+447700900…` for GB.
        let region = number
            .get_region_code()
            .or_else(|| PHONE_NUMBER_UTIL.get_region_for_country_code(number.country_code))
            .filter(|region| *region != Region::World);
        Self {
            country: region
                .map(|region| region.as_region_str().as_str().to_owned())
                .unwrap_or_default(),
            prefix: format!("+{}", number.country_code),
        }
    }
}

/// Whether a text is a country with phone numbers of its own: ISO 3166-1 alpha-2, in capitals.
pub fn is_country(code: &str) -> bool {
    code.len() == 2
        && code.bytes().all(|b| b.is_ascii_uppercase())
        && Region::from_code(code)
            .is_ok_and(|region| PHONE_NUMBER_UTIL.get_country_code_for_region(region).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_that_share_a_code_are_told_apart() {
        let of = |number: &str| {
            let found = Destination::of(number);
            (found.country, found.prefix)
        };
        let pair = |country: &str, prefix: &str| (country.to_owned(), prefix.to_owned());
        assert_eq!(of("+4915123456789"), pair("DE", "+49"));
        assert_eq!(of("+12125550123"), pair("US", "+1"));
        assert_eq!(of("+18687654321"), pair("TT", "+1"));
        assert_eq!(of("+447700900147"), pair("GB", "+44"), "set aside for films");
        assert_eq!(of("+88213300000"), pair("", "+882"));
        assert_eq!(of("mara@example.com"), pair("", ""));
    }

    #[test]
    fn a_country_is_written_in_two_capitals() {
        assert!(["DE", "AT", "GB", "TT"].into_iter().all(is_country));
        assert!(
            ["de", "D", "DEU", "XX", "UK", "", "001", "ZZ"]
                .into_iter()
                .all(|code| !is_country(code))
        );
    }
}
