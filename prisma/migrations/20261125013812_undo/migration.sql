-- One object of several, in order: a later one wins. What a record went through within one change set becomes one change.
CREATE AGGREGATE mingce_merged(jsonb) (SFUNC = jsonb_concat, STYPE = jsonb, INITCOND = '{}');
