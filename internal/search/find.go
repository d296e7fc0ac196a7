package search

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/blevesearch/bleve/v2"
	blevesearch "github.com/blevesearch/bleve/v2/search"
	"github.com/blevesearch/bleve/v2/search/query"
	index "github.com/blevesearch/bleve_index_api"

	"example.com/assay/internal/attest"
)

const (
	maxWords    = 12  // the rarest words of a long question decide; more cost time and add noise
	minFuzzy    = 5   // letters from which on one may be wrong
	minPrefix   = 3   // letters from which on a last word may be unfinished
	looseBoost  = 0.3 // of a word that is only similar
	inARowBoost = 1.5 // of a passage that has the words in a row
	allOf       = 2   // up to so many words have to be there all; of more, one is enough
)

// Search finds the passages that fit a query. A passage must have every phrase
// in quotes; of one or two words both, and of more words at least one, those with
// more of them and with rarer ones first. A word that the index does not know
// stands for those that differ in one letter or, when it is the last, begin with it.
func (s *Set) Search(ctx context.Context, org attest.OrgID, q Query) (Result, error) {
	p, err := parse(q.Text)
	if err != nil {
		return Result{}, err
	}
	q.Limit = cmp.Or(q.Limit, DefaultLimit)
	if q.Limit < 0 || q.Limit > MaxLimit || q.Offset < 0 || q.Offset > MaxReach-q.Limit {
		return Result{}, &attest.Error{
			Kind: attest.InvalidArgument, Reason: ReasonPage, Field: "page_size",
			Message: fmt.Sprintf("A page has 1 to %d hits, and the first %d can be looked at. Narrow the query.", MaxLimit, MaxReach),
		}
	}
	var found Result
	err = s.with(ctx, org, func(h *handle) error {
		known, err := h.frequencies(ctx, p)
		if err != nil {
			return err
		}
		req := bleve.NewSearchRequestOptions(build(p, q, known), q.Limit, q.Offset, false)
		req.Fields = []string{fieldDocument, fieldVendor, fieldKind, fieldOrdinal, fieldPage, fieldSection}
		req.SortBy([]string{"-_score", "_id"})
		res, err := h.index.SearchInContext(ctx, req)
		if err != nil {
			return fmt.Errorf("search: %w", err)
		}
		found, err = result(res)
		return err
	})
	return found, err
}

// frequencies counts the passages that have each term of the loose words.
func (h *handle) frequencies(ctx context.Context, p parsed) (counts map[string]uint64, err error) {
	advanced, err := h.index.Advanced()
	if err != nil {
		return nil, fmt.Errorf("look into an index: %w", err)
	}
	reader, err := advanced.Reader()
	if err != nil {
		return nil, fmt.Errorf("look into an index: %w", err)
	}
	defer reader.Close() // it only read
	counts = map[string]uint64{}
	for _, c := range p.words {
		for _, term := range c.terms {
			if counts[term], err = frequency(ctx, reader, term); err != nil {
				return nil, fmt.Errorf("count a term: %w", err)
			}
		}
	}
	return counts, nil
}

func frequency(ctx context.Context, reader index.IndexReader, term string) (uint64, error) {
	postings, err := reader.TermFieldReader(ctx, []byte(term), fieldText, false, false, false)
	if err != nil {
		return 0, err
	}
	return postings.Count(), postings.Close()
}

// build makes the query for Bleve. It is a conjunction and never Bleve's boolean
// query around filters: that one forgets a part that nothing matches, and with it
// a filter would find everything.
func build(p parsed, q Query, known map[string]uint64) query.Query {
	var all []query.Query
	for _, c := range p.quoted {
		all = append(all, exact(c.terms, 1))
	}
	if words := rarest(p.words, known); len(words) > 0 {
		all = append(all, wordsQuery(words, p.whole, known))
	}
	return bleve.NewConjunctionQuery(append(all, filters(q)...)...)
}

func wordsQuery(words []clause, whole []string, known map[string]uint64) query.Query {
	var some []query.Query
	for _, c := range words {
		some = append(some, wordQuery(c, known))
	}
	d := bleve.NewDisjunctionQuery(some...)
	if len(some) <= allOf {
		d.SetMin(float64(len(some)))
	}
	if len(whole) == 0 {
		return d
	}
	b := bleve.NewBooleanQuery()
	b.AddMust(d)
	b.AddShould(exact(whole, inARowBoost))
	return b
}

