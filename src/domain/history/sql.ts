/** SQL of a time as ISO 8601. */
const stamp = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/** JSON of `change_set cs` in the shape of `ShownAct`, with the joins of `actFrom`. */
export const actJson = `json_build_object('id', cs.id::text, 'at', ${stamp('cs.at')}, 'via', cs.via, 'kind', cs.kind, 'title', cs.title, 'note', cs.note,
  'author', json_build_object('kind', CASE WHEN cs.account_id IS NOT NULL THEN 'account' WHEN cs.api_key_id IS NOT NULL THEN 'key' ELSE 'nobody' END,
    'id', coalesce(cs.account_id, cs.api_key_id), 'name', coalesce(ap.name, a.username, ak.name, '')),
  'undo_of', cs.undo_of::text,
  'undone_by', (SELECT u.id::text FROM change_set u WHERE u.undo_of = cs.id AND u.school_id = cs.school_id
    AND NOT EXISTS (SELECT FROM change_set uu WHERE uu.undo_of = u.id) ORDER BY u.id DESC LIMIT 1))`

export const actFrom = `LEFT JOIN account a ON a.id = cs.account_id LEFT JOIN person ap ON ap.id = a.person_id LEFT JOIN api_key ak ON ak.id = cs.api_key_id`

/** JSON of the record of `change c` in the shape of `Subject`, with the joins of `subjectFrom`. */
export const subjectJson = `json_build_object('noun', c.noun, 'id', c.noun_id, 'usin', coalesce(p.usin, ''), 'role', coalesce(p.role, 0),
  'name', coalesce(p.name, f.label, sap.name, sa.username, sk.name, i.note, c.after ->> 'name', c.before ->> 'name', c.after ->> 'url', c.before ->> 'url', ''),
  'there', CASE c.noun WHEN 'person' THEN p.id IS NOT NULL AND p.deleted_at IS NULL WHEN 'field' THEN f.id IS NOT NULL AND f.deleted_at IS NULL ELSE true END)`

export const subjectFrom = `LEFT JOIN person p ON c.noun = 'person' AND p.id = c.noun_id LEFT JOIN field f ON c.noun = 'field' AND f.id = c.noun_id
  LEFT JOIN account sa ON c.noun = 'account' AND sa.id = c.noun_id LEFT JOIN person sap ON sap.id = sa.person_id
  LEFT JOIN api_key sk ON c.noun = 'api-key' AND sk.id = c.noun_id LEFT JOIN invitation i ON c.noun = 'invitation' AND i.id = c.noun_id`
