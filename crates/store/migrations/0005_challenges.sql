-- Challenges, the guess ledger, sends and hosted visits. No code is stored anywhere: codes are derived.
CREATE TABLE challenges (
    id           TEXT   NOT NULL PRIMARY KEY,
    person       TEXT   NOT NULL REFERENCES persons (id),
    purpose      TEXT   NOT NULL,
    session      TEXT   REFERENCES sessions (id),
    order_id     TEXT   REFERENCES orders (id),
    visit        TEXT,
    areas        TEXT,
    method       TEXT,
    contact      TEXT   REFERENCES contacts (id),
    recipient    TEXT,
    target       TEXT,
    digits       BIGINT NOT NULL,
    code_key     TEXT   NOT NULL,
    tries        BIGINT NOT NULL,
    tries_limit  BIGINT NOT NULL,
    state        TEXT   NOT NULL CHECK (state IN ('open', 'passed', 'failed', 'closed')),
    created_at   BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL,
    sent_at      BIGINT,
    handed_at    BIGINT,
    failed_at    BIGINT,
    passed_at    BIGINT,
    grant_id     TEXT,
    result_hash  TEXT,
    result_until BIGINT,
    redeemed_at  BIGINT
);
CREATE INDEX challenges_by_session ON challenges (session, state) WHERE session IS NOT NULL;
CREATE INDEX challenges_by_order ON challenges (order_id, created_at, id) WHERE order_id IS NOT NULL;

CREATE TABLE guess_ledgers (
    person  TEXT   NOT NULL PRIMARY KEY REFERENCES persons (id),
    version BIGINT NOT NULL,
    entries TEXT   NOT NULL
);

CREATE TABLE send_budgets (
    person  TEXT   NOT NULL REFERENCES persons (id),
    purpose TEXT   NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (person, purpose)
);

CREATE TABLE sends (
    id        TEXT   NOT NULL PRIMARY KEY,
    challenge TEXT   NOT NULL REFERENCES challenges (id),
    person    TEXT   NOT NULL REFERENCES persons (id),
    purpose   TEXT   NOT NULL,
    sent_at   BIGINT NOT NULL,
    failed_at BIGINT
);
CREATE INDEX sends_by_person ON sends (person, purpose, sent_at, id);

CREATE TABLE visits (
    id          TEXT   NOT NULL PRIMARY KEY,
    person      TEXT   NOT NULL REFERENCES persons (id),
    session     TEXT   REFERENCES sessions (id),
    order_id    TEXT   REFERENCES orders (id),
    challenge   TEXT,
    current_challenge TEXT,
    return_to   TEXT,
    handle_hash TEXT   NOT NULL UNIQUE,
    cookie_hash TEXT   UNIQUE,
    opened_at   BIGINT,
    created_at  BIGINT NOT NULL,
    expires_at  BIGINT NOT NULL
);
CREATE INDEX visits_by_challenge ON visits (challenge) WHERE challenge IS NOT NULL;
CREATE INDEX visits_by_order ON visits (order_id) WHERE order_id IS NOT NULL;
