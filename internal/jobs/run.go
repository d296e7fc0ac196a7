package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"
)

// Run works jobs until ctx ends. Then it takes no new ones and waits for those
// under way, for as long as Config.Drain says; what still runs is cancelled and
// put back, to be run again by the next process. Run is called once.
//
// Without handlers it waits for the end of ctx.
func (r *Runner) Run(ctx context.Context) error {
	if len(r.cfg.Handlers) == 0 {
		<-ctx.Done()
		return nil
	}
	life, err := r.sign(ctx)
	if err != nil {
		return err
	}
	defer life.end()
	if err := r.rescue(ctx); err != nil {
		return err
	}
	// The jobs' contexts outlive ctx, which only says that it is time to stop.
	if err := r.client.Start(context.WithoutCancel(ctx)); err != nil {
		return fmt.Errorf("start jobs: %w", err)
	}
	r.watch(ctx, life)
	return r.drain(context.WithoutCancel(ctx))
}

// watch looks for jobs of dead processes until ctx ends. There are none to look
// for on SQLite, where this is the only process.
func (r *Runner) watch(ctx context.Context, life *signOfLife) {
	if r.engine != Postgres {
		<-ctx.Done()
		return
	}
	tick := time.NewTicker(r.cfg.Rescue)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			err := errors.Join(life.renew(ctx), r.rescue(ctx))
			if err != nil && ctx.Err() == nil {
				r.cfg.Logger.LogAttrs(ctx, slog.LevelWarn, "looking for jobs of dead processes", slog.Any("cause", err))
			}
		}
	}
}

// drain stops in two steps: softly, then with cancelled contexts.
func (r *Runner) drain(ctx context.Context) error {
	soft, cancel := context.WithTimeout(ctx, r.cfg.Drain)
	defer cancel()
	err := r.client.Stop(soft)
	if err == nil {
		return nil
	}
	if !errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("stop jobs: %w", err)
	}
	hard, cancelHard := context.WithTimeout(ctx, cancelGrace)
	defer cancelHard()
	if err := r.client.StopAndCancel(hard); err != nil {
		return fmt.Errorf("jobs do not end although they were cancelled: %w", err)
	}
	return nil
}
