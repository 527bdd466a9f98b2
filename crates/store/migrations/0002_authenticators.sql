-- What a person answers with. `totp_step` is the highest used step of a key, across purposes, nodes and restarts.
CREATE TABLE authenticators (
    id            TEXT   NOT NULL PRIMARY KEY,
    person        TEXT   NOT NULL REFERENCES persons (id),
    kind          TEXT   NOT NULL CHECK (kind IN ('totp', 'sms', 'call', 'passkey')),
    contact       TEXT   REFERENCES contacts (id),
    secret_sealed TEXT,
    totp_step     BIGINT NOT NULL,
    state         TEXT   NOT NULL CHECK (state IN ('active', 'removed')),
    added_at      BIGINT NOT NULL
);
CREATE INDEX authenticators_by_person ON authenticators (person, state, added_at, id);
