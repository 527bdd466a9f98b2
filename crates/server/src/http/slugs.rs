//! Every problem type the server answers with: slug, status and title. Slugs are public and never renamed.

use http::StatusCode;

/// What problem types begin with; the slug is the rest.
pub const BASE: &str = "https://countersign.dev/problems/";

macro_rules! slugs {
    ($($(#[$doc:meta])* $name:ident = $slug:literal, $status:ident, $title:literal;)*) => {
        /// A problem type.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Slug { $($(#[$doc])* $name,)* }

        impl Slug {
            /// Every type.
            pub const ALL: &'static [Slug] = &[$(Self::$name,)*];

            /// The last part of the type's address.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $slug,)* }
            }

            /// The status it is answered with.
            pub const fn status(self) -> StatusCode {
                match self { $(Self::$name => StatusCode::$status,)* }
            }

            /// The title: one sentence, the same for every occurrence.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* }
            }
        }
    };
}

slugs! {
    /// The body, a header or the query cannot be read.
    MalformedRequest = "malformed-request", BAD_REQUEST, "The request cannot be read.";
    /// No key, or none that counts.
    Unauthenticated = "unauthenticated", UNAUTHORIZED, "A valid API key is needed.";
    /// The key lacks the scope of this endpoint.
    ScopeMissing = "scope-missing", FORBIDDEN, "The API key lacks a scope.";
    /// A form sent from another site, or without its token.
    CrossSite = "cross-site", FORBIDDEN, "The form did not come from this site.";
    /// A callback that its provider did not sign.
    SignatureRefused = "signature-refused", FORBIDDEN, "The request is not signed by the provider.";
    /// The guess ledger of this person is used up here.
    GuessesClosed = "guesses-closed", FORBIDDEN, "No more codes are looked at here.";
    /// The member on whose behalf it is asked may not do it.
    NotAllowed = "not-allowed", FORBIDDEN, "This is not allowed to this member of the account.";
    /// The session at hand has no open window.
    StepUpRequired = "step-up-required", FORBIDDEN, "The person has to confirm first.";
    /// The session at hand proved no real second factor.
    SecondFactorRequired = "second-factor-required", FORBIDDEN, "This needs a session with a second factor.";
    /// The person owes a second factor and has to set it up first.
    FactorOwed = "second-factor-owed", FORBIDDEN, "The person has to turn two-factor authentication on first.";
    /// No such thing, or not for this caller.
    NotFound = "not-found", NOT_FOUND, "There is nothing here.";
    /// The address exists, the verb does not.
    MethodNotAllowed = "method-not-allowed", METHOD_NOT_ALLOWED, "This verb does not work here.";
    /// The body did not arrive in time.
    RequestTimeout = "request-timeout", REQUEST_TIMEOUT, "The request took too long to arrive.";
    /// Another person has this address.
    EmailTaken = "email-taken", CONFLICT, "Another person has this e-mail address.";
    /// Another account has this reference.
    ReferenceTaken = "reference-taken", CONFLICT, "Another account has this reference.";
    /// An account would be left without an owner who can sign in.
    LastOwner = "last-owner", CONFLICT, "The account's only owner stays.";
    /// No owner of the account has a second factor.
    NoQualifyingOwner = "no-qualifying-owner", CONFLICT, "No owner of the account has a second factor.";
    /// The invitation was decided, has expired, or was mailed as often as it may be.
    InvitationOver = "invitation-over", CONFLICT, "The invitation is over.";
    /// The first send or answer fixed another method or contact.
    MethodFixed = "method-fixed", CONFLICT, "The challenge has another method.";
    /// Unknown, answered, expired, replaced or its session ended.
    ChallengeClosed = "challenge-closed", CONFLICT, "The challenge is not open.";
    /// A delivered code was answered before it was sent.
    NotSent = "not-sent", CONFLICT, "No code has been sent.";
    /// The order was claimed before.
    AlreadyClaimed = "already-claimed", CONFLICT, "The order was claimed before.";
    /// The order was not confirmed, or its confirmation no longer counts.
    NotAuthorised = "not-authorised", CONFLICT, "The order is not authorised.";
    /// The order is no longer open.
    OrderClosed = "order-closed", CONFLICT, "The order is not open.";
    /// Access was given back a short time ago: nothing destructive is ordered yet.
    RecoveredRecently = "recovered-recently", CONFLICT, "Access was given back a short time ago.";
    /// The one-time result is wrong, used or older than 60 s.
    ResultRefused = "result-refused", CONFLICT, "The result does not count.";
    /// The link was opened before, or has lapsed.
    LinkUsed = "link-used", GONE, "The link was used before.";
    /// The session has ended.
    SessionEnded = "session-ended", CONFLICT, "The session has ended.";
    /// The body is over 64 KiB.
    RequestTooLarge = "request-too-large", PAYLOAD_TOO_LARGE, "The request body is too large.";
    /// The address is over 8 KiB.
    AddressTooLong = "address-too-long", URI_TOO_LONG, "The address is too long.";
    /// The body is no JSON (or, on a page, no form).
    UnsupportedMediaType = "unsupported-media-type", UNSUPPORTED_MEDIA_TYPE, "The body has another type than the one asked for.";
    /// Readable, but the value cannot be right.
    InvalidValue = "invalid-value", UNPROCESSABLE_ENTITY, "A value cannot be used.";
    /// The same idempotency key came with another request.
    IdempotencyKeyReused = "idempotency-key-reused", UNPROCESSABLE_ENTITY, "The idempotency key belongs to another request.";
    /// The method cannot be used by this person for this purpose.
    MethodUnavailable = "method-unavailable", UNPROCESSABLE_ENTITY, "The method is not available.";
    /// Compared and wrong.
    WrongCode = "wrong-code", UNPROCESSABLE_ENTITY, "The code is wrong.";
    /// No code: not compared and not counted.
    MalformedCode = "malformed-code", UNPROCESSABLE_ENTITY, "This is not a code.";
    /// The right code, too late.
    CodeExpired = "code-expired", UNPROCESSABLE_ENTITY, "The code has expired.";
    /// The app code was used before.
    CodeUsed = "code-used", UNPROCESSABLE_ENTITY, "The code was used before.";
    /// The last send was less than 30 s ago.
    TooSoon = "too-soon", TOO_MANY_REQUESTS, "The last code was sent a moment ago.";
    /// The sends of the hour or day are used up.
    TooManySends = "too-many-sends", TOO_MANY_REQUESTS, "Too many codes were sent.";
    /// The lane waits.
    GuessesWait = "guesses-wait", TOO_MANY_REQUESTS, "Wait before the next code.";
    /// More than 64 header fields, or more than 16 KiB of them.
    HeadersTooLarge = "headers-too-large", REQUEST_HEADER_FIELDS_TOO_LARGE, "The request header is too large.";
    /// Something broke; the log says what.
    Internal = "internal", INTERNAL_SERVER_ERROR, "Something broke on our side.";
    /// The database or another part is away; try again.
    Unavailable = "unavailable", SERVICE_UNAVAILABLE, "The service is not available at the moment.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_unique_and_are_lower_case_words() {
        let mut seen = std::collections::HashSet::new();
        for slug in Slug::ALL {
            let text = slug.as_str();
            assert!(seen.insert(text), "{text} stands twice");
            assert!(text.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{text}");
            assert!(slug.status().is_client_error() || slug.status().is_server_error(), "{text}");
        }
    }
}
