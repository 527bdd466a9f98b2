//! Where the server stands, what it keeps and for which portal it works.

use super::set;
use crate::config::settings::Kind::{Number, Secret, Text, Texts};
use crate::config::settings::Setting;

pub(super) const SETTINGS: &[Setting] = &[
    set(
        "server.listen",
        Text,
        "\"127.0.0.1:8080\"",
        "address and port",
        "Where the server listens. Put a TLS proxy in front of it.",
    ),
    set(
        "server.public_origin",
        Text,
        "\"http://127.0.0.1:8080\"",
        "https://host, or http:// on this machine; no path",
        "How browsers reach the server. It is in every link, is checked against the Origin of every form, and is the issuer of receipts.",
    ),
    set(
        "server.trusted_proxies",
        Texts,
        "[]",
        "addresses or ranges",
        "Proxies whose X-Forwarded-For is believed. Empty: nobody's.",
    ),
    set(
        "server.metrics_from",
        Texts,
        "[\"127.0.0.1\", \"::1\"]",
        "addresses or ranges",
        "Who may read /metrics; for others it does not exist. A proxy on this machine must be in trusted_proxies, or everybody reads as this machine.",
    ),
    set(
        "database.url",
        Secret,
        "\"sqlite:countersign.db\"",
        "sqlite:PATH or postgres://…",
        "Where everything is kept. A relative path counts from the configuration file.",
    ),
    set(
        "database.pool",
        Number,
        "16",
        "1 to 200",
        "Connections to PostgreSQL. SQLite has its own number.",
    ),
    set(
        "keys.file",
        Text,
        "\"countersign.keys\"",
        "a file of mode 0600",
        "The key file that `countersign init` makes. Never in the same backup as the database.",
    ),
    set(
        "portal.name",
        Text,
        "\"Customer portal\"",
        "1 to 60 characters",
        "The portal as its customers know it; pages show it beside the way back.",
    ),
    set(
        "portal.audience",
        Text,
        "\"portal\"",
        "1 to 200 visible ASCII characters",
        "The audience of receipts: whoever checks one must find its own name there.",
    ),
    set(
        "portal.return_targets",
        Texts,
        "[]",
        "whole URLs without query and fragment",
        "Where a person may be sent back to: `return_to` must be one of these, letter by letter. The result is added as a query.",
    ),
];
