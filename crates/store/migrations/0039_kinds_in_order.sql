-- The activity of an account is narrowed to kinds of records: a record of another kind is passed over in the index, unread.
DROP INDEX audit_by_account;
CREATE INDEX audit_by_account ON audit_events (account, at, id, type) WHERE account IS NOT NULL;
