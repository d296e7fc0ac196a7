package store

import (
	"strconv"

	"example.com/assay/internal/attest"
)

// AuditQuery says which events a list holds; an empty field filters nothing.
type AuditQuery struct {
	Page
	Resource string // this resource and everything below it: "vendors/acme" holds "vendors/acme/documents/1"
	Actor    string
}

// AppendAudit writes an event into the audit trail, at the instant of the unit of
// work. Its ID and At are made by the store.
func (t *Tx) AppendAudit(e attest.AuditEvent) error {
	_, err := t.exec("write the audit trail", `INSERT INTO audit_events (org_id, at, actor, action, resource, detail)
		VALUES ($1, $2, $3, $4, $5, $6)`, t.org, t.now, e.Actor, e.Action, e.Resource, e.Detail)
	return err
}

// AuditEvents lists events, newest first, and gives the place of the next page, ""
// at the end.
func (t *Tx) AuditEvents(q AuditQuery) ([]attest.AuditEvent, string, error) {
	n := limit(q.Limit)
	c := &clause{}
	c.add(`SELECT id, at, actor, action, resource, detail FROM audit_events WHERE org_id = ?`, t.org)
	if q.After != "" {
		before, err := strconv.ParseInt(q.After, 10, 64)
		if err != nil {
			return nil, "", badPage()
		}
		c.add(` AND id < ?`, before)
	}
	if q.Resource != "" {
		// Names below a resource lie between "resource/" and the next character, "0".
		c.add(` AND (resource = ? OR resource > ? AND resource < ?)`, q.Resource, q.Resource+"/", q.Resource+"0")
	}
	equal(c, "actor", q.Actor)
	c.add(` ORDER BY id DESC LIMIT ?`, n+1)
	found, err := query(&t.unit, "list the audit trail", scanAudit, c.text.String(), c.args...)
	if err != nil {
		return nil, "", err
	}
	page, next := cut(found, n, func(e attest.AuditEvent) string { return strconv.FormatInt(e.ID, 10) })
	return page, next, nil
}

func scanAudit(row scanner) (e attest.AuditEvent, err error) {
	err = row.Scan(&e.ID, instant{&e.At}, &e.Actor, &e.Action, &e.Resource, &e.Detail)
	return e, err
}
