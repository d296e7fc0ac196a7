package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"google.golang.org/grpc"

	assayv1 "example.com/assay/gen/assay/v1"
	"example.com/assay/internal/attest"
	"example.com/assay/internal/review"
)

const correctHelp = `Say what a document states where the reading is wrong or undecided, or that the
reading is right. The correction is kept beside the reading and laid over it; it
survives a new reading, and the vendor's standing follows at once.

Give the value for the target, and why; a list takes any number of values. With
--confirm the reading is right, with --absent the document does not state it (an
exception, a flag or an unparsed row is none), with --none it states that there
are none. "assay corrections targets" lists what can be corrected, and how each
value is written.`

// newCorrectCommand makes the command that corrects one fact.
func newCorrectCommand(env *environment) *cobra.Command {
	var flags correctionFlags
	cmd := &cobra.Command{
		Use:   "correct VENDOR/DOCUMENT TARGET [VALUE...]",
		Short: "Say what a document states, in place of what was read",
		Long:  correctHelp,
		Example: `  assay correct acme/7q2m4x opinion qualified --reason "the basis is on page 4" --page 4
  assay correct acme/7q2m4x categories security availability --reason "privacy is not in scope"
  assay correct acme/7q2m4x period --confirm
  assay correct acme/7q2m4x exceptions/e1a2b3c4 --absent --reason "a footnote of the legend"`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) < 2 {
				return usagef("want a document and a target, got %d arguments", len(args))
			}
			return nil
		},
	}
	c := newClient(env, cmd)
	cmd.ValidArgsFunction = c.completeCorrection
	flags.register(cmd)
	cmd.Flags().BoolVar(&flags.confirm, "confirm", false, "the reading is right; with a value, only if it says that")
	cmd.Flags().BoolVar(&flags.absent, "absent", false, "the document does not state it")
	cmd.Flags().BoolVar(&flags.none, "none", false, "the document states that there are none")
	cmd.RunE = c.do(func(ctx context.Context, conn *grpc.ClientConn, args []string) error {
		said, err := flags.correction(args[1], args[2:])
		if err != nil {
			return err
		}
		return c.createCorrection(ctx, conn, args[0], said)
	})
	return cmd
}

// correctionFlags are what can be said with a correction.
type correctionFlags struct {
	reason, quote         string
	page                  int32
	confirm, absent, none bool
}

func (f *correctionFlags) register(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.reason, "reason", "", "why, for whoever looks at it later")
	cmd.Flags().Int32Var(&f.page, "page", 0, "the `page` on which the document states it")
	cmd.Flags().StringVar(&f.quote, "quote", "", "the `words` on that page")
}

// correction gives the correction that the command line describes.
func (f *correctionFlags) correction(target string, values []string) (*assayv1.Correction, error) {
	out := &assayv1.Correction{Target: target, Values: values, Reason: f.reason, Page: f.page, Quote: f.quote, Action: assayv1.Correction_OVERRIDE}
	switch {
	case f.confirm && f.absent, f.confirm && f.none, f.absent && f.none:
		return nil, usagef("--confirm, --absent and --none say different things: choose one")
	case f.confirm:
		out.Action = assayv1.Correction_CONFIRM
	case f.absent:
		out.Action = assayv1.Correction_MARK_ABSENT
	case f.none && len(values) > 0:
		return nil, usagef("--none takes no value")
	case !f.none && len(values) == 0:
		return nil, usagef("give the value that the document states, or --confirm, --absent or --none")
	}
	return out, nil
}

// createCorrection sends a correction and shows what came of it.
func (c *client) createCorrection(ctx context.Context, conn *grpc.ClientConn, document string, said *assayv1.Correction) error {
	name, err := documentName(document)
	if err != nil {
		return err
	}
	made, err := assayv1.NewDocumentServiceClient(conn).CreateCorrection(ctx, &assayv1.CreateCorrectionRequest{Parent: name, Correction: said})
	if err != nil {
		return err
	}
	return c.show(made, func(p *page) { p.correction(made) })
}

// correction writes one correction.
func (p *page) correction(c *assayv1.Correction) {
	p.line("%s", p.paint(bold, clean(c.GetTarget())))
	p.field("Correction", shortName(c.GetName()), "")
	p.field("Says", correctionText(c), correctionPlace(c))
	p.field("The reading said", wasText(c), pageRef(c.GetWas().GetCitations()))
	if c.GetReason() != "" {
		p.field("Why", c.GetReason(), "")
	}
	status := spokenEnum(c.GetStatus())
	if c.GetStatusDetail() != "" {
		status += ": " + c.GetStatusDetail()
	}
	p.field("Status", status, "")
	p.field("By", c.GetAuthor()+", "+instantText(c.GetCreateTime()), "")
	if c.GetEndTime() != nil {
		p.field("Ended by", c.GetEnder()+", "+instantText(c.GetEndTime()), "")
	}
}

