-- A year's rollover is a rare kind of act: to find that there was none, the whole history of the school was read.
CREATE INDEX "change_set_rollover_idx" ON "change_set" ("school_id", "id") WHERE "kind" = 'rollover';
