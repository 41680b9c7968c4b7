-- AlterTable
ALTER TABLE "account" ADD COLUMN     "made_by_key_id" INTEGER;

-- AlterTable
ALTER TABLE "api_key" ADD COLUMN     "is_narrowed" BOOLEAN NOT NULL DEFAULT false;

-- What follows is beyond the schema language.

-- Which accounts a key made, from the history. An act that gave a person a password made the account in one statement, so
-- both bear the same moment. An account without a name of its own that bears another moment (a database that was put
-- together from copies) came of such an act too: it counts where the history has the person from the beginning, and
-- every act that may have made the account was a key's. Where the history tells nothing, the account stays as it is.
WITH acts AS (
  SELECT a.id, cs.api_key_id, cs.at = a.created_at AS is_exact, a.username IS NULL AS is_nameless, c.action, c.id AS change_id
  FROM account a
  JOIN change c ON c.school_id = a.school_id AND c.noun = 'person' AND c.noun_id = a.person_id
    AND (c.action = 'create' OR (c.action = 'update' AND c.after ? 'password_changed'))
  JOIN change_set cs ON cs.id = c.change_set_id
), told AS (
  SELECT id,
    min(api_key_id) FILTER (WHERE is_exact) AS exact_key,
    bool_or(is_exact) AS has_exact,
    bool_or(is_exact AND api_key_id IS NULL) AS has_exact_other,
    bool_and(is_nameless AND api_key_id IS NOT NULL) AND bool_or(action = 'create') AS is_all_keys,
    (array_agg(api_key_id ORDER BY change_id))[1] AS first_key
  FROM acts GROUP BY id
)
UPDATE account a SET made_by_key_id = CASE WHEN t.has_exact THEN t.exact_key ELSE t.first_key END
FROM told t
WHERE t.id = a.id AND CASE WHEN t.has_exact THEN NOT t.has_exact_other ELSE t.is_all_keys END;

-- Keys that could do more by people:write until now: the page says beside each what it lost, until somebody has seen to it.
UPDATE api_key SET is_narrowed = true WHERE 'people:write' = ANY (scopes) AND revoked_at IS NULL;