// correctionText says in words what a correction says.
func correctionText(c *assayv1.Correction) string {
	values := strings.Join(c.GetValues(), "; ")
	switch c.GetAction() {
	case assayv1.Correction_CONFIRM:
		if values == "" {
			return "the reading is right"
		}
		return "the reading is right: " + values
	case assayv1.Correction_MARK_ABSENT:
		return "the document does not state it"
	case assayv1.Correction_ADD:
		return c.GetAddedException().GetText()
	}
	if values == "" {
		return "there are none"
	}
	return values
}

func correctionPlace(c *assayv1.Correction) string {
	if c.GetPage() == 0 {
		return ""
	}
	return fmt.Sprintf("p. %d", c.GetPage())
}

// wasText says in words what the reading said.
func wasText(c *assayv1.Correction) string {
	was := c.GetWas()
	switch {
	case was.GetState() == assayv1.Fact_AMBIGUOUS:
		var all []string
		for _, candidate := range was.GetCandidates() {
			all = append(all, candidate.GetValue())
		}
		return "either " + strings.Join(all, " or ")
	case was.GetState() != assayv1.Fact_FOUND:
		return "nothing"
	case was.GetValue() != "":
		return was.GetValue()
	case len(c.GetWasItems()) > 0:
		return strings.Join(c.GetWasItems(), "; ")
	}
	return "that there are none"
}

// newCorrectionsCommand holds the commands about corrections that were made.
func newCorrectionsCommand(env *environment) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "corrections",
		Short: "See, add to and take back what people corrected",
		Example: `  assay corrections list acme/7q2m4x --all
  assay corrections withdraw acme/7q2m4x/0f3k9d
  assay corrections add-exception acme/7q2m4x "For 2 of 40 users, access was removed late." \
      --control CC6.2.1 --deviations 2 --sample-size 40 --page 31 --reason "the table on page 31 was not read"`,
		Args: cobra.NoArgs,
	}
	c := newClient(env, cmd)
	cmd.AddCommand(c.correctionsList(), c.correctionsGet(), c.correctionsWithdraw(), c.correctionsAddException(), correctionTargets(env))
	return needsVerb(cmd)
}

func (c *client) correctionsList() *cobra.Command {
	var all bool
	cmd := c.documentCommand("list", "List the corrections of a document", func(ctx context.Context, conn *grpc.ClientConn, name string) error {
		api := assayv1.NewDocumentServiceClient(conn)
		found, err := collect(0, func(size int32, token string) ([]*assayv1.Correction, string, error) {
			r, err := api.ListCorrections(ctx, &assayv1.ListCorrectionsRequest{Parent: name, PageSize: size, PageToken: token, ShowEnded: all})
			return r.GetCorrections(), r.GetNextPageToken(), err
		})
		if err != nil {
			return err
		}
		return c.show(&assayv1.ListCorrectionsResponse{Corrections: found}, func(p *page) { p.corrections(found) })
	})
	cmd.Flags().BoolVar(&all, "all", false, "those that were withdrawn or replaced as well")
	return cmd
}

// corrections writes corrections in a table.
func (p *page) corrections(all []*assayv1.Correction) {
	var rows [][]string
	for _, c := range all {
		rows = append(rows, []string{shortName(c.GetName()), c.GetTarget(), spokenEnum(c.GetStatus()), c.GetAuthor(), instantText(c.GetCreateTime()), correctionText(c)})
	}
	p.table([]string{"CORRECTION", "TARGET", "STATUS", "BY", "WHEN (UTC)", "SAYS"}, rows)
}

// correctionName gives the resource name of a correction that a person wrote as
// VENDOR/DOCUMENT/CORRECTION, or as the name itself.
func correctionName(arg string) (string, error) {
	parts := strings.Split(arg, "/")
	switch {
	case strings.HasPrefix(arg, "vendors/"):
		return arg, nil
	case len(parts) != 3 || parts[0] == "" || parts[1] == "" || parts[2] == "":
		return "", usagef("%q names no correction; write VENDOR/DOCUMENT/CORRECTION as \"assay corrections list\" shows it", arg)
	}
	return "vendors/" + parts[0] + "/documents/" + parts[1] + "/corrections/" + parts[2], nil
}

// correctionCommand is a command about one correction.
func (c *client) correctionCommand(verb, short string, act func(ctx context.Context, api assayv1.DocumentServiceClient, name string) error) *cobra.Command {
	return &cobra.Command{
		Use: verb + " VENDOR/DOCUMENT/CORRECTION", Short: short, Args: exactly("a correction"), ValidArgsFunction: cobra.NoFileCompletions,
		RunE: c.do(func(ctx context.Context, conn *grpc.ClientConn, args []string) error {
			name, err := correctionName(args[0])
			if err != nil {
				return err
			}
			return act(ctx, assayv1.NewDocumentServiceClient(conn), name)
		}),
	}
}

