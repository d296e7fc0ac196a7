// Package access is the AccessService: who may call, as what, and who did what.
package access
