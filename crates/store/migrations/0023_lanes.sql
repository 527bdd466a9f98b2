-- Jobs of one lane are done by workers of its own: telephones that ring, or a provider of texts that hangs, keep no mail waiting.
-- What was written before runs with the mails.
ALTER TABLE jobs ADD COLUMN lane TEXT NOT NULL DEFAULT 'mail';
DROP INDEX jobs_waiting;
CREATE INDEX jobs_waiting_in_lane ON jobs (lane, run_at, id) WHERE state = 'queued';

-- The account that a message is booked to: the one of its session, or the only one that its person belongs to.
ALTER TABLE attempts ADD COLUMN account TEXT;
