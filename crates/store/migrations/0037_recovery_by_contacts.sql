-- A challenge can stand on a mailed link: the other contact of somebody who gets back in by two. The column was made for a reset that
-- never got a challenge, and holds nothing.
ALTER TABLE challenges RENAME COLUMN reset_id TO link;
