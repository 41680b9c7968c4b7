-- AlterTable
ALTER TABLE "job" ADD COLUMN     "result" JSONB,
ADD COLUMN     "started_at" TIMESTAMPTZ(6);
