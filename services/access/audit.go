package access

import (
	"context"
	"strconv"

	"google.golang.org/protobuf/types/known/timestamppb"

	assayv1 "example.com/assay/gen/assay/v1"
	"example.com/assay/internal/access"
	"example.com/assay/internal/aip"
	"example.com/assay/internal/attest"
	"example.com/assay/internal/store"
)

// ListAuditEvents gives a page of the audit trail, newest first.
func (s *Service) ListAuditEvents(ctx context.Context, req *assayv1.ListAuditEventsRequest) (*assayv1.ListAuditEventsResponse, error) {
	after, err := aip.PageAfter(req)
	if err != nil {
		return nil, err
	}
	var found []attest.AuditEvent
	var next string
	err = s.Store.View(ctx, access.Caller(ctx).Org, func(tx *store.Tx) error {
		found, next, err = tx.AuditEvents(store.AuditQuery{
			Page: store.Page{After: after, Limit: aip.PageSize(req)}, Resource: req.GetResource(), Actor: req.GetActor(),
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	out := &assayv1.ListAuditEventsResponse{}
	for _, e := range found {
		out.AuditEvents = append(out.AuditEvents, &assayv1.AuditEvent{
			Name: "auditEvents/" + strconv.FormatInt(e.ID, 10), EventTime: timestamppb.New(e.At), Actor: e.Actor, Action: e.Action,
			Resource: e.Resource, Detail: e.Detail,
		})
	}
	out.NextPageToken, err = aip.PageToken(req, next)
	return out, err
}
