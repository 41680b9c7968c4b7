-- AlterTable
ALTER TABLE "account" ADD COLUMN     "name_form" TEXT,
ADD COLUMN     "name_looks" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "phone_state" TEXT NOT NULL DEFAULT 'legacy',
ADD COLUMN     "work_id_state" TEXT NOT NULL DEFAULT 'legacy';

-- CreateIndex
CREATE INDEX "account_name_form_idx" ON "account"("name_form");

-- CreateIndex
CREATE INDEX "account_name_looks_idx" ON "account" USING GIN ("name_looks");

-- What follows is beyond the schema language.

-- What is there is legacy; what is set from now on is unproven, unless the command says otherwise.
ALTER TABLE "account" ALTER COLUMN "phone_state" SET DEFAULT 'unproven', ALTER COLUMN "work_id_state" SET DEFAULT 'unproven';
ALTER TABLE "account" ADD CONSTRAINT "account_states_check"
  CHECK ("phone_state" IN ('proven', 'legacy', 'unproven') AND "work_id_state" IN ('proven', 'legacy', 'unproven'));

-- Signing in looks for a number in all schools.
CREATE INDEX "account_phone_idx" ON "account" ("phone") WHERE "phone" <> '';
CREATE INDEX "account_work_id_idx" ON "account" ("work_id") WHERE "work_id" IS NOT NULL;
-- Names whose looks are still to be computed: see fillNameColumns.
CREATE INDEX "account_name_unfilled_idx" ON "account" ("id") WHERE "username" IS NOT NULL AND "name_looks" = '{}';

-- The whole of case folding and the looks are computed by the first start of this version.
UPDATE "account" SET "name_form" = lower(normalize("username", NFKC)) WHERE "username" IS NOT NULL;

-- A phone is proven when its last change that the history knows is a code, an administrator’s, or the account’s own beginning:
-- registration checked a code, and the original service and the operator are believed.
WITH said AS (
  SELECT DISTINCT ON (c.noun_id) c.noun_id AS id,
    c.action = 'create' OR c.after ? 'phone_changed' OR (cs.account_id IS NOT NULL AND cs.account_id <> c.noun_id) AS proven
  FROM "change" c JOIN "change_set" cs ON cs.id = c.change_set_id
  WHERE c.noun = 'account' AND (c.action = 'create' OR c.after ? 'phone_changed' OR c.after ? 'phone')
  ORDER BY c.noun_id, c.id DESC)
UPDATE "account" a SET "phone_state" = 'proven' FROM said WHERE said.id = a.id AND said.proven AND a.phone <> '';

-- A work number is proven when an administrator set it, or let in who had typed it, or it was brought over.
WITH said AS (
  SELECT DISTINCT ON (c.noun_id) c.noun_id AS id,
    (c.after ? 'imported') OR (c.action <> 'create' AND cs.account_id IS NOT NULL AND cs.account_id <> c.noun_id) AS proven
  FROM "change" c JOIN "change_set" cs ON cs.id = c.change_set_id
  WHERE c.noun = 'account' AND (c.action = 'create' OR c.after ? 'work_id' OR c.after @> '{"approved": true}')
  ORDER BY c.noun_id, c.id DESC)
UPDATE "account" a SET "work_id_state" = 'proven' FROM said WHERE said.id = a.id AND said.proven AND a.work_id IS NOT NULL;
