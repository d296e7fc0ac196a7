package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
)

// defaultServer is where a server on this machine serves gRPC.
const defaultServer = "127.0.0.1:8081"

// maxAnswerBytes is the largest message that is taken from a server: a reading of
// a thousand pages is far smaller.
const maxAnswerBytes = 64 << 20

const clientHelp = `

The server is --server, or ASSAY_SERVER, or %s. Write https://HOST:PORT for TLS
and http://HOST:PORT for none; HOST:PORT alone means TLS for every host but this
machine. The token is in ASSAY_TOKEN, or on the first line of --token-file.`

// client is what the flags say about the server to ask, and how to answer.
type client struct {
	env       *environment
	server    string
	tokenFile string
	ca        string
	json      bool
	hasToken  bool // known once it is connected
}

// newClient adds the flags of a client to a command and those below it.
func newClient(env *environment, cmd *cobra.Command) *client {
	c := &client{env: env}
	if cmd.Long == "" {
		cmd.Long = cmd.Short + "."
	}
	cmd.Long += fmt.Sprintf(clientHelp, defaultServer)
	server := env.getenv("ASSAY_SERVER")
	if server == "" {
		server = defaultServer
	}
	flags := cmd.PersistentFlags()
	flags.StringVar(&c.server, "server", server, "`address` of the server's gRPC port")
	flags.StringVar(&c.tokenFile, "token-file", "", "`file` that holds the token; ASSAY_TOKEN when empty")
	flags.StringVar(&c.ca, "ca", "", "`file` of certificates (PEM) that vouch for the server")
	flags.BoolVar(&c.json, "json", false, "write JSON as the API gives it")
	return c
}

// action is what a command does once it is connected.
type action func(ctx context.Context, conn *grpc.ClientConn, args []string) error

// do makes a command connect, act, and explain what went wrong.
func (c *client) do(act action) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		conn, err := c.dial()
		if err != nil {
			return err
		}
		defer func() { _ = conn.Close() }() // nothing is under way any more
		return c.explain(act(cmd.Context(), conn, args))
	}
}

// dial prepares the connection; it is made with the first call.
func (c *client) dial() (conn *grpc.ClientConn, err error) {
	token := c.env.getenv("ASSAY_TOKEN")
	if c.tokenFile != "" {
		if token, err = firstLineOf(c.tokenFile); err != nil {
			return nil, err
		}
	}
	address, creds, err := c.transport()
	if err != nil {
		return nil, err
	}
	opts := []grpc.DialOption{
		grpc.WithTransportCredentials(creds),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(maxAnswerBytes)),
	}
	if token = strings.TrimSpace(token); token != "" {
		opts = append(opts, grpc.WithPerRPCCredentials(bearer(token)))
	}
	conn, err = grpc.NewClient("passthrough:///"+address, opts...)
	if err != nil {
		return nil, usagef("the server %q is not an address: %v", c.server, err)
	}
	c.hasToken = token != ""
	return conn, nil
}

// transport gives the address to dial and how the connection is secured.
func (c *client) transport() (string, credentials.TransportCredentials, error) {
	scheme, address, found := strings.Cut(c.server, "://")
	if !found {
		scheme, address = "", c.server
	}
	address = strings.TrimSuffix(address, "/")
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return "", nil, usagef("the server %q is not an address; write HOST:PORT of its gRPC port", c.server)
	}
	switch {
	case scheme == "http" && c.ca == "", scheme == "" && c.ca == "" && loopback(host):
		return address, insecure.NewCredentials(), nil
	case scheme == "https", scheme == "":
		creds, err := c.tls()
		return address, creds, err
	}
	return "", nil, usagef("the server %q is neither https:// nor, without --ca, http://", c.server)
}

// tls trusts the certificates of --ca, or those of the system.
func (c *client) tls() (credentials.TransportCredentials, error) {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if c.ca == "" {
		return credentials.NewTLS(config), nil
	}
	pem, err := os.ReadFile(c.ca)
	if err != nil {
		return nil, fmt.Errorf("read the certificates that vouch for the server: %w", err)
	}
	config.RootCAs = x509.NewCertPool()
	if !config.RootCAs.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("the file %s holds no PEM certificate", c.ca)
	}
	return credentials.NewTLS(config), nil
}

// loopback reports whether a host is this machine.
func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// bearer sends a token with every call. Whether the connection may go without TLS
// was decided when it was prepared.
type bearer string

// GetRequestMetadata gives the header that carries the token.
func (b bearer) GetRequestMetadata(context.Context, ...string) (map[string]string, error) {
	return map[string]string{"authorization": "Bearer " + string(b)}, nil
}

// RequireTransportSecurity reports that the token may go where the caller sends it.
func (b bearer) RequireTransportSecurity() bool { return false }

