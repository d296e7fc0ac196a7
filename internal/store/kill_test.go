package store_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/store"
)

// writerVariable holds the URL of the store that this binary writes to instead of
// running tests.
const writerVariable = "ASSAY_STORE_TEST_WRITER"

func TestMain(m *testing.M) {
	if url := os.Getenv(writerVariable); url != "" {
		fmt.Println(writeForever(url))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// writeForever commits one vendor after the other and says which, after each commit.
func writeForever(url string) error {
	ctx := context.Background()
	s, err := store.Open(ctx, url, store.Options{})
	if err != nil {
		return err
	}
	for i := 0; ; i++ {
		id := fmt.Sprintf("%d-%d", os.Getpid(), i)
		err := s.Update(ctx, "o", func(tx *store.Tx) error {
			if _, err := tx.CreateVendor(attest.Vendor{ID: attest.VendorID(id), DisplayName: strings.Repeat(id, 500)}); err != nil {
				return err
			}
			if err := tx.AppendAudit(attest.AuditEvent{Resource: id}); err != nil {
				return err
			}
			return tx.Emit("t", id)
		})
		if err != nil {
			return err
		}
		fmt.Println(id)
	}
}

// TestKilled kills a process that writes, again and again, and finds everything that
// it had said was committed, whole.
func TestKilled(t *testing.T) {
	t.Parallel()
	url := "sqlite:" + filepath.Join(t.TempDir(), "assay.db")
	s := open(t, url)
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	said := map[string]bool{}
	for lines := range 8 {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), writerVariable+"="+url)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		in := bufio.NewScanner(out)
		for i := 0; i <= lines*3 && in.Scan(); i++ {
			said[in.Text()] = true
		}
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		for in.Scan() {
			said[in.Text()] = true
		}
		if err := cmd.Wait(); err == nil {
			t.Fatal("the writer ended by itself")
		}
	}
	found := map[string]int{}
	err := s.View(t.Context(), "o", func(tx *store.Tx) error {
		vendors, _, err := tx.Vendors(store.VendorQuery{Page: store.Page{Limit: store.MaxLimit}})
		for _, v := range vendors {
			found[string(v.ID)]++
		}
		if err != nil {
			return err
		}
		events, _, err := tx.AuditEvents(store.AuditQuery{Page: store.Page{Limit: store.MaxLimit}})
		for _, e := range events {
			found[e.Resource]++
		}
		if err != nil {
			return err
		}
		changes, _, err := tx.Changes("", store.MaxLimit)
		for _, c := range changes {
			found[c.Resource]++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(said) < 8 {
		t.Fatalf("the writers committed %d units of work, too few to show anything", len(said))
	}
	for id := range said {
		if found[id] == 0 {
			t.Errorf("%s was committed and is lost", id)
		}
	}
	for id, n := range found {
		if n != 3 {
			t.Errorf("%s left %d rows, want 3", id, n)
		}
	}
}
