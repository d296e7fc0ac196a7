package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/spf13/cobra"
	"go.opentelemetry.io/otel"
	otelprometheus "go.opentelemetry.io/otel/exporters/prometheus"
	"go.opentelemetry.io/otel/sdk/metric"

	"example.com/assay/gen/openapi"
	"example.com/assay/internal/server"
	"example.com/assay/internal/store"
)

// newServeCommand is the server: the API, the jobs and the index in one process.
func newServeCommand(env *environment) *cobra.Command {
	var c config
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve the API: gRPC and REST, reading and search behind them",
		Long: `Serve the API: gRPC and REST, reading and search behind them.

Without any flag it keeps everything in the folder .assay and listens on this
machine only. The first start makes an organisation and prints a token for its
administrator, once; "assay admin-token" makes another. Every flag is also an
environment variable: --http is ASSAY_HTTP.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := c.check(); err != nil {
				return err
			}
			return serve(cmd.Context(), env, c)
		},
	}
	if err := c.registerServer(cmd.Flags(), env); err != nil {
		cmd.RunE = func(*cobra.Command, []string) error { return err }
	}
	return cmd
}

// serve runs the program until ctx ends, and stops it in order.
func serve(ctx context.Context, env *environment, c config) (err error) {
	log := newLogger(env, c)
	a, err := openApp(ctx, env, c, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.close()) }()
	api, err := a.server(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(env.stdout, "Assay serves REST at %s and gRPC at %s\n", api.URL(), api.GRPCAddr())
	if err := a.firstStart(ctx); err != nil {
		return err
	}
	if c.samples {
		if err := a.loadSamples(ctx); err != nil {
			return err
		}
	}
	return runStages(ctx, []stage{{"second reader", a.warmUp}, {"index", a.indexer.Run}, {"jobs", a.jobs.Run}, {"api", api.Run}})
}

// warmUp compiles the second reader at the first start, so that no document waits
// for it. Without what it makes the server works too.
func (a *app) warmUp(ctx context.Context) error {
	if err := a.warm(ctx); err != nil && ctx.Err() == nil {
		a.log.LogAttrs(ctx, slog.LevelWarn, "the second reader is compiled anew for each file", slog.Any("error", err))
	}
	return nil
}

// stage is a part of the program that runs until its context ends and returns when
// it is drained.
type stage struct {
	name string
	run  func(context.Context) error
}

// runStages runs all stages until ctx ends or one of them fails, then stops them one
// by one, the last one first, each after the one before has returned.
func runStages(ctx context.Context, stages []stage) error {
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	stop := make([]func() error, len(stages))
	for i, s := range stages {
		own, cancel := context.WithCancel(context.WithoutCancel(ctx))
		done := make(chan error, 1)
		go func() {
			err := s.run(own)
			if err != nil {
				err = fmt.Errorf("%s: %w", s.name, err)
				fail(err)
			}
			done <- err
		}()
		stop[i] = func() error {
			cancel()
			if err := <-done; !errors.Is(err, context.Canceled) {
				return err
			}
			return nil // it was told to stop before it had begun
		}
	}
	<-ctx.Done()
	var errs []error
	for i := len(stages) - 1; i >= 0; i-- {
		errs = append(errs, stop[i]())
	}
	return errors.Join(errs...)
}

// server makes the API on its listeners.
func (a *app) server(ctx context.Context) (*server.Server, error) {
	metrics, err := newMetrics()
	if err != nil {
		return nil, err
	}
	return server.New(ctx, server.Config{
		GRPCAddr: a.config.grpc, HTTPAddr: a.config.http, CertFile: a.config.cert, KeyFile: a.config.key,
		Auth: a.auth, Permits: server.Permits(), Register: a.register, OpenAPI: openapi.Spec, Metrics: metrics,
		Ready: a.ready, Log: a.log, Now: a.env.now,
	})
}

// ready asks the database for a sign of life.
func (a *app) ready(ctx context.Context) error {
	return a.store.SystemView(ctx, func(tx *store.SystemTx) error {
		_, _, err := tx.Organisations(store.Page{Limit: 1})
		return err
	})
}

// newMetrics serves the figures of the process and of its calls.
func newMetrics() (http.Handler, error) {
	registry := prometheus.NewRegistry()
	registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	exporter, err := otelprometheus.New(otelprometheus.WithRegisterer(registry))
	if err != nil {
		return nil, fmt.Errorf("prepare metrics: %w", err)
	}
	otel.SetMeterProvider(metric.NewMeterProvider(metric.WithReader(exporter)))
	return promhttp.HandlerFor(registry, promhttp.HandlerOpts{}), nil
}

// newLogger logs to standard error.
func newLogger(env *environment, c config) *slog.Logger {
	opts := &slog.HandlerOptions{Level: c.logLevel}
	if c.logJSON {
		return slog.New(slog.NewJSONHandler(env.stderr, opts))
	}
	return slog.New(slog.NewTextHandler(env.stderr, opts))
}
