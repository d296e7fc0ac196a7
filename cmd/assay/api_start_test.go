package main

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/assay/internal/store/pgtest"
)

// TestFirstStartOfMany starts replicas on one empty database at once: they make one
// organisation, and one of them shows a token.
func TestFirstStartOfMany(t *testing.T) {
	t.Parallel()
	const replicas = 4
	database := pgtest.URL(t)
	apps, outs, errs := make([]*app, replicas), make([]bytes.Buffer, replicas), make([]error, replicas)
	for i := range apps {
		env := &environment{stdout: &outs[i], stderr: io.Discard, now: time.Now, getenv: os.Getenv}
		a, err := openApp(t.Context(), env, config{data: t.TempDir(), database: database, organisation: "Buyer", workers: 1, maxUploadMB: 1}, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := a.close(); err != nil {
				t.Error(err)
			}
		})
		apps[i] = a
	}
	var wg sync.WaitGroup
	for i, a := range apps {
		wg.Go(func() { errs[i] = a.firstStart(t.Context()) })
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	tokens := 0
	for i := range outs {
		tokens += strings.Count(outs[i].String(), "ASSAY_TOKEN=")
	}
	orgs, err := apps[0].organisations(t.Context())
	if err != nil || len(orgs) != 1 || tokens != 1 {
		t.Errorf("%d organisations and %d tokens (%v), want one of each", len(orgs), tokens, err)
	}
}
