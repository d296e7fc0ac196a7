package compare

import (
	"testing"

	"example.com/assay/internal/attest"
)

// FuzzTexts lays any two texts of a report side by side.
func FuzzTexts(f *testing.F) {
	f.Add("Access is reviewed within twenty-four (24) hours, i.e. 1.5 days; (a) TLS 1.2", "User’s access is reviewed every 3 months on June 30, 2025", "Fennimore Labs, Inc.")
	f.Add("a.", "\xff(", "’")
	f.Add("@system 10% 1,000.5.", "twenty twenty", "The Company")
	f.Fuzz(func(t *testing.T, a, b, name string) {
		names := namesOf(&attest.Attestation{Organization: attest.FoundFact(name, ""), System: attest.FoundFact(name+" Ledger Suite", ""), Aliases: []string{b}})
		x, y := newEntry(attest.ComparedItem{Text: a}, names), newEntry(attest.ComparedItem{Text: b}, names)
		for _, e := range []entry{x, y} {
			end := 0
			for _, tok := range e.tokens {
				if tok.start < end || tok.end <= tok.start || tok.end > len(e.item.Text) || tok.fold == "" {
					t.Fatalf("token %+v after %d of %q", tok, end, e.item.Text)
				}
				end = tok.end
			}
			if d := differing(e.side(), e.side()); len(d) > 0 {
				t.Errorf("%q differs from itself: %v", e.item.Text, d)
			}
			if m := otherMeasures(e.side(), e.side()); len(m) > 0 {
				t.Errorf("%q has other measures than itself: %v", e.item.Text, m)
			}
		}
		r := newRarity([]bag{x.bag, y.bag})
		p, q := r.weigh(x.bag), r.weigh(y.bag)
		if s := likeness(p, q); s < 0 || s > 1 || s != likeness(q, p) {
			t.Errorf("likeness of %q and %q is %v, the other way %v", a, b, s, likeness(q, p))
		}
		if x.plain == y.plain != (len(differing(x.side(), y.side())) == 0) {
			t.Errorf("%q and %q: plain %q and %q, differing %v", a, b, x.plain, y.plain, differing(x.side(), y.side()))
		}
		if sameName(a, b) != sameName(b, a) {
			t.Errorf("%q is %q by %d, the other way by %d", a, b, sameName(a, b), sameName(b, a))
		}
		withoutDates(x.tokens)
	})
}
