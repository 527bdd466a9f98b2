-- The support PIN: hashed slowly under a key outside the database. Wrong ones count for the PIN, not for the person: a new one
-- begins anew.
CREATE TABLE support_pins (
    person TEXT   NOT NULL PRIMARY KEY REFERENCES persons (id),
    id     TEXT   NOT NULL UNIQUE,
    hash   TEXT   NOT NULL,
    wrong  BIGINT NOT NULL,
    set_at BIGINT NOT NULL
);

-- Call codes, without their digits: those are derived from the id. A new one takes the place of the one before.
CREATE TABLE call_codes (
    person     TEXT   NOT NULL PRIMARY KEY REFERENCES persons (id),
    id         TEXT   NOT NULL UNIQUE,
    code_key   TEXT   NOT NULL,
    wrong      BIGINT NOT NULL,
    used_at    BIGINT,
    sent_at    BIGINT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE INDEX call_codes_over ON call_codes (expires_at, person);

-- What an agent opened about one person, under a ticket number: everything at the desk happens in one.
CREATE TABLE support_cases (
    id            TEXT   NOT NULL PRIMARY KEY,
    agent         TEXT   NOT NULL REFERENCES persons (id),
    person        TEXT   NOT NULL REFERENCES persons (id),
    ticket_sealed TEXT   NOT NULL,
    opened_at     BIGINT NOT NULL,
    ends_at       BIGINT NOT NULL
);
CREATE INDEX support_cases_of_agent ON support_cases (agent, opened_at, id);
CREATE INDEX support_cases_over ON support_cases (ends_at);

-- Each check of a caller: a PIN, a call code, or a question to the person's own session.
CREATE TABLE support_checks (
    id       TEXT   NOT NULL PRIMARY KEY,
    case_id  TEXT   NOT NULL REFERENCES support_cases (id),
    agent    TEXT   NOT NULL REFERENCES persons (id),
    person   TEXT   NOT NULL REFERENCES persons (id),
    kind     TEXT   NOT NULL CHECK (kind IN ('pin', 'call-code', 'question')),
    state    TEXT   NOT NULL CHECK (state IN ('pending', 'right', 'wrong', 'paused', 'not-set', 'expired', 'yes', 'no')),
    tries_left BIGINT,
    at       BIGINT NOT NULL,
    ends_at  BIGINT,
    session  TEXT
);
CREATE INDEX support_checks_of_agent ON support_checks (agent, at);
CREATE INDEX support_checks_of_person ON support_checks (person, at, id);
CREATE INDEX support_checks_of_case ON support_checks (case_id, at, id);

-- One row an agent: its lock is taken before the checks of the last hour are counted, so that no burst passes the limit.
CREATE TABLE support_agents (
    agent   TEXT   NOT NULL PRIMARY KEY REFERENCES persons (id),
    version BIGINT NOT NULL
);
