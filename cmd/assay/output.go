package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/term"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// The shape of what people read.
const (
	plainWidth = 100 // columns where there is no terminal to ask
	minWidth   = 40
	maxWidth   = 120
	labelWidth = 18 // columns of the labels, with the gap after them
	indent     = 2
	columnGap  = 2  // between the columns of a table
	minColumn  = 24 // of a column whose words are wrapped
)

// style is how words stand out on a terminal. No meaning hangs on it alone.
type style string

// The styles, as terminals know them.
const (
	bold   style = "1"
	dim    style = "2"
	red    style = "31"
	yellow style = "33"
)

// page writes for a person: in the width of the terminal, with colours on one.
// Errors of writing are kept until flush.
type page struct {
	w      *bufio.Writer
	width  int
	colour bool
	narrow bool // it is a terminal: lines that are too long are unreadable
}

// newPage starts a page on standard output.
func newPage(env *environment) *page {
	p := &page{w: bufio.NewWriter(env.stdout), width: plainWidth}
	file, ok := terminal(env.stdout)
	if !ok {
		return p
	}
	p.narrow = true
	p.colour = env.getenv("NO_COLOR") == "" && env.getenv("TERM") != "dumb"
	if columns, _, err := term.GetSize(int(file.Fd())); err == nil {
		p.width = columns
	} else if columns, err := strconv.Atoi(env.getenv("COLUMNS")); err == nil {
		p.width = columns
	}
	p.width = min(max(p.width, minWidth), maxWidth)
	return p
}

// terminal gives the file of a stream that is a terminal.
func terminal(stream any) (*os.File, bool) {
	file, ok := stream.(*os.File)
	return file, ok && term.IsTerminal(int(file.Fd()))
}

// flush writes what is held back and gives the first error of the page.
func (p *page) flush() error {
	if err := p.w.Flush(); err != nil {
		return fmt.Errorf("write the output: %w", err)
	}
	return nil
}

// paint gives words a style, on a terminal.
func (p *page) paint(s style, text string) string {
	if !p.colour || text == "" {
		return text
	}
	return "\x1b[" + string(s) + "m" + text + "\x1b[0m"
}

// line writes one line as it is.
func (p *page) line(format string, args ...any) {
	fmt.Fprintf(p.w, format+"\n", args...)
}

// field writes a label and the text beside it, wrapped; tail is kept together,
// and faint.
func (p *page) field(label, text, tail string) {
	p.styled(label, "", text, tail)
}

// styled writes a field in a style.
func (p *page) styled(label string, s style, text, tail string) {
	lead := strings.Repeat(" ", indent) + pad(label, labelWidth)
	p.hang(lead, s, text, tail)
}

// hang writes text after lead and wraps it under itself.
func (p *page) hang(lead string, s style, text, tail string) {
	left := utf8.RuneCountInString(lead)
	if tail != "" {
		tail = "[" + strings.ReplaceAll(tail, " ", "\u00a0") + "]"
	}
	lines := wrap(strings.TrimSpace(clean(text)+" "+tail), p.width-left)
	for i, line := range lines {
		body, ref, found := line, "", false
		if i == len(lines)-1 && tail != "" {
			if body, found = strings.CutSuffix(line, tail); found {
				ref = p.paint(dim, strings.ReplaceAll(tail, "\u00a0", " "))
			}
		}
		if s != "" {
			body = p.paint(s, body)
		}
		p.line("%s", strings.TrimRight(lead+body+ref, " "))
		lead = strings.Repeat(" ", left)
	}
}

// pad fills text up with blanks, and with at least one.
func pad(text string, width int) string {
	return text + strings.Repeat(" ", max(width-utf8.RuneCountInString(text), 1))
}

// wrap breaks text into lines of at most width columns where it can; there is at
// least one line.
func wrap(text string, width int) []string {
	var lines []string
	current := ""
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '\n' || r == '\t' }) {
		if current != "" && utf8.RuneCountInString(current)+1+utf8.RuneCountInString(word) > width {
			lines = append(lines, current)
			current = ""
		}
		if current != "" {
			current += " "
		}
		current += word
	}
	return append(lines, current)
}

