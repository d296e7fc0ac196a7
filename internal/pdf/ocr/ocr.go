// Package ocr recognises the words in a picture of a page. The work is done by
// tesseract, a program of its own, where that is installed.
package ocr

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"
)

// ErrNotInstalled is reported where there is no tesseract to run.
var ErrNotInstalled = errors.New("tesseract is not installed")

// ErrLanguage is reported for a page in a script that no installed language can
// read; the message names it.
var ErrLanguage = errors.New("language not read")

const (
	pageTime = 2 * time.Minute // for one page, at most
	infoTime = 10 * time.Second
	english  = "eng"
	scripts  = "osd" // the data that tell orientation and script
)

// Engine is an installed tesseract. It may be used by many goroutines at a time;
// each page costs a process of one thread and about 100 MB.
type Engine struct {
	command   string
	version   string   // as it prints it, such as "5.3.0"
	languages []string // ISO 639-2, as installed
}

// Find looks for tesseract under a command's name or path. It gives ErrNotInstalled
// when there is none, or when it has no language to read with.
func Find(ctx context.Context, command string) (*Engine, error) {
	path, err := exec.LookPath(command)
	if err != nil {
		return nil, fmt.Errorf("%w; install it (Debian: tesseract-ocr) and read the file again", ErrNotInstalled)
	}
	e := &Engine{command: path}
	ctx, cancel := context.WithTimeout(ctx, infoTime)
	defer cancel()
	about, err := e.run(ctx, nil, "--version")
	if err != nil {
		return nil, err
	}
	if fields := strings.Fields(string(about)); len(fields) > 1 {
		e.version = fields[1]
	}
	listed, err := e.run(ctx, nil, "--list-langs")
	if err != nil {
		return nil, err
	}
	for i, line := range strings.Split(strings.TrimSpace(string(listed)), "\n") {
		if i > 0 { // the first line is a heading
			e.languages = append(e.languages, strings.TrimSpace(line))
		}
	}
	if !slices.ContainsFunc(e.languages, func(l string) bool { return l != scripts }) {
		return nil, fmt.Errorf("%w: it has no language to read with; install the data for English", ErrNotInstalled)
	}
	return e, nil
}

// Name names the engine and its version, such as "tesseract 5.3.0".
func (e *Engine) Name() string { return strings.TrimSpace("tesseract " + e.version) }

// Languages lists the languages that it can read, ISO 639-2.
func (e *Engine) Languages() []string {
	return slices.DeleteFunc(slices.Clone(e.languages), func(l string) bool { return l == scripts })
}

// Page is what was recognised.
type Page struct {
	Words []Word // in reading order
	// Turn is by how many degrees clockwise, 0, 90, 180 or 270, the picture had to
	// be turned to be upright. The words' boxes are on the upright picture.
	Turn          int
	Width, Height int     // of the upright picture, pixels
	Confidence    float64 // mean of the words by their length, over 0 to 1
	Language      string  // ISO 639-2
	// Slope is that of the lines in Picture as tangent, positive where they fall to
	// the right. The words' boxes are where they would be on a level page.
	Slope   float64
	Picture *image.Gray // upright
}

// Word is one recognised word. All boxes of one line have the same height.
type Word struct {
	Text           string
	X0, Y0, X1, Y1 float64 // pixels, origin at the top left
	Size           float64 // font size in pixels, estimated from the line
	Confidence     float64 // over 0 to 1

	sideways bool    // as recognised, it is taller than wide
	base     float64 // the line it stands on, pixels
}

// Recognize reads a picture of so many dots per inch. A picture without words gives
// a page without words.
func (e *Engine) Recognize(ctx context.Context, pic *image.Gray, dpi float64) (Page, error) {
	ctx, cancel := context.WithTimeout(ctx, pageTime)
	defer cancel()
	first, err := e.read(ctx, pic, dpi, e.usual())
	if err != nil || first.sure() {
		return e.inItsLanguage(ctx, first, pic, dpi, err)
	}
	turn, script := e.orientation(ctx, pic, dpi)
	language, known := e.languageOf(script)
	if turn == 0 && language == e.usual() || !known && turn == 0 {
		return e.settle(first, script, known)
	}
	upright := turned(pic, turn)
	if !known {
		language = e.usual()
	}
	again, err := e.read(ctx, upright, dpi, language)
	if err != nil {
		return Page{}, err
	}
	again.Turn = turn
	if again.Confidence < first.Confidence && !first.sideways() {
		again = first
	}
	return e.settle(again, script, known)
}

