-- AlterTable
ALTER TABLE "import" ADD COLUMN     "seen" TEXT;
