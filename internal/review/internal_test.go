package review

import (
	"reflect"
	"strings"
	"testing"

	"example.com/assay/internal/attest"
)

// places collects where the facts and lists of a reading lie.
func places(path string, v reflect.Value, out map[any]string) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			places(path, v.Elem(), out)
		}
	case reflect.Slice:
		for i := range v.Len() {
			places(path+"[]", v.Index(i), out)
		}
	case reflect.Struct:
		name := v.Type().Name()
		if strings.HasPrefix(name, "Fact[") || strings.HasPrefix(name, "List[") {
			out[v.Addr().Interface()] = path
		}
		for i := range v.NumField() {
			places(path+"."+v.Type().Field(i).Name, v.Field(i), out)
		}
	}
}

// TestEveryFactCanBeCorrected fails when a reading holds a fact or list without a slot.
func TestEveryFactCanBeCorrected(t *testing.T) {
	t.Parallel()
	r := &attest.Reading{
		Attestation: &attest.Attestation{
			Legs:            []attest.LegOpinion{{Leg: attest.LegDesign}},
			CategoryPeriods: []attest.CategoryPeriod{{Categories: []attest.Category{attest.Privacy}}},
			Exceptions:      attest.List[attest.Exception]{Items: []attest.Exception{{ID: "e1", Response: &attest.ManagementResponse{}}}},
		},
		Certificate: &attest.Certificate{}, BridgeLetter: &attest.BridgeLetter{},
	}
	want := map[any]string{}
	places("reading", reflect.ValueOf(r).Elem(), want)
	if len(want) < 60 {
		t.Fatalf("found only %d facts and lists", len(want))
	}
	names := map[string]bool{}
	for _, s := range slots(r) {
		delete(want, s.at)
		if names[s.name] {
			t.Errorf("two slots are called %s", s.name)
		}
		names[s.name] = true
		if s.allowed(attest.Override) && (s.canonical == nil || s.form == "") {
			t.Errorf("%s can be overridden, and nothing says with what", s.name)
		}
	}
	for _, path := range want {
		t.Errorf("%s has no slot", path)
	}
}

func TestSameException(t *testing.T) {
	t.Parallel()
	of := func(text, control string, page int) attest.Exception {
		e := attest.Exception{Text: text}
		if control != "" {
			e.ControlIDs = []string{control}
		}
		if page > 0 {
			e.Cited = []attest.Citation{{Page: page, Quote: text}}
		}
		return e
	}
	const long = "Exception noted. For 2 of 40 terminated users, access was removed late."
	tests := []struct {
		name string
		a, b attest.Exception
		want bool
	}{
		{"same words, no more", of(long, "", 0), of(strings.ToUpper(long), "", 0), true},
		{"one holds the other", of(long, "", 0), of("Test 1: "+long, "CC6.2.1", 9), true},
		{"other control", of(long, "CC6.2.1", 0), of(long, "CC6.2.2", 0), false},
		{"other page", of(long, "", 3), of(long, "", 4), false},
		{"short words that stand everywhere", of("Exception noted.", "", 0), of("Exception noted.", "", 0), false},
		{"short words of one control", of("Exception noted.", "A-1", 0), of("Exception noted.", "A-1", 7), true},
		{"short words within others of one control", of("Exception noted.", "A-1", 0), of("Exception noted. See below.", "A-1", 7), false},
		{"other words", of(long, "A-1", 3), of("No backup was taken on 3 of 25 days that were selected.", "A-1", 3), false},
		{"no words", of("", "A-1", 3), of("", "A-1", 3), false},
	}
	for _, tt := range tests {
		if got := sameException(tt.a, tt.b); got != tt.want {
			t.Errorf("%s: %t, want %t", tt.name, got, tt.want)
		}
		if got := sameException(tt.b, tt.a); got != tt.want {
			t.Errorf("%s, turned round: %t, want %t", tt.name, got, tt.want)
		}
	}
}
