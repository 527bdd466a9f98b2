-- API keys, stored hashed, and the outcomes of requests that carried an Idempotency-Key, stored sealed.
CREATE TABLE api_keys (
    id         TEXT   NOT NULL PRIMARY KEY,
    key_hash   TEXT   NOT NULL UNIQUE,
    name       TEXT   NOT NULL,
    scopes     TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT
);

CREATE TABLE idempotency (
    owner          TEXT   NOT NULL,
    key_hash       TEXT   NOT NULL,
    request_hash   TEXT   NOT NULL,
    outcome_sealed TEXT,
    created_at     BIGINT NOT NULL,
    PRIMARY KEY (owner, key_hash)
);
CREATE INDEX idempotency_by_age ON idempotency (created_at);
