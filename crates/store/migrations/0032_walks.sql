-- What is done for one person, contact, visit or provider reads their rows and no others; what is over is found by its time.
CREATE INDEX challenges_by_person ON challenges (person, state);
CREATE INDEX challenges_by_visit ON challenges (visit) WHERE visit IS NOT NULL;
CREATE INDEX challenges_unanswered ON challenges (expires_at, id) WHERE state <> 'passed';
CREATE INDEX sends_by_challenge ON sends (challenge, sent_at);
CREATE INDEX sends_by_time ON sends (sent_at, id);
CREATE INDEX visits_by_person ON visits (person);
CREATE INDEX visits_over ON visits (expires_at, id);
CREATE INDEX kept_forms_by_person ON kept_forms (person);
CREATE INDEX changes_over ON changes (expires_at, id);
CREATE INDEX devices_over ON devices (recognised_until);
CREATE INDEX unlocked_browsers_over ON unlocked_browsers (until);
CREATE INDEX sign_in_results_over ON sign_in_results (result_until);
CREATE INDEX recovery_sets_by_person ON recovery_sets (person);
CREATE INDEX jobs_over ON jobs (ended_at, id) WHERE state <> 'queued';
CREATE INDEX orders_unclaimed ON orders (claim_by, id) WHERE state = 'authorised';
CREATE INDEX attempts_by_time ON attempts (begun_at, number, id);
CREATE INDEX shared_contacts ON contacts (id) WHERE shared_from IS NOT NULL;
-- The newest hand-over of a reference, without walking all of its provider's.
DROP INDEX attempts_by_reference;
CREATE INDEX attempts_by_reference ON attempts (provider, reference, begun_at, id) WHERE reference IS NOT NULL;
-- What a sign-in tells of: failures since the last one.
CREATE INDEX audit_refused_of_person ON audit_events (person, at) WHERE outcome = 'refused';
CREATE INDEX audit_began ON audit_events (person, at) WHERE type = 'session.began';
CREATE INDEX duties_of_person ON duties (subject) WHERE scope = 'person';
