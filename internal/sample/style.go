package sample

import (
	"fmt"
	"strconv"
)

// style is the look of a document. Lengths are points.
type style struct {
	Paper     string     `json:"paper"`     // Letter or A4
	Font      string     `json:"font"`      // Helvetica, Times or Courier
	HeadFont  string     `json:"head_font"` // "" for Font
	Size      float64    `json:"size"`      // of the text
	Leading   float64    `json:"leading"`   // line height over size
	Margin    [4]float64 `json:"margin"`    // left, top, right, bottom
	Justify   bool       `json:"justify"`
	Hyphenate bool       `json:"hyphenate"`
	Indent    float64    `json:"indent"` // of a paragraph's first line
	Gap       float64    `json:"gap"`    // after a paragraph
	Colour    string     `json:"colour"` // of headings and table heads: rrggbb
	Band      bool       `json:"band"`   // a coloured band along the top of the first page

	// Header and Footer are left, centre and right texts; {n} is the page, {N}
	// the number of pages. They begin on page FurnitureFrom.
	Header        [3]string `json:"header"`
	Footer        [3]string `json:"footer"`
	HeaderRule    bool      `json:"header_rule"`
	FurnitureFrom int       `json:"furniture_from"`
	FirstNumber   int       `json:"first_number"` // printed number of page 1; 0 means 1

	Watermark string `json:"watermark"` // across every page, "" for none

	Heads [3]headStyle `json:"heads"`
	Table tableStyle   `json:"table"`
}

// headStyle is the look of headings of one level.
type headStyle struct {
	Size    float64 `json:"size"`
	Caps    bool    `json:"caps"`
	Bold    bool    `json:"bold"`
	Centre  bool    `json:"centre"`
	NewPage bool    `json:"new_page"`
	Above   float64 `json:"above"`
	Below   float64 `json:"below"`
	Rule    bool    `json:"rule"` // a line below
}

// tableStyle is the look of tables.
type tableStyle struct {
	Size    float64 `json:"size"`
	Rules   string  `json:"rules"`   // grid, rows or none
	Head    string  `json:"head"`    // fill of the head: rrggbb, "" for none
	Light   bool    `json:"light"`   // white text in the head
	Band    string  `json:"band"`    // fill of rows that span the table
	Repeat  bool    `json:"repeat"`  // the head comes again on each page
	Split   bool    `json:"split"`   // a row may run over the end of a page
	Pad     float64 `json:"pad"`     // around the text of a cell
	RowGap  float64 `json:"row_gap"` // between rows
	Justify bool    `json:"justify"`
}

// colour reads rrggbb; "" is black.
func colour(hex string) (r, g, b int, err error) {
	if hex == "" {
		return 0, 0, 0, nil
	}
	n, err := strconv.ParseUint(hex, 16, 32)
	if err != nil || len(hex) != 6 {
		return 0, 0, 0, fmt.Errorf("%q is no colour rrggbb", hex)
	}
	return int(n >> 16), int(n >> 8 & 0xff), int(n & 0xff), nil
}
