-- Our own sessions beside the portal's. `expires_at` is when a session ends if nothing happens; of ours, use moves it, up to `ends_at`.
ALTER TABLE sessions ADD COLUMN kind TEXT NOT NULL DEFAULT 'portal' CHECK (kind IN ('portal', 'hosted'));
ALTER TABLE sessions ADD COLUMN cookie_hash TEXT;
ALTER TABLE sessions ADD COLUMN cookie_before TEXT;
ALTER TABLE sessions ADD COLUMN rotated_at BIGINT;
ALTER TABLE sessions ADD COLUMN used_at BIGINT;
ALTER TABLE sessions ADD COLUMN ends_at BIGINT;
ALTER TABLE sessions ADD COLUMN password_at BIGINT;
ALTER TABLE sessions ADD COLUMN factor TEXT;
ALTER TABLE sessions ADD COLUMN factor_at BIGINT;
CREATE UNIQUE INDEX sessions_by_cookie ON sessions (cookie_hash) WHERE cookie_hash IS NOT NULL;
CREATE INDEX sessions_by_cookie_before ON sessions (cookie_before) WHERE cookie_before IS NOT NULL;

-- Browsers in which a person completed a sign-in: found by their cookie, which changes each time.
ALTER TABLE devices ADD COLUMN cookie_hash TEXT;
ALTER TABLE devices ADD COLUMN cookie_before TEXT;
ALTER TABLE devices ADD COLUMN client_sealed TEXT;
ALTER TABLE devices ADD COLUMN added_at BIGINT;
ALTER TABLE devices ADD COLUMN used_at BIGINT;
CREATE INDEX devices_by_cookie ON devices (cookie_hash) WHERE cookie_hash IS NOT NULL;
CREATE INDEX devices_by_cookie_before ON devices (cookie_before) WHERE cookie_before IS NOT NULL;

-- Sign-ins whose password was right and that wait for the second factor.
CREATE TABLE sign_ins (
    id            TEXT   NOT NULL PRIMARY KEY,
    person        TEXT   NOT NULL REFERENCES persons (id),
    device        TEXT,
    destination   TEXT   NOT NULL,
    client_sealed TEXT,
    state         TEXT   NOT NULL CHECK (state IN ('pending', 'completed', 'cancelled')),
    password_at   BIGINT NOT NULL,
    expires_at    BIGINT NOT NULL,
    ends_at       BIGINT NOT NULL
);
CREATE INDEX sign_ins_by_person ON sign_ins (person, state);
CREATE INDEX sign_ins_over ON sign_ins (ends_at);

-- One-time results that a browser takes from a sign-in here to the portal.
CREATE TABLE sign_in_results (
    result_hash  TEXT   NOT NULL PRIMARY KEY,
    session      TEXT   NOT NULL REFERENCES sessions (id),
    result_until BIGINT NOT NULL,
    redeemed_at  BIGINT
);

-- Wrong passwords by person, device, name that is nobody's, and address. One row each, locked before it is decided from.
CREATE TABLE password_tries (
    counted    TEXT   NOT NULL PRIMARY KEY,
    version    BIGINT NOT NULL,
    entries    TEXT   NOT NULL,
    touched_at BIGINT NOT NULL
);
CREATE INDEX password_tries_by_age ON password_tries (touched_at);

-- Browsers that showed, by a mailed link, that a person may go on there after strangers' wrong passwords.
CREATE TABLE unlocked_browsers (
    person       TEXT   NOT NULL REFERENCES persons (id),
    browser_hash TEXT   NOT NULL,
    until        BIGINT NOT NULL,
    PRIMARY KEY (person, browser_hash)
);

-- When a person without a second factor was last invited to turn one on.
ALTER TABLE persons ADD COLUMN invited_at BIGINT;
