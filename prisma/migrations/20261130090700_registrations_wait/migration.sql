-- AlterTable
ALTER TABLE "account" ADD COLUMN     "waiting_since" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- What follows is beyond the schema language.

-- Those who are to be erased when nobody decides about them.
CREATE INDEX account_waiting_idx ON account (school_id, waiting_since, id) WHERE approved_at IS NULL AND person_id IS NULL;
