package main

import (
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strconv"

	"github.com/spf13/pflag"
)

// config is what the server can be told. Each flag is also an environment variable:
// --http is ASSAY_HTTP. Nothing has to be set.
type config struct {
	data         string // folder of database, blobs and index
	database     string // "" is SQLite in the data folder
	grpc, http   string
	cert, key    string
	organisation string // display name of the organisation made at the first start
	samples      bool
	workers      int
	maxUploadMB  int64
	logLevel     slog.Level
	logJSON      bool
}

// registerData declares the flags that say where the data is.
func (c *config) registerData(flags *pflag.FlagSet, env *environment) {
	flags.StringVar(&c.data, "data", fromEnv(env, "ASSAY_DATA", ".assay"), "`folder` of database, documents and search index")
	flags.StringVar(&c.database, "database", fromEnv(env, "ASSAY_DATABASE", ""), "`URL` of the database: sqlite:PATH or postgres://USER@HOST/NAME (default: SQLite in the data folder)")
}

// registerServer declares the flags of the server.
func (c *config) registerServer(flags *pflag.FlagSet, env *environment) error {
	c.registerData(flags, env)
	flags.StringVar(&c.http, "http", fromEnv(env, "ASSAY_HTTP", "127.0.0.1:8080"), "`address` of the REST API")
	flags.StringVar(&c.grpc, "grpc", fromEnv(env, "ASSAY_GRPC", "127.0.0.1:8081"), "`address` of the gRPC API")
	flags.StringVar(&c.cert, "tls-cert", fromEnv(env, "ASSAY_TLS_CERT", ""), "certificate `file`; switches TLS on")
	flags.StringVar(&c.key, "tls-key", fromEnv(env, "ASSAY_TLS_KEY", ""), "key `file` of the certificate")
	flags.StringVar(&c.organisation, "organisation", fromEnv(env, "ASSAY_ORGANISATION", "My organisation"), "`name` of the organisation made at the first start")
	flags.BoolVar(&c.samples, "samples", fromEnv(env, "ASSAY_SAMPLES", "") == "true", "load the sample vendors into an organisation that has no vendors")
	flags.BoolVar(&c.logJSON, "log-json", fromEnv(env, "ASSAY_LOG_JSON", "") == "true", "log as JSON lines")
	workers, err1 := strconv.Atoi(fromEnv(env, "ASSAY_WORKERS", "2"))
	limit, err2 := strconv.ParseInt(fromEnv(env, "ASSAY_MAX_UPLOAD_MB", "100"), 10, 64)
	var level slog.Level
	if err := errors.Join(err1, err2, level.UnmarshalText([]byte(fromEnv(env, "ASSAY_LOG_LEVEL", "info")))); err != nil {
		return fmt.Errorf("read the configuration from the environment: %w", err)
	}
	flags.TextVar(&c.logLevel, "log-level", level, "least `level` that is logged: debug, info, warn or error")
	flags.IntVar(&c.workers, "workers", workers, "`number` of documents read at once")
	flags.Int64Var(&c.maxUploadMB, "max-upload-mb", limit, "largest document, in `MB`")
	return nil
}

// mostUploadMB is the largest limit of an upload: more than any report has, and far
// from where a number of bytes overflows.
const mostUploadMB = 1 << 20

// check refuses a configuration that cannot work.
func (c *config) check() error {
	switch {
	case (c.cert == "") != (c.key == ""):
		return errors.New("--tls-cert and --tls-key go together")
	case c.workers < 1:
		return errors.New("--workers must be at least 1")
	case c.maxUploadMB < 1 || c.maxUploadMB > mostUploadMB:
		return fmt.Errorf("--max-upload-mb must be 1 to %d", mostUploadMB)
	}
	return nil
}

// databaseURL is where the database is.
func (c *config) databaseURL() string {
	if c.database != "" {
		return c.database
	}
	return "sqlite:" + filepath.Join(c.data, "assay.db")
}

// fromEnv gives an environment variable, or what stands for it when it is not set.
func fromEnv(env *environment, name, otherwise string) string {
	if v := env.getenv(name); v != "" {
		return v
	}
	return otherwise
}
