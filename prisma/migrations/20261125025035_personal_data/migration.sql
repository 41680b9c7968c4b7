-- AlterTable
ALTER TABLE "change_set" ADD COLUMN     "person_id" INTEGER;

-- AlterTable
ALTER TABLE "person" ADD COLUMN     "left_at" TIMESTAMPTZ(6);

-- CreateTable
CREATE TABLE "retention" (
    "school_id" INTEGER NOT NULL,
    "student_years" SMALLINT,
    "teacher_years" SMALLINT,
    "guardian_years" SMALLINT,
    "nightly" BOOLEAN NOT NULL DEFAULT false,
    "last_run_at" TIMESTAMPTZ(6),

    CONSTRAINT "retention_pkey" PRIMARY KEY ("school_id")
);

-- AddForeignKey
ALTER TABLE "retention" ADD CONSTRAINT "retention_school_id_fkey" FOREIGN KEY ("school_id") REFERENCES "school"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What follows is beyond the schema language.

-- Whoever is archived or deleted has left, whoever writes it; who comes back has not. Disabled people are still there.
CREATE FUNCTION mingce_person_left() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.left_at := CASE WHEN NEW.status = 2 OR NEW.deleted_at IS NOT NULL
    THEN coalesce(CASE WHEN TG_OP = 'UPDATE' THEN OLD.left_at END, NEW.deleted_at, now()) END;
  RETURN NEW;
END $$;
CREATE TRIGGER person_comes_having_left BEFORE INSERT ON person FOR EACH ROW
  WHEN (NEW.status = 2 OR NEW.deleted_at IS NOT NULL) EXECUTE FUNCTION mingce_person_left();
CREATE TRIGGER person_leaves BEFORE UPDATE ON person FOR EACH ROW
  WHEN (NEW.status IS DISTINCT FROM OLD.status OR NEW.deleted_at IS DISTINCT FROM OLD.deleted_at) EXECUTE FUNCTION mingce_person_left();

-- Of those who left before, history knows when, or else the last change of the record does.
UPDATE person p SET left_at = least(p.deleted_at, CASE WHEN p.status = 2 THEN coalesce(
  (SELECT max(cs.at) FROM change c JOIN change_set cs ON cs.id = c.change_set_id
   WHERE c.school_id = p.school_id AND c.noun = 'person' AND c.noun_id = p.id AND c.after ->> 'status' = '2'), p.updated_at) END)
WHERE p.status = 2 OR p.deleted_at IS NOT NULL;

CREATE INDEX person_left_idx ON person (school_id, role, left_at, id) WHERE left_at IS NOT NULL;
-- The log of personal data.
CREATE INDEX change_set_personal_idx ON change_set (school_id, id) WHERE kind = 'erasure' OR (kind = 'export' AND person_id IS NOT NULL);
