package store

import "slices"

// BytesInUse gives those of the SHA-256 sums, in lower-case hex, that documents of the
// organisation refer to.
func (t *Tx) BytesInUse(sums []string) (map[string]bool, error) {
	used := map[string]bool{}
	for some := range slices.Chunk(sums, MaxLimit) {
		c := &clause{}
		c.add(` WHERE d.org_id = ?`, t.org)
		in(c, "d.sha256", some)
		c.add(` LIMIT ?`, len(some))
		found, err := query(&t.unit, "look for bytes in use", scanText, `SELECT DISTINCT d.sha256 FROM documents d`+c.text.String(), c.args...)
		if err != nil {
			return nil, err
		}
		for _, sum := range found {
			used[sum] = true
		}
	}
	return used, nil
}

func scanText(row scanner) (s string, err error) {
	err = row.Scan(&s)
	return s, err
}
