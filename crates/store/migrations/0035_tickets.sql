-- What somebody wrote to support, signed in or not, and what agents noted beside it. `number` is what people say; it is the end of
-- the id. `handed_at`: when the operator's own ticket system took it over.
CREATE TABLE tickets (
    id           TEXT   NOT NULL PRIMARY KEY,
    number       TEXT   NOT NULL UNIQUE,
    kind         TEXT   NOT NULL CHECK (kind IN ('no-way-in', 'outdated')),
    person       TEXT   REFERENCES persons (id),
    language     TEXT   NOT NULL,
    words_sealed TEXT   NOT NULL,
    state        TEXT   NOT NULL CHECK (state IN ('open', 'in-work', 'closed')),
    taken_by     TEXT   REFERENCES persons (id),
    taken_at     BIGINT,
    written_at   BIGINT NOT NULL,
    closed_at    BIGINT,
    handed_at    BIGINT
);
CREATE INDEX tickets_waiting ON tickets (written_at, id) WHERE closed_at IS NULL;
CREATE INDEX tickets_in_state ON tickets (state, written_at, id);
CREATE INDEX tickets_newest ON tickets (written_at, id);
CREATE INDEX tickets_of_person ON tickets (person, written_at, id) WHERE person IS NOT NULL;
CREATE INDEX tickets_over ON tickets (closed_at, id) WHERE closed_at IS NOT NULL;

CREATE TABLE ticket_notes (
    id           TEXT   NOT NULL PRIMARY KEY,
    ticket       TEXT   NOT NULL REFERENCES tickets (id),
    agent        TEXT   NOT NULL REFERENCES persons (id),
    words_sealed TEXT   NOT NULL,
    at           BIGINT NOT NULL
);
CREATE INDEX ticket_notes_in_order ON ticket_notes (ticket, at, id);
