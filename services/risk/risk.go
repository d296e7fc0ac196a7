// Package risk is the RiskService: may we rely on this vendor's evidence?
package risk

import (
	"context"
	"errors"
	"time"

	assayv1 "example.com/assay/gen/assay/v1"
	"example.com/assay/internal/access"
	"example.com/assay/internal/aip"
	"example.com/assay/internal/attest"
	"example.com/assay/internal/intake"
	"example.com/assay/internal/store"
	"example.com/assay/internal/wire"
)

// Service serves standings out of the store. Each holds for a day and is worked
// out again when the day or the evidence changes.
type Service struct {
	assayv1.UnimplementedRiskServiceServer
	Store  *store.Store
	Intake *intake.Intake
	Now    func() time.Time

	recent recent
}

// GetStanding gives a vendor's standing as of today.
func (s *Service) GetStanding(ctx context.Context, req *assayv1.GetStandingRequest) (*assayv1.Standing, error) {
	id, err := aip.Vendor(req.GetName())
	if err != nil {
		return nil, err
	}
	org := access.Caller(ctx).Org
	key := recentKey{org, id}
	known := s.recent.get(key)
	row, err := s.Store.StandingRow(ctx, org, id, known.row)
	switch none := (*attest.Error)(nil); {
	case err == nil && attest.DateOf(s.Now().UTC()).Before(row.NextChange):
		return s.recent.message(key, known, row)
	case err != nil && !(errors.As(err, &none) && none.Kind == attest.NotFound):
		return nil, err
	}
	var standing attest.Standing
	err = s.Store.Update(ctx, org, func(tx *store.Tx) error {
		if err := s.Intake.Refresh(tx, id); err != nil {
			return err
		}
		standing, _, err = tx.Standing(id)
		return err
	})
	if err != nil {
		return nil, err
	}
	return wire.Standing(standing), nil
}

// ListStandings gives a page of the standings of the portfolio.
func (s *Service) ListStandings(ctx context.Context, req *assayv1.ListStandingsRequest) (*assayv1.ListStandingsResponse, error) {
	query := store.StandingQuery{Page: store.Page{Limit: aip.PageSize(req)}}
	for _, v := range req.GetVerdicts() {
		query.Verdicts = append(query.Verdicts, wire.VerdictOf(v))
	}
	var err error
	if query.After, err = aip.PageAfter(req); err != nil {
		return nil, err
	}
	org := access.Caller(ctx).Org
	if err := s.Intake.Sweep(ctx, org); err != nil {
		return nil, err
	}
	var found []attest.Standing
	var next string
	err = s.Store.View(ctx, org, func(tx *store.Tx) error {
		found, next, err = tx.Standings(query)
		return err
	})
	if err != nil {
		return nil, err
	}
	out := &assayv1.ListStandingsResponse{}
	for _, standing := range found {
		out.Standings = append(out.Standings, wire.Standing(standing))
	}
	out.NextPageToken, err = aip.PageToken(req, next)
	return out, err
}
