audit_events.org_id text COLLATE "C" NOT NULL
audit_events.id bigint NOT NULL IDENTITY
audit_events.at timestamp with time zone NOT NULL
audit_events.actor text COLLATE "C" NOT NULL
audit_events.action text COLLATE "C" NOT NULL
audit_events.resource text COLLATE "C" NOT NULL
audit_events.detail text NOT NULL
corrections.org_id text COLLATE "C" NOT NULL
corrections.document_id text COLLATE "C" NOT NULL
corrections.correction_id text COLLATE "C" NOT NULL
corrections.target text COLLATE "C" NOT NULL
corrections.action text COLLATE "C" NOT NULL
corrections.author text COLLATE "C" NOT NULL
corrections.created_at timestamp with time zone NOT NULL
corrections.ended_at timestamp with time zone
corrections.ended_by text COLLATE "C" NOT NULL
corrections.successor text COLLATE "C" NOT NULL
corrections.body jsonb NOT NULL
documents.org_id text COLLATE "C" NOT NULL
documents.document_id text COLLATE "C" NOT NULL
documents.vendor_id text COLLATE "C" NOT NULL
documents.sha256 text COLLATE "C" NOT NULL
documents.filename text NOT NULL
documents.size_bytes bigint NOT NULL
documents.state text COLLATE "C" NOT NULL
documents.state_reason text NOT NULL
documents.kind text COLLATE "C" NOT NULL
documents.pages bigint NOT NULL
documents.pages_done bigint NOT NULL
documents.uploaded_by text COLLATE "C" NOT NULL
documents.created_at timestamp with time zone NOT NULL
documents.updated_at timestamp with time zone NOT NULL
documents.read_at timestamp with time zone
documents.version bigint NOT NULL
documents.signed_by text COLLATE "C" NOT NULL DEFAULT ''::text
documents.signed_at timestamp with time zone
documents.signed_note text NOT NULL DEFAULT ''::text
documents.signed_rules text COLLATE "C" NOT NULL DEFAULT ''::text
documents.signed_facts text COLLATE "C" NOT NULL DEFAULT ''::text
members.org_id text COLLATE "C" NOT NULL
members.member_id text COLLATE "C" NOT NULL
members.email text COLLATE "C" NOT NULL
members.display_name text NOT NULL
members.roles jsonb NOT NULL
members.created_at timestamp with time zone NOT NULL
members.updated_at timestamp with time zone NOT NULL
members.version bigint NOT NULL
organisations.org_id text COLLATE "C" NOT NULL
organisations.display_name text NOT NULL
organisations.created_at timestamp with time zone NOT NULL
outbox.org_id text COLLATE "C" NOT NULL
outbox.id bigint NOT NULL IDENTITY
outbox.xid xid8 NOT NULL DEFAULT pg_current_xact_id()
outbox.topic text COLLATE "C" NOT NULL
outbox.resource text COLLATE "C" NOT NULL
outbox.at timestamp with time zone NOT NULL
outbox_floor.one boolean NOT NULL
outbox_floor.xid bigint NOT NULL
outbox_floor.id bigint NOT NULL
passages.org_id text COLLATE "C" NOT NULL
passages.document_id text COLLATE "C" NOT NULL
passages.ordinal bigint NOT NULL
passages.page bigint NOT NULL
passages.section text COLLATE "C" NOT NULL
passages.heading text NOT NULL
passages.content text NOT NULL
readings.org_id text COLLATE "C" NOT NULL
readings.document_id text COLLATE "C" NOT NULL
readings.rules_version text COLLATE "C" NOT NULL
readings.body jsonb NOT NULL
requests.org_id text COLLATE "C" NOT NULL
requests.method text COLLATE "C" NOT NULL
requests.request_id text COLLATE "C" NOT NULL
requests.fingerprint text COLLATE "C" NOT NULL
requests.result_name text COLLATE "C" NOT NULL
requests.at timestamp with time zone NOT NULL
standings.org_id text COLLATE "C" NOT NULL
standings.vendor_id text COLLATE "C" NOT NULL
standings.verdict text COLLATE "C" NOT NULL
standings.next_change text COLLATE "C" NOT NULL
standings.body jsonb NOT NULL
standings.updated_at timestamp with time zone NOT NULL
standings.version bigint NOT NULL
tokens.org_id text COLLATE "C" NOT NULL
tokens.token_id text COLLATE "C" NOT NULL
tokens.display_name text NOT NULL
tokens.role text COLLATE "C" NOT NULL
tokens.secret_hash bytea NOT NULL
tokens.created_at timestamp with time zone NOT NULL
tokens.expires_at timestamp with time zone
tokens.revoked_at timestamp with time zone
tokens.created_by text COLLATE "C" NOT NULL
vendors.org_id text COLLATE "C" NOT NULL
vendors.vendor_id text COLLATE "C" NOT NULL
vendors.display_name text NOT NULL
vendors.tier text COLLATE "C" NOT NULL
vendors.owner text NOT NULL
vendors.created_at timestamp with time zone NOT NULL
vendors.updated_at timestamp with time zone NOT NULL
vendors.version bigint NOT NULL

