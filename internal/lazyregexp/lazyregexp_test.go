package lazyregexp_test

import (
	"regexp"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/assay/internal/lazyregexp"
)

func TestSameAsRegexp(t *testing.T) {
	t.Parallel()
	const source, text = `(?i)(?P<month>may|june)\s+(\d+)`, "from May 3 to june 14, may be"
	lazy, eager := lazyregexp.MustCompile(source), regexp.MustCompile(source)
	tests := map[string][2]any{
		"MatchString":                {lazy.MatchString(text), eager.MatchString(text)},
		"Match":                      {lazy.Match([]byte(text)), eager.Match([]byte(text))},
		"FindString":                 {lazy.FindString(text), eager.FindString(text)},
		"FindStringIndex":            {lazy.FindStringIndex(text), eager.FindStringIndex(text)},
		"FindStringSubmatch":         {lazy.FindStringSubmatch(text), eager.FindStringSubmatch(text)},
		"FindStringSubmatchIndex":    {lazy.FindStringSubmatchIndex(text), eager.FindStringSubmatchIndex(text)},
		"FindAllString":              {lazy.FindAllString(text, -1), eager.FindAllString(text, -1)},
		"FindAllStringIndex":         {lazy.FindAllStringIndex(text, 1), eager.FindAllStringIndex(text, 1)},
		"FindAllStringSubmatch":      {lazy.FindAllStringSubmatch(text, -1), eager.FindAllStringSubmatch(text, -1)},
		"FindAllStringSubmatchIndex": {lazy.FindAllStringSubmatchIndex(text, -1), eager.FindAllStringSubmatchIndex(text, -1)},
		"ReplaceAllString":           {lazy.ReplaceAllString(text, "<$2>"), eager.ReplaceAllString(text, "<$2>")},
		"Split":                      {lazy.Split(text, -1), eager.Split(text, -1)},
		"SubexpIndex":                {lazy.SubexpIndex("month"), eager.SubexpIndex("month")},
		"SubexpNames":                {lazy.SubexpNames(), eager.SubexpNames()},
		"NumSubexp":                  {lazy.NumSubexp(), eager.NumSubexp()},
		"String":                     {lazy.String(), eager.String()},
	}
	for name, tt := range tests {
		if diff := cmp.Diff(tt[1], tt[0]); diff != "" {
			t.Errorf("%s (-regexp +lazy):\n%s", name, diff)
		}
	}
}

func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	re := lazyregexp.MustCompile(`^a+$`)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if !re.MatchString("aaa") {
				t.Error("no match")
			}
		})
	}
	group.Wait()
}

func TestWrongPatternFailsATestAtOnce(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("a wrong pattern was taken")
		}
	}()
	lazyregexp.MustCompile(`(`)
}
