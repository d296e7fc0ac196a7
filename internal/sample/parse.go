package sample

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// blockKind says how a block is drawn.
type blockKind int

const (
	blockHeading   blockKind = iota // "# ", "## ", "### "; \\ breaks the line
	blockParagraph                  // lines up to an empty one, filled
	blockBullet                     // "- text"
	blockLimb                       // "+ (a) text": a marker and a hanging text
	blockLine                       // "< text", "^ text", "> text": one unfilled line; "^b18" gives weight and size
	blockTable                      // "|: 30 70" widths in percent, then rows "| a | b"
	blockSpace                      // "~ 40": points of empty space
	blockPage                       // "---": new page
	blockDirective                  // "@name arguments"
)

// block is one piece of a document's words.
type block struct {
	kind  blockKind
	text  string
	mark  string // bullet or limb marker
	level int    // of a heading
	size  float64
	bold  bool
	align string // L, C or R
	rows  [][]string
	width []float64 // percent
	name  string    // of a directive
	args  []string
}

var linePattern = regexp.MustCompile(`^([<^>])(b)?(\d+(?:\.\d+)?)?(?: (.*))?$`)

// parse reads the markup. A line that starts no block continues the block above.
func parse(text string) ([]block, error) {
	var blocks []block
	open := false // whether the last block takes further lines
	for n, line := range strings.Split(text, "\n") {
		line = strings.TrimRight(line, " ")
		if line == "" {
			open = false
			continue
		}
		b, starts, err := start(line)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n+1, err)
		}
		switch {
		case b.kind == blockTable && open && len(blocks) > 0 && blocks[len(blocks)-1].kind == blockTable:
			last := &blocks[len(blocks)-1]
			last.rows = append(last.rows, b.rows...)
		case starts || !open:
			blocks = append(blocks, b)
			open = fills(b.kind) || b.kind == blockTable
		default:
			blocks[len(blocks)-1].text += " " + line
		}
	}
	return blocks, nil
}

func fills(k blockKind) bool {
	return k == blockParagraph || k == blockBullet || k == blockLimb
}

// start reads a line as the first of a block, and says whether it is one that
// cannot continue a paragraph.
func start(line string) (block, bool, error) {
	head, rest, _ := strings.Cut(line, " ")
	switch head {
	case "#", "##", "###":
		return block{kind: blockHeading, level: len(head), text: rest}, true, nil
	case "-":
		return block{kind: blockBullet, mark: "\u2022", text: rest}, true, nil
	case "+":
		mark, text, _ := strings.Cut(rest, " ")
		return block{kind: blockLimb, mark: mark, text: text}, true, nil
	case "---":
		return block{kind: blockPage}, true, nil
	case "~":
		pt, err := strconv.ParseFloat(rest, 64)
		return block{kind: blockSpace, size: pt}, true, err
	case "|:":
		w, err := numbers(strings.Fields(rest))
		return block{kind: blockTable, width: w}, true, err
	case "|":
		return block{kind: blockTable, rows: [][]string{cells(rest)}}, true, nil
	}
	if strings.HasPrefix(line, "@") {
		f := strings.Fields(line[1:])
		return block{kind: blockDirective, name: f[0], args: f[1:]}, true, nil
	}
	if m := linePattern.FindStringSubmatch(line); m != nil {
		size, _ := strconv.ParseFloat("0"+m[3], 64)
		align := map[string]string{"<": "L", "^": "C", ">": "R"}[m[1]]
		return block{kind: blockLine, align: align, size: size, bold: m[2] != "", text: m[4]}, true, nil
	}
	return block{kind: blockParagraph, text: line}, false, nil
}

func cells(row string) []string {
	parts := strings.Split(row, "|")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return parts
}

func numbers(fields []string) ([]float64, error) {
	out := make([]float64, len(fields))
	for i, f := range fields {
		n, err := strconv.ParseFloat(f, 64)
		if err != nil {
			return nil, fmt.Errorf("%q is no number", f)
		}
		out[i] = n
	}
	return out, nil
}
