package wire_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	assayv1 "example.com/assay/gen/assay/v1"
	"example.com/assay/internal/attest"
	"example.com/assay/internal/wire"
)

// filler gives every leaf of a value content of its own and remembers how the
// message must show it.
type filler struct {
	n     int
	leafs map[string]string // path to the text expected in the message
}

// enums are the named strings that become enums, whose values cannot be invented.
var enums = map[reflect.Type]string{
	reflect.TypeFor[attest.State]():      string(attest.Found),
	reflect.TypeFor[attest.PageStatus](): string(attest.PageOneReader),
	reflect.TypeFor[attest.Result]():     string(attest.ResultException),
	reflect.TypeFor[attest.Verdict]():    string(attest.Escalate),
	reflect.TypeFor[attest.Tier]():       string(attest.TierHigh),
	reflect.TypeFor[attest.Grade]():      string(attest.GradeAudited),
	reflect.TypeFor[attest.Clock]():      string(attest.ClockReportDate),

	reflect.TypeFor[attest.FreshnessState](): string(attest.FreshStale),
}

func (f *filler) fill(path string, v reflect.Value) {
	if path == "timeline.Ahead" {
		return // for the standing alone; it is a timeline in a timeline
	}
	if fixed, ok := enums[v.Type()]; ok {
		v.SetString(fixed)
		return
	}
	f.n++
	switch v.Interface().(type) {
	case attest.Date:
		d := attest.Date{Year: 2000 + f.n/300, Month: time.Month(f.n/28%12 + 1), Day: f.n%28 + 1}
		v.Set(reflect.ValueOf(d))
		f.leafs[path] = d.String()
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprintf("leaf-%d-", f.n))
		f.leafs[path] = v.String()
	case reflect.Int:
		v.SetInt(int64(100_000 + f.n))
		f.leafs[path] = fmt.Sprint(v.Int())
	case reflect.Float64:
		v.SetFloat(float64(f.n) + 0.25)
		f.leafs[path] = fmt.Sprint(v.Float())
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		f.fill(path, v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		f.fill(path+"[]", v.Index(0))
	case reflect.Struct:
		for i := range v.NumField() {
			f.fill(path+"."+v.Type().Field(i).Name, v.Field(i))
		}
	}
}

// check fails for every leaf that the message does not show.
func (f *filler) check(t *testing.T, m proto.Message) {
	t.Helper()
	raw, err := protojson.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	if len(f.leafs) < 5 {
		t.Fatalf("only %d leafs were filled", len(f.leafs))
	}
	for path, want := range f.leafs {
		if !strings.Contains(string(raw), want) {
			t.Errorf("%s (%s) is not in the message", path, want)
		}
	}
}

func TestReadingIsComplete(t *testing.T) {
	t.Parallel()
	f := &filler{leafs: map[string]string{}}
	var r attest.Reading
	f.fill("reading", reflect.ValueOf(&r).Elem())
	f.check(t, wire.Reading("vendors/a/documents/b/reading", &r))
}

func TestStandingIsComplete(t *testing.T) {
	t.Parallel()
	f := &filler{leafs: map[string]string{}}
	var s attest.Standing
	f.fill("standing", reflect.ValueOf(&s).Elem())
	f.check(t, wire.Standing(s))
}

func TestTimelineIsComplete(t *testing.T) {
	t.Parallel()
	f := &filler{leafs: map[string]string{}}
	var line attest.Timeline
	f.fill("timeline", reflect.ValueOf(&line).Elem())
	f.check(t, wire.Timeline(line, attest.Date{}, nil))
}

func TestAbsentFactHasNoValue(t *testing.T) {
	t.Parallel()
	got := wire.Fact(attest.AbsentFact[attest.OpinionKind]("page 3 was not read"))
	if got.State != assayv1.Fact_ABSENT || got.Value != "" || got.Reason == "" {
		t.Errorf("absent fact = %v", got)
	}
	if got := wire.Fact(attest.Fact[bool]{}); got.State != assayv1.Fact_ABSENT || got.Value != "" {
		t.Errorf("a fact without a state = %v, want absent", got)
	}
}

func TestEnumsRoundTrip(t *testing.T) {
	t.Parallel()
	for _, tier := range []attest.Tier{attest.TierCritical, attest.TierHigh, attest.TierModerate, attest.TierLow} {
		if got := wire.TierOf(wire.Tier(tier)); got != tier {
			t.Errorf("tier %s came back as %s", tier, got)
		}
	}
	for _, role := range attest.Roles() {
		if got := wire.RoleOf(wire.Role(role)); got != role {
			t.Errorf("role %s came back as %s", role, got)
		}
	}
	for _, state := range []attest.DocumentState{attest.DocumentQueued, attest.DocumentReading, attest.DocumentRead, attest.DocumentLocked, attest.DocumentUnreadable, attest.DocumentFailed} {
		if got := wire.DocumentState(state).String(); got != string(state) {
			t.Errorf("document state %s became %s", state, got)
		}
	}
	for _, v := range []attest.Verdict{attest.Accept, attest.AcceptWithConditions, attest.Escalate, attest.Reject, attest.InsufficientEvidence} {
		if got := wire.Standing(attest.Standing{Verdict: v}).Verdict; wire.VerdictOf(got) != v {
			t.Errorf("verdict %s became %s", v, got)
		}
	}
}
