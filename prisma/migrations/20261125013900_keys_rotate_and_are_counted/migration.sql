-- AlterTable
ALTER TABLE "api_key" ADD COLUMN     "addresses" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "calls_per_minute" INTEGER;

-- CreateTable
CREATE TABLE "api_key_secret" (
    "id" SERIAL NOT NULL,
    "key_id" INTEGER NOT NULL,
    "hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ends_at" TIMESTAMPTZ(6),

    CONSTRAINT "api_key_secret_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_key_use" (
    "secret_id" INTEGER NOT NULL,
    "day" DATE NOT NULL,
    "calls" INTEGER NOT NULL,
    "refused" INTEGER NOT NULL,
    "last_at" TIMESTAMPTZ(6),
    "last_from" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "api_key_use_pkey" PRIMARY KEY ("secret_id","day")
);

-- CreateIndex
CREATE INDEX "api_key_secret_key_id_idx" ON "api_key_secret"("key_id");

-- CreateIndex
CREATE INDEX "api_key_use_day_idx" ON "api_key_use"("day");

-- AddForeignKey
ALTER TABLE "api_key_secret" ADD CONSTRAINT "api_key_secret_key_id_fkey" FOREIGN KEY ("key_id") REFERENCES "api_key"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_key_use" ADD CONSTRAINT "api_key_use_secret_id_fkey" FOREIGN KEY ("secret_id") REFERENCES "api_key_secret"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Every key keeps the secret it has.
INSERT INTO "api_key_secret" ("key_id", "hash", "created_at") SELECT "id", "secret_hash", "created_at" FROM "api_key";

-- AlterTable
ALTER TABLE "api_key" DROP COLUMN "secret_hash";
