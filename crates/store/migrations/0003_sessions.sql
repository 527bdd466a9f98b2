-- The portal's own sessions, by reference; the devices whose guess lane they pick; the windows they opened.
CREATE TABLE sessions (
    id              TEXT   NOT NULL PRIMARY KEY,
    person          TEXT   NOT NULL REFERENCES persons (id),
    reference_index TEXT   NOT NULL,
    reference       TEXT   NOT NULL,
    device          TEXT,
    client_sealed   TEXT,
    misses          BIGINT NOT NULL,
    created_at      BIGINT NOT NULL,
    expires_at      BIGINT NOT NULL,
    ended_at        BIGINT,
    ended_because   TEXT
);
CREATE INDEX sessions_by_person ON sessions (person, created_at, id);
CREATE UNIQUE INDEX sessions_live_reference ON sessions (person, reference_index) WHERE ended_at IS NULL;

CREATE TABLE devices (
    person           TEXT   NOT NULL REFERENCES persons (id),
    device           TEXT   NOT NULL,
    recognised_until BIGINT NOT NULL,
    PRIMARY KEY (person, device)
);

CREATE TABLE windows (
    session   TEXT   NOT NULL PRIMARY KEY REFERENCES sessions (id),
    areas     TEXT   NOT NULL,
    challenge TEXT   NOT NULL,
    opened_at BIGINT NOT NULL,
    until     BIGINT NOT NULL
);
