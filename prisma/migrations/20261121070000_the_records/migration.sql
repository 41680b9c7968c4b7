-- CreateTable
CREATE TABLE "account" (
    "id" SERIAL NOT NULL,
    "school_id" INTEGER NOT NULL,
    "person_id" INTEGER,
    "username" TEXT,
    "password_hash" TEXT,
    "phone" TEXT NOT NULL DEFAULT '',
    "is_super" SMALLINT NOT NULL DEFAULT 0,
    "is_grade" SMALLINT NOT NULL DEFAULT 0,
    "is_superuser" BOOLEAN NOT NULL DEFAULT false,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "approved_at" TIMESTAMPTZ(6),
    "session_version" INTEGER NOT NULL DEFAULT 1,
    "last_login_at" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(6),

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" UUID NOT NULL,
    "account_id" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "ended_at" TIMESTAMPTZ(6),
    "user_agent" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "one_time_link" (
    "id" SERIAL NOT NULL,
    "purpose" TEXT NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "used_at" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "one_time_link_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_key" (
    "id" SERIAL NOT NULL,
    "school_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "client_id" TEXT NOT NULL,
    "secret_hash" BYTEA NOT NULL,
    "scopes" TEXT[],
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(6),
    "revoked_at" TIMESTAMPTZ(6),

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "field" (
    "id" SERIAL NOT NULL,
    "school_id" INTEGER NOT NULL,
    "role" SMALLINT NOT NULL,
    "name" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "type" SMALLINT NOT NULL DEFAULT 1,
    "options" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "required" BOOLEAN NOT NULL DEFAULT false,
    "unique" BOOLEAN NOT NULL DEFAULT false,
    "position" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(6),

    CONSTRAINT "field_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "unique_value" (
    "field_id" INTEGER NOT NULL,
    "person_id" INTEGER NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "unique_value_pkey" PRIMARY KEY ("field_id","person_id")
);

-- CreateTable
CREATE TABLE "change_set" (
    "id" BIGSERIAL NOT NULL,
    "school_id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "via" TEXT NOT NULL,
    "account_id" INTEGER,
    "api_key_id" INTEGER,
    "undo_of" BIGINT,

    CONSTRAINT "change_set_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "change" (
    "id" BIGSERIAL NOT NULL,
    "change_set_id" BIGINT NOT NULL,
    "school_id" INTEGER NOT NULL,
    "noun" TEXT NOT NULL,
    "noun_id" INTEGER NOT NULL,
    "action" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,

    CONSTRAINT "change_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "person" (
    "id" SERIAL NOT NULL,
    "school_id" INTEGER NOT NULL,
    "role" SMALLINT NOT NULL,
    "usin" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "gender" TEXT NOT NULL DEFAULT 'u',
    "avatar_url" TEXT NOT NULL DEFAULT '',
    "email" TEXT NOT NULL DEFAULT '',
    "phone" TEXT NOT NULL DEFAULT '',
    "graduates_in" SMALLINT,
    "outer_id" TEXT,
    "duration" SMALLINT,
    "entered_at" DATE,
    "idcard" TEXT NOT NULL DEFAULT '',
    "status" SMALLINT NOT NULL DEFAULT 1,
    "ext" JSONB NOT NULL DEFAULT '{}',
    "sort_name" TEXT NOT NULL,
    "search_text" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(6),
    "deleted_in" BIGINT,

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "guardianship" (
    "guardian_id" INTEGER NOT NULL,
    "student_id" INTEGER NOT NULL,
    "school_id" INTEGER NOT NULL,
    "relation" SMALLINT NOT NULL DEFAULT 0,
    "position" SMALLINT NOT NULL DEFAULT 0,

    CONSTRAINT "guardianship_pkey" PRIMARY KEY ("guardian_id","student_id")
);

-- CreateTable
CREATE TABLE "school" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "code" TEXT,
    "fields_version" INTEGER NOT NULL DEFAULT 0,
    "is_demo" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "school_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "account_person_id_key" ON "account"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "account_username_key" ON "account"("username");

-- CreateIndex
CREATE INDEX "account_school_id_idx" ON "account"("school_id");

-- CreateIndex
CREATE INDEX "session_account_id_idx" ON "session"("account_id");

-- CreateIndex
CREATE UNIQUE INDEX "one_time_link_token_hash_key" ON "one_time_link"("token_hash");

-- CreateIndex
CREATE UNIQUE INDEX "api_key_client_id_key" ON "api_key"("client_id");

-- CreateIndex
CREATE INDEX "api_key_school_id_idx" ON "api_key"("school_id");

-- CreateIndex
CREATE INDEX "field_school_id_idx" ON "field"("school_id");

-- CreateIndex
CREATE INDEX "unique_value_person_id_idx" ON "unique_value"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "unique_value_field_id_value_key" ON "unique_value"("field_id", "value");

-- CreateIndex
CREATE INDEX "change_set_school_id_id_idx" ON "change_set"("school_id", "id");

-- CreateIndex
CREATE INDEX "change_change_set_id_idx" ON "change"("change_set_id");

-- CreateIndex
CREATE INDEX "change_school_id_noun_noun_id_id_idx" ON "change"("school_id", "noun", "noun_id", "id");

-- CreateIndex
CREATE INDEX "person_deleted_in_idx" ON "person"("deleted_in");

-- CreateIndex
CREATE INDEX "guardianship_student_id_idx" ON "guardianship"("student_id");

-- CreateIndex
CREATE UNIQUE INDEX "school_code_key" ON "school"("code");

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_school_id_fkey" FOREIGN KEY ("school_id") REFERENCES "school"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_school_id_fkey" FOREIGN KEY ("school_id") REFERENCES "school"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "field" ADD CONSTRAINT "field_school_id_fkey" FOREIGN KEY ("school_id") REFERENCES "school"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "unique_value" ADD CONSTRAINT "unique_value_field_id_fkey" FOREIGN KEY ("field_id") REFERENCES "field"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "unique_value" ADD CONSTRAINT "unique_value_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "change_set" ADD CONSTRAINT "change_set_school_id_fkey" FOREIGN KEY ("school_id") REFERENCES "school"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "change" ADD CONSTRAINT "change_change_set_id_fkey" FOREIGN KEY ("change_set_id") REFERENCES "change_set"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "person" ADD CONSTRAINT "person_school_id_fkey" FOREIGN KEY ("school_id") REFERENCES "school"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "guardianship" ADD CONSTRAINT "guardianship_guardian_id_fkey" FOREIGN KEY ("guardian_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "guardianship" ADD CONSTRAINT "guardianship_student_id_fkey" FOREIGN KEY ("student_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What follows is beyond the schema language.

-- A number is held once in a school, among people who are not deleted.
CREATE UNIQUE INDEX "person_usin_key" ON "person" ("school_id", "usin") WHERE "deleted_at" IS NULL;
CREATE UNIQUE INDEX "person_outer_id_key" ON "person" ("school_id", "outer_id") WHERE "deleted_at" IS NULL AND "outer_id" IS NOT NULL;
CREATE UNIQUE INDEX "field_name_key" ON "field" ("school_id", lower("name")) WHERE "deleted_at" IS NULL;

-- Lists: by id as REST reads them, by name as the pages do.
CREATE INDEX "person_list_idx" ON "person" ("school_id", "role", "id") WHERE "deleted_at" IS NULL;
CREATE INDEX "person_name_idx" ON "person" ("school_id", "role", "sort_name" COLLATE "C", "id") WHERE "deleted_at" IS NULL;

-- Search by any substring of two letters or more. Trigrams find nothing in a two-letter Chinese name, so the parts are
-- pairs; each bears its school, which keeps a search inside the school's own part of the index.
CREATE FUNCTION mingce_bigrams(school integer, content text) RETURNS text[]
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN ARRAY(SELECT DISTINCT school || ':' || substr(content, i, 2) FROM generate_series(1, length(content) - 1) AS i);
CREATE INDEX "person_search_idx" ON "person" USING gin (mingce_bigrams("school_id", "search_text")) WHERE "deleted_at" IS NULL;
-- A telephone number is looked for by its end.
CREATE INDEX "person_phone_idx" ON "person" ("school_id", reverse("phone") text_pattern_ops) WHERE "deleted_at" IS NULL AND "phone" <> '';

-- What no caller may write, whatever the code says.
ALTER TABLE "person" ADD CONSTRAINT "person_role_check" CHECK ("role" IN (1, 2, 8));
ALTER TABLE "person" ADD CONSTRAINT "person_status_check" CHECK ("status" IN (1, 2, 4));
ALTER TABLE "person" ADD CONSTRAINT "person_gender_check" CHECK ("gender" IN ('m', 'f', 'u'));
ALTER TABLE "field" ADD CONSTRAINT "field_role_check" CHECK ("role" IN (1, 2));
