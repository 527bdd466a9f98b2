-- The desk: how each provider stands, which prefixes are closed, who wants no messages, and what was sent where.

-- A provider that was ever switched or left out; one that is not here is on and well.
CREATE TABLE providers (
    name        TEXT   NOT NULL PRIMARY KEY,
    switch      TEXT   NOT NULL CHECK (switch IN ('on', 'off')),
    switched_at BIGINT,
    breaker     TEXT   NOT NULL CHECK (breaker IN ('closed', 'open')),
    trip        TEXT,
    trips       BIGINT NOT NULL,
    open_until  BIGINT,
    changed_at  BIGINT NOT NULL
);

-- One row for each number, address, range, provider and day's money that is capped, found by a keyed index. Sends queue at the
-- row, so that what is counted is not old when it is used. Numbers and ranges count what is not answered, from the sends.
CREATE TABLE send_gauges (
    kind       TEXT   NOT NULL,
    subject    TEXT   NOT NULL,
    version    BIGINT NOT NULL,
    entries    TEXT   NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (kind, subject)
);
CREATE INDEX send_gauges_by_time ON send_gauges (changed_at);

-- Where phone messages go, as far as finished verifications are counted: the country, and a keyed index of the first digits.
ALTER TABLE sends ADD COLUMN country TEXT;
ALTER TABLE sends ADD COLUMN range_index TEXT;
CREATE INDEX sends_by_country ON sends (country, sent_at, id) WHERE country IS NOT NULL;
CREATE INDEX sends_by_range ON sends (range_index, sent_at, id) WHERE range_index IS NOT NULL;

CREATE INDEX challenges_by_recipient ON challenges (recipient) WHERE recipient IS NOT NULL;

-- Prefixes whose tap is closed.
CREATE TABLE closed_taps (
    kind      TEXT   NOT NULL,
    subject   TEXT   NOT NULL,
    why       TEXT   NOT NULL,
    closed_at BIGINT NOT NULL,
    until     BIGINT NOT NULL,
    PRIMARY KEY (kind, subject)
);

-- Numbers and addresses that want no messages, by keyed index.
CREATE TABLE opt_outs (
    value_index TEXT   NOT NULL,
    method      TEXT   NOT NULL,
    since       BIGINT NOT NULL,
    PRIMARY KEY (value_index, method)
);
