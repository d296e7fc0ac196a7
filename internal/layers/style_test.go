package layers

import (
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const (
	maxFuncLines  = 80
	maxComplexity = 15 // gocyclo's count: 1 + if, for, case, && and ||
	maxFileLines  = 400
	maxMethods    = 7 // of an interface, embedded ones not counted
)

// written gives the files that people wrote and that are no tests.
func written(t *testing.T) []source {
	return slices.DeleteFunc(sources(t), func(s source) bool { return s.isTest() || s.generated() })
}

func TestSize(t *testing.T) {
	for _, src := range written(t) {
		if src.lines > maxFileLines {
			t.Errorf("%s has %d lines, want at most %d", src.name, src.lines, maxFileLines)
		}
		ast.Inspect(src.file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				if got := src.span(n); got > maxFuncLines {
					t.Errorf("%s: %s has %d lines, want at most %d", src.at(n), n.Name.Name, got, maxFuncLines)
				}
				if got := complexity(n); got > maxComplexity {
					t.Errorf("%s: %s has complexity %d, want at most %d", src.at(n), n.Name.Name, got, maxComplexity)
				}
			case *ast.InterfaceType:
				if got := methods(n); got > maxMethods {
					t.Errorf("%s: an interface has %d methods, want at most %d", src.at(n), got, maxMethods)
				}
			}
			return true
		})
	}
}

func complexity(fn *ast.FuncDecl) int {
	count := 1
	ast.Inspect(fn, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.IfStmt, *ast.ForStmt, *ast.RangeStmt:
			count++
		case *ast.CaseClause:
			if n.List != nil {
				count++
			}
		case *ast.CommClause:
			if n.Comm != nil {
				count++
			}
		case *ast.BinaryExpr:
			if n.Op == token.LAND || n.Op == token.LOR {
				count++
			}
		}
		return true
	})
	return count
}

func methods(n *ast.InterfaceType) int {
	count := 0
	for _, f := range n.Methods.List {
		count += len(f.Names)
	}
	return count
}

func TestPackagesDocumented(t *testing.T) {
	documented := map[string]bool{}
	for _, src := range sources(t) {
		if !src.isTest() && src.dir() != "gen/assay/v1" { // the generator writes none
			documented[src.dir()] = documented[src.dir()] || src.file.Doc != nil
		}
	}
	for dir, ok := range documented {
		if !ok {
			t.Errorf("package %s has no package comment", dir)
		}
	}
}

func TestExportedNamesDocumented(t *testing.T) {
	for _, src := range written(t) {
		for _, decl := range src.file.Decls {
			switch decl := decl.(type) {
			case *ast.FuncDecl:
				if decl.Name.IsExported() && exportedReceiver(decl) && !names(decl.Doc, decl.Name.Name) {
					t.Errorf("%s: %s needs a comment that begins with its name", src.at(decl), decl.Name.Name)
				}
			case *ast.GenDecl:
				undocumented(decl, func(name *ast.Ident) {
					t.Errorf("%s: %s needs a comment", src.at(name), name.Name)
				})
			}
		}
	}
}

// exportedReceiver reports whether fn is a function or a method of an exported type.
func exportedReceiver(fn *ast.FuncDecl) bool {
	if fn.Recv == nil {
		return true
	}
	typ := fn.Recv.List[0].Type
	for {
		switch t := typ.(type) {
		case *ast.StarExpr:
			typ = t.X
		case *ast.IndexExpr:
			typ = t.X
		case *ast.IndexListExpr:
			typ = t.X
		case *ast.Ident:
			return t.IsExported()
		default:
			return false
		}
	}
}

// names reports whether the comment begins with the name, after an article.
func names(doc *ast.CommentGroup, name string) bool {
	text := doc.Text()
	for _, article := range []string{"A ", "An ", "The "} {
		text = strings.TrimPrefix(text, article)
	}
	return text == name || strings.HasPrefix(text, name+" ") || strings.HasPrefix(text, name+"\n") ||
		strings.HasPrefix(text, name+",") || strings.HasPrefix(text, name+"'") || strings.HasPrefix(text, name+":")
}

// undocumented calls found with every exported name of a declaration that has no
// comment: its own, on its line, or, within parentheses, of the group.
func undocumented(decl *ast.GenDecl, found func(*ast.Ident)) {
	for _, spec := range decl.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			if spec.Name.IsExported() && decl.Doc == nil && spec.Doc == nil && spec.Comment == nil {
				found(spec.Name)
			}
		case *ast.ValueSpec:
			for _, name := range spec.Names {
				if name.IsExported() && decl.Doc == nil && spec.Doc == nil && spec.Comment == nil {
					found(name)
				}
			}
		}
	}
}

func TestNoHiddenState(t *testing.T) {
	for _, src := range written(t) {
		for _, decl := range src.file.Decls {
			switch decl := decl.(type) {
			case *ast.FuncDecl:
				if decl.Name.Name == "init" && decl.Recv == nil {
					t.Errorf("%s: init() runs unasked; call it by name", src.at(decl))
				}
			case *ast.GenDecl:
				if decl.Tok == token.VAR {
					checkVars(t, src, decl)
				}
			}
		}
	}
}

// checkVars lets a package variable be only what nobody changes: an embedded
// file, or something made once where it is declared.
func checkVars(t *testing.T, src source, decl *ast.GenDecl) {
	for _, spec := range decl.Specs {
		spec := spec.(*ast.ValueSpec)
		if len(spec.Values) == 0 && !embedded(decl.Doc) && !embedded(spec.Doc) {
			t.Errorf("%s: package variable %s has no value, so somebody changes it; pass it in", src.at(spec), spec.Names[0].Name)
		}
	}
}

func embedded(doc *ast.CommentGroup) bool {
	return doc != nil && slices.ContainsFunc(doc.List, func(c *ast.Comment) bool { return strings.HasPrefix(c.Text, "//go:embed ") })
}

// unfinished finds what house rules keep out of comments.
var unfinished = regexp.MustCompile(`(?i)\bTODO\b|\bFIXME\b|\bXXX\b|^//\s*nolint|lint:(file-)?ignore`)

func TestNothingUnfinished(t *testing.T) {
	for _, src := range sources(t) {
		if src.generated() {
			continue
		}
		for _, group := range src.file.Comments {
			for _, c := range group.List {
				if found := unfinished.FindString(c.Text); found != "" {
					t.Errorf("%s: %q in a comment", src.at(c), found)
				}
			}
		}
	}
}
