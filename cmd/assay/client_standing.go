package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"google.golang.org/grpc"

	assayv1 "example.com/assay/gen/assay/v1"
)

// newStandingCommand answers whether a vendor's evidence may be relied on.
func newStandingCommand(env *environment) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "standing VENDOR",
		Short: "May we rely on this vendor's evidence today?",
		Long: `Answer whether the organisation may rely on a vendor's evidence today: a verdict by
the organisation's own policy, its reasons with their pages, what has to be met,
and the last day on which it holds if nothing new comes in.

The verdict does not change the exit code; scripts read .verdict of --json.`,
		Args: exactly("a vendor"),
	}
	c := newClient(env, cmd)
	cmd.ValidArgsFunction = c.completeVendors
	cmd.RunE = c.do(func(ctx context.Context, conn *grpc.ClientConn, args []string) error {
		s, err := assayv1.NewRiskServiceClient(conn).GetStanding(ctx, &assayv1.GetStandingRequest{Name: vendorName(args[0]) + "/standing"})
		if err != nil {
			return err
		}
		return c.show(s, func(p *page) { p.standing(s) })
	})
	return cmd
}

// standing writes one standing in full.
func (p *page) standing(s *assayv1.Standing) {
	p.line("%s  %s", p.paint(bold, shortName(s.GetName())), p.paint(verdictStyle(s.GetVerdict()), spokenEnum(s.GetVerdict())))
	p.field("As of", s.GetAsOfDate(), "")
	p.field("Tier", spokenEnum(s.GetTier()), "")
	until := s.GetValidUntilDate()
	if until == "" {
		until = "no day is known on which it changes"
	}
	p.field("Holds until", until, "")
	for i, r := range s.GetReasons() {
		label := ""
		if i == 0 {
			label = "Reasons"
		}
		tail := pageRef(r.GetCitations())
		if r.GetDocument() != "" {
			tail = strings.TrimSpace(shortName(r.GetDocument()) + " " + tail)
		}
		p.field(label, fmt.Sprintf("%s: %s", spokenEnum(r.GetEffect()), r.GetMessage()), tail)
	}
	for i, condition := range s.GetConditions() {
		label := ""
		if i == 0 {
			label = "Conditions"
		}
		p.field(label, condition, "")
	}
	if s.GetNextStep() != "" {
		p.field("Next step", s.GetNextStep(), "")
	}
	p.field("Policy", s.GetPolicy(), "")
}

// verdictStyle is how a verdict stands out.
func verdictStyle(v assayv1.Standing_Verdict) style {
	switch v {
	case assayv1.Standing_ACCEPT:
		return bold
	case assayv1.Standing_REJECT, assayv1.Standing_INSUFFICIENT_EVIDENCE:
		return red
	}
	return yellow
}

// newStandingsCommand lists the standings of all vendors.
func newStandingsCommand(env *environment) *cobra.Command {
	var verdicts []string
	cmd := &cobra.Command{Use: "standings", Short: "List the standings of all vendors", Args: cobra.NoArgs}
	c := newClient(env, cmd)
	cmd.Flags().StringSliceVar(&verdicts, "verdict", nil, "only standings with these `verdicts`")
	completeWords(cmd, "verdict", enumWords(assayv1.Standing_Verdict_value))
	cmd.RunE = c.do(func(ctx context.Context, conn *grpc.ClientConn, _ []string) error {
		wanted, err := enumValues[assayv1.Standing_Verdict]("verdict", verdicts, assayv1.Standing_Verdict_value)
		if err != nil {
			return err
		}
		api := assayv1.NewRiskServiceClient(conn)
		standings, err := collect(0, func(size int32, token string) ([]*assayv1.Standing, string, error) {
			r, err := api.ListStandings(ctx, &assayv1.ListStandingsRequest{Parent: "vendors/-", PageSize: size, PageToken: token, Verdicts: wanted})
			return r.GetStandings(), r.GetNextPageToken(), err
		})
		if err != nil {
			return err
		}
		return c.show(&assayv1.ListStandingsResponse{Standings: standings}, func(p *page) {
			var rows [][]string
			for _, s := range standings {
				rows = append(rows, []string{shortName(s.GetName()), spokenEnum(s.GetTier()), spokenEnum(s.GetVerdict()), s.GetValidUntilDate(), s.GetNextStep()})
			}
			p.table([]string{"VENDOR", "TIER", "VERDICT", "HOLDS UNTIL", "NEXT STEP"}, rows)
		})
	})
	return cmd
}

