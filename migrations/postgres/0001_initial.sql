-- +goose Up

-- One row for each tenant.
CREATE TABLE organisations (
    org_id       text COLLATE "C" NOT NULL,
    display_name text NOT NULL,
    created_at   timestamptz NOT NULL,
    PRIMARY KEY (org_id),
    CHECK (org_id <> '')
);
ALTER TABLE organisations ENABLE ROW LEVEL SECURITY;
ALTER TABLE organisations FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON organisations
    USING (org_id = current_setting('assay.org_id', true))
    WITH CHECK (org_id = current_setting('assay.org_id', true));
CREATE POLICY system_select ON organisations FOR SELECT
    USING (current_setting('assay.system', true) = 'on');
CREATE POLICY system_insert ON organisations FOR INSERT
    WITH CHECK (current_setting('assay.system', true) = 'on');

CREATE TABLE vendors (
    org_id       text COLLATE "C" NOT NULL,
    vendor_id    text COLLATE "C" NOT NULL,
    display_name text NOT NULL,
    tier         text COLLATE "C" NOT NULL,
    owner        text NOT NULL,
    created_at   timestamptz NOT NULL,
    updated_at   timestamptz NOT NULL,
    version      bigint NOT NULL,
    PRIMARY KEY (org_id, vendor_id),
    CHECK (org_id <> '')
);
CREATE INDEX vendors_by_creation ON vendors (org_id, created_at, vendor_id);
ALTER TABLE vendors ENABLE ROW LEVEL SECURITY;
ALTER TABLE vendors FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON vendors
    USING (org_id = current_setting('assay.org_id', true))
    WITH CHECK (org_id = current_setting('assay.org_id', true));

-- The bytes are in the blob store under sha256.
CREATE TABLE documents (
    org_id       text COLLATE "C" NOT NULL,
    document_id  text COLLATE "C" NOT NULL,
    vendor_id    text COLLATE "C" NOT NULL,
    sha256       text COLLATE "C" NOT NULL,
    filename     text NOT NULL,
    size_bytes   bigint NOT NULL,
    state        text COLLATE "C" NOT NULL,
    state_reason text NOT NULL,
    kind         text COLLATE "C" NOT NULL,
    pages        bigint NOT NULL,
    pages_done   bigint NOT NULL,
    uploaded_by  text COLLATE "C" NOT NULL,
    created_at   timestamptz NOT NULL,
    updated_at   timestamptz NOT NULL,
    read_at      timestamptz,
    version      bigint NOT NULL,
    PRIMARY KEY (org_id, document_id),
    CONSTRAINT documents_once UNIQUE (org_id, vendor_id, sha256),
    FOREIGN KEY (org_id, vendor_id) REFERENCES vendors (org_id, vendor_id)
);
CREATE INDEX documents_by_creation ON documents (org_id, created_at, document_id);
CREATE INDEX documents_by_vendor ON documents (org_id, vendor_id, created_at, document_id);
CREATE INDEX documents_by_state ON documents (org_id, state, created_at, document_id);
CREATE INDEX documents_by_bytes ON documents (org_id, sha256);
ALTER TABLE documents ENABLE ROW LEVEL SECURITY;
ALTER TABLE documents FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON documents
    USING (org_id = current_setting('assay.org_id', true))
    WITH CHECK (org_id = current_setting('assay.org_id', true));

CREATE TABLE readings (
    org_id        text COLLATE "C" NOT NULL,
    document_id   text COLLATE "C" NOT NULL,
    rules_version text COLLATE "C" NOT NULL,
    body          jsonb NOT NULL,
    PRIMARY KEY (org_id, document_id),
    FOREIGN KEY (org_id, document_id) REFERENCES documents (org_id, document_id) ON DELETE CASCADE
);
ALTER TABLE readings ENABLE ROW LEVEL SECURITY;
ALTER TABLE readings FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON readings
    USING (org_id = current_setting('assay.org_id', true))
    WITH CHECK (org_id = current_setting('assay.org_id', true));

CREATE TABLE passages (
    org_id      text COLLATE "C" NOT NULL,
    document_id text COLLATE "C" NOT NULL,
    ordinal     bigint NOT NULL,
    page        bigint NOT NULL,
    section     text COLLATE "C" NOT NULL,
    heading     text NOT NULL,
    content     text NOT NULL,
    PRIMARY KEY (org_id, document_id, ordinal),
    FOREIGN KEY (org_id, document_id) REFERENCES documents (org_id, document_id) ON DELETE CASCADE
);
ALTER TABLE passages ENABLE ROW LEVEL SECURITY;
ALTER TABLE passages FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON passages
    USING (org_id = current_setting('assay.org_id', true))
    WITH CHECK (org_id = current_setting('assay.org_id', true));

-- next_change is the first day on which the standing has to be worked out again, '' when none is in sight.
CREATE TABLE standings (
    org_id      text COLLATE "C" NOT NULL,
    vendor_id   text COLLATE "C" NOT NULL,
    verdict     text COLLATE "C" NOT NULL,
    next_change text COLLATE "C" NOT NULL,
    body        jsonb NOT NULL,
    updated_at  timestamptz NOT NULL,
    version     bigint NOT NULL,
    PRIMARY KEY (org_id, vendor_id),
    FOREIGN KEY (org_id, vendor_id) REFERENCES vendors (org_id, vendor_id) ON DELETE CASCADE
);
CREATE INDEX standings_due ON standings (org_id, next_change) WHERE next_change <> '';
ALTER TABLE standings ENABLE ROW LEVEL SECURITY;
ALTER TABLE standings FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON standings
    USING (org_id = current_setting('assay.org_id', true))
    WITH CHECK (org_id = current_setting('assay.org_id', true));

