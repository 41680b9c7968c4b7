-- AlterTable
ALTER TABLE "job" ADD COLUMN     "trouble" TEXT;
