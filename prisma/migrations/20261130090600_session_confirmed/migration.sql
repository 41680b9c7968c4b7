-- Sessions of before are asked for the password at their first sensitive change.
ALTER TABLE "session" ADD COLUMN "confirmed_at" TIMESTAMPTZ(6);

-- AlterTable
ALTER TABLE "session" ALTER COLUMN "confirmed_at" SET DEFAULT CURRENT_TIMESTAMP;
