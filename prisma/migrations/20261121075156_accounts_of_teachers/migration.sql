-- AlterTable
ALTER TABLE "account" ADD COLUMN     "email" TEXT,
ADD COLUMN     "icon" TEXT,
ADD COLUMN     "invitation_id" INTEGER,
ADD COLUMN     "is_weak" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "kept_token" TEXT,
ADD COLUMN     "refusal" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "refused_at" TIMESTAMPTZ(6),
ADD COLUMN     "wants_grade" SMALLINT NOT NULL DEFAULT 0,
ADD COLUMN     "wants_super" SMALLINT NOT NULL DEFAULT 0,
ADD COLUMN     "wechat" TEXT,
ADD COLUMN     "work_id" TEXT;

-- AlterTable
ALTER TABLE "one_time_link" ADD COLUMN     "account_id" INTEGER;

-- AlterTable
ALTER TABLE "school" ADD COLUMN     "takes_registrations" BOOLEAN NOT NULL DEFAULT true;

-- AlterTable
ALTER TABLE "session" ADD COLUMN     "address" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "last_seen_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- CreateTable
CREATE TABLE "invitation" (
    "id" SERIAL NOT NULL,
    "school_id" INTEGER NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "auto_approve" BOOLEAN NOT NULL DEFAULT false,
    "uses" INTEGER NOT NULL DEFAULT 0,
    "most_uses" INTEGER,
    "expires_at" TIMESTAMPTZ(6),
    "revoked_at" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by" INTEGER,

    CONSTRAINT "invitation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sms_code" (
    "id" BIGSERIAL NOT NULL,
    "phone" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "code_hash" BYTEA NOT NULL,
    "address" TEXT NOT NULL,
    "tries" SMALLINT NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "used_at" TIMESTAMPTZ(6),

    CONSTRAINT "sms_code_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "throttle" (
    "key" BYTEA NOT NULL,
    "count" INTEGER NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "throttle_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE UNIQUE INDEX "invitation_token_hash_key" ON "invitation"("token_hash");

-- CreateIndex
CREATE INDEX "invitation_school_id_idx" ON "invitation"("school_id");

-- CreateIndex
CREATE INDEX "sms_code_phone_created_at_idx" ON "sms_code"("phone", "created_at");

-- CreateIndex
CREATE INDEX "sms_code_address_created_at_idx" ON "sms_code"("address", "created_at");

-- CreateIndex
CREATE INDEX "sms_code_created_at_idx" ON "sms_code"("created_at");

-- CreateIndex
CREATE INDEX "throttle_expires_at_idx" ON "throttle"("expires_at");

-- CreateIndex
CREATE INDEX "one_time_link_account_id_idx" ON "one_time_link"("account_id");

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_invitation_id_fkey" FOREIGN KEY ("invitation_id") REFERENCES "invitation"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "one_time_link" ADD CONSTRAINT "one_time_link_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_school_id_fkey" FOREIGN KEY ("school_id") REFERENCES "school"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What follows is beyond the schema language.

-- Work number and phone are held once in a school, among accounts that are not deleted.
CREATE UNIQUE INDEX "account_work_id_key" ON "account" ("school_id", "work_id") WHERE "deleted_at" IS NULL AND "work_id" IS NOT NULL;
CREATE UNIQUE INDEX "account_phone_key" ON "account" ("school_id", "phone") WHERE "deleted_at" IS NULL AND "phone" <> '';
