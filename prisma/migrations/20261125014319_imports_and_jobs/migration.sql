-- CreateTable
CREATE TABLE "import" (
    "id" SERIAL NOT NULL,
    "school_id" INTEGER NOT NULL,
    "role" SMALLINT NOT NULL,
    "file_name" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'reading',
    "settings" JSONB NOT NULL,
    "header" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "targets" JSONB NOT NULL DEFAULT '[]',
    "problem" JSONB,
    "notes" JSONB NOT NULL DEFAULT '[]',
    "fields_version" INTEGER NOT NULL DEFAULT 0,
    "rows" INTEGER NOT NULL DEFAULT 0,
    "counts" JSONB NOT NULL DEFAULT '{}',
    "change_set_id" BIGINT,
    "job_id" BIGINT,
    "account_id" INTEGER,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "touched_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(6),
    "cleared_at" TIMESTAMPTZ(6),

    CONSTRAINT "import_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import_row" (
    "import_id" INTEGER NOT NULL,
    "line" INTEGER NOT NULL,
    "cells" TEXT[],
    "key" TEXT,
    "usin" TEXT,
    "name" TEXT,
    "gender" TEXT,
    "avatar_url" TEXT,
    "email" TEXT,
    "phone" TEXT,
    "graduates_in" SMALLINT,
    "outer_id" TEXT,
    "duration" SMALLINT,
    "entered_at" DATE,
    "idcard" TEXT,
    "status" SMALLINT,
    "ext" JSONB,
    "sort_name" TEXT,
    "search_name" TEXT,
    "student" TEXT,
    "relation" SMALLINT,
    "issues" JSONB,
    "missing" JSONB,

    CONSTRAINT "import_row_pkey" PRIMARY KEY ("import_id","line")
);

-- CreateTable
CREATE TABLE "import_fix" (
    "import_id" INTEGER NOT NULL,
    "line" INTEGER NOT NULL,
    "cells" JSONB NOT NULL DEFAULT '{}',
    "original" JSONB NOT NULL DEFAULT '{}',
    "untrusted" JSONB,
    "is_wanted" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "import_fix_pkey" PRIMARY KEY ("import_id","line")
);

-- CreateTable
CREATE TABLE "import_verdict" (
    "import_id" INTEGER NOT NULL,
    "line" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "person_id" INTEGER,
    "version" INTEGER,
    "student_id" INTEGER,
    "like_id" INTEGER,
    "like_line" INTEGER,
    "before" JSONB,
    "after" JSONB,
    "issues" JSONB,

    CONSTRAINT "import_verdict_pkey" PRIMARY KEY ("import_id","line")
);

-- CreateTable
CREATE TABLE "import_guardian" (
    "import_id" INTEGER NOT NULL,
    "line" INTEGER NOT NULL,
    "relation" SMALLINT NOT NULL,
    "name" TEXT,
    "phone" TEXT,
    "idcard" TEXT,
    "sort_name" TEXT,
    "search_name" TEXT,

    CONSTRAINT "import_guardian_pkey" PRIMARY KEY ("import_id","line","relation")
);

-- CreateTable
CREATE TABLE "import_tie" (
    "import_id" INTEGER NOT NULL,
    "line" INTEGER NOT NULL,
    "relation" SMALLINT NOT NULL,
    "kind" TEXT NOT NULL,
    "guardian_id" INTEGER,
    "version" INTEGER,
    "usin" TEXT,
    "is_linked" BOOLEAN NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "issues" JSONB,

    CONSTRAINT "import_tie_pkey" PRIMARY KEY ("import_id","line","relation")
);

-- CreateTable
CREATE TABLE "import_column" (
    "school_id" INTEGER NOT NULL,
    "role" SMALLINT NOT NULL,
    "title" TEXT NOT NULL,
    "target" TEXT NOT NULL,

    CONSTRAINT "import_column_pkey" PRIMARY KEY ("school_id","role","title")
);

-- CreateTable
CREATE TABLE "job" (
    "id" BIGSERIAL NOT NULL,
    "school_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "subject_id" INTEGER NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "phase" TEXT NOT NULL DEFAULT '',
    "done" INTEGER NOT NULL DEFAULT 0,
    "total" INTEGER NOT NULL DEFAULT 0,
    "input" JSONB NOT NULL DEFAULT '{}',
    "tries" SMALLINT NOT NULL DEFAULT 0,
    "is_cancelled" BOOLEAN NOT NULL DEFAULT false,
    "holder" UUID,
    "held_until" TIMESTAMPTZ(6),
    "via" TEXT NOT NULL,
    "account_id" INTEGER,
    "api_key_id" INTEGER,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(6),

    CONSTRAINT "job_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "import_school_id_id_idx" ON "import"("school_id", "id");

-- CreateIndex
CREATE INDEX "job_school_id_kind_id_idx" ON "job"("school_id", "kind", "id");

-- AddForeignKey
ALTER TABLE "import" ADD CONSTRAINT "import_school_id_fkey" FOREIGN KEY ("school_id") REFERENCES "school"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_column" ADD CONSTRAINT "import_column_school_id_fkey" FOREIGN KEY ("school_id") REFERENCES "school"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "job" ADD CONSTRAINT "job_school_id_fkey" FOREIGN KEY ("school_id") REFERENCES "school"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What follows is beyond the schema language.

-- What is still to be done, for whoever looks for work.
CREATE INDEX "job_open_idx" ON "job" ("id") WHERE "state" IN ('waiting', 'running');
ALTER TABLE "job" ADD CONSTRAINT "job_state_check" CHECK ("state" IN ('waiting', 'running', 'done', 'failed', 'cancelled'));
ALTER TABLE "import" ADD CONSTRAINT "import_state_check" CHECK ("state" IN ('reading', 'ready', 'running', 'done', 'failed'));
ALTER TABLE "import" ADD CONSTRAINT "import_role_check" CHECK ("role" IN (1, 2, 8));