// newTimelineCommand tells what covers which days.
func newTimelineCommand(env *environment) *cobra.Command {
	var day string
	cmd := &cobra.Command{
		Use:   "timeline VENDOR",
		Short: "Which days are covered by which evidence?",
		Example: `  assay timeline acme
  assay timeline acme --day 2026-03-14      what covered 14 March?`,
		Args: exactly("a vendor"),
	}
	c := newClient(env, cmd)
	cmd.ValidArgsFunction = c.completeVendors
	cmd.Flags().StringVar(&day, "day", "", "ask what covered this `day`, YYYY-MM-DD")
	cmd.RunE = c.do(func(ctx context.Context, conn *grpc.ClientConn, args []string) error {
		req := &assayv1.GetTimelineRequest{Name: vendorName(args[0]) + "/timeline", Day: day}
		t, err := assayv1.NewFreshnessServiceClient(conn).GetTimeline(ctx, req)
		if err != nil {
			return err
		}
		return c.show(t, func(p *page) { p.timeline(t) })
	})
	return cmd
}

// timeline writes a timeline, or what covers the day that was asked about.
func (p *page) timeline(t *assayv1.Timeline) {
	if t.GetDay() != "" {
		if len(t.GetCovering()) == 0 {
			p.line("Nothing covers %s.", t.GetDay())
			return
		}
		p.line("%s", p.paint(bold, "What covers "+t.GetDay()))
		p.segments(t.GetCovering())
		return
	}
	p.line("%s  as of %s, counted from the %s", p.paint(bold, shortName(t.GetName())), t.GetAsOfDate(), spokenEnum(t.GetClock()))
	p.segments(t.GetSegments())
	p.line("")
	var rows [][]string
	for _, e := range t.GetEvidence() {
		notes := append([]string{}, e.GetNotes()...)
		for _, f := range e.GetFlags() {
			notes = append(notes, f.GetId())
		}
		kind := kindName(e.GetKind(), fmt.Sprint(e.GetReportType()))
		rows = append(rows, []string{shortName(e.GetDocument()), kind, spokenEnum(e.GetState()), spanText(e.GetSpan()), e.GetStaleAfterDate(), strings.Join(notes, "; ")})
	}
	p.table([]string{"EVIDENCE", "KIND", "STATE", "SPEAKS FOR", "STALE AFTER", "NOTES"}, rows)
	if t.GetNextChangeDate() != "" {
		p.line("")
		p.line("The next change is on %s if nothing new comes in.", t.GetNextChangeDate())
	}
}

// segments writes stretches of days in a table.
func (p *page) segments(segments []*assayv1.Timeline_Segment) {
	var rows [][]string
	for _, s := range segments {
		var docs []string
		for _, d := range s.GetDocuments() {
			docs = append(docs, shortName(d))
		}
		what := append([]string{}, docs...)
		if s.GetSystem() != "" {
			what = append(what, s.GetSystem())
		}
		if len(s.GetCategories()) > 0 {
			what = append(what, spoken(strings.Join(s.GetCategories(), ", ")))
		}
		if s.GetNote() != "" {
			what = append(what, s.GetNote())
		}
		rows = append(rows, []string{spanText(s.GetSpan()), gradeText(s.GetGrade()), kindName(s.GetKind(), ""), strings.Join(what, "; ")})
	}
	p.table([]string{"DAYS", "GRADE", "KIND", "BY"}, rows)
}

// gradeText names how strong the assurance of a stretch of days is.
func gradeText(g assayv1.Timeline_Grade) string {
	switch g {
	case assayv1.Timeline_MANAGEMENT:
		return "management's word"
	case assayv1.Timeline_POINT:
		return "point in time"
	}
	return spokenEnum(g)
}

// spanText writes a stretch of days.
func spanText(p *assayv1.Period) string {
	switch {
	case p == nil:
		return ""
	case p.GetStartDate() == p.GetEndDate():
		return p.GetStartDate()
	}
	return p.GetStartDate() + " to " + p.GetEndDate()
}
