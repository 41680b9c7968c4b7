-- A statement that moves a hundred thousand people would write as many rows of counts: such work says that it counts
-- afterwards, and calls mingce_recount before its transaction ends (`people/count.ts`).
DROP TRIGGER person_is_recounted ON person;
CREATE TRIGGER person_is_recounted AFTER UPDATE ON person FOR EACH ROW
  WHEN ((OLD.school_id, OLD.role, OLD.status, OLD.graduates_in, OLD.deleted_at IS NULL)
    IS DISTINCT FROM (NEW.school_id, NEW.role, NEW.status, NEW.graduates_in, NEW.deleted_at IS NULL)
    AND current_setting('mingce.counting', true) IS DISTINCT FROM 'afterwards')
  EXECUTE FUNCTION mingce_person_moved();

-- Adds what people and sums differ by. One statement, and so one snapshot: of what others write meanwhile it sees both or
-- neither, and what differs is what this transaction has not counted yet.
CREATE FUNCTION mingce_recount(school integer) RETURNS void LANGUAGE sql AS $$
  INSERT INTO person_count (school_id, role, status, cohort, n)
  SELECT school, role, status, cohort, sum(n) FROM (
    SELECT role, status, graduates_in AS cohort, count(*) AS n FROM person
    WHERE school_id = school AND deleted_at IS NULL GROUP BY 1, 2, 3
    UNION ALL
    SELECT role, status, cohort, -n FROM person_count WHERE school_id = school
  ) each GROUP BY 2, 3, 4 HAVING sum(n) <> 0
$$;
