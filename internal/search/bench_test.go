package search_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/search"
)

// passages makes n passages of 150 words; a few words are common, most are rare.
func passages(random *rand.Rand, n int) []attest.Passage {
	made := make([]attest.Passage, n)
	for i := range made {
		var b strings.Builder
		for range 150 {
			fmt.Fprintf(&b, "word%cs ", 'a'+rune(random.IntN(26)))
			fmt.Fprintf(&b, "rare%c%c ", 'a'+rune(random.ExpFloat64()*4), 'a'+rune(random.IntN(26)))
		}
		made[i] = attest.Passage{Ordinal: i, Page: 1 + i/3, Section: attest.SectionDescription, Text: b.String()}
	}
	return made
}

// BenchmarkPut takes in documents of 100 passages of 300 words.
func BenchmarkPut(b *testing.B) {
	s := open(b, b.TempDir())
	e := search.DocumentEntry{Vendor: "v", Kind: attest.KindSOC2, Passages: passages(rand.New(rand.NewPCG(1, 2)), 100)}
	n := 0
	for b.Loop() {
		e.Document = attest.DocumentID(fmt.Sprint("d", n))
		n++
		put(b, s, e)
	}
	b.ReportMetric(float64(n*len(e.Passages))/b.Elapsed().Seconds(), "passages/s")
}

// BenchmarkSearch asks a question of eight words of an index of 10,000 passages.
func BenchmarkSearch(b *testing.B) {
	s := open(b, b.TempDir())
	random := rand.New(rand.NewPCG(1, 2))
	for i := range 100 {
		put(b, s, search.DocumentEntry{
			Document: attest.DocumentID(fmt.Sprint("d", i)), Vendor: "v", Kind: attest.KindSOC2, Passages: passages(random, 100),
		})
	}
	for b.Loop() {
		find(b, s, search.Query{Text: "worda wordb rareab rareac rareca raredd wordf rarezz", Vendor: "v"})
	}
}

// BenchmarkHighlight marks a passage of 300 words.
func BenchmarkHighlight(b *testing.B) {
	text := passages(rand.New(rand.NewPCG(1, 2)), 1)[0].Text
	for b.Loop() {
		search.Highlight(text, "worda wordb rareab rareac rareca raredd wordf rarezz")
	}
}
