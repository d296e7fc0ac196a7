package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/reading/evaluate"
)

const evalHelp = `Read the documents of a folder and compare what was read with its truth.json, which
a careful person wrote. For each field it counts

  right      the reading says what the document says, or rightly nothing
  absent     the document states it, the reading does not
  ambiguous  the reading leaves it to a person
  wrong      the reading states, as certain, something else

Wrong is the figure to drive to zero. A document that its truth marks as locked or
not readable is counted and not compared; any other that could not be read counts
as absent in every field that it states.

The rows of a report's matrix and its exceptions are counted as found, as invented,
as unread (the reading lists them as not understood, or their page as not read), and
as lost, which nothing tells. Precision is the share of what was given that is there,
recall the share of what is there that was given.

Citations are held when the words they quote are on the page they name.`

// evalOptions is what the flags of eval say.
type evalOptions struct {
	json     bool
	mistakes bool
	files    bool
	workers  int
}

// newEvalCommand measures readings against known documents.
func newEvalCommand(env *environment) *cobra.Command {
	var opts evalOptions
	cmd := &cobra.Command{
		Use:   "eval DIR",
		Short: "Compare readings with a folder of known documents",
		Long:  evalHelp,
		Args:  exactly("a folder with a truth.json"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if opts.workers < 1 {
				return usagef("--workers must be at least 1")
			}
			return evaluateDir(cmd.Context(), env, opts, args[0])
		},
	}
	cmd.Flags().BoolVar(&opts.json, "json", false, "write JSON")
	cmd.Flags().BoolVar(&opts.mistakes, "mistakes", false, "list every field that is not right, not only the wrong ones")
	cmd.Flags().BoolVar(&opts.files, "files", false, "give the figures of each file too")
	cmd.Flags().IntVar(&opts.workers, "workers", 2, "`number` of documents read at once")
	cmd.ValidArgsFunction = cobra.FixedCompletions(nil, cobra.ShellCompDirectiveFilterDirs)
	return cmd
}

// known is a document of the folder and what the truth says beside its facts.
type known struct {
	truth evaluate.Truth
	notes truthNotes
}

// truthNotes is what the truth says about the file itself.
type truthNotes struct {
	FileFacts struct {
		Locked   bool  `json:"locked"`
		Readable *bool `json:"readable"`
	} `json:"file_facts"`
}

// unreadable reports whether the truth says that nobody can read the file as it is.
func (n truthNotes) unreadable() bool {
	return n.FileFacts.Locked || n.FileFacts.Readable != nil && !*n.FileFacts.Readable
}

// judged is what came of one document.
type judged struct {
	read    bool
	pages   int
	fields  []evaluate.FieldResult
	held    evaluate.Held
	broken  []attest.Citation
	failure error
}

// loadTruth reads the truth.json of a folder.
func loadTruth(dir string) ([]known, error) {
	path := filepath.Join(dir, "truth.json")
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no %s; name a folder that holds PDF files and their truth.json", path)
	}
	if err != nil {
		return nil, err
	}
	truths, err := evaluate.Load(strings.NewReader(string(raw)))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	notes := make([]truthNotes, 0, len(truths))
	if err := json.Unmarshal(raw, &notes); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	docs := make([]known, len(truths))
	for i, t := range truths {
		if !filepath.IsLocal(t.File) {
			return nil, fmt.Errorf("%s: document %d: the file %q lies outside the folder", path, i, t.File)
		}
		docs[i] = known{t, notes[i]}
	}
	return docs, nil
}

