-- CreateIndex
CREATE INDEX "change_set_account_id_idx" ON "change_set"("account_id");

-- CreateIndex
CREATE INDEX "change_set_api_key_id_idx" ON "change_set"("api_key_id");
