//! The sample persons: who they are at the panel, and what Countersign is told about them.

use crate::contract::{self, Part};
use crate::countersign::{NewPerson, NewPhone};
use crate::times;

/// A phone number of a sample person. All of them are reserved for films and examples.
pub struct Phone {
    /// E.164.
    pub number: &'static str,
    /// How many hours ago the panel confirmed it.
    pub confirmed_hours_ago: i64,
    /// Whether it rings at home instead of in a pocket.
    pub landline: bool,
}

/// A sample person. The sign-ins are printed openly at start, so they are kept as they are.
pub struct Sample {
    /// The address, and the name at the panel's sign-in.
    pub email: &'static str,
    /// The name.
    pub name: &'static str,
    /// The password at the panel; Countersign gets it too, for its own sign-in.
    pub password: &'static str,
    /// BCP 47.
    pub language: &'static str,
    /// ISO 3166-1 alpha-2.
    pub country: &'static str,
    /// Their numbers.
    pub phones: &'static [Phone],
    /// The key of their authenticator app, in base32.
    pub totp: Option<&'static str>,
    /// What they are in the contract of several people; `None`: a customer by themselves.
    pub part: Option<Part>,
    /// What to try with this person.
    pub try_this: &'static str,
}

/// Everybody there is.
pub const SAMPLES: [Sample; 9] = [
    Sample {
        email: "maren@harbourline.example",
        name: "Maren Holt",
        password: "lantern-gravel-tide-58",
        language: "en",
        country: "DE",
        phones: &[
            Phone { number: "+491713920013", confirmed_hours_ago: 24 * 400, landline: false },
            Phone { number: "+493023125112", confirmed_hours_ago: 24 * 400, landline: true },
        ],
        totp: None,
        part: None,
        try_this: "Mobile and landline, confirmed long ago: opens areas and confirms every order.",
    },
    Sample {
        email: "jonas@reedpress.example",
        name: "Jonas Reed",
        password: "copper-window-maple-31",
        language: "en",
        country: "GB",
        phones: &[],
        totp: None,
        part: None,
        try_this: "Only an e-mail address: opens areas by mail. Orders need more: turn on two-factor authentication.",
    },
    Sample {
        email: "katrin@vogelbau.example",
        name: "Katrin Vogel",
        password: "birke-kessel-sturm-74",
        language: "de",
        country: "DE",
        phones: &[Phone { number: "+491713920047", confirmed_hours_ago: 1, landline: false }],
        totp: None,
        part: None,
        try_this: "Reads German; the mobile was confirmed an hour ago, too new for orders that overwrite data.",
    },
    Sample {
        email: "ida@lundatelier.example",
        name: "Ida Lund",
        password: "velvet-anchor-quince-92",
        language: "en",
        country: "DK",
        phones: &[],
        totp: Some("OVZWS3THMFXGK3TJM5WWC3LBMNUGS3TF"),
        part: None,
        try_this: "Has an authenticator app already: signs in, opens areas and confirms orders with its codes.",
    },
    Sample {
        email: "nora@quinnandco.example",
        name: "Nora Quinn",
        password: "saddle-comet-harbour-64",
        language: "en",
        country: "GB",
        phones: &[
            Phone { number: "+447700900147", confirmed_hours_ago: 24 * 90, landline: false },
            Phone { number: "+442079460123", confirmed_hours_ago: 24 * 90, landline: true },
        ],
        totp: None,
        part: None,
        try_this: "In a country without text messages: orders are confirmed by a call, which costs; answer it on the phone.",
    },
    Sample {
        email: "astrid@fjellro.example",
        name: "Astrid Fjell",
        password: "harvest-signal-otter-27",
        language: "en",
        country: "NO",
        phones: &[],
        totp: Some("NZXXE5DIN5TGM2LDMVTGUZLMNRZG6ZJN"),
        part: Some(Part { role: "owner", rights: &[] }),
        try_this: "Owner of the contract, with an app: sees the protected data centre, and says who has to use two-factor authentication.",
    },
    Sample {
        email: "tom@fjellro.example",
        name: "Tom Aker",
        password: "pewter-orchard-lamp-83",
        language: "en",
        country: "NO",
        phones: &[Phone { number: "+4740612345", confirmed_hours_ago: 24 * 200, landline: false }],
        totp: None,
        part: Some(Part { role: "administrator", rights: &[] }),
        try_this: "Administrator: looks after people and rights, but sees nothing protected without a second factor.",
    },
    Sample {
        email: "pia@fjellro.example",
        name: "Pia Sund",
        password: "thistle-window-brook-19",
        language: "en",
        country: "NO",
        phones: &[],
        totp: None,
        part: Some(Part { role: "member", rights: &[] }),
        try_this: "Member, with an e-mail address only: one of two servers is there for her. Turn on two-factor authentication and sign in again.",
    },
    Sample {
        email: "viktor@hallworks.example",
        name: "Viktor Hall",
        password: "granite-ferry-plum-66",
        language: "en",
        country: "SE",
        phones: &[],
        totp: Some("ORSWG2DONFRWC3BNNBQWY3DXN5ZGW4ZO"),
        part: Some(Part { role: "technical-administrator", rights: &["hosting", "register"] }),
        try_this: "Technical administrator from outside, with an app: restores snapshots and changes DNS; invoices and personal data stay closed.",
    },
];

impl Sample {
    /// Whose things they see: the contract's, or their own.
    pub fn customer(&self) -> &'static str {
        if self.part.is_some() { contract::REFERENCE } else { self.email }
    }

    /// The customer's domain.
    pub fn domain(&self) -> &'static str {
        if self.part.is_some() {
            return contract::DOMAIN;
        }
        self.email.split('@').nth(1).unwrap_or("customer.example")
    }

    /// The customer, as invoices name it.
    pub fn company(&self) -> String {
        if self.part.is_some() { contract::NAME.to_owned() } else { format!("{} & Co.", self.name) }
    }

    /// The sample with this address.
    pub fn by_email(email: &str) -> Option<&'static Self> {
        SAMPLES.iter().find(|sample| sample.email.eq_ignore_ascii_case(email.trim()))
    }

    /// The name without the family name.
    pub fn first_name(&self) -> &'static str {
        self.name.split(' ').next().unwrap_or(self.name)
    }

    /// What Countersign is told of somebody who brings an app along: a line for `countersign person import`.
    pub fn to_import(&self) -> Option<String> {
        let mut line = serde_json::to_value(self.to_create()).ok()?;
        line.as_object_mut()?.insert("totp".to_owned(), self.totp?.into());
        Some(line.to_string())
    }

    /// What Countersign is told.
    pub fn to_create(&self) -> NewPerson {
        NewPerson {
            email: self.email.to_owned(),
            email_confirmed: true,
            name: self.name.to_owned(),
            password: self.password.to_owned(),
            language: self.language.to_owned(),
            country: self.country.to_owned(),
            phones: self
                .phones
                .iter()
                .map(|phone| NewPhone {
                    number: phone.number.to_owned(),
                    confirmed_at: Some(times::hours_ago(phone.confirmed_hours_ago)),
                })
                .collect(),
        }
    }
}
