// Package server carries the API: the gRPC listener with its interceptors, the
// REST gateway, multipart upload, health, reflection, metrics and the OpenAPI
// description, started together and stopped in order.
//
// The same interceptors stand around every call: one from outside comes in by a
// listener, the gateway's streams by an in-memory connection, and the gateway's other
// calls directly. Only this package knows gRPC codes: the rest of
// the program speaks [attest.Error].
package server