-- token_id is unique over all organisations: a caller is known by it before the organisation is.
CREATE TABLE tokens (
    org_id       text COLLATE "C" NOT NULL,
    token_id     text COLLATE "C" NOT NULL,
    display_name text NOT NULL,
    role         text COLLATE "C" NOT NULL,
    secret_hash  bytea NOT NULL,
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz,
    revoked_at   timestamptz,
    created_by   text COLLATE "C" NOT NULL,
    PRIMARY KEY (org_id, token_id),
    CONSTRAINT tokens_by_id UNIQUE (token_id),
    CHECK (org_id <> '')
);
CREATE INDEX tokens_by_creation ON tokens (org_id, created_at, token_id);
ALTER TABLE tokens ENABLE ROW LEVEL SECURITY;
ALTER TABLE tokens FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON tokens
    USING (org_id = current_setting('assay.org_id', true))
    WITH CHECK (org_id = current_setting('assay.org_id', true));
CREATE POLICY token_select ON tokens FOR SELECT
    USING (token_id = current_setting('assay.token_id', true));

CREATE TABLE members (
    org_id       text COLLATE "C" NOT NULL,
    member_id    text COLLATE "C" NOT NULL,
    email        text COLLATE "C" NOT NULL,
    display_name text NOT NULL,
    roles        jsonb NOT NULL,
    created_at   timestamptz NOT NULL,
    updated_at   timestamptz NOT NULL,
    version      bigint NOT NULL,
    PRIMARY KEY (org_id, member_id),
    CONSTRAINT members_by_email UNIQUE (org_id, email),
    CHECK (org_id <> '')
);
CREATE INDEX members_by_creation ON members (org_id, created_at, member_id);
ALTER TABLE members ENABLE ROW LEVEL SECURITY;
ALTER TABLE members FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON members
    USING (org_id = current_setting('assay.org_id', true))
    WITH CHECK (org_id = current_setting('assay.org_id', true));

CREATE TABLE audit_events (
    org_id   text COLLATE "C" NOT NULL,
    id       bigint GENERATED ALWAYS AS IDENTITY,
    at       timestamptz NOT NULL,
    actor    text COLLATE "C" NOT NULL,
    action   text COLLATE "C" NOT NULL,
    resource text COLLATE "C" NOT NULL,
    detail   text NOT NULL,
    PRIMARY KEY (org_id, id),
    CHECK (org_id <> '')
);
CREATE INDEX audit_events_by_resource ON audit_events (org_id, resource, id);
CREATE INDEX audit_events_by_actor ON audit_events (org_id, actor, id);
ALTER TABLE audit_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_events FORCE ROW LEVEL SECURITY;
-- Nothing may change or remove an entry of the audit trail.
CREATE POLICY own_organisation_select ON audit_events FOR SELECT
    USING (org_id = current_setting('assay.org_id', true));
CREATE POLICY own_organisation_insert ON audit_events FOR INSERT
    WITH CHECK (org_id = current_setting('assay.org_id', true));

-- What changed, in the order of commit, for the index and for watchers.
CREATE TABLE outbox (
    org_id   text COLLATE "C" NOT NULL,
    id       bigint GENERATED ALWAYS AS IDENTITY,
    xid      xid8 NOT NULL DEFAULT pg_current_xact_id(),
    topic    text COLLATE "C" NOT NULL,
    resource text COLLATE "C" NOT NULL,
    at       timestamptz NOT NULL,
    PRIMARY KEY (org_id, id),
    CHECK (org_id <> '')
);
CREATE INDEX outbox_by_time ON outbox (at);
CREATE INDEX outbox_in_commit_order ON outbox (xid, id);
ALTER TABLE outbox ENABLE ROW LEVEL SECURITY;
ALTER TABLE outbox FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON outbox
    USING (org_id = current_setting('assay.org_id', true))
    WITH CHECK (org_id = current_setting('assay.org_id', true));
CREATE POLICY system_select ON outbox FOR SELECT
    USING (current_setting('assay.system', true) = 'on');
CREATE POLICY system_delete ON outbox FOR DELETE
    USING (current_setting('assay.system', true) = 'on');

-- How far the outbox has been trimmed: one row, of no organisation, once it has been.
CREATE TABLE outbox_floor (
    one boolean NOT NULL,
    xid bigint NOT NULL,
    id  bigint NOT NULL,
    PRIMARY KEY (one),
    CHECK (one)
);

-- Answers to creating calls, kept so that a repeated call gets the first answer.
CREATE TABLE requests (
    org_id      text COLLATE "C" NOT NULL,
    method      text COLLATE "C" NOT NULL,
    request_id  text COLLATE "C" NOT NULL,
    fingerprint text COLLATE "C" NOT NULL,
    result_name text COLLATE "C" NOT NULL,
    at          timestamptz NOT NULL,
    PRIMARY KEY (org_id, method, request_id),
    CHECK (org_id <> '')
);
CREATE INDEX requests_by_time ON requests (at);
ALTER TABLE requests ENABLE ROW LEVEL SECURITY;
ALTER TABLE requests FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON requests
    USING (org_id = current_setting('assay.org_id', true))
    WITH CHECK (org_id = current_setting('assay.org_id', true));
CREATE POLICY system_select ON requests FOR SELECT
    USING (current_setting('assay.system', true) = 'on');
CREATE POLICY system_delete ON requests FOR DELETE
    USING (current_setting('assay.system', true) = 'on');