audit_events: CHECK ((org_id <> ''::text))
audit_events: PRIMARY KEY (org_id, id)
corrections: FOREIGN KEY (org_id, document_id) REFERENCES documents(org_id, document_id) ON DELETE CASCADE
corrections: PRIMARY KEY (org_id, document_id, correction_id)
documents: FOREIGN KEY (org_id, vendor_id) REFERENCES vendors(org_id, vendor_id)
documents: PRIMARY KEY (org_id, document_id)
documents: UNIQUE (org_id, vendor_id, sha256)
members: CHECK ((org_id <> ''::text))
members: PRIMARY KEY (org_id, member_id)
members: UNIQUE (org_id, email)
organisations: CHECK ((org_id <> ''::text))
organisations: PRIMARY KEY (org_id)
outbox: CHECK ((org_id <> ''::text))
outbox: PRIMARY KEY (org_id, id)
outbox_floor: CHECK (one)
outbox_floor: PRIMARY KEY (one)
passages: FOREIGN KEY (org_id, document_id) REFERENCES documents(org_id, document_id) ON DELETE CASCADE
passages: PRIMARY KEY (org_id, document_id, ordinal)
readings: FOREIGN KEY (org_id, document_id) REFERENCES documents(org_id, document_id) ON DELETE CASCADE
readings: PRIMARY KEY (org_id, document_id)
requests: CHECK ((org_id <> ''::text))
requests: PRIMARY KEY (org_id, method, request_id)
standings: FOREIGN KEY (org_id, vendor_id) REFERENCES vendors(org_id, vendor_id) ON DELETE CASCADE
standings: PRIMARY KEY (org_id, vendor_id)
tokens: CHECK ((org_id <> ''::text))
tokens: PRIMARY KEY (org_id, token_id)
tokens: UNIQUE (token_id)
vendors: CHECK ((org_id <> ''::text))
vendors: PRIMARY KEY (org_id, vendor_id)

CREATE INDEX audit_events_by_actor ON public.audit_events USING btree (org_id, actor, id)
CREATE INDEX audit_events_by_resource ON public.audit_events USING btree (org_id, resource, id)
CREATE INDEX corrections_by_creation ON public.corrections USING btree (org_id, document_id, created_at, correction_id)
CREATE INDEX documents_by_bytes ON public.documents USING btree (org_id, sha256)
CREATE INDEX documents_by_creation ON public.documents USING btree (org_id, created_at, document_id)
CREATE INDEX documents_by_state ON public.documents USING btree (org_id, state, created_at, document_id)
CREATE INDEX documents_by_vendor ON public.documents USING btree (org_id, vendor_id, created_at, document_id)
CREATE INDEX members_by_creation ON public.members USING btree (org_id, created_at, member_id)
CREATE INDEX outbox_by_time ON public.outbox USING btree (at)
CREATE INDEX outbox_in_commit_order ON public.outbox USING btree (xid, id)
CREATE INDEX requests_by_time ON public.requests USING btree (at)
CREATE INDEX standings_due ON public.standings USING btree (org_id, next_change) WHERE (next_change <> ''::text)
CREATE INDEX tokens_by_creation ON public.tokens USING btree (org_id, created_at, token_id)
CREATE INDEX vendors_by_creation ON public.vendors USING btree (org_id, created_at, vendor_id)
CREATE UNIQUE INDEX audit_events_pkey ON public.audit_events USING btree (org_id, id)
CREATE UNIQUE INDEX corrections_holding ON public.corrections USING btree (org_id, document_id, target) WHERE (ended_at IS NULL)
CREATE UNIQUE INDEX corrections_pkey ON public.corrections USING btree (org_id, document_id, correction_id)
CREATE UNIQUE INDEX documents_once ON public.documents USING btree (org_id, vendor_id, sha256)
CREATE UNIQUE INDEX documents_pkey ON public.documents USING btree (org_id, document_id)
CREATE UNIQUE INDEX members_by_email ON public.members USING btree (org_id, email)
CREATE UNIQUE INDEX members_pkey ON public.members USING btree (org_id, member_id)
CREATE UNIQUE INDEX organisations_pkey ON public.organisations USING btree (org_id)
CREATE UNIQUE INDEX outbox_floor_pkey ON public.outbox_floor USING btree (one)
CREATE UNIQUE INDEX outbox_pkey ON public.outbox USING btree (org_id, id)
CREATE UNIQUE INDEX passages_pkey ON public.passages USING btree (org_id, document_id, ordinal)
CREATE UNIQUE INDEX readings_pkey ON public.readings USING btree (org_id, document_id)
CREATE UNIQUE INDEX requests_pkey ON public.requests USING btree (org_id, method, request_id)
CREATE UNIQUE INDEX standings_pkey ON public.standings USING btree (org_id, vendor_id)
CREATE UNIQUE INDEX tokens_by_id ON public.tokens USING btree (token_id)
CREATE UNIQUE INDEX tokens_pkey ON public.tokens USING btree (org_id, token_id)
CREATE UNIQUE INDEX vendors_pkey ON public.vendors USING btree (org_id, vendor_id)

