-- Orders: the words never change after the insert; state, tries and what authorised them do.
CREATE TABLE orders (
    id              TEXT   NOT NULL PRIMARY KEY,
    person          TEXT   NOT NULL REFERENCES persons (id),
    session         TEXT   REFERENCES sessions (id),
    action          TEXT   NOT NULL,
    title           TEXT   NOT NULL,
    object          TEXT   NOT NULL,
    details         TEXT   NOT NULL,
    destructive     BIGINT NOT NULL,
    amount_value    TEXT,
    amount_currency TEXT,
    digest          TEXT   NOT NULL,
    return_to       TEXT,
    state           TEXT   NOT NULL CHECK (state IN ('open', 'authorised', 'claimed', 'cancelled', 'expired', 'void', 'replaced')),
    tries           BIGINT NOT NULL,
    tries_limit     BIGINT NOT NULL,
    created_at      BIGINT NOT NULL,
    expires_at      BIGINT NOT NULL,
    closed_at       BIGINT,
    authorised_at   BIGINT,
    claim_by        BIGINT,
    method          TEXT,
    target          TEXT,
    receipt         TEXT,
    replaces        TEXT,
    replaced_by     TEXT
);
CREATE INDEX orders_by_person ON orders (person, created_at, id);
CREATE INDEX orders_waiting ON orders (expires_at) WHERE state = 'open';

CREATE TABLE receipt_keys (
    kid        TEXT   NOT NULL PRIMARY KEY,
    public_key TEXT   NOT NULL,
    valid_from BIGINT NOT NULL,
    valid_to   BIGINT
);
