/**
 * What must be 0 in every school at every moment: the name, and a statement that answers one number, `n`. Of the feed, changes
 * that have no place yet are left out: they get it at the next reading.
 */
export const always: Record<string, string> = {
  'history whose chain breaks': `
    SELECT count(*) AS n FROM (
      SELECT c.before, c.action, lag(c.action) OVER w AS previous, lag(c.after) OVER w AS after
      FROM change c WHERE c.noun = 'person' WINDOW w AS (PARTITION BY c.noun_id ORDER BY c.id)) x
    WHERE (previous IS NULL) <> (action = 'create')
      OR (previous = 'delete' AND action <> 'restore') OR (previous <> 'delete' AND action = 'restore')
      OR (action = 'update' AND previous = 'update' AND EXISTS (
        SELECT FROM jsonb_each(before) b JOIN jsonb_each(after) a USING (key) WHERE a.value IS DISTINCT FROM b.value))`,
  'versions that history does not explain': `
    SELECT count(*) AS n FROM person p
    WHERE p.version <> (SELECT count(*) FROM change c WHERE c.noun = 'person' AND c.noun_id = p.id AND c.school_id = p.school_id)`,
  'states that history does not explain': `
    SELECT count(*) AS n FROM person p JOIN LATERAL (
      SELECT action FROM change c WHERE c.school_id = p.school_id AND c.noun = 'person' AND c.noun_id = p.id ORDER BY id DESC LIMIT 1) last ON true
    WHERE (p.deleted_at IS NOT NULL) <> (last.action = 'delete')`,
  'change sets counted wrong': `
    SELECT count(*) AS n FROM (SELECT change_set_id, noun, action, count(*)::int FROM change GROUP BY 1, 2, 3) c
    FULL JOIN change_count k USING (change_set_id, noun, action) WHERE c.count IS DISTINCT FROM k.count`,
  'feed with gaps or doubles': `
    SELECT count(*) AS n FROM (
      SELECT count(*) AS entries, count(DISTINCT position) AS places, max(position) AS last
      FROM feed_entry WHERE position IS NOT NULL GROUP BY school_id) f WHERE entries <> places OR places <> last`,
  'changes the feed does not tell, or tells twice': `
    SELECT count(*) AS n FROM (
      SELECT school_id, noun, noun_id, action, count(*) FROM change WHERE noun IN ('person', 'field') GROUP BY 1, 2, 3, 4) c
    FULL JOIN (SELECT school_id, noun, noun_id, action, count(*) FROM feed_entry GROUP BY 1, 2, 3, 4) f USING (school_id, noun, noun_id, action)
    WHERE c.count IS DISTINCT FROM f.count`,
  'sums of people that are wrong': `
    SELECT count(*) AS n FROM (
      SELECT school_id, role, status, coalesce(graduates_in, -1) AS cohort, count(*) FROM person WHERE deleted_at IS NULL GROUP BY 1, 2, 3, 4) p
    FULL JOIN (SELECT school_id, role, status, coalesce(cohort, -1) AS cohort, sum(n) AS count FROM person_count GROUP BY 1, 2, 3, 4 HAVING sum(n) <> 0) s
      USING (school_id, role, status, cohort) WHERE p.count IS DISTINCT FROM s.count`,
  'unique values that differ': `
    SELECT count(*) AS n FROM (
      SELECT f.id AS field_id, p.id AS person_id, p.ext ->> f.id::text AS value FROM field f JOIN person p USING (school_id)
      WHERE f.unique AND f.deleted_at IS NULL AND p.role = f.role AND p.deleted_at IS NULL AND coalesce(p.ext ->> f.id::text, '') <> '') p
    FULL JOIN unique_value u USING (field_id, person_id) WHERE p.value IS DISTINCT FROM u.value`,
  'people whom a search would not find': `
    SELECT count(*) AS n FROM person WHERE NOT starts_with(search_text, lower(normalize(name, NFKC)) || ' ')
      OR right(search_text, length(usin) + 1) <> ' ' || lower(normalize(usin, NFKC))`,
  'numbers held twice': `
    SELECT count(*) AS n FROM (SELECT FROM person WHERE deleted_at IS NULL GROUP BY school_id, usin HAVING count(*) > 1) x`,
}

/** Compares what writers were told with what is there: `$1` the school, `$2` the ledger, `$3` the unique field. */
export const ofWriters: Record<string, string> = {
  'confirmed and lost': `
    SELECT count(*) AS n FROM told t WHERE NOT t."isOpen" AND NOT EXISTS (
      SELECT FROM person p WHERE p.school_id = $1 AND p.usin = t.usin AND (p.deleted_at IS NOT NULL) = t."isDeleted"
        AND p.name = t.name AND p.phone = t.phone AND p.ext ->> $3::text = t.card)`,
  'written twice': `
    SELECT count(*) AS n FROM told t JOIN LATERAL (
      SELECT count(DISTINCT c.noun_id) AS people, count(*) FILTER (WHERE c.action = 'update') AS updates, count(*) FILTER (WHERE c.action = 'delete') AS deletes
      FROM person p JOIN change c ON c.noun = 'person' AND c.noun_id = p.id AND c.school_id = p.school_id
      WHERE p.school_id = $1 AND p.usin = t.usin) h ON true
    WHERE h.people > 1 OR NOT t."isOpen" AND (h.updates > t.updates OR h.deletes > 1)`,
  'changes without their history': `
    SELECT count(*) AS n FROM told t JOIN LATERAL (
      SELECT count(*) FILTER (WHERE c.action = 'update') AS updates FROM person p JOIN change c ON c.noun = 'person' AND c.noun_id = p.id
      WHERE p.school_id = $1 AND p.usin = t.usin AND c.school_id = $1) h ON true
    WHERE NOT t."isOpen" AND h.updates < t.updates`,
  'written by nobody': `
    SELECT count(*) AS n FROM person p WHERE p.school_id = $1 AND p.usin LIKE 'W%' AND NOT EXISTS (SELECT FROM told t WHERE t.usin = p.usin)`,
}

/** The ledger as a table of the statements above. */
export const withTold = `WITH told AS (
  SELECT * FROM jsonb_to_recordset($2::jsonb) AS t(usin text, name text, phone text, card text, updates int, "isDeleted" boolean, "isOpen" boolean))`

/** `$1` the school, `$2` message ids that the receiver got. */
export const ofWebhooks: Record<string, string> = {
  'changes without a message': `
    SELECT count(*) AS n FROM (
      SELECT noun_id, CASE action WHEN 'update' THEN 'person.updated' WHEN 'delete' THEN 'person.deleted' ELSE 'person.created' END AS kind, count(*)
      FROM feed_entry WHERE school_id = $1 AND noun = 'person' GROUP BY 1, 2) f
    FULL JOIN (SELECT noun_id, kind, count(*) FROM webhook_delivery d JOIN webhook_endpoint e ON e.id = d.endpoint_id
      WHERE e.school_id = $1 AND kind LIKE 'person.%' GROUP BY 1, 2) d USING (noun_id, kind)
    WHERE f.count IS DISTINCT FROM d.count`,
  'messages said to be delivered that never came': `
    SELECT count(*) AS n FROM webhook_delivery d JOIN webhook_endpoint e ON e.id = d.endpoint_id
    WHERE e.school_id = $1 AND d.state = 'delivered' AND NOT 'msg_' || d.message_id = ANY($2::text[])`,
  'messages given up': `
    SELECT count(*) AS n FROM webhook_delivery d JOIN webhook_endpoint e ON e.id = d.endpoint_id
    WHERE e.school_id = $1 AND d.state = 'failed'`,
}