// evaluateDir reads and compares every document of a folder, and writes the sums.
func evaluateDir(ctx context.Context, env *environment, opts evalOptions, dir string) error {
	docs, err := loadTruth(dir)
	if err != nil {
		return err
	}
	reader, err := newFileReader(env, "")
	if err != nil {
		return err
	}
	reader.quiet, reader.alone = true, true
	began := env.now()
	results, err := judgeAll(ctx, env, opts.workers, reader, dir, docs)
	if err != nil {
		return err
	}
	s := sum(docs, results)
	s.Seconds = env.now().Sub(began).Seconds()
	if opts.json {
		raw, err := json.MarshalIndent(s, "", "  ")
		if err != nil {
			return fmt.Errorf("encode the output: %w", err)
		}
		return writeAll(env.stdout, append(raw, '\n'))
	}
	return showEvaluation(env, opts, s, docs, results)
}

// judgeAll reads and compares the documents, so many at a time.
func judgeAll(ctx context.Context, env *environment, workers int, reader *fileReader, dir string, docs []known) ([]judged, error) {
	bar := newProgress(env, "evaluating "+dir)
	defer bar.done()
	results := make([]judged, len(docs))
	done := make(chan struct{})
	group, running := errgroup.WithContext(ctx)
	group.SetLimit(workers + 1)
	group.Go(func() error {
		for i := range docs {
			select {
			case <-done:
				bar.show(i+1, len(docs), "document")
			case <-running.Done():
				return running.Err()
			}
		}
		return nil
	})
	for i, d := range docs {
		group.Go(func() error {
			results[i] = judge(running, reader, filepath.Join(dir, d.truth.File), d)
			select {
			case done <- struct{}{}:
				return nil
			case <-running.Done():
				return running.Err()
			}
		})
	}
	return results, group.Wait()
}

// judge reads and compares one document.
func judge(ctx context.Context, reader *fileReader, path string, d known) judged {
	doc, r, err := reader.readPages(ctx, path)
	switch {
	case err == nil:
		out := judged{read: true, pages: len(doc.Pages), fields: evaluate.Compare(d.truth, r)}
		out.held, out.broken = evaluate.CheckCitations(doc, r)
		return out
	case d.notes.unreadable():
		return judged{failure: err}
	}
	return judged{failure: err, fields: evaluate.Compare(d.truth, &attest.Reading{})}
}

// sum counts over all documents.
func sum(docs []known, results []judged) *evaluate.Summary {
	s := &evaluate.Summary{Documents: len(docs), Fields: map[string]*evaluate.Tally{}, Mistakes: []evaluate.Mistake{}}
	for i, r := range results {
		s.Add(docs[i].truth, r.fields)
		if r.read {
			s.Read++
		}
		s.Pages += r.pages
		s.Citations.Checked += r.held.Checked
		s.Citations.Held += r.held.Held
	}
	return s
}

// showEvaluation writes the sums for a person.
func showEvaluation(env *environment, opts evalOptions, s *evaluate.Summary, docs []known, results []judged) error {
	p := newPage(env)
	speed := ""
	if s.Seconds > 0 {
		speed = fmt.Sprintf(" in %.1f s (%.0f pages/s)", s.Seconds, float64(s.Pages)/s.Seconds)
	}
	p.line("%d documents, %d read, %d pages%s", s.Documents, s.Read, s.Pages, speed)
	for i, r := range results {
		if r.failure != nil {
			p.hang("  ", yellow, fmt.Sprintf("not read: %s: %v", docs[i].truth.File, r.failure), "")
		}
	}
	p.line("")
	p.fields(s)
	p.line("")
	p.groups("LAYOUT", s.Layouts)
	p.line("")
	if opts.files {
		p.groups("FILE", s.Files)
		p.line("")
	}
	p.line("controls: %s", rateText(s.Controls))
	p.line("exceptions: %s", rateText(s.Exceptions))
	if n := s.Fields[evaluate.FieldCounts]; n != nil {
		p.line("n of N: %d right, %d absent, %d ambiguous, %d wrong of the %d found exceptions that state it", n.Right, n.Absent, n.Ambiguous, n.Wrong, n.Of)
	}
	p.line("citations: %d of %d hold", s.Citations.Held, s.Citations.Checked)
	p.mistakes(opts, s.Mistakes)
	if opts.mistakes {
		p.broken(docs, results)
	}
	return p.flush()
}

