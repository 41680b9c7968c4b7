-- CreateTable
CREATE TABLE "kept_answer" (
    "id" BYTEA NOT NULL,
    "fingerprint" BYTEA NOT NULL,
    "claim" UUID,
    "answer" BYTEA,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "kept_answer_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "kept_answer_expires_at_idx" ON "kept_answer"("expires_at");
