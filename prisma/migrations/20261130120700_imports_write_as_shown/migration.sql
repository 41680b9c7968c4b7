-- AlterTable
ALTER TABLE "import" ADD COLUMN     "judged" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "missing" INTEGER[],
ADD COLUMN     "missing_before" INTEGER[];

-- AlterTable
ALTER TABLE "import_verdict" ADD COLUMN     "given" JSONB;

-- CreateTable
CREATE TABLE "import_shown" (
    "import_id" INTEGER NOT NULL,
    "line" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "now_kind" TEXT,
    "person_id" INTEGER,
    "student_id" INTEGER,
    "before" JSONB,
    "after" JSONB,
    "given" JSONB,
    "ties" JSONB,

    CONSTRAINT "import_shown_pkey" PRIMARY KEY ("import_id","line")
);
