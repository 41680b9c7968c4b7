-- DropForeignKey
ALTER TABLE "change" DROP CONSTRAINT "change_change_set_id_fkey";

-- DropIndex
DROP INDEX "change_change_set_id_id_idx";

-- DropIndex
DROP INDEX "feed_entry_school_id_position_key";

-- AlterTable
ALTER TABLE "change" DROP CONSTRAINT "change_pkey",
ADD CONSTRAINT "change_pkey" PRIMARY KEY ("change_set_id", "id");

-- What follows is beyond the schema language.

-- That a change has its change set was looked up for each of them. The trigger that counts them writes a row of change_count
-- for each change set among them, and that one refers to it: once a statement is enough. What the key cascaded is said here.
CREATE OR REPLACE FUNCTION mingce_history_expire(school integer, older_than timestamptz, most integer) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  sets bigint[] := ARRAY(SELECT id FROM change_set WHERE school_id = school AND at < least(older_than, now() - interval '30 days') ORDER BY at, id LIMIT most);
  expired integer;
BEGIN
  DELETE FROM change WHERE change_set_id = ANY (sets);
  DELETE FROM change_set WHERE id = ANY (sets);
  GET DIAGNOSTICS expired = ROW_COUNT;
  RETURN expired;
END $$;

-- An entry gets its place later, and is no concern of this index before.
CREATE UNIQUE INDEX "feed_entry_position_key" ON "feed_entry" ("school_id", "position") WHERE "position" IS NOT NULL;

-- Whoever deletes or brings back very many people in one statement says so, and counts them as one.
DROP TRIGGER person_is_recounted ON person;
CREATE TRIGGER person_is_recounted AFTER UPDATE ON person FOR EACH ROW
  WHEN ((OLD.school_id, OLD.role, OLD.status, OLD.graduates_in, OLD.deleted_at IS NULL)
    IS DISTINCT FROM (NEW.school_id, NEW.role, NEW.status, NEW.graduates_in, NEW.deleted_at IS NULL)
    AND coalesce(current_setting('mingce.counted', true), '') <> 'together')
  EXECUTE FUNCTION mingce_person_moved();
