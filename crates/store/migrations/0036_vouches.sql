-- An owner's word for a person of their account who lost every way in. One a pair: another word takes the place of the one before.
CREATE TABLE vouches (
    account       TEXT   NOT NULL REFERENCES accounts (id),
    person        TEXT   NOT NULL REFERENCES persons (id),
    owner         TEXT   NOT NULL REFERENCES persons (id),
    reason_sealed TEXT   NOT NULL,
    at            BIGINT NOT NULL,
    ends_at       BIGINT NOT NULL,
    PRIMARY KEY (person, account, owner)
);
CREATE INDEX vouches_of_account ON vouches (account);
CREATE INDEX vouches_of_owner ON vouches (owner);
CREATE INDEX vouches_over ON vouches (ends_at, person, account, owner);
