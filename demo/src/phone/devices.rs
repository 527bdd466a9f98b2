//! The devices of the sample persons: mobiles, landlines and mailboxes.

use crate::samples::SAMPLES;

/// A device.
pub struct Device {
    /// Its name in an address: `maren-mobile`.
    pub slug: String,
    /// Whose it is.
    pub owner: &'static str,
    /// `mobile`, `landline`, `mailbox`.
    pub kind: &'static str,
    /// The full number or address.
    pub target: &'static str,
}

impl Device {
    /// What stands above it.
    pub fn label(&self) -> &'static str {
        match self.kind {
            "mobile" => "Mobile",
            "landline" => "Landline",
            _ => "Mailbox",
        }
    }
}

/// Every device, person by person.
pub fn all() -> Vec<Device> {
    let mut devices = Vec::new();
    for sample in &SAMPLES {
        let mut add = |kind, target| {
            let slug = format!("{}-{kind}", sample.first_name().to_lowercase());
            devices.push(Device { slug, owner: sample.name, kind, target });
        };
        for phone in sample.phones {
            add(if phone.landline { "landline" } else { "mobile" }, phone.number);
        }
        add("mailbox", sample.email);
    }
    devices
}
