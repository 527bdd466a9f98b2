//! Countersign's configuration file, as an operator of this portal would write it.

use crate::panel::{AUDIENCE, Addresses, RETURN_ORDER, RETURN_SIGN_IN, RETURN_STEP_UP};
use crate::phone;
use crate::ports::Ports;

/// The file's name in the data folder.
pub const FILE: &str = "countersign.toml";

/// The name of the file of routes beside it.
pub const ROUTES: &str = "routes.toml";

/// The text of the file of routes.
pub const ROUTES_TEXT: &str = r#"# Made by the demo at every start. Change it while the demo runs: it is read again within a second.
[[routes]]
method = "sms"
providers = [{ name = "cheap-sms", cost = "0.04" }, { name = "webhook", cost = "0.07" }]

# Text messages do not exist in this country; a call does, and costs.
[[routes]]
method = "sms"
prefix = "+44"
providers = []

[[prices]]
method = "call"
prefix = "+44"
price = "0.15"
"#;

/// The text of the file.
pub fn text(at: &Addresses, ports: Ports, webhook_secret: &str) -> String {
    let Addresses { pages, panel, phone } = at;
    let (port, hook, down) = (ports.pages, phone::HOOK, phone::HOOK_DOWN);
    format!(
        r#"# Made by the demo at every start; changes do not last.
[server]
listen = "127.0.0.1:{port}"
public_origin = "{pages}"

[database]
url = "sqlite:countersign.db"

[keys]
file = "countersign.keys"

[portal]
name = "Nordhang Hosting"
audience = "{AUDIENCE}"
return_targets = ["{panel}{RETURN_STEP_UP}", "{panel}{RETURN_ORDER}", "{panel}{RETURN_SIGN_IN}"]

[brand]
short_name = "Nordhang"
product = "Customer Center"
support_phone = "+44 20 7946 0000"

# Every message goes to the phone simulator.
[channels.webhook]
url = "{phone}{hook}"
secret = "{webhook_secret}"
carries = ["sms", "call", "whatsapp", "email"]

# A second gateway, which is always down: text messages are offered to it first, and go out all the same.
[[providers]]
name = "cheap-sms"
kind = "webhook"
url = "{phone}{down}"
secret = "{webhook_secret}"
carries = ["sms"]

[sending]
countries = ["DE", "AT", "CH", "GB", "FR", "NL", "DK", "SE", "NO", "US"]
routes = "{ROUTES}"

# Everybody here has one address, and nobody earns on these messages.
[brake]
address_per_hour = 1000
range_per_hour = 1000
record_only = true

# What technical administrators may do for the customers who let them in.
[rights.hosting]
en = "Hosting"
de = "Webhosting"
areas = ["email-management"]
orders = ["restore-snapshot", "restore-backup"]

[rights.register]
en = "Domains"
de = "Domains"
areas = ["domain-config"]

[orders.labels.restore-snapshot]
en = "Restore snapshot"
de = "Snapshot zurückspielen"

[orders.labels.restore-backup]
en = "Restore server backup"
de = "Backup zurückspielen"

[orders.labels.delete-server]
en = "Delete server"
de = "Server löschen"

[orders.labels.add-backup-space]
en = "Add backup space"
de = "Backup-Platz dazu"
"#
    )
}
