// Package freshness is the FreshnessService: what covered which days.
package freshness

import (
	"context"

	assayv1 "example.com/assay/gen/assay/v1"
	"example.com/assay/internal/access"
	"example.com/assay/internal/aip"
	"example.com/assay/internal/attest"
	"example.com/assay/internal/freshness"
	"example.com/assay/internal/intake"
	"example.com/assay/internal/wire"
)

// Service works timelines out of the readings on file.
type Service struct {
	assayv1.UnimplementedFreshnessServiceServer
	Intake *intake.Intake
}

// GetTimeline gives a vendor's timeline as of today, and what covered a day if the
// request names one.
func (s *Service) GetTimeline(ctx context.Context, req *assayv1.GetTimelineRequest) (*assayv1.Timeline, error) {
	id, err := aip.Vendor(req.GetName())
	if err != nil {
		return nil, err
	}
	day, err := aip.Day("day", req.GetDay())
	if err != nil {
		return nil, err
	}
	timeline, err := s.Intake.Timeline(ctx, access.Caller(ctx).Org, id)
	if err != nil {
		return nil, err
	}
	var covering []attest.Segment
	if !day.IsZero() {
		covering = freshness.Covering(timeline, day)
	}
	return wire.Timeline(timeline, day, covering), nil
}