// fields writes the tally of each field: the facts of the document, their sum, and
// what is said of each row and exception.
func (p *page) fields(s *evaluate.Summary) {
	var facts, parts [][]string
	total := evaluate.Tally{}
	for _, name := range s.FieldNames() {
		t := s.Fields[name]
		if strings.Contains(name, ".") {
			parts = append(parts, tallyRow(name, *t))
			continue
		}
		facts = append(facts, tallyRow(name, *t))
		total.Add(*t)
	}
	p.table([]string{"FIELD", "RIGHT", "ABSENT", "AMBIGUOUS", "WRONG", "OF"}, slices.Concat(facts, [][]string{tallyRow("all", total)}, parts))
}

// groups writes the figures of each layout or file.
func (p *page) groups(head string, groups []*evaluate.Group) {
	var rows [][]string
	for _, g := range groups {
		facts, n := g.Facts(), g.Counts()
		rows = append(rows, []string{g.Name, fmt.Sprint(g.Documents), ofText(facts.Right, facts.Of), fmt.Sprint(facts.Wrong),
			ofText(g.Controls.Right, g.Controls.Of), fmt.Sprint(g.Controls.Given - g.Controls.Right), fmt.Sprint(g.Controls.Lost),
			ofText(g.Exceptions.Right, g.Exceptions.Of), fmt.Sprint(g.Exceptions.Given - g.Exceptions.Right), fmt.Sprint(g.Exceptions.Lost), ofText(n.Right, n.Of)})
	}
	p.table([]string{head, "DOCS", "FACTS", "WRONG", "CONTROLS", "INVENTED", "LOST", "EXCEPTIONS", "INVENTED", "LOST", "N OF N"}, rows)
}

// ofText writes n of a number; "-" where there is nothing to count.
func ofText(n, of int) string {
	if of == 0 {
		return "-"
	}
	return fmt.Sprintf("%d/%d", n, of)
}

// rateText writes how well a list was found.
func rateText(r evaluate.Rate) string {
	share := func(f *float64) string {
		if f == nil {
			return "-"
		}
		return fmt.Sprintf("%.4f", *f)
	}
	return fmt.Sprintf("%d of %d found, %d invented, %d unread, %d lost; precision %s, recall %s, F1 %s",
		r.Right, r.Of, r.Given-r.Right, r.Unread, r.Lost, share(r.Precision), share(r.Recall), share(r.F1))
}

// tallyRow is the row of one field.
func tallyRow(name string, t evaluate.Tally) []string {
	row := []string{name}
	for _, n := range []int{t.Right, t.Absent, t.Ambiguous, t.Wrong, t.Of} {
		row = append(row, fmt.Sprint(n))
	}
	return row
}

// mistakes writes what is not right: the certain mistakes, and the others where they
// are asked for.
func (p *page) mistakes(opts evalOptions, mistakes []evaluate.Mistake) {
	shown := slices.DeleteFunc(slices.Clone(mistakes), func(m evaluate.Mistake) bool { return !m.Certain && !opts.mistakes })
	if len(shown) == 0 {
		return
	}
	p.line("")
	for _, m := range shown {
		word := "not stated"
		if m.Certain {
			word = "WRONG"
		}
		p.hang("  ", "", fmt.Sprintf("%s  %s  %s: want %q, got %q", word, m.File, m.Field, shortened(m.Want), shortened(m.Got)), "")
	}
}

// shortened is a text cut to what tells two of them apart; --json gives it whole.
func shortened(s string) string {
	const most = 160
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "\u2026"
	}
	return s
}

// broken writes the citations that do not hold.
func (p *page) broken(docs []known, results []judged) {
	for i, r := range results {
		for _, c := range r.broken {
			p.hang("  ", "", fmt.Sprintf("CITATION  %s  not on page %d: %q", docs[i].truth.File, c.Page, c.Quote), "")
		}
	}
}
