-- AlterTable
ALTER TABLE "job" ADD COLUMN     "origin" TEXT NOT NULL DEFAULT '';
