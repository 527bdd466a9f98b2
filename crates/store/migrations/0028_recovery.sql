-- An assisted recovery: asked for by one agent, approved by another, open after a wait, ended once. `kind` "contact" replaces an
-- outdated contact of somebody who can still sign in, and ends no session. The secret parts of its stop link and stop code are
-- derived from the id; here stands what finds them.
CREATE TABLE recoveries (
    id                 TEXT   NOT NULL PRIMARY KEY,
    kind               TEXT   NOT NULL CHECK (kind IN ('recovery', 'contact')),
    person             TEXT   NOT NULL REFERENCES persons (id),
    ticket_sealed      TEXT   NOT NULL,
    reason_sealed      TEXT   NOT NULL,
    proofs_sealed      TEXT   NOT NULL,
    new_contact_sealed TEXT,
    requested_by       TEXT   NOT NULL REFERENCES persons (id),
    requested_at       BIGINT NOT NULL,
    approved_by        TEXT   REFERENCES persons (id),
    approved_at        BIGINT,
    opens_at           BIGINT,
    state              TEXT   NOT NULL CHECK (state IN ('requested', 'waiting', 'completed', 'declined', 'cancelled', 'stopped', 'signed-in')),
    stop_key           TEXT   NOT NULL,
    stop_token_hash    TEXT   NOT NULL UNIQUE,
    stop_code_index    TEXT   NOT NULL UNIQUE,
    closed_at          BIGINT,
    closed_by          TEXT,
    version            BIGINT NOT NULL
);
CREATE UNIQUE INDEX recoveries_once ON recoveries (person) WHERE state IN ('requested', 'waiting');
CREATE INDEX recoveries_open ON recoveries (state, requested_at, id);
CREATE INDEX recoveries_of_person ON recoveries (person, requested_at, id);

-- After a recovery: a second factor is set up before anything else, and until then nothing destructive is ordered.
ALTER TABLE persons ADD COLUMN must_enrol_at BIGINT;
ALTER TABLE persons ADD COLUMN rests_until BIGINT;
