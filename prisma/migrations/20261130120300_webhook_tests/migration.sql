-- Test messages go to endpoints that are disabled or resting too. Without an index of their own, all that waits there is
-- read to find them.
CREATE INDEX "webhook_delivery_test_idx" ON "webhook_delivery" ("endpoint_id", "due_at") WHERE "kind" = 'webhook.test' AND "due_at" IS NOT NULL;