// clean takes out of foreign text what could steer a terminal: control characters
// and marks that turn the direction of writing.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, text)
}

// table writes rows in columns under a header; the last column is not filled up,
// and on a terminal it is wrapped. Rows have as many cells as the header.
func (p *page) table(header []string, rows [][]string) {
	widths := make([]int, len(header))
	for _, row := range append([][]string{header}, rows...) {
		for i := range row {
			row[i] = clean(row[i])
			widths[i] = max(widths[i], utf8.RuneCountInString(row[i]))
		}
	}
	last := len(header) - 1
	left := columnGap * last
	for _, width := range widths[:last] {
		left += width
	}
	p.line("%s", p.paint(bold, tableLine(header, widths)))
	for _, row := range rows {
		if p.narrow && p.width-left >= minColumn {
			p.hang(tableLine(append(slices.Clone(row[:last]), ""), widths), "", row[last], "")
			continue
		}
		p.line("%s", strings.TrimRight(tableLine(row, widths), " "))
	}
}

// tableLine joins the cells of one row.
func tableLine(row []string, widths []int) string {
	var b strings.Builder
	for i, cell := range row {
		if i == len(row)-1 {
			b.WriteString(cell)
			break
		}
		b.WriteString(pad(cell, widths[i]+columnGap))
	}
	return b.String()
}

// spokenEnum writes a value of an enum of the API as words.
func spokenEnum(v fmt.Stringer) string { return spoken(strings.ToLower(v.String())) }

// instantText writes a time to the minute, in UTC; "" for none.
func instantText(t *timestamppb.Timestamp) string {
	if t == nil {
		return ""
	}
	return t.AsTime().UTC().Format("2006-01-02 15:04")
}

// progress tells on a terminal how far something is; elsewhere it says nothing.
type progress struct {
	w     io.Writer // nil: says nothing
	now   func() time.Time
	label string
	next  time.Time
	shown bool
}

// Progress is shown after a moment, and not more often than eyes can follow.
const (
	progressAfter = 400 * time.Millisecond
	progressEvery = 100 * time.Millisecond
)

// newProgress starts to watch something that has a name.
func newProgress(env *environment, label string) *progress {
	p := &progress{now: env.now, label: clean(label), next: env.now().Add(progressAfter)}
	if _, ok := terminal(env.stderr); ok {
		p.w = env.stderr
	}
	return p
}

// show tells that so many of so many units are done.
func (p *progress) show(done, total int, unit string) {
	if p.w == nil || p.now().Before(p.next) {
		return
	}
	p.next = p.now().Add(progressEvery)
	p.shown = true
	fmt.Fprintf(p.w, "\r\x1b[K%s: %s %d of %d", p.label, unit, done, total)
}

// done wipes what was shown.
func (p *progress) done() {
	if p.shown {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}

// askPassword asks a person for the password of a file; false where nobody is
// there to ask, or nothing was typed. When ctx ends meanwhile, the terminal shows
// again what is typed.
func askPassword(ctx context.Context, env *environment, name string) (string, bool) {
	in, typing := terminal(env.stdin)
	if _, seeing := terminal(env.stderr); !typing || !seeing {
		return "", false
	}
	before, err := term.GetState(int(in.Fd()))
	if err != nil {
		return "", false
	}
	defer context.AfterFunc(ctx, func() { _ = term.Restore(int(in.Fd()), before) })()
	fmt.Fprintf(env.stderr, "Password for %s: ", clean(name))
	typed, err := term.ReadPassword(int(in.Fd()))
	fmt.Fprintln(env.stderr)
	return string(typed), err == nil && len(typed) > 0
}

// firstLineOf reads the first line of a file that holds a secret.
func firstLineOf(path string) (string, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("read the secret: %w", err)
	}
	first, _, _ := strings.Cut(string(raw), "\n")
	first = strings.TrimRight(first, "\r")
	if first == "" {
		return "", fmt.Errorf("the file %s is empty; write the secret on its first line", path)
	}
	return first, nil
}
