// Package lazyregexp is regular expressions that are compiled when they are first
// used. The rules of the readings are hundreds of patterns, and every reader worker
// is a process of the same program: compiling them all at its start would cost more
// than reading a page.
//
// It has the part of package regexp that the rules use, and is imported in its
// place.
package lazyregexp

import (
	"os"
	"regexp"
	"strings"
	"sync"
)

// Regexp is a pattern that is compiled at its first use. It may be used by many
// goroutines at once.
type Regexp struct {
	source string
	once   sync.Once
	re     *regexp.Regexp
}

// MustCompile gives a pattern. One that is wrong panics when it is first used, and
// at once in the binary of a test.
func MustCompile(source string) *Regexp {
	r := &Regexp{source: source}
	if len(os.Args) > 0 && strings.HasSuffix(strings.TrimSuffix(os.Args[0], ".exe"), ".test") {
		r.compiled()
	}
	return r
}

// QuoteMeta is regexp.QuoteMeta.
func QuoteMeta(s string) string { return regexp.QuoteMeta(s) }

func (r *Regexp) compiled() *regexp.Regexp {
	r.once.Do(func() { r.re = regexp.MustCompile(r.source) })
	return r.re
}

// Longest makes searches prefer the longest of the leftmost matches. Call it before
// the pattern is used by more than one goroutine.
func (r *Regexp) Longest() { r.compiled().Longest() }

// String gives the source of the pattern.
func (r *Regexp) String() string { return r.source }

// MatchString is regexp.Regexp.MatchString; the other methods are their namesakes too.
func (r *Regexp) MatchString(s string) bool { return r.compiled().MatchString(s) }

// Match reports whether the bytes contain a match.
func (r *Regexp) Match(b []byte) bool { return r.compiled().Match(b) }

// FindString gives the leftmost match.
func (r *Regexp) FindString(s string) string { return r.compiled().FindString(s) }

// FindStringIndex gives where the leftmost match is.
func (r *Regexp) FindStringIndex(s string) []int { return r.compiled().FindStringIndex(s) }

// FindStringSubmatch gives the leftmost match and its groups.
func (r *Regexp) FindStringSubmatch(s string) []string { return r.compiled().FindStringSubmatch(s) }

// FindStringSubmatchIndex gives where the leftmost match and its groups are.
func (r *Regexp) FindStringSubmatchIndex(s string) []int {
	return r.compiled().FindStringSubmatchIndex(s)
}

// FindAllString gives up to n matches, all for -1.
func (r *Regexp) FindAllString(s string, n int) []string { return r.compiled().FindAllString(s, n) }

// FindAllStringIndex gives where up to n matches are.
func (r *Regexp) FindAllStringIndex(s string, n int) [][]int {
	return r.compiled().FindAllStringIndex(s, n)
}

// FindAllStringSubmatch gives up to n matches and their groups.
func (r *Regexp) FindAllStringSubmatch(s string, n int) [][]string {
	return r.compiled().FindAllStringSubmatch(s, n)
}

// FindAllStringSubmatchIndex gives where up to n matches and their groups are.
func (r *Regexp) FindAllStringSubmatchIndex(s string, n int) [][]int {
	return r.compiled().FindAllStringSubmatchIndex(s, n)
}

// ReplaceAllString replaces every match by a template.
func (r *Regexp) ReplaceAllString(s, template string) string {
	return r.compiled().ReplaceAllString(s, template)
}

// ReplaceAllStringFunc replaces every match by what a function makes of it.
func (r *Regexp) ReplaceAllStringFunc(s string, f func(string) string) string {
	return r.compiled().ReplaceAllStringFunc(s, f)
}

// Split cuts a text at its matches into at most n pieces, any number for -1.
func (r *Regexp) Split(s string, n int) []string { return r.compiled().Split(s, n) }

// SubexpIndex gives the index of a named group, -1 for none.
func (r *Regexp) SubexpIndex(name string) int { return r.compiled().SubexpIndex(name) }

// SubexpNames gives the names of the groups.
func (r *Regexp) SubexpNames() []string { return r.compiled().SubexpNames() }

// NumSubexp gives the number of groups.
func (r *Regexp) NumSubexp() int { return r.compiled().NumSubexp() }
