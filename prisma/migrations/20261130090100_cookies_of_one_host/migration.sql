-- Cookies got new names by https. For 30 days from this migration the old ones are read too, so that the upgrade signs
-- nobody out: src/server/old-cookies.ts asks when it was applied.
COMMENT ON TABLE "session" IS 'who is signed in; a cookie holds the id';