// settle refuses a page of gibberish that another script was taken for.
func (e *Engine) settle(p Page, script string, known bool) (Page, error) {
	if !known && script != "" && !p.sure() {
		return p, fmt.Errorf("%w: the page is in %s script, for which no data is installed", ErrLanguage, script)
	}
	return p, nil
}

// sureConfidence is what a page of print reaches that stands upright and is in a
// language that was read for.
const sureConfidence = 0.75

// sure reports whether there is nothing to try again.
func (p Page) sure() bool { return p.Confidence >= sureConfidence && !p.sideways() }

// sideways reports whether most words stand on their side: words of several letters
// that are taller than wide.
func (p Page) sideways() bool {
	long, tall := 0, 0
	for _, w := range p.Words {
		if len(w.Text) < 4 {
			continue
		}
		long++
		if w.sideways {
			tall++
		}
	}
	return tall*2 > long
}

// usual is the language that is tried first.
func (e *Engine) usual() string {
	if slices.Contains(e.languages, english) {
		return english
	}
	return e.Languages()[0]
}

// inItsLanguage notes the language that the words are in, and reads the page again
// for it where its data is installed.
func (e *Engine) inItsLanguage(ctx context.Context, p Page, pic *image.Gray, dpi float64, err error) (Page, error) {
	if err != nil {
		return Page{}, err
	}
	spoken := languageOfWords(p.Words)
	if spoken == "" || spoken == p.Language {
		return p, nil
	}
	p.Language = spoken
	if !slices.Contains(e.languages, spoken) {
		return p, nil
	}
	again, err := e.read(ctx, pic, dpi, spoken)
	if err != nil || again.Confidence < p.Confidence {
		return p, nil // which is sure enough
	}
	return again, nil
}

// read runs tesseract on a picture for one language.
func (e *Engine) read(ctx context.Context, pic *image.Gray, dpi float64, language string) (Page, error) {
	out, err := e.run(ctx, pgm(pic), "stdin", "stdout", "-l", language, "--dpi", strconv.Itoa(int(dpi)), "--psm", "3", "tsv")
	if err != nil {
		return Page{}, err
	}
	size := pic.Bounds().Size()
	words, slope := parseTSV(out, float64(size.X), float64(size.Y))
	return Page{
		Words: words, Slope: slope, Language: language, Confidence: meanConfidence(words),
		Width: size.X, Height: size.Y, Picture: pic,
	}, nil
}

// orientation asks by how much the picture has to be turned clockwise, and for its
// script, such as "Latin"; "" when that cannot be told.
func (e *Engine) orientation(ctx context.Context, pic *image.Gray, dpi float64) (turn int, script string) {
	if !slices.Contains(e.languages, scripts) {
		return 0, ""
	}
	out, err := e.run(ctx, pgm(pic), "stdin", "stdout", "--psm", "0", "--dpi", strconv.Itoa(int(dpi)))
	if err != nil {
		return 0, "" // too few letters to tell
	}
	return parseOrientation(string(out))
}

// parseOrientation reads tesseract's account of a page's orientation and script.
func parseOrientation(out string) (turn int, script string) {
	for line := range strings.Lines(out) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ":")
		switch value = strings.TrimSpace(value); key {
		case "Rotate":
			if n, err := strconv.Atoi(value); err == nil && n > 0 && n < 360 && n%90 == 0 {
				turn = n
			}
		case "Script":
			script = value
		case "Script confidence":
			if sure, err := strconv.ParseFloat(value, 64); err != nil || sure < sureScript {
				script = ""
			}
		}
	}
	return turn, script
}

// sureScript is tesseract's measure of confidence from which it tells scripts apart.
const sureScript = 5

// private reports a variable of the environment that is none of tesseract's business,
// which reads what strangers drew: ours may hold passwords.
func private(variable string) bool {
	name, _, _ := strings.Cut(variable, "=")
	return !slices.Contains([]string{"PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "TESSDATA_PREFIX", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT"}, strings.ToUpper(name))
}

// run starts tesseract with one thread: more of them are slower, not faster.
func (e *Engine) run(ctx context.Context, input []byte, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, e.command, args...)
	cmd.Env = append(slices.DeleteFunc(cmd.Environ(), private), "OMP_THREAD_LIMIT=1")
	cmd.Stdin = bytes.NewReader(input)
	cmd.WaitDelay = time.Second
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			return nil, fmt.Errorf("tesseract: %w", ctx.Err())
		}
		line, _, _ := strings.Cut(strings.TrimSpace(said.String()), "\n")
		return nil, fmt.Errorf("tesseract: %w: %s", err, line)
	}
	return out.Bytes(), nil
}
