-- The probe for changes without a place asked by NOT EXISTS. The planner took them to be spread over the table and read
-- all of it for a school that had none. The smallest id comes from the index of what waits, whatever other schools have.
CREATE OR REPLACE FUNCTION mingce_feed_place(school integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  waiting bigint;
BEGIN
  SELECT min(id) INTO waiting FROM feed_entry WHERE school_id = school AND position IS NULL;
  IF waiting IS NULL THEN RETURN; END IF;
  PERFORM pg_advisory_xact_lock(726204611, school);
  UPDATE feed_entry e SET position = n.position
  FROM (SELECT id, row_number() OVER (ORDER BY id)
          + coalesce((SELECT max(l.position) FROM feed_entry l WHERE l.school_id = school), 0) AS position
        FROM feed_entry WHERE school_id = school AND position IS NULL) n
  WHERE e.id = n.id;
END $$;
