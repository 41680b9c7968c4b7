-- DropIndex
DROP INDEX "change_change_set_id_idx";

-- DropIndex
DROP INDEX "change_set_school_id_id_idx";

-- AlterTable
ALTER TABLE "change_set" ADD COLUMN     "kind" TEXT NOT NULL DEFAULT 'single',
ADD COLUMN     "note" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "title" TEXT NOT NULL DEFAULT '';

-- CreateTable
CREATE TABLE "change_count" (
    "change_set_id" BIGINT NOT NULL,
    "noun" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "change_count_pkey" PRIMARY KEY ("change_set_id","noun","action")
);

-- CreateIndex
CREATE INDEX "change_change_set_id_id_idx" ON "change"("change_set_id", "id");

-- CreateIndex
CREATE INDEX "change_set_school_id_at_id_idx" ON "change_set"("school_id", "at", "id");

-- CreateIndex
CREATE INDEX "change_set_undo_of_idx" ON "change_set"("undo_of");

-- AddForeignKey
ALTER TABLE "change_count" ADD CONSTRAINT "change_count_change_set_id_fkey" FOREIGN KEY ("change_set_id") REFERENCES "change_set"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What follows is beyond the schema language.

-- Whoever inserts changes, however many at once and in however many transactions, they are counted.
CREATE FUNCTION mingce_history_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO change_count AS c (change_set_id, noun, action, count)
  SELECT change_set_id, noun, action, count(*) FROM added GROUP BY 1, 2, 3
  ON CONFLICT (change_set_id, noun, action) DO UPDATE SET count = c.count + excluded.count;
  RETURN NULL;
END $$;
INSERT INTO change_count (change_set_id, noun, action, count)
SELECT change_set_id, noun, action, count(*) FROM change GROUP BY 1, 2, 3;
CREATE TRIGGER change_is_counted AFTER INSERT ON change REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION mingce_history_count();

-- History is only ever added to, whoever is connected. The two functions below are the ways out; a statement of any
-- other origin, the cascade of a deleted school among them, is refused. The call stack tells them apart, which no setting
-- of a session can feign.
CREATE FUNCTION mingce_history_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE stack text;
BEGIN
  GET DIAGNOSTICS stack = PG_CONTEXT;
  IF position('mingce_history_expire(' IN stack) > 0 OR position('mingce_history_erase(' IN stack) > 0 THEN RETURN NULL; END IF;
  IF TG_OP = 'DELETE' THEN
    IF NOT EXISTS (SELECT FROM gone) THEN RETURN NULL; END IF;
  END IF;
  RAISE EXCEPTION 'history is only added to: % of % is refused', lower(TG_OP), TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER change_set_is_not_updated BEFORE UPDATE ON change_set FOR EACH STATEMENT EXECUTE FUNCTION mingce_history_stands();
CREATE TRIGGER change_set_is_not_deleted AFTER DELETE ON change_set REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION mingce_history_stands();
CREATE TRIGGER change_set_is_not_emptied BEFORE TRUNCATE ON change_set FOR EACH STATEMENT EXECUTE FUNCTION mingce_history_stands();
-- Columns that say nothing of the act may be kept by others.
CREATE TRIGGER change_is_not_updated BEFORE UPDATE OF id, change_set_id, school_id, noun, noun_id, action, before, after ON change
  FOR EACH STATEMENT EXECUTE FUNCTION mingce_history_stands();
CREATE TRIGGER change_is_not_deleted AFTER DELETE ON change REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION mingce_history_stands();
CREATE TRIGGER change_is_not_emptied BEFORE TRUNCATE ON change FOR EACH STATEMENT EXECUTE FUNCTION mingce_history_stands();

-- Retention: deletes the oldest change sets of a school, as many as `most`, never any of the last 30 days; answers how many.
CREATE FUNCTION mingce_history_expire(school integer, older_than timestamptz, most integer) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE expired integer;
BEGIN
  DELETE FROM change_set WHERE id IN (
    SELECT id FROM change_set WHERE school_id = school AND at < least(older_than, now() - interval '30 days') ORDER BY at, id LIMIT most);
  GET DIAGNOSTICS expired = ROW_COUNT;
  RETURN expired;
END $$;

-- Of a change, what says nothing of who it was.
CREATE FUNCTION mingce_history_anonymous(content jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN content IS NOT NULL THEN (
    SELECT jsonb_build_object('erased', true) || coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(content)
    WHERE key IN ('role', 'status', 'graduates_in', 'duration', 'is_grade', 'is_super', 'is_active', 'approved')) END;

-- Erasure: what happened to the records stays, who they were goes; answers how many changes it was.
CREATE FUNCTION mingce_history_erase(school integer, record_noun text, records integer[]) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE erased integer;
BEGIN
  UPDATE change SET before = mingce_history_anonymous(before), after = mingce_history_anonymous(after)
  WHERE school_id = school AND noun = record_noun AND noun_id = ANY (records);
  GET DIAGNOSTICS erased = ROW_COUNT;
  RETURN erased;
END $$;
