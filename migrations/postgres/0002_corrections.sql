-- +goose Up

-- A person's word that the document's facts were reviewed; signed_at is NULL while they are open.
ALTER TABLE documents ADD COLUMN signed_by text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN signed_at timestamptz;
ALTER TABLE documents ADD COLUMN signed_note text NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN signed_rules text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN signed_facts text COLLATE "C" NOT NULL DEFAULT '';

-- What people say of a document's facts, beside what was read. ended_at is NULL while one holds.
CREATE TABLE corrections (
    org_id        text COLLATE "C" NOT NULL,
    document_id   text COLLATE "C" NOT NULL,
    correction_id text COLLATE "C" NOT NULL,
    target        text COLLATE "C" NOT NULL,
    action        text COLLATE "C" NOT NULL,
    author        text COLLATE "C" NOT NULL,
    created_at    timestamptz NOT NULL,
    ended_at      timestamptz,
    ended_by      text COLLATE "C" NOT NULL,
    successor     text COLLATE "C" NOT NULL,
    body          jsonb NOT NULL,
    PRIMARY KEY (org_id, document_id, correction_id),
    FOREIGN KEY (org_id, document_id) REFERENCES documents (org_id, document_id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX corrections_holding ON corrections (org_id, document_id, target) WHERE ended_at IS NULL;
CREATE INDEX corrections_by_creation ON corrections (org_id, document_id, created_at, correction_id);
ALTER TABLE corrections ENABLE ROW LEVEL SECURITY;
ALTER TABLE corrections FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON corrections
    USING (org_id = current_setting('assay.org_id', true))
    WITH CHECK (org_id = current_setting('assay.org_id', true));
