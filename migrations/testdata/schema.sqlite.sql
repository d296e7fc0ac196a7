CREATE TRIGGER audit_events_never_change BEFORE UPDATE ON audit_events
BEGIN
    SELECT RAISE(ABORT, 'the audit trail is only added to');
END;
CREATE TRIGGER audit_events_never_go BEFORE DELETE ON audit_events
BEGIN
    SELECT RAISE(ABORT, 'the audit trail is only added to');
END;
CREATE TABLE audit_events (
    org_id   TEXT NOT NULL,
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    at       TIMESTAMP NOT NULL,
    actor    TEXT NOT NULL,
    action   TEXT NOT NULL,
    resource TEXT NOT NULL,
    detail   TEXT NOT NULL,
    CHECK (org_id <> '')
);
CREATE INDEX audit_events_by_actor ON audit_events (org_id, actor, id);
CREATE INDEX audit_events_by_organisation ON audit_events (org_id, id);
CREATE INDEX audit_events_by_resource ON audit_events (org_id, resource, id);
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
CREATE INDEX corrections_by_creation ON corrections (org_id, document_id, created_at, correction_id);
CREATE UNIQUE INDEX corrections_holding ON corrections (org_id, document_id, target) WHERE ended_at IS NULL;
CREATE TABLE documents (
    org_id       TEXT NOT NULL,
    document_id  TEXT NOT NULL,
    vendor_id    TEXT NOT NULL,
    sha256       TEXT NOT NULL,
    filename     TEXT NOT NULL,
    size_bytes   INTEGER NOT NULL,
    state        TEXT NOT NULL,
    state_reason TEXT NOT NULL,
    kind         TEXT NOT NULL,
    pages        INTEGER NOT NULL,
    pages_done   INTEGER NOT NULL,
    uploaded_by  TEXT NOT NULL,
    created_at   TIMESTAMP NOT NULL,
    updated_at   TIMESTAMP NOT NULL,
    read_at      TIMESTAMP,
    version      INTEGER NOT NULL, signed_by TEXT NOT NULL DEFAULT '', signed_at TIMESTAMP, signed_note TEXT NOT NULL DEFAULT '', signed_rules TEXT NOT NULL DEFAULT '', signed_facts TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (org_id, document_id),
    CONSTRAINT documents_once UNIQUE (org_id, vendor_id, sha256),
    FOREIGN KEY (org_id, vendor_id) REFERENCES vendors (org_id, vendor_id)
);
CREATE INDEX documents_by_bytes ON documents (org_id, sha256);
CREATE INDEX documents_by_creation ON documents (org_id, created_at, document_id);
CREATE INDEX documents_by_state ON documents (org_id, state, created_at, document_id);
CREATE INDEX documents_by_vendor ON documents (org_id, vendor_id, created_at, document_id);
CREATE TABLE members (
    org_id       TEXT NOT NULL,
    member_id    TEXT NOT NULL,
    email        TEXT NOT NULL,
    display_name TEXT NOT NULL,
    roles        TEXT NOT NULL,
    created_at   TIMESTAMP NOT NULL,
    updated_at   TIMESTAMP NOT NULL,
    version      INTEGER NOT NULL,
    PRIMARY KEY (org_id, member_id),
    CONSTRAINT members_by_email UNIQUE (org_id, email),
    CHECK (org_id <> '')
);
CREATE INDEX members_by_creation ON members (org_id, created_at, member_id);
CREATE TABLE organisations (
    org_id       TEXT NOT NULL,
    display_name TEXT NOT NULL,
    created_at   TIMESTAMP NOT NULL,
    PRIMARY KEY (org_id),
    CHECK (org_id <> '')
);
CREATE TABLE outbox (
    org_id   TEXT NOT NULL,
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    topic    TEXT NOT NULL,
    resource TEXT NOT NULL,
    at       TIMESTAMP NOT NULL,
    CHECK (org_id <> '')
);
CREATE INDEX outbox_by_organisation ON outbox (org_id, id);
CREATE INDEX outbox_by_time ON outbox (at);
CREATE TABLE outbox_floor (
    one BOOLEAN NOT NULL,
    xid INTEGER NOT NULL,
    id  INTEGER NOT NULL,
    PRIMARY KEY (one),
    CHECK (one)
);
CREATE TABLE passages (
    org_id      TEXT NOT NULL,
    document_id TEXT NOT NULL,
    ordinal     INTEGER NOT NULL,
    page        INTEGER NOT NULL,
    section     TEXT NOT NULL,
    heading     TEXT NOT NULL,
    content     TEXT NOT NULL,
    PRIMARY KEY (org_id, document_id, ordinal),
    FOREIGN KEY (org_id, document_id) REFERENCES documents (org_id, document_id) ON DELETE CASCADE
);
CREATE TABLE readings (
    org_id        TEXT NOT NULL,
    document_id   TEXT NOT NULL,
    rules_version TEXT NOT NULL,
    body          TEXT NOT NULL,
    PRIMARY KEY (org_id, document_id),
    FOREIGN KEY (org_id, document_id) REFERENCES documents (org_id, document_id) ON DELETE CASCADE
);
CREATE TABLE requests (
    org_id      TEXT NOT NULL,
    method      TEXT NOT NULL,
    request_id  TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    result_name TEXT NOT NULL,
    at          TIMESTAMP NOT NULL,
    PRIMARY KEY (org_id, method, request_id),
    CHECK (org_id <> '')
);
CREATE INDEX requests_by_time ON requests (at);
CREATE TABLE standings (
    org_id      TEXT NOT NULL,
    vendor_id   TEXT NOT NULL,
    verdict     TEXT NOT NULL,
    next_change TEXT NOT NULL,
    body        TEXT NOT NULL,
    updated_at  TIMESTAMP NOT NULL,
    version     INTEGER NOT NULL,
    PRIMARY KEY (org_id, vendor_id),
    FOREIGN KEY (org_id, vendor_id) REFERENCES vendors (org_id, vendor_id) ON DELETE CASCADE
);
CREATE INDEX standings_due ON standings (org_id, next_change) WHERE next_change <> '';
CREATE TABLE tokens (
    org_id       TEXT NOT NULL,
    token_id     TEXT NOT NULL,
    display_name TEXT NOT NULL,
    role         TEXT NOT NULL,
    secret_hash  BLOB NOT NULL,
    created_at   TIMESTAMP NOT NULL,
    expires_at   TIMESTAMP,
    revoked_at   TIMESTAMP,
    created_by   TEXT NOT NULL,
    PRIMARY KEY (org_id, token_id),
    CONSTRAINT tokens_by_id UNIQUE (token_id),
    CHECK (org_id <> '')
);
CREATE INDEX tokens_by_creation ON tokens (org_id, created_at, token_id);
CREATE TABLE vendors (
    org_id       TEXT NOT NULL,
    vendor_id    TEXT NOT NULL,
    display_name TEXT NOT NULL,
    tier         TEXT NOT NULL,
    owner        TEXT NOT NULL,
    created_at   TIMESTAMP NOT NULL,
    updated_at   TIMESTAMP NOT NULL,
    version      INTEGER NOT NULL,
    PRIMARY KEY (org_id, vendor_id),
    CHECK (org_id <> '')
);
CREATE INDEX vendors_by_creation ON vendors (org_id, created_at, vendor_id);
