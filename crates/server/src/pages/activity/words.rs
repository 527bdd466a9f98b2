//! Which records a person sees, under which kind, and in which words.

use countersign_app::trail::ActivityEntry;

/// What the list can be narrowed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Signing in and out.
    SignIn,
    /// Password, second factor, recovery codes, the account itself.
    Security,
    /// Codes and protected areas.
    Areas,
    /// Orders.
    Orders,
    /// Persons of a customer account and their rights.
    People,
}

const PEOPLE: &[&str] = &[
    "account.created",
    "member.added",
    "member.changed",
    "member.removed",
    "member.ended",
    "invitation.sent",
    "invitation.sent-again",
    "invitation.withdrawn",
    "invitation.accepted",
    "invitation.declined",
    "contact-person.added",
    "contact-person.removed",
    "group.created",
    "group.removed",
    "group.joined",
    "group.left",
    "access.given",
    "access.revoked",
    "resource.marked",
    "resource.mark-lifted",
    "resource.removed",
    "resources.registered",
    "resources.out-of-sight",
    "person.disabled",
    "person.enabled",
];

const SIGN_IN: &[&str] = &[
    "session.began",
    "session.registered",
    "session.ended",
    "sessions.ended",
    "sign-in.began",
    "sign-in.refused",
    "device.forgotten",
];
const SECURITY: &[&str] = &[
    "person.created",
    "password.changed",
    "password.reset",
    "password.reset-asked",
    "authenticator.added",
    "authenticator.removed",
    "authenticator.replaced",
    "second-factor.off",
    "recovery-codes.shown",
    "recovery-codes.confirmed",
    "contact.confirmed",
    "contact.removed",
    "contact.shared",
    "contact.tested",
    "messages.stopped",
    "messages.wanted",
    "recovery-codes.checked",
    "not-me.reported",
    "support-pin.set",
    "support-pin.removed",
    "support-pin.checked",
    "call-code.made",
    "call-code.sent",
    "call-code.checked",
    "support.opened",
    "support.asked",
    "support.answered",
    "recovery.requested",
    "recovery.approved",
    "recovery.declined",
    "recovery.cancelled",
    "recovery.stopped",
    "recovery.signed-in",
    "recovery.completed",
    "vouch.given",
    "vouch.asked",
    "recovery.asked",
    "recovery.by-contacts",
    "ticket.written",
    "ticket.taken",
    "ticket.closed",
    "ticket.reopened",
    "duty.set",
    "duty.lifted",
];
const AREAS: &[&str] = &["challenge.answered", "code.sent", "window.closed", "area.entered"];
const ORDERS: &[&str] = &["order.created", "order.cancelled", "order.claimed", "order.replaced"];

impl Kind {
    /// Every kind, in the order of the filter.
    pub const ALL: [Self; 5] =
        [Self::SignIn, Self::Security, Self::Areas, Self::Orders, Self::People];

    /// The name in the address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::Security => "security",
            Self::Areas => "codes",
            Self::Orders => "orders",
            Self::People => "people",
        }
    }

    /// Reads the name in the address.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// The text of the filter.
    pub const fn key(self) -> &'static str {
        match self {
            Self::SignIn => "activity-kind-sign-in",
            Self::Security => "activity-kind-security",
            Self::Areas => "activity-kind-codes",
            Self::Orders => "activity-kind-orders",
            Self::People => "activity-kind-people",
        }
    }

    /// The records of a kind; of all of them.
    pub fn records(kind: Option<Self>) -> Vec<&'static str> {
        let of = |kind| match kind {
            Self::SignIn => SIGN_IN,
            Self::Security => SECURITY,
            Self::Areas => AREAS,
            Self::Orders => ORDERS,
            Self::People => PEOPLE,
        };
        match kind {
            Some(kind) => of(kind).to_vec(),
            None => Self::ALL.into_iter().flat_map(of).copied().collect(),
        }
    }
}

