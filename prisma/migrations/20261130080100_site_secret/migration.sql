-- CreateTable
CREATE TABLE "site_secret" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "fingerprint" TEXT NOT NULL,

    CONSTRAINT "site_secret_pkey" PRIMARY KEY ("id")
);

-- What follows is beyond the schema language.

ALTER TABLE "site_secret" ADD CONSTRAINT "site_secret_is_one" CHECK ("id" = 1);
