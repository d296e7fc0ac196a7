package jobs_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/jobs"
	"example.com/assay/internal/store"
	"example.com/assay/internal/store/pgtest"
)

// victimURL names the database for a test process that only works one job, to be
// killed over it.
const victimURL = "ASSAY_TEST_JOBS_VICTIM"

func TestMain(m *testing.M) {
	if url := os.Getenv(victimURL); url != "" {
		fmt.Fprintln(os.Stderr, beVictim(url))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// beVictim says on standard output when the job has started, and never ends it.
func beVictim(url string) error {
	ctx := context.Background()
	s, err := store.Open(ctx, url, store.Options{})
	if err != nil {
		return err
	}
	db, engine := s.SQL()
	r, err := jobs.New(db, string(engine), jobs.Config{Handlers: handlers(func(context.Context, attest.Job, jobs.Try) error {
		fmt.Println("started")
		select {}
	})})
	if err != nil {
		return err
	}
	return r.Run(ctx)
}

// startVictim starts the process and waits until it is at the job.
func startVictim(t *testing.T, url string) (kill func()) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), victimURL+"="+url)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	kill = func() {
		cmd.Process.Kill() // it may be dead already
		cmd.Wait()         // it says that the process was killed
	}
	t.Cleanup(kill)
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "started\n" {
		t.Fatalf("the process says %q, %v, want started", line, err)
	}
	return kill
}

func TestKilledProcess(t *testing.T) {
	t.Parallel()
	run := func(t *testing.T, url string, killBefore bool) {
		db, engine := open(t, url)
		tries := make(chan jobs.Try, 10)
		r := newRunner(t, db, engine, jobs.Config{Handlers: handlers(func(_ context.Context, _ attest.Job, try jobs.Try) error {
			tries <- try
			return nil
		})})
		enqueue(t, db, r, job("d"))
		kill := startVictim(t, url)
		if killBefore {
			kill()
		}
		start(t, r)
		kill()
		if got, want := receive(t, tries), (jobs.Try{Number: 2, Max: jobs.DefaultAttempts}); got != want {
			t.Errorf("try = %v, want %v", got, want)
		}
	}
	t.Run("sqlite, started again", func(t *testing.T) {
		t.Parallel()
		run(t, "sqlite:"+filepath.Join(t.TempDir(), "jobs.db"), true)
	})
	t.Run("postgres, started again", func(t *testing.T) {
		t.Parallel()
		run(t, pgtest.EmptyURL(t), true)
	})
	t.Run("postgres, another process lives", func(t *testing.T) {
		t.Parallel()
		run(t, pgtest.EmptyURL(t), false)
	})
}