func (c *client) correctionsGet() *cobra.Command {
	return c.correctionCommand("get", "Show one correction", func(ctx context.Context, api assayv1.DocumentServiceClient, name string) error {
		found, err := api.GetCorrection(ctx, &assayv1.GetCorrectionRequest{Name: name})
		if err != nil {
			return err
		}
		return c.show(found, func(p *page) { p.correction(found) })
	})
}

func (c *client) correctionsWithdraw() *cobra.Command {
	return c.correctionCommand("withdraw", "Take a correction back: what was read holds again", func(ctx context.Context, api assayv1.DocumentServiceClient, name string) error {
		done, err := api.DeleteCorrection(ctx, &assayv1.DeleteCorrectionRequest{Name: name})
		if err != nil {
			return err
		}
		return c.show(done, func(p *page) { p.line("Withdrew %s.", shortName(name)) })
	})
}

// addedFlags describe an exception that was not read.
type addedFlags struct {
	correctionFlags
	controls, criteria                 []string
	leg                                string
	deviations, sampleSize, population int32
}

func (c *client) correctionsAddException() *cobra.Command {
	var flags addedFlags
	cmd := &cobra.Command{
		Use: "add-exception VENDOR/DOCUMENT WORDS", Short: "Add an exception that was not read", Args: exactly("a document", "the exception's words"),
		ValidArgsFunction: c.completeDocuments,
	}
	flags.register(cmd)
	cmd.Flags().StringSliceVar(&flags.controls, "control", nil, "`ids` of the controls it was found in, as printed")
	cmd.Flags().StringSliceVar(&flags.criteria, "criterion", nil, "`criteria` that it bears on, such as CC6.1")
	cmd.Flags().StringVar(&flags.leg, "leg", "", "what failed: design or operating_effectiveness")
	cmd.Flags().Int32Var(&flags.deviations, "deviations", 0, "how many of the items tested failed")
	cmd.Flags().Int32Var(&flags.sampleSize, "sample-size", 0, "how many items were tested")
	cmd.Flags().Int32Var(&flags.population, "population", 0, "how many items they were drawn from")
	completeWords(cmd, "leg", []string{string(attest.LegDesign), string(attest.LegOperation)})
	number := func(name string, n *int32) *int32 {
		if !cmd.Flags().Changed(name) {
			return nil
		}
		return n
	}
	cmd.RunE = c.do(func(ctx context.Context, conn *grpc.ClientConn, args []string) error {
		return c.createCorrection(ctx, conn, args[0], &assayv1.Correction{
			Target: "exceptions", Action: assayv1.Correction_ADD, Reason: flags.reason, Page: flags.page, Quote: flags.quote,
			AddedException: &assayv1.AddedException{Text: args[1], ControlIds: flags.controls, Criteria: flags.criteria, Leg: flags.leg,
				Deviations: number("deviations", &flags.deviations), SampleSize: number("sample-size", &flags.sampleSize), Population: number("population", &flags.population)},
		})
	})
	return cmd
}

// correctionTargets makes the command that lists what can be corrected. It asks no
// server.
func correctionTargets(env *environment) *cobra.Command {
	cmd := &cobra.Command{
		Use: "targets [KIND]", Short: "List what can be corrected, and how each value is written", ValidArgs: kindWords(),
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usagef("want one kind of document, got %d arguments", len(args))
			}
			return nil
		},
	}
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		kind := attest.KindSOC2
		if len(args) > 0 {
			kind = attest.Kind(args[0])
		}
		p := newPage(env)
		p.line("%s", p.paint(bold, "What can be corrected in a document of the kind "+clean(string(kind))))
		var rows [][]string
		for _, t := range review.Targets(kind) {
			rows = append(rows, []string{t.Name, targetForm(t)})
		}
		p.table([]string{"TARGET", "VALUE"}, rows)
		return p.flush()
	}
	return cmd
}

// targetForm says how a value of a target is written.
func targetForm(t review.Target) string {
	switch {
	case t.Form == "":
		var words []string
		for _, a := range t.Actions {
			words = append(words, "--"+strings.TrimPrefix(string(a), "mark_"))
		}
		return "none: " + strings.Join(words, " or ")
	case t.List:
		return t.Form + "; any number"
	}
	return t.Form
}

// completeCorrection completes the document, then what can be corrected in any kind.
func (c *client) completeCorrection(cmd *cobra.Command, args []string, toComplete string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if len(args) == 0 {
		return c.completeDocuments(cmd, args, toComplete)
	}
	var out []cobra.Completion
	for _, kind := range []attest.Kind{attest.KindSOC2, attest.KindISO27001, attest.KindBridgeLetter} {
		for _, t := range review.Targets(kind) {
			if !strings.Contains(t.Name, "{") && (len(out) < 2 || t.Name != "kind" && t.Name != "title") {
				out = append(out, cobra.CompletionWithDesc(t.Name, t.Form))
			}
		}
	}
	if len(args) > 1 {
		out = nil
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}
