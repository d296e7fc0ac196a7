-- +goose Up

-- A person's word that the document's facts were reviewed; signed_at is NULL while they are open.
ALTER TABLE documents ADD COLUMN signed_by TEXT NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN signed_at TIMESTAMP;
ALTER TABLE documents ADD COLUMN signed_note TEXT NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN signed_rules TEXT NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN signed_facts TEXT NOT NULL DEFAULT '';

-- What people say of a document's facts, beside what was read. ended_at is NULL while one holds.
CREATE TABLE corrections (
    org_id        TEXT NOT NULL,
    document_id   TEXT NOT NULL,
    correction_id TEXT NOT NULL,
    target        TEXT NOT NULL,
    action        TEXT NOT NULL,
    author        TEXT NOT NULL,
    created_at    TIMESTAMP NOT NULL,
    ended_at      TIMESTAMP,
    ended_by      TEXT NOT NULL,
    successor     TEXT NOT NULL,
    body          TEXT NOT NULL,
    PRIMARY KEY (org_id, document_id, correction_id),
    FOREIGN KEY (org_id, document_id) REFERENCES documents (org_id, document_id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX corrections_holding ON corrections (org_id, document_id, target) WHERE ended_at IS NULL;
CREATE INDEX corrections_by_creation ON corrections (org_id, document_id, created_at, correction_id);
