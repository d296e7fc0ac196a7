package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"example.com/assay/internal/pdf"
	"example.com/assay/internal/pdf/ocr"
	"example.com/assay/internal/store"
)

// doctorWait is how long one check may take.
const doctorWait = 10 * time.Second

// lowSpace is the free space in bytes under which a data folder is worth a word.
const lowSpace = 1 << 30

// finding is what one check of the doctor found.
type finding struct {
	Check  string `json:"check"`
	State  health `json:"state"`
	Detail string `json:"detail"`
}

// health says whether something does its work.
type health string

// What a check can find.
const (
	healthy health = "ok"
	lacking health = "note"   // it works without; the detail says what that costs
	broken  health = "broken" // something that is needed does not work
)

// doctor looks at one installation.
type doctor struct {
	env      *environment
	config   config
	findings []finding
}

// newDoctorCommand tells what is installed, what is missing, and what that costs.
func newDoctorCommand(env *environment) *cobra.Command {
	d := &doctor{env: env}
	asJSON := false
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Tell what is installed, what is missing, and what that costs",
		Long: `Tell what is installed, what is missing, and what that costs. Nothing is changed.

Exit codes: 0 what is needed works; 1 something that is needed is broken.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			d.examine(cmd.Context())
			return d.tell(asJSON)
		},
	}
	d.config.registerData(cmd.Flags(), env)
	cmd.Flags().BoolVar(&asJSON, "json", false, "write one line of JSON for each check")
	return cmd
}

// examine makes every check.
func (d *doctor) examine(ctx context.Context) {
	d.note("program", healthy, version()+" on "+runtime.GOOS+"/"+runtime.GOARCH)
	d.worker(ctx)
	d.secondReader(ctx)
	d.ocr(ctx)
	d.folder("temporary folder", os.TempDir())
	if d.folder("data folder", d.config.data) {
		d.space()
		d.folder("documents", filepath.Join(d.config.data, "blobs"))
		d.folder("search index", filepath.Join(d.config.data, "index"))
	}
	d.database(ctx)
}

// note keeps a finding.
func (d *doctor) note(check string, state health, detail string) {
	d.findings = append(d.findings, finding{check, state, detail})
}

// tell writes the findings, and fails when something is broken.
func (d *doctor) tell(asJSON bool) error {
	failed := false
	p := newPage(d.env)
	styles := map[health]style{healthy: "", lacking: yellow, broken: red}
	for _, f := range d.findings {
		failed = failed || f.State == broken
		if asJSON {
			if err := writeLine(d.env.stdout, f); err != nil {
				return err
			}
			continue
		}
		p.hang(pad(string(f.State), 8)+pad(f.Check, labelWidth), styles[f.State], f.Detail, "")
	}
	if err := p.flush(); err != nil {
		return err
	}
	if failed {
		return errReported
	}
	return nil
}

// worker has a small PDF read as every PDF is: in a process of its own.
func (d *doctor) worker(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, doctorWait)
	defer cancel()
	if err := readProbe(ctx); err != nil {
		d.note("PDF reader", broken, "no PDF can be read: "+err.Error())
		return
	}
	d.note("PDF reader", healthy, fmt.Sprintf("works, in a process of its own with at most %d MB", pdf.DefaultMemory>>20))
}

// readProbe reads a PDF of one empty page.
func readProbe(ctx context.Context) error {
	reader, err := newPDFReader()
	if err != nil {
		return err
	}
	reader.FirstOnly = true
	path, release, err := spool(strings.NewReader(probePDF()))
	if err != nil {
		return err
	}
	defer release()
	doc, err := reader.Read(ctx, path, pdf.Options{})
	if err == nil && len(doc.Pages) != 1 {
		err = fmt.Errorf("a PDF of one page was read as %d", len(doc.Pages))
	}
	return err
}

// probePDF makes a PDF of one empty page.
func probePDF() string {
	var b strings.Builder
	b.WriteString("%PDF-1.4\n")
	offsets := []int{}
	for i, object := range []string{"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>"} {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	start := b.Len()
	b.WriteString("xref\n0 4\n0000000000 65535 f \n")
	for _, offset := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&b, "trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", start)
	return b.String()
}

// secondReader has a page drawn by what also reads every page a second time. It is
// not compiled for that: this changes nothing.
func (d *doctor) secondReader(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, doctorWait)
	defer cancel()
	dir := cmp.Or(os.Getenv(cacheVariable), pdf.CacheDir())
	switch {
	case !pdf.TwoReaders():
		d.note("second reader", lacking, "not built in: the text of each page comes from one reader, nothing cross-checks it, and no page can be drawn")
	case dir == "":
		d.note("second reader", lacking, "works, but compiles anew for every file, since there is no folder to keep it in; name one in "+cacheVariable)
	case !pdf.Warm(dir):
		d.note("second reader", healthy, "pdfium, not compiled yet: the first file takes some seconds longer; it will be kept in "+dir)
	default:
		if err := drawProbe(ctx); err != nil {
			d.note("second reader", broken, err.Error()+"; remove "+dir+" and try again")
			return
		}
		d.note("second reader", healthy, "pdfium, kept compiled in "+dir)
	}
}

// drawProbe draws a PDF of one empty page.
func drawProbe(ctx context.Context) error {
	reader, err := newPDFReader()
	if err != nil {
		return err
	}
	path, release, err := spool(strings.NewReader(probePDF()))
	if err != nil {
		return err
	}
	defer release()
	_, err = reader.Render(ctx, path, pdf.RenderOptions{Page: 1})
	return err
}

// ocr tells of the program that reads pages which are pictures.
func (d *doctor) ocr(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, doctorWait)
	defer cancel()
	engine, err := ocr.Find(ctx, tesseract)
	switch {
	case err != nil:
		d.note("tesseract", lacking, err.Error()+"; without it scanned pages are not read, and the reading says which")
	case !pdf.TwoReaders():
		d.note("tesseract", lacking, engine.Name()+", but nothing is built in that draws pages for it: scanned pages are not read")
	default:
		d.note("tesseract", healthy, engine.Name()+", reads "+strings.Join(engine.Languages(), ", "))
	}
}

// folder checks that files can be made in a folder, and whether it is there.
func (d *doctor) folder(check, path string) bool {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		d.note(check, lacking, path+" is not there yet; \"assay serve\" makes it")
		return false
	case err != nil:
		d.note(check, broken, err.Error())
		return false
	case !info.IsDir():
		d.note(check, broken, path+" is no folder; choose another with --data")
		return false
	}
	probe, err := os.CreateTemp(path, ".doctor-*")
	if err != nil {
		d.note(check, broken, "nothing can be written there: "+err.Error())
		return false
	}
	if err := errors.Join(probe.Close(), os.Remove(probe.Name())); err != nil {
		d.note(check, broken, err.Error())
		return false
	}
	d.note(check, healthy, path)
	return true
}

// space checks how much the data may still grow.
func (d *doctor) space() {
	free, ok := freeSpace(d.config.data)
	switch {
	case !ok:
		d.note("free space", lacking, "cannot be told on this system")
	case free < lowSpace:
		d.note("free space", lacking, fmt.Sprintf("%d MB: uploads are refused once it is used up", free>>20))
	default:
		d.note("free space", healthy, fmt.Sprintf("%d GB", free>>30))
	}
}

// database checks that the database answers and has the schema that this program
// knows. A SQLite file that is not there is not made.
func (d *doctor) database(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, doctorWait)
	defer cancel()
	if path, ok := strings.CutPrefix(d.config.databaseURL(), "sqlite:"); ok {
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			d.note("database", lacking, path+" is not there yet; \"assay serve\" makes it")
			return
		}
	}
	have, want, err := d.schema(ctx)
	switch {
	case err != nil:
		d.note("database", broken, err.Error())
	case have < want:
		d.note("database", lacking, fmt.Sprintf("schema version %d, this program knows %d; \"assay migrate\" brings it up to date", have, want))
	case have > want:
		d.note("database", broken, fmt.Sprintf("schema version %d is newer than the %d that this program knows; use a newer assay", have, want))
	default:
		d.note("database", healthy, fmt.Sprintf("%s, schema version %d", d.engine(), have))
	}
}

// schema opens the database and gives the versions of its schema.
func (d *doctor) schema(ctx context.Context) (have, want int64, err error) {
	s, err := store.Open(ctx, d.config.databaseURL(), store.Options{Logger: quietLogger(d.env), Now: d.env.now})
	if err != nil {
		return 0, 0, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return s.SchemaVersion(ctx)
}

// engine names the database without the secrets in its address.
func (d *doctor) engine() string {
	if strings.HasPrefix(d.config.databaseURL(), "sqlite:") {
		return "SQLite"
	}
	return "PostgreSQL"
}
