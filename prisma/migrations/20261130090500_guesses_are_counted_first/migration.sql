-- AlterTable
ALTER TABLE "sms_code" ADD COLUMN     "is_known" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "account_network" (
    "account_id" INTEGER NOT NULL,
    "network" BYTEA NOT NULL,
    "last_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "account_network_pkey" PRIMARY KEY ("account_id","network")
);

-- CreateIndex
CREATE INDEX "account_network_last_at_idx" ON "account_network"("last_at");

-- AddForeignKey
ALTER TABLE "account_network" ADD CONSTRAINT "account_network_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;
