-- Audit records, inserted in the transaction of what they record. `sequence` stays empty until the sealer chains them.
CREATE TABLE audit_events (
    id           TEXT   NOT NULL PRIMARY KEY,
    at           BIGINT NOT NULL,
    type         TEXT   NOT NULL,
    outcome      TEXT   NOT NULL,
    person       TEXT,
    actor        TEXT   NOT NULL,
    subject      TEXT,
    session      TEXT,
    method       TEXT,
    reason       TEXT,
    request      TEXT,
    facts_sealed TEXT,
    sequence     BIGINT
);
CREATE INDEX audit_by_person ON audit_events (person, at, id);
-- Wrong codes over all persons in the last minutes: spraying shows here.
CREATE INDEX audit_refusals ON audit_events (at, person) WHERE outcome = 'refused';
CREATE INDEX audit_unsealed ON audit_events (at, id) WHERE sequence IS NULL;

-- One row an installation: what a restore raises, and the latest time seen.
CREATE TABLE installation (
    id         TEXT   NOT NULL PRIMARY KEY,
    epoch      BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
