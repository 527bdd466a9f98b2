-- Changes of the ways to sign in: one question of one session, granted by its own proof, spent once. What is being set up lies
-- here, sealed, until a right code from it was checked.
CREATE TABLE changes (
    id                TEXT   NOT NULL PRIMARY KEY,
    person            TEXT   NOT NULL REFERENCES persons (id),
    session           TEXT   NOT NULL REFERENCES sessions (id),
    kind              TEXT   NOT NULL,
    subject           TEXT,
    state             TEXT   NOT NULL CHECK (state IN ('open', 'granted', 'spent', 'closed')),
    password_at       BIGINT,
    password_tries    BIGINT NOT NULL,
    granted_at        BIGINT,
    granted_by        TEXT,
    way               TEXT,
    contact           TEXT   REFERENCES contacts (id),
    new_authenticator TEXT   NOT NULL UNIQUE,
    secret_sealed     TEXT,
    first_step        BIGINT NOT NULL,
    name              TEXT,
    keep_old          BIGINT NOT NULL,
    recovery_set      TEXT,
    created_at        BIGINT NOT NULL,
    expires_at        BIGINT NOT NULL
);
CREATE INDEX changes_by_session ON changes (session, state);
CREATE INDEX changes_by_person ON changes (person, state);

-- A name the person gave, which way is asked first, and for which session a way that was turned off still counts.
ALTER TABLE authenticators ADD COLUMN name TEXT;
ALTER TABLE authenticators ADD COLUMN first_at BIGINT;
ALTER TABLE authenticators ADD COLUMN kept_by TEXT;
ALTER TABLE authenticators ADD COLUMN removed_at BIGINT;
-- When a way by phone was last used.
CREATE INDEX challenges_passed_by_contact ON challenges (contact, method, passed_at) WHERE contact IS NOT NULL AND passed_at IS NOT NULL;

-- Recovery codes, hashed slowly under a key outside the database; one salt a set, so that a try costs one hash.
CREATE TABLE recovery_sets (
    id              TEXT   NOT NULL PRIMARY KEY,
    person          TEXT   NOT NULL REFERENCES persons (id),
    state           TEXT   NOT NULL CHECK (state IN ('pending', 'valid', 'void')),
    salt            TEXT   NOT NULL,
    saved_by_sealed TEXT,
    created_at      BIGINT NOT NULL,
    confirmed_at    BIGINT
);
CREATE UNIQUE INDEX recovery_sets_one_valid ON recovery_sets (person) WHERE state = 'valid';
CREATE INDEX recovery_sets_pending ON recovery_sets (person) WHERE state = 'pending';

CREATE TABLE recovery_codes (
    set_id  TEXT   NOT NULL REFERENCES recovery_sets (id),
    place   BIGINT NOT NULL,
    hash    TEXT   NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (set_id, place)
);

-- Tries of recovery codes by address: they are no matter of the guess ledger, so that nobody can close this way for another.
CREATE TABLE recovery_addresses (
    address    TEXT   NOT NULL PRIMARY KEY,
    version    BIGINT NOT NULL,
    tries      TEXT   NOT NULL,
    touched_at BIGINT NOT NULL
);
CREATE INDEX recovery_addresses_by_age ON recovery_addresses (touched_at);
