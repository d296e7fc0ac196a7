// Package aip holds what the handlers share of Google's API Improvement
// Proposals: resource names, page sizes and tokens, etags and field masks.
package aip
