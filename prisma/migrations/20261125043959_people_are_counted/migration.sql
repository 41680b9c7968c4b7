-- CreateTable
CREATE TABLE "person_count" (
    "id" BIGSERIAL NOT NULL,
    "school_id" INTEGER NOT NULL,
    "role" SMALLINT NOT NULL,
    "status" SMALLINT NOT NULL,
    "cohort" SMALLINT,
    "n" INTEGER NOT NULL,

    CONSTRAINT "person_count_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "person_count_school_id_role_idx" ON "person_count"("school_id", "role");

-- What follows is beyond the schema language.

CREATE FUNCTION mingce_people_came() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO person_count (school_id, role, status, cohort, n)
  SELECT school_id, role, status, graduates_in, count(*) FROM added WHERE deleted_at IS NULL GROUP BY 1, 2, 3, 4;
  RETURN NULL;
END $$;
CREATE TRIGGER person_is_counted AFTER INSERT ON person REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION mingce_people_came();

CREATE FUNCTION mingce_people_went() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO person_count (school_id, role, status, cohort, n)
  SELECT school_id, role, status, graduates_in, -count(*) FROM gone WHERE deleted_at IS NULL GROUP BY 1, 2, 3, 4;
  RETURN NULL;
END $$;
CREATE TRIGGER person_is_discounted AFTER DELETE ON person REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION mingce_people_went();

-- By row, so that the many updates that move no count pay nothing for it.
CREATE FUNCTION mingce_person_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.deleted_at IS NULL THEN
    INSERT INTO person_count (school_id, role, status, cohort, n) VALUES (OLD.school_id, OLD.role, OLD.status, OLD.graduates_in, -1);
  END IF;
  IF NEW.deleted_at IS NULL THEN
    INSERT INTO person_count (school_id, role, status, cohort, n) VALUES (NEW.school_id, NEW.role, NEW.status, NEW.graduates_in, 1);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER person_is_recounted AFTER UPDATE ON person FOR EACH ROW
  WHEN ((OLD.school_id, OLD.role, OLD.status, OLD.graduates_in, OLD.deleted_at IS NULL)
    IS DISTINCT FROM (NEW.school_id, NEW.role, NEW.status, NEW.graduates_in, NEW.deleted_at IS NULL))
  EXECUTE FUNCTION mingce_person_moved();

-- Folds the rows of each group into one. A row that another process folds meanwhile is gone for this one.
CREATE FUNCTION mingce_fold_counts() RETURNS void LANGUAGE sql AS $$
  WITH many AS (
    SELECT school_id, role, status, cohort FROM person_count GROUP BY 1, 2, 3, 4 HAVING count(*) > 1
  ), gone AS (
    DELETE FROM person_count c USING many m
    WHERE c.school_id = m.school_id AND c.role = m.role AND c.status = m.status AND c.cohort IS NOT DISTINCT FROM m.cohort
    RETURNING c.*
  )
  INSERT INTO person_count (school_id, role, status, cohort, n)
  SELECT school_id, role, status, cohort, sum(n) FROM gone GROUP BY 1, 2, 3, 4 HAVING sum(n) <> 0
$$;

INSERT INTO person_count (school_id, role, status, cohort, n)
SELECT school_id, role, status, graduates_in, count(*) FROM person WHERE deleted_at IS NULL GROUP BY 1, 2, 3, 4;
