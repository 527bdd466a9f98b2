//! What the panel's customers have: servers, invoices, cards, zones, mailboxes. Sample data, changed by orders and forms.

use crate::samples::Sample;
use crate::times;
use serde::{Deserialize, Serialize};

/// A copy of a server's disk: a snapshot taken by hand or a nightly backup.
#[derive(Clone, Serialize, Deserialize)]
pub struct Copy {
    /// `snap-7f2c`, `bak-3`.
    pub id: String,
    /// The customer's word for it.
    pub name: String,
    /// RFC 3339.
    pub taken_at: String,
    /// Gigabytes.
    pub size: u32,
}

/// A server.
#[derive(Clone, Serialize, Deserialize)]
pub struct Server {
    /// `web-1`.
    pub id: String,
    /// The plan.
    pub plan: String,
    /// The data centre.
    pub place: String,
    /// IP address.
    pub address: String,
    /// The operating system.
    pub system: String,
    /// Gigabytes in use and in all.
    pub disk: (u32, u32),
    /// Gigabytes for backups.
    pub backup_space: u32,
    /// Snapshots, newest first.
    pub snapshots: Vec<Copy>,
    /// Nightly backups, newest first.
    pub backups: Vec<Copy>,
    /// What happened to it, newest first: time and words.
    pub history: Vec<(String, String)>,
}

/// An invoice.
#[derive(Clone, Serialize, Deserialize)]
pub struct Invoice {
    /// `NH-2026-1107`.
    pub number: String,
    /// RFC 3339.
    pub issued_at: String,
    /// What for.
    pub subject: String,
    /// `38.40`, in euros.
    pub total: String,
    /// Whether it is paid.
    pub paid: bool,
}

/// A card or bank account.
#[derive(Clone, Serialize, Deserialize)]
pub struct PaymentMethod {
    /// "Visa", "SEPA direct debit".
    pub kind: String,
    /// As far as it is shown.
    pub number: String,
    /// What stands beside it.
    pub note: String,
    /// Whether invoices are charged to it.
    pub main: bool,
}

/// A DNS record.
#[derive(Clone, Serialize, Deserialize)]
pub struct Record {
    /// `www`.
    pub name: String,
    /// `A`, `MX`, …
    pub kind: String,
    /// What it says.
    pub value: String,
}

/// A mailbox.
#[derive(Clone, Serialize, Deserialize)]
pub struct Mailbox {
    /// The address.
    pub address: String,
    /// Megabytes in use.
    pub used: u32,
    /// Where its mail goes besides.
    pub forward: Option<String>,
}

/// Name and address for invoices.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct PersonalData {
    /// Company.
    pub company: String,
    /// Street and number.
    pub street: String,
    /// Post code and town.
    pub town: String,
    /// VAT number.
    pub vat: String,
}

/// Everything one customer has.
#[derive(Clone, Serialize, Deserialize)]
pub struct Goods {
    /// Servers.
    pub servers: Vec<Server>,
    /// Invoices, newest first.
    pub invoices: Vec<Invoice>,
    /// Cards and accounts.
    pub payment_methods: Vec<PaymentMethod>,
    /// The domain.
    pub domain: String,
    /// Its records.
    pub records: Vec<Record>,
    /// Mailboxes of the domain.
    pub mailboxes: Vec<Mailbox>,
    /// Name and address.
    pub personal: PersonalData,
}

impl Goods {
    /// What a sample person starts with.
    pub fn of(sample: &Sample) -> Self {
        let domain = sample.domain().to_owned();
        Self {
            servers: vec![
                server("web-1", "Grat 4", "Oslo", "203.0.113.17", (61, 160)),
                server("shop-2", "Kamm 8", "Luleå", "203.0.113.42", (118, 320)),
            ],
            invoices: invoices(),
            payment_methods: vec![
                payment("SEPA direct debit", "DE•• •••• •••• •••• 27", "Mandate NH-4471", true),
                payment("Visa", "•••• •••• •••• 4018", "Expires 08/29", false),
            ],
            records: vec![
                record("@", "A", "203.0.113.17"),
                record("www", "CNAME", &domain),
                record("shop", "A", "203.0.113.42"),
                record("@", "MX", "10 mx.nordhang.example"),
                record("@", "TXT", "v=spf1 include:spf.nordhang.example -all"),
            ],
            mailboxes: vec![
                mailbox("office", &domain, 4_310, None),
                mailbox("orders", &domain, 1_725, Some("office")),
                mailbox("press", &domain, 212, None),
            ],
            personal: PersonalData {
                company: sample.company(),
                street: "Kaiweg 14".to_owned(),
                town: "20457 Hamburg".to_owned(),
                vat: "DE 811 907 334".to_owned(),
            },
            domain,
        }
    }

    /// The server with this name.
    pub fn server(&self, id: &str) -> Option<&Server> {
        self.servers.iter().find(|server| server.id == id)
    }

    /// The server with this name, to change it.
    pub fn server_mut(&mut self, id: &str) -> Option<&mut Server> {
        self.servers.iter_mut().find(|server| server.id == id)
    }
}

impl Server {
    /// A snapshot or backup of it.
    pub fn copy(&self, id: &str) -> Option<&Copy> {
        self.snapshots.iter().chain(&self.backups).find(|copy| copy.id == id)
    }
}

fn server(id: &str, plan: &str, place: &str, address: &str, disk: (u32, u32)) -> Server {
    let copy = |id: String, name: &str, hours: i64| Copy {
        id,
        name: name.to_owned(),
        taken_at: times::hours_ago(hours),
        size: disk.0.saturating_sub(u32::try_from(hours / 24).unwrap_or(0)),
    };
    Server {
        id: id.to_owned(),
        plan: plan.to_owned(),
        place: place.to_owned(),
        address: address.to_owned(),
        system: "Debian 12".to_owned(),
        disk,
        backup_space: 500,
        snapshots: vec![
            copy("snap-7f2c".to_owned(), "before the update", 5),
            copy("snap-51ab".to_owned(), "new checkout", 76),
            copy("snap-2e90".to_owned(), "first day", 24 * 40),
        ],
        backups: (1..=4)
            .map(|night| copy(format!("bak-{night}"), "nightly", 24 * i64::from(night) - 9))
            .collect(),
        history: Vec::new(),
    }
}

fn invoices() -> Vec<Invoice> {
    (0_u16..5)
        .map(|month| Invoice {
            number: format!("NH-{}", 41_207 - month * 318),
            issued_at: times::hours_ago(24 * (6 + 30 * i64::from(month))),
            subject: "Grat 4, Kamm 8, domain, mailboxes".to_owned(),
            total: if month == 2 { "43.30" } else { "38.40" }.to_owned(),
            paid: month > 0,
        })
        .collect()
}

fn payment(kind: &str, number: &str, note: &str, main: bool) -> PaymentMethod {
    PaymentMethod { kind: kind.to_owned(), number: number.to_owned(), note: note.to_owned(), main }
}

fn record(name: &str, kind: &str, value: &str) -> Record {
    Record { name: name.to_owned(), kind: kind.to_owned(), value: value.to_owned() }
}

fn mailbox(name: &str, domain: &str, used: u32, forward: Option<&str>) -> Mailbox {
    let address = |name: &str| format!("{name}@{domain}");
    Mailbox { address: address(name), used, forward: forward.map(address) }
}
