-- A call code that was sent to a number on file proves the number; one that was shown in a session proves the session.
ALTER TABLE support_checks ADD COLUMN by_phone BIGINT NOT NULL DEFAULT 0;