audit_events: policy own_organisation_insert for INSERT using - with check (org_id = current_setting('assay.org_id'::text, true))
audit_events: policy own_organisation_select for SELECT using (org_id = current_setting('assay.org_id'::text, true)) with check -
corrections: policy own_organisation for ALL using (org_id = current_setting('assay.org_id'::text, true)) with check (org_id = current_setting('assay.org_id'::text, true))
documents: policy own_organisation for ALL using (org_id = current_setting('assay.org_id'::text, true)) with check (org_id = current_setting('assay.org_id'::text, true))
members: policy own_organisation for ALL using (org_id = current_setting('assay.org_id'::text, true)) with check (org_id = current_setting('assay.org_id'::text, true))
organisations: policy own_organisation for ALL using (org_id = current_setting('assay.org_id'::text, true)) with check (org_id = current_setting('assay.org_id'::text, true))
organisations: policy system_insert for INSERT using - with check (current_setting('assay.system'::text, true) = 'on'::text)
organisations: policy system_select for SELECT using (current_setting('assay.system'::text, true) = 'on'::text) with check -
outbox: policy own_organisation for ALL using (org_id = current_setting('assay.org_id'::text, true)) with check (org_id = current_setting('assay.org_id'::text, true))
outbox: policy system_delete for DELETE using (current_setting('assay.system'::text, true) = 'on'::text) with check -
outbox: policy system_select for SELECT using (current_setting('assay.system'::text, true) = 'on'::text) with check -
passages: policy own_organisation for ALL using (org_id = current_setting('assay.org_id'::text, true)) with check (org_id = current_setting('assay.org_id'::text, true))
readings: policy own_organisation for ALL using (org_id = current_setting('assay.org_id'::text, true)) with check (org_id = current_setting('assay.org_id'::text, true))
requests: policy own_organisation for ALL using (org_id = current_setting('assay.org_id'::text, true)) with check (org_id = current_setting('assay.org_id'::text, true))
requests: policy system_delete for DELETE using (current_setting('assay.system'::text, true) = 'on'::text) with check -
requests: policy system_select for SELECT using (current_setting('assay.system'::text, true) = 'on'::text) with check -
standings: policy own_organisation for ALL using (org_id = current_setting('assay.org_id'::text, true)) with check (org_id = current_setting('assay.org_id'::text, true))
tokens: policy own_organisation for ALL using (org_id = current_setting('assay.org_id'::text, true)) with check (org_id = current_setting('assay.org_id'::text, true))
tokens: policy token_select for SELECT using (token_id = current_setting('assay.token_id'::text, true)) with check -
vendors: policy own_organisation for ALL using (org_id = current_setting('assay.org_id'::text, true)) with check (org_id = current_setting('assay.org_id'::text, true))

audit_events: row security t, forced t
corrections: row security t, forced t
documents: row security t, forced t
members: row security t, forced t
organisations: row security t, forced t
outbox: row security t, forced t
outbox_floor: row security f, forced f
passages: row security t, forced t
readings: row security t, forced t
requests: row security t, forced t
standings: row security t, forced t
tokens: row security t, forced t
vendors: row security t, forced t
