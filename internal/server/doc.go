// Package server carries the API: the gRPC listener with its interceptors, the
// REST gateway, multipart upload, health, reflection, metrics and the OpenAPI
// description, started together and stopped in order.
//
// The gateway dials the gRPC server over an in-memory connection, so that every
// interceptor applies to REST too. Only this package knows gRPC codes: the rest of
// the program speaks [attest.Error].
package server