// explain adds what to do to the errors that the server cannot tell about itself.
func (c *client) explain(err error) error {
	s, ok := status.FromError(err)
	if err == nil || !ok {
		return err
	}
	reason, _ := details(s)
	switch {
	case s.Code() == codes.Unavailable && reason == "":
		return fmt.Errorf("no server answers at %s; %s (%s)", c.server, advice(s.Message()), s.Message())
	case s.Code() == codes.Unauthenticated && !c.hasToken:
		return fmt.Errorf("the server wants a token: set ASSAY_TOKEN or --token-file; \"assay serve\" printed one at its first start, and \"assay admin-token\" makes another")
	case s.Code() == codes.Unimplemented:
		return fmt.Errorf("the server at %s does not know this call; is it the gRPC port of an assay server of this version? (%s)", c.server, s.Message())
	}
	return err
}

// advice tells what to do about a connection that could not be made.
func advice(cause string) string {
	switch {
	case strings.Contains(cause, "HTTP/1.1"):
		return "this looks like its REST port: name its gRPC port"
	case strings.Contains(cause, "handshake"):
		return "write http:// before the address of a server without TLS, https:// before one with TLS, and name its certificates with --ca"
	}
	return `start one with "assay serve", or name another with --server`
}

// show writes one message of the API: as JSON, or for a person.
func (c *client) show(m proto.Message, human func(p *page)) error {
	if c.json {
		return writeMessage(c.env.stdout, m)
	}
	p := newPage(c.env)
	human(p)
	return p.flush()
}

// pageSize is how many items are asked for at a time.
const pageSize = 200

// collect gets the pages of a list one after the other, up to limit items; 0 means
// all.
func collect[T any](limit int, fetch func(size int32, token string) ([]T, string, error)) ([]T, error) {
	var all []T
	token := ""
	for {
		size := pageSize
		if limit > 0 {
			size = min(size, limit-len(all))
		}
		items, next, err := fetch(int32(size), token)
		if err != nil {
			return nil, err
		}
		all = append(all, items...)
		if limit > 0 && len(all) >= limit {
			return all[:limit], nil
		}
		if next == "" {
			return all, nil
		}
		token = next
	}
}

// vendorName gives the resource name of a vendor that a person wrote: its id, or
// the name itself.
func vendorName(arg string) string {
	if strings.HasPrefix(arg, "vendors/") {
		return arg
	}
	return "vendors/" + arg
}

// documentName gives the resource name of a document that a person wrote as
// VENDOR/DOCUMENT, or as the name itself.
func documentName(arg string) (string, error) {
	if strings.HasPrefix(arg, "vendors/") {
		return arg, nil
	}
	vendor, id, ok := strings.Cut(arg, "/")
	if !ok || vendor == "" || id == "" {
		return "", usagef("%q names no document; write VENDOR/DOCUMENT as \"assay documents list\" shows it", arg)
	}
	return "vendors/" + vendor + "/documents/" + id, nil
}

// shortName writes a resource name as people type it: acme, or acme/document.
func shortName(name string) string {
	parts := strings.Split(name, "/")
	var ids []string
	for i := 1; i < len(parts); i += 2 {
		ids = append(ids, parts[i])
	}
	return strings.Join(ids, "/")
}

// etagOf gives an etag that a person wrote, with the quotes that belong to it.
func etagOf(arg string) string {
	if arg == "" || strings.HasPrefix(arg, `"`) {
		return arg
	}
	return `"` + arg + `"`
}

// enumValue reads a word of the command line as a value of an enum of the API.
func enumValue(what, word string, values map[string]int32) (int32, error) {
	n, ok := values[strings.ToUpper(strings.ReplaceAll(word, "-", "_"))]
	if !ok || n == 0 {
		return 0, usagef("there is no %s %q; choose one of %s", what, word, strings.Join(enumWords(values), ", "))
	}
	return n, nil
}

// enumValues reads several words.
func enumValues[E ~int32](what string, words []string, values map[string]int32) ([]E, error) {
	var out []E
	for _, w := range words {
		n, err := enumValue(what, w, values)
		if err != nil {
			return nil, err
		}
		out = append(out, E(n))
	}
	return out, nil
}

// enumWords lists the values of an enum as people type them, in their order.
func enumWords(values map[string]int32) []string {
	words := make([]string, len(values))
	for name, n := range values {
		words[n] = strings.ToLower(name)
	}
	return words[1:] // 0 is "not set"
}

// exactly wants that many arguments and says what they are.
func exactly(names ...string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) != len(names) {
			return usagef("want %s, got %d arguments", strings.Join(names, " and "), len(args))
		}
		return nil
	}
}

// atLeastOne wants one argument or more.
func atLeastOne(name string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) == 0 {
			return usagef("name at least one %s", name)
		}
		return nil
	}
}
