package sample

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParse(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		text string
		want []block
	}{
		{"a heading stands alone", "# One\\\\Two\nText\ngoes on.\n", []block{
			{kind: blockHeading, level: 1, text: `One\\Two`},
			{kind: blockParagraph, text: "Text goes on."},
		}},
		{"an empty line ends a paragraph", "First.\n\nSecond.", []block{
			{kind: blockParagraph, text: "First."},
			{kind: blockParagraph, text: "Second."},
		}},
		{"bullets and limbs go on", "- one\nmore\n+ (a) limb\ngoes on", []block{
			{kind: blockBullet, mark: "\u2022", text: "one more"},
			{kind: blockLimb, mark: "(a)", text: "limb goes on"},
		}},
		{"a line has weight and size", "^b18 Title\n< plain", []block{
			{kind: blockLine, align: "C", bold: true, size: 18, text: "Title"},
			{kind: blockLine, align: "L", text: "plain"},
		}},
		{"a table has widths and rows", "|: 40 60\n| a | b\n| c | d\n", []block{
			{kind: blockTable, width: []float64{40, 60}, rows: [][]string{{"a", "b"}, {"c", "d"}}},
		}},
		{"a directive ends a paragraph", "Text\n@end opinion", []block{
			{kind: blockParagraph, text: "Text"},
			{kind: blockDirective, name: "end", args: []string{"opinion"}},
		}},
		{"space and page", "~ 12.5\n---", []block{{kind: blockSpace, size: 12.5}, {kind: blockPage}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, err := parse(c.text)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got, cmp.AllowUnexported(block{})); diff != "" {
				t.Errorf("blocks (-want +got):\n%s", diff)
			}
		})
	}
}

func TestParseRefusesWhatIsNoNumber(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"~ wide", "|: 40 x"} {
		if _, err := parse(text); err == nil {
			t.Errorf("parse(%q) gives no error", text)
		}
	}
}

func TestHyphensSplit(t *testing.T) {
	t.Parallel()
	h := hyphens{"exceptions": {"ex", "cep", "tions"}}
	for _, c := range []struct {
		word string
		want []string
	}{
		{"exceptions", []string{"ex", "cep", "tions"}},
		{"Exceptions,", []string{"Ex", "cep", "tions,"}},
		{"other", []string{"other"}},
	} {
		if diff := cmp.Diff(c.want, h.split(c.word)); diff != "" {
			t.Errorf("split(%q) (-want +got):\n%s", c.word, diff)
		}
	}
}

// TestMatrixReferences follows a control that serves two criteria through the
// ways of numbering.
func TestMatrixReferences(t *testing.T) {
	t.Parallel()
	spec := matrixSpec{
		Layout: "criteria-row", IDs: "criterion", Criteria: []string{"CC6.2", "CC6.3"},
		Clean: "None.", Reference: "Refer to %s.", See: "See %s.",
		Controls: []control{
			{Topic: "leave", Criteria: []string{"CC6.2", "CC6.3"}, Text: []string{"Leavers."}, Test: []string{"Looked."}},
			{Topic: "join", Criteria: []string{"CC6.3", "C1.1"}, Text: []string{"Joiners."}, Test: []string{"Asked."}},
		},
	}
	m, err := spec.build([]Exception{{Topic: "leave", ResultText: "Late."}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	type line struct{ ID, Test, Result string }
	var got []line
	for _, r := range m.rows {
		got = append(got, line{r.id, r.test, r.result.Text})
	}
	want := []line{
		{"CC6.2.1", "Looked.", "Late."},
		{"CC6.3.1", "Refer to CC6.2.1.", "See CC6.2.1."},
		{"CC6.3.2", "Asked.", "None."},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"CC6.2.1", "CC6.3.1"}, m.ids("leave")); diff != "" {
		t.Errorf("ids (-want +got):\n%s", diff)
	}
}