/// The text of a record.
pub fn line(entry: &ActivityEntry) -> &'static str {
    let reason = entry.reason.as_deref().unwrap_or_default();
    match (entry.kind.as_str(), entry.refused) {
        ("session.began", _) if entry.method.is_some() => "activity-signed-in-with",
        ("session.began", _) => "activity-signed-in",
        ("session.registered", _) => "activity-signed-in-portal",
        ("session.ended", _) => "activity-session-ended",
        ("sessions.ended", _) => "activity-sessions-ended",
        ("sign-in.began", _) => "activity-password-right",
        ("sign-in.refused", _) if reason == "wrong-password" => "activity-password-wrong",
        ("sign-in.refused", _) => "activity-sign-in-refused",
        ("device.forgotten", _) => "activity-device-forgotten",
        ("person.created", _) => "activity-person-created",
        ("password.changed", false) => "activity-password-changed",
        ("password.reset", false) => "activity-password-reset",
        ("password.changed" | "password.reset", true) => "activity-password-refused",
        ("password.reset-asked", _) => "activity-reset-asked",
        ("authenticator.added", _) => "activity-method-added",
        ("authenticator.removed", _) => "activity-method-removed",
        ("authenticator.replaced", _) => "activity-method-replaced",
        ("second-factor.off", _) => "activity-second-factor-off",
        ("recovery-codes.shown", _) => "activity-recovery-codes-made",
        ("recovery-codes.confirmed", _) if entry.saved_by.is_some() => {
            "activity-recovery-codes-saved-by"
        }
        ("recovery-codes.confirmed", _) => "activity-recovery-codes-saved",
        ("contact.confirmed", _) => "activity-contact-confirmed",
        ("contact.shared", _) => "activity-contact-shared",
        ("contact.tested", _) => "activity-contact-tested",
        ("messages.stopped", _) => "activity-messages-stopped",
        ("messages.wanted", _) => "activity-messages-wanted",
        ("contact.removed", _) => "activity-contact-removed",
        ("recovery-codes.checked", _) => "activity-recovery-codes-checked",
        ("not-me.reported", _) => "activity-not-me",
        ("vouch.asked", _) => "activity-vouch-asked",
        ("vouch.given", _) => "activity-vouch-given",
        (kind, _) if is_support(kind) => support(kind, reason),
        ("duty.set", _) => "activity-duty-set",
        ("duty.lifted", _) => "activity-duty-lifted",
        ("challenge.answered", true) => match reason {
            "wrong-code" if entry.order.is_some() => "activity-wrong-code-order",
            "wrong-code" => "activity-wrong-code",
            _ => "activity-code-refused",
        },
        ("challenge.answered", false) => match reason {
            "order" => "activity-order-confirmed",
            "step-up" => "activity-areas-opened",
            "sign-in" => "activity-code-sign-in",
            _ => "activity-code-right",
        },
        ("code.sent", _) => "activity-code-sent",
        ("window.closed", _) => "activity-areas-closed",
        ("area.entered", _) => "activity-area-entered",
        ("order.created", _) => "activity-order-created",
        ("order.cancelled", _) => "activity-order-cancelled",
        ("order.claimed", _) => "activity-order-claimed",
        ("order.replaced", _) => "activity-order-replaced",
        _ => people_line(entry),
    }
}

/// The same of records about persons and rights.
fn people_line(entry: &ActivityEntry) -> &'static str {
    match entry.kind.as_str() {
        "account.created" => "activity-account-created",
        "member.added" => "activity-member-added",
        "member.changed" => "activity-member-changed",
        "member.removed" => "activity-member-removed",
        "member.ended" => "activity-member-ended",
        "invitation.sent" | "invitation.sent-again" => "activity-invitation-sent",
        "invitation.withdrawn" => "activity-invitation-withdrawn",
        "invitation.accepted" => "activity-invitation-accepted",
        "invitation.declined" => "activity-invitation-declined",
        "contact-person.added" => "activity-reached-added",
        "contact-person.removed" => "activity-reached-removed",
        "group.created" => "activity-group-created",
        "group.removed" => "activity-group-removed",
        "group.joined" => "activity-group-joined",
        "group.left" => "activity-group-left",
        "access.given" => "activity-access-given",
        "access.revoked" => "activity-access-revoked",
        "resource.marked" => "activity-resource-marked",
        "resource.mark-lifted" => "activity-mark-lifted",
        "resource.removed" => "activity-resource-removed",
        "resources.registered" => "activity-resources-registered",
        "resources.out-of-sight" => "activity-out-of-sight",
        "person.disabled" => "activity-person-disabled",
        "person.enabled" => "activity-person-enabled",
        _ => "activity-other",
    }
}

fn is_support(kind: &str) -> bool {
    ["support-pin.", "call-code.", "support.", "recovery.", "ticket."]
        .iter()
        .any(|start| kind.starts_with(start))
}

/// Of the support desk: what the person did, and what an agent did.
fn support(kind: &str, reason: &str) -> &'static str {
    match (kind, reason) {
        ("support-pin.set", _) => "activity-pin-set",
        ("support-pin.removed", _) => "activity-pin-removed",
        ("support-pin.checked", "right") => "activity-pin-right",
        ("support-pin.checked", "wrong") => "activity-pin-wrong",
        ("support-pin.checked", "paused") => "activity-pin-paused",
        ("support-pin.checked", _) => "activity-pin-not-set",
        ("call-code.made", _) => "activity-call-code-made",
        ("call-code.sent", _) => "activity-call-code-sent",
        ("call-code.checked", "right") => "activity-call-code-right",
        ("call-code.checked", "wrong") => "activity-call-code-wrong",
        ("call-code.checked", _) => "activity-call-code-over",
        ("support.opened", _) => "activity-support-opened",
        ("support.asked", _) => "activity-support-asked",
        ("support.answered", "yes") => "activity-support-yes",
        ("support.answered", _) => "activity-support-no",
        ("recovery.asked", _) => "activity-recovery-asked",
        ("recovery.by-contacts", _) => "activity-recovery-by-contacts",
        ("recovery.requested", "contact") => "activity-new-contact-requested",
        ("recovery.requested", _) => "activity-recovery-requested",
        ("recovery.approved", "contact") => "activity-new-contact-approved",
        ("recovery.approved", _) => "activity-recovery-approved",
        ("recovery.cancelled", "lapsed") => "activity-recovery-lapsed",
        ("recovery.declined" | "recovery.cancelled", _) => "activity-recovery-cancelled",
        ("recovery.stopped", "session") => "activity-recovery-stopped-here",
        ("recovery.stopped", _) => "activity-recovery-stopped",
        ("recovery.signed-in", _) => "activity-recovery-signed-in",
        ("recovery.completed", "contact") => "activity-recovery-contact",
        ("recovery.completed", _) => "activity-recovery-completed",
        ("ticket.written", _) => "activity-ticket-written",
        ("ticket.taken", _) => "activity-ticket-taken",
        ("ticket.closed", _) => "activity-ticket-closed",
        ("ticket.reopened", _) => "activity-ticket-reopened",
        _ => "activity-other",
    }
}
