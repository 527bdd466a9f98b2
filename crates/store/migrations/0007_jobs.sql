-- The outbox: written in the transaction that issues or sends, delivered by leased workers.
CREATE TABLE jobs (
    id            TEXT   NOT NULL PRIMARY KEY,
    kind          TEXT   NOT NULL,
    subject       TEXT   NOT NULL,
    detail        TEXT,
    state         TEXT   NOT NULL CHECK (state IN ('queued', 'done', 'failed')),
    tries         BIGINT NOT NULL,
    created_at    BIGINT NOT NULL,
    run_at        BIGINT NOT NULL,
    useless_after BIGINT NOT NULL,
    lease_owner   TEXT,
    lease_until   BIGINT,
    ended_at      BIGINT,
    last_error    TEXT
);
CREATE INDEX jobs_waiting ON jobs (run_at, id) WHERE state = 'queued';
