package store

import "example.com/assay/internal/attest"

// VendorQuery says which vendors a list holds; an empty field filters nothing.
type VendorQuery struct {
	Page
	Tiers []attest.Tier
	Owner string
}

const vendorColumns = `vendor_id, display_name, tier, owner, created_at, updated_at, version`

func scanVendor(row scanner) (v attest.Vendor, err error) {
	err = row.Scan(&v.ID, &v.DisplayName, &v.Tier, &v.Owner, instant{&v.Created}, instant{&v.Updated}, &v.Version)
	return v, err
}

// CreateVendor adds a vendor and gives it as stored, with its instants and version
// 1. It is AlreadyExists (VENDOR_EXISTS) when the id is taken.
func (t *Tx) CreateVendor(v attest.Vendor) (attest.Vendor, error) {
	v.Created, v.Updated, v.Version = t.now, t.now, 1
	_, err := t.exec("create vendor", `INSERT INTO vendors
		(org_id, vendor_id, display_name, tier, owner, created_at, updated_at, version)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		t.org, v.ID, v.DisplayName, v.Tier, v.Owner, v.Created, v.Updated, v.Version)
	if is(err, duplicate) {
		return v, exists("VENDOR_EXISTS", "the vendor is there already: choose another id", vendorName(v.ID))
	}
	return v, err
}

// Vendor gives a vendor; it is NotFound (VENDOR_NOT_FOUND) when there is none.
func (t *Tx) Vendor(id attest.VendorID) (attest.Vendor, error) {
	found, err := query(&t.unit, "read vendor", scanVendor,
		`SELECT `+vendorColumns+` FROM vendors WHERE org_id = $1 AND vendor_id = $2 LIMIT 1`, t.org, id)
	if err == nil && len(found) == 0 {
		err = noVendor(id)
	}
	if err != nil {
		return attest.Vendor{}, err
	}
	return found[0], nil
}

// Vendors lists vendors, oldest first, and gives the place of the next page, "" at
// the end. A vendor added meanwhile never makes another appear twice or vanish.
func (t *Tx) Vendors(q VendorQuery) ([]attest.Vendor, string, error) {
	after, err := parsePosition(q.After, firstInstant)
	if err != nil {
		return nil, "", err
	}
	n := limit(q.Limit)
	c := &clause{}
	c.add(` WHERE org_id = ? AND (created_at, vendor_id) > (?, ?)`, t.org, after.at, after.id)
	in(c, "tier", q.Tiers)
	equal(c, "owner", q.Owner)
	c.add(` ORDER BY created_at, vendor_id LIMIT ?`, n+1)
	found, err := query(&t.unit, "list vendors", scanVendor, `SELECT `+vendorColumns+` FROM vendors`+c.text.String(), c.args...)
	if err != nil {
		return nil, "", err
	}
	page, next := cut(found, n, func(v attest.Vendor) string { return position{v.Created, string(v.ID)}.String() })
	return page, next, nil
}

// UpdateVendor writes name, tier and owner, and gives the vendor as it then is. It
// is Aborted (ETAG_MISMATCH) when the vendor is not at version ifVersion; 0 writes
// over any version.
func (t *Tx) UpdateVendor(v attest.Vendor, ifVersion int64) (attest.Vendor, error) {
	ok, err := t.row("update vendor", `UPDATE vendors
		SET display_name = $3, tier = $4, owner = $5, updated_at = $6, version = version + 1
		WHERE org_id = $1 AND vendor_id = $2 AND (CAST($7 AS bigint) = 0 OR version = $7)
		RETURNING created_at, updated_at, version`,
		[]any{t.org, v.ID, v.DisplayName, v.Tier, v.Owner, t.now, ifVersion},
		instant{&v.Created}, instant{&v.Updated}, &v.Version)
	if err != nil || ok {
		return v, err
	}
	if _, err := t.Vendor(v.ID); err != nil {
		return v, err
	}
	return v, stale(vendorName(v.ID))
}

// DeleteVendor removes a vendor with its standing. It is FailedPrecondition
// (VENDOR_HAS_DOCUMENTS) while it has documents.
func (t *Tx) DeleteVendor(id attest.VendorID) error {
	var one int
	has, err := t.row("look for documents",
		`SELECT 1 FROM documents WHERE org_id = $1 AND vendor_id = $2 LIMIT 1`, []any{t.org, id}, &one)
	if err != nil {
		return err
	}
	if has {
		return hasDocuments(id)
	}
	n, err := t.exec("delete vendor", `DELETE FROM vendors WHERE org_id = $1 AND vendor_id = $2`, t.org, id)
	switch {
	case is(err, reference):
		return hasDocuments(id)
	case err == nil && n == 0:
		return noVendor(id)
	}
	return err
}

func noVendor(id attest.VendorID) error {
	return notFound("VENDOR_NOT_FOUND", "vendor", vendorName(id))
}

func hasDocuments(id attest.VendorID) error {
	return &attest.Error{
		Kind: attest.FailedPrecondition, Reason: "VENDOR_HAS_DOCUMENTS", Resource: vendorName(id),
		Message: "the vendor has documents: delete them first, or delete with force",
	}
}
