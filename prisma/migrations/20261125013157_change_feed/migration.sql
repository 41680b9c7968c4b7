-- CreateTable
CREATE TABLE "feed_entry" (
    "id" BIGSERIAL NOT NULL,
    "school_id" INTEGER NOT NULL,
    "noun" TEXT NOT NULL,
    "noun_id" INTEGER NOT NULL,
    "action" TEXT NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "position" BIGINT,

    CONSTRAINT "feed_entry_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "feed_entry_at_idx" ON "feed_entry" USING BRIN ("at");

-- CreateIndex
CREATE UNIQUE INDEX "feed_entry_school_id_position_key" ON "feed_entry"("school_id", "position");

-- What follows is beyond the schema language.

CREATE INDEX "feed_entry_waiting_idx" ON "feed_entry" ("school_id", "id") WHERE "position" IS NULL;

-- Whoever inserts changes, the feed has them in the same transaction. A guardian who stays is answered with another
-- first child when a child goes or comes back: that is a change of the guardian to those who keep a copy.
CREATE FUNCTION mingce_feed_add() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO feed_entry (school_id, noun, noun_id, action)
  SELECT school_id, noun, noun_id, action FROM added WHERE noun IN ('person', 'field') ORDER BY id;
  INSERT INTO feed_entry (school_id, noun, noun_id, action)
  SELECT DISTINCT a.school_id, 'person', g.guardian_id, 'update'
  FROM added a JOIN guardianship g ON g.student_id = a.noun_id JOIN person p ON p.id = g.guardian_id
  WHERE a.noun = 'person' AND a.action IN ('delete', 'restore') AND p.deleted_at IS NULL
    AND NOT EXISTS (SELECT FROM added o WHERE o.noun = 'person' AND o.noun_id = g.guardian_id);
  RETURN NULL;
END $$;
CREATE TRIGGER change_is_fed AFTER INSERT ON change REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION mingce_feed_add();

-- Gives a place to every change that can be seen and has none, whatever the order in which transactions began: a later
-- one can only get a later place. Of one record the order is that of the writes, since a writer holds the record's row
-- until it commits. Each statement of a function looks afresh, so that what is placed here was seen after the lock was had.
CREATE FUNCTION mingce_feed_place(school integer) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM feed_entry WHERE school_id = school AND position IS NULL) THEN RETURN; END IF;
  PERFORM pg_advisory_xact_lock(726204611, school);
  UPDATE feed_entry e SET position = n.position
  FROM (SELECT id, row_number() OVER (ORDER BY id)
          + coalesce((SELECT max(l.position) FROM feed_entry l WHERE l.school_id = school), 0) AS position
        FROM feed_entry WHERE school_id = school AND position IS NULL) n
  WHERE e.id = n.id;
END $$;

-- What happened before there was a feed is in it.
INSERT INTO "feed_entry" ("school_id", "noun", "noun_id", "action", "at", "position")
SELECT c.school_id, c.noun, c.noun_id, c.action, s.at, row_number() OVER (PARTITION BY c.school_id ORDER BY c.id)
FROM change c JOIN change_set s ON s.id = c.change_set_id
WHERE c.noun IN ('person', 'field') AND s.at > now() - interval '90 days' ORDER BY c.id;
