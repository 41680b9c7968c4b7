-- The smallest id of a school's changes without a place could still come from the index of all ids: where the planner knew
-- of one school alone, it took any row for the school's, and passed over all of another's. In the order of school and id
-- only the index of what waits can answer.
CREATE OR REPLACE FUNCTION mingce_feed_place(school integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  next_school integer;
BEGIN
  SELECT school_id INTO next_school FROM feed_entry WHERE school_id >= school AND position IS NULL ORDER BY school_id, id LIMIT 1;
  IF next_school IS DISTINCT FROM school THEN RETURN; END IF;
  PERFORM pg_advisory_xact_lock(726204611, school);
  UPDATE feed_entry e SET position = n.position
  FROM (SELECT id, row_number() OVER (ORDER BY id)
          + coalesce((SELECT max(l.position) FROM feed_entry l WHERE l.school_id = school), 0) AS position
        FROM feed_entry WHERE school_id = school AND position IS NULL) n
  WHERE e.id = n.id;
END $$;
