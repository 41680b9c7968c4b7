-- A connection keeps the plan that a trigger's first call led to, and that call is mostly of one row: for many rows, the
-- guardians' statement then looked at every change for every person. Now it is left out where nobody was deleted or brought
-- back, and planned anew for as many as there are where somebody was.
CREATE OR REPLACE FUNCTION mingce_feed_add() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO feed_entry (school_id, noun, noun_id, action)
  SELECT school_id, noun, noun_id, action FROM added WHERE noun IN ('person', 'field') ORDER BY id;
  IF EXISTS (SELECT FROM added WHERE noun = 'person' AND action IN ('delete', 'restore')) THEN
    EXECUTE $sql$
      INSERT INTO feed_entry (school_id, noun, noun_id, action)
      SELECT DISTINCT a.school_id, 'person', g.guardian_id, 'update'
      FROM added a JOIN guardianship g ON g.student_id = a.noun_id JOIN person p ON p.id = g.guardian_id
      WHERE a.noun = 'person' AND a.action IN ('delete', 'restore') AND p.deleted_at IS NULL
        AND NOT EXISTS (SELECT FROM added o WHERE o.noun = 'person' AND o.noun_id = g.guardian_id)
    $sql$;
  END IF;
  RETURN NULL;
END $$;
