// Package search is the SearchService: passages across the evidence on file.
package search

import (
	"context"
	"strconv"
	"unicode/utf8"

	assayv1 "example.com/assay/gen/assay/v1"
	"example.com/assay/internal/access"
	"example.com/assay/internal/aip"
	"example.com/assay/internal/attest"
	"example.com/assay/internal/search"
	"example.com/assay/internal/store"
)

// Service finds in the index and tells from the store: the index holds no text, so
// a snippet can show only what the store still has.
type Service struct {
	assayv1.UnimplementedSearchServiceServer
	Store *store.Store
	Index *search.Set
}

// SearchPassages gives a page of passages, best first.
func (s *Service) SearchPassages(ctx context.Context, req *assayv1.SearchPassagesRequest) (*assayv1.SearchPassagesResponse, error) {
	query, err := queryOf(req)
	if err != nil {
		return nil, err
	}
	org := access.Caller(ctx).Org
	if err := s.vendorExists(ctx, org, query.Vendor); err != nil {
		return nil, err
	}
	found, err := s.Index.Search(ctx, org, query)
	if err != nil {
		return nil, err
	}
	out := &assayv1.SearchPassagesResponse{TotalSize: int32(found.Total)}
	err = s.Store.View(ctx, org, func(tx *store.Tx) error {
		out.Results, err = results(tx, req.GetQuery(), found.Hits)
		return err
	})
	if err != nil {
		return nil, err
	}
	if next := query.Offset + len(found.Hits); len(found.Hits) > 0 && next < min(found.Total, search.MaxReach) {
		out.NextPageToken, err = aip.PageToken(req, strconv.Itoa(next))
	}
	return out, err
}

// vendorExists refuses a search in a vendor that is not there.
func (s *Service) vendorExists(ctx context.Context, org attest.OrgID, id attest.VendorID) error {
	if id == "" {
		return nil
	}
	return s.Store.View(ctx, org, func(tx *store.Tx) error {
		_, err := tx.Vendor(id)
		return err
	})
}

// queryOf reads a request.
func queryOf(req *assayv1.SearchPassagesRequest) (search.Query, error) {
	query := search.Query{Text: req.GetQuery(), Limit: aip.PageSize(req)}
	after, err := aip.PageAfter(req)
	if err != nil {
		return query, err
	}
	if after != "" {
		if query.Offset, err = strconv.Atoi(after); err != nil || query.Offset <= 0 || query.Offset >= search.MaxReach {
			return query, aip.ErrPageToken
		}
		query.Limit = min(query.Limit, search.MaxReach-query.Offset)
	}
	if req.GetVendor() != "" {
		if query.Vendor, err = aip.Vendor(req.GetVendor()); err != nil {
			return query, err
		}
	}
	for _, kind := range req.GetKinds() {
		query.Kinds = append(query.Kinds, attest.Kind(kind))
	}
	if query.From, err = aip.Day("from_date", req.GetFromDate()); err != nil {
		return query, err
	}
	query.To, err = aip.Day("to_date", req.GetToDate())
	return query, err
}

// results tells the hits with their text. A passage that is gone since the index
// took it in is left out.
func results(tx *store.Tx, query string, hits []search.Hit) ([]*assayv1.SearchPassagesResponse_Result, error) {
	keys := make([]store.PassageKey, len(hits))
	for i, h := range hits {
		keys[i] = store.PassageKey{Document: h.Document, Ordinal: h.Ordinal}
	}
	texts, err := tx.PassagesAt(keys)
	if err != nil {
		return nil, err
	}
	var out []*assayv1.SearchPassagesResponse_Result
	for i, h := range hits {
		passage, ok := texts[keys[i]]
		if !ok {
			continue
		}
		snippet, ranges := search.Highlight(passage.Text, query)
		out = append(out, &assayv1.SearchPassagesResponse_Result{
			Document: aip.DocumentName(h.Vendor, h.Document), Kind: string(h.Kind), Page: int32(passage.Page), Section: string(passage.Section),
			Heading: passage.Heading, Snippet: snippet, Highlights: highlights(snippet, ranges), Score: h.Score,
		})
	}
	return out, nil
}

// highlights turns ranges of bytes into ranges of characters, as the API counts.
func highlights(snippet string, ranges [][2]int) []*assayv1.SearchPassagesResponse_Highlight {
	out := make([]*assayv1.SearchPassagesResponse_Highlight, len(ranges))
	for i, r := range ranges {
		start := utf8.RuneCountInString(snippet[:r[0]])
		out[i] = &assayv1.SearchPassagesResponse_Highlight{
			Start: int32(start), End: int32(start + utf8.RuneCountInString(snippet[r[0]:r[1]])),
		}
	}
	return out
}