// wordQuery looks for a word, and for similar ones where the index does not know it.
func wordQuery(c clause, known map[string]uint64) query.Query {
	word := exact(c.terms, 1)
	if len(c.terms) > 1 || known[c.terms[0]] > 0 {
		return word
	}
	similar := []query.Query{word}
	if len(c.terms[0]) >= minFuzzy {
		f := bleve.NewFuzzyQuery(c.terms[0])
		f.SetField(fieldText)
		f.SetPrefix(1) // the first letter is right; it keeps the scan of the words short
		f.SetBoost(looseBoost)
		similar = append(similar, f)
	}
	if c.last && len(c.word) >= minPrefix {
		f := bleve.NewPrefixQuery(c.word)
		f.SetField(fieldText)
		f.SetBoost(looseBoost)
		similar = append(similar, f)
	}
	return bleve.NewDisjunctionQuery(similar...)
}

// exact looks for terms in a row.
func exact(terms []string, boost float64) query.Query {
	if len(terms) == 1 {
		return term(fieldText, terms[0], boost)
	}
	p := bleve.NewPhraseQuery(terms, fieldText)
	p.SetBoost(boost)
	return p
}

func term(field, value string, boost float64) query.Query {
	t := bleve.NewTermQuery(value)
	t.SetField(field)
	t.SetBoost(boost)
	return t
}

// rarest keeps maxWords words, those that say most.
func rarest(words []clause, known map[string]uint64) []clause {
	if len(words) <= maxWords {
		return words
	}
	commonness := func(c clause) uint64 {
		least := known[c.terms[0]]
		for _, t := range c.terms[1:] {
			least = min(least, known[t])
		}
		return least
	}
	sorted := slices.Clone(words)
	slices.SortStableFunc(sorted, func(a, b clause) int { return cmp.Compare(commonness(a), commonness(b)) })
	return sorted[:maxWords]
}

// filters narrow the hits and leave their scores alone.
func filters(q Query) []query.Query {
	var all []query.Query
	if q.Vendor != "" {
		all = append(all, term(fieldVendor, string(q.Vendor), 0))
	}
	if len(q.Kinds) > 0 {
		var kinds []query.Query
		for _, k := range q.Kinds {
			kinds = append(kinds, term(fieldKind, string(k), 0))
		}
		any := bleve.NewDisjunctionQuery(kinds...)
		any.SetBoost(0)
		all = append(all, any)
	}
	if !q.From.IsZero() {
		from := day(q.From)
		all = append(all, days(fieldEnd, &from, nil))
	}
	if !q.To.IsZero() {
		to := day(q.To)
		all = append(all, days(fieldStart, nil, &to))
	}
	return all
}

func days(field string, from, to *float64) query.Query {
	inclusive := true
	q := bleve.NewNumericRangeInclusiveQuery(from, to, &inclusive, &inclusive)
	q.SetField(field)
	q.SetBoost(0)
	return q
}

func result(res *bleve.SearchResult) (Result, error) {
	found := Result{Total: int(res.Total), Hits: make([]Hit, 0, len(res.Hits))}
	for _, h := range res.Hits {
		hit, err := hit(h)
		if err != nil {
			return Result{}, err
		}
		found.Hits = append(found.Hits, hit)
	}
	return found, nil
}

func hit(m *blevesearch.DocumentMatch) (Hit, error) {
	text := func(field string) string {
		s, _ := m.Fields[field].(string) // absent: ""
		return s
	}
	ordinal, err := strconv.Atoi(text(fieldOrdinal))
	if err != nil {
		return Hit{}, fmt.Errorf("read the ordinal of passage %s: %w", m.ID, err)
	}
	page, err := strconv.Atoi(text(fieldPage))
	if err != nil {
		return Hit{}, fmt.Errorf("read the page of passage %s: %w", m.ID, err)
	}
	return Hit{
		Document: attest.DocumentID(text(fieldDocument)),
		Vendor:   attest.VendorID(text(fieldVendor)),
		Kind:     attest.Kind(text(fieldKind)),
		Ordinal:  ordinal,
		Page:     page,
		Section:  attest.SectionKind(text(fieldSection)),
		Score:    m.Score,
	}, nil
}
