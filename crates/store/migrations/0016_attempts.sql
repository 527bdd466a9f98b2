-- Every hand-over of a message to a provider, numbered from 1 by message: of two workers that begin the same one, one does.
-- Neither the number nor the text lies here: the prefix says where it went.
CREATE TABLE attempts (
    id           TEXT   NOT NULL PRIMARY KEY,
    job          TEXT   NOT NULL,
    number       BIGINT NOT NULL,
    provider     TEXT   NOT NULL,
    method       TEXT   NOT NULL,
    purpose      TEXT   NOT NULL,
    country      TEXT   NOT NULL,
    prefix       TEXT   NOT NULL,
    person       TEXT   REFERENCES persons (id),
    challenge    TEXT,
    send         TEXT,
    cost_micros  BIGINT NOT NULL,
    price_micros BIGINT NOT NULL,
    currency     TEXT   NOT NULL,
    state        TEXT   NOT NULL CHECK (state IN
        ('begun', 'unknown', 'put-off', 'failed', 'handed-over', 'delivered', 'undelivered', 'declined')),
    reason       TEXT,
    reference    TEXT,
    begun_at     BIGINT NOT NULL,
    ended_at     BIGINT,
    again_at     BIGINT,
    reported_at  BIGINT,
    UNIQUE (job, number)
);
CREATE INDEX attempts_by_challenge ON attempts (challenge, begun_at, number, id) WHERE challenge IS NOT NULL;
CREATE INDEX attempts_by_provider ON attempts (provider, begun_at, id);
CREATE INDEX attempts_by_reference ON attempts (provider, reference) WHERE reference IS NOT NULL;
CREATE INDEX attempts_by_person ON attempts (person, begun_at, id) WHERE person IS NOT NULL;

-- Reports that came before the hand-over they speak of was noted; they wait for it a few minutes.
CREATE TABLE early_reports (
    provider    TEXT   NOT NULL,
    reference   TEXT   NOT NULL,
    state       TEXT   NOT NULL,
    reason      TEXT,
    reported_at BIGINT NOT NULL,
    PRIMARY KEY (provider, reference)
);
CREATE INDEX early_reports_by_time ON early_reports (reported_at);
