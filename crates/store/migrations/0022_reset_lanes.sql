-- A password that was set by a mailed link gives the browser that used it a few more codes where strangers used up those of all
-- browsers that are not recognised. Twice a year; what is wrong there counts like everything else.
CREATE TABLE reset_lanes (
    id           TEXT   NOT NULL PRIMARY KEY,
    person       TEXT   NOT NULL REFERENCES persons (id),
    browser_hash TEXT   NOT NULL,
    opened_at    BIGINT NOT NULL,
    until        BIGINT NOT NULL
);
CREATE INDEX reset_lanes_of_person ON reset_lanes (person, opened_at);
CREATE INDEX reset_lanes_by_age ON reset_lanes (opened_at);
ALTER TABLE sign_ins ADD COLUMN lane TEXT;
