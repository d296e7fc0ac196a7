// Command protodeps writes, as .proto source, the third-party files that the API
// imports. They come from the descriptors linked into this program, so they
// always agree with the Go types the API is compiled against, and no registry is
// asked.
//
// Usage: protodeps FOLDER. The folder is emptied first.
package main

import (
	"cmp"
	"fmt"
	"os"
	"slices"

	"github.com/jhump/protoreflect/v2/protoprint"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	_ "buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	_ "google.golang.org/genproto/googleapis/api/annotations"
	_ "google.golang.org/genproto/googleapis/api/httpbody"
)

// wanted are the files that proto/ imports directly; what they import follows.
var wanted = [...]string{
	"buf/validate/validate.proto",
	"google/api/annotations.proto",
	"google/api/field_behavior.proto",
	"google/api/httpbody.proto",
	"google/api/resource.proto",
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: protodeps FOLDER")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "protodeps:", err)
		os.Exit(1)
	}
}

func run(folder string) error {
	files, err := closure(wanted[:])
	if err != nil {
		return err
	}
	if err := os.RemoveAll(folder); err != nil {
		return err
	}
	var printer protoprint.Printer
	return printer.PrintProtosToFileSystem(files, folder)
}

// closure gives the named files and everything they import, sorted by path,
// without the files that every protobuf compiler brings along.
func closure(names []string) ([]protoreflect.FileDescriptor, error) {
	found := map[string]protoreflect.FileDescriptor{}
	for _, name := range names {
		fd, err := protoregistry.GlobalFiles.FindFileByPath(name)
		if err != nil {
			return nil, fmt.Errorf("%s is not linked: %w", name, err)
		}
		collect(fd, found)
	}
	files := make([]protoreflect.FileDescriptor, 0, len(found))
	for _, fd := range found {
		files = append(files, fd)
	}
	slices.SortFunc(files, func(a, b protoreflect.FileDescriptor) int { return cmp.Compare(a.Path(), b.Path()) })
	return files, nil
}

func collect(fd protoreflect.FileDescriptor, found map[string]protoreflect.FileDescriptor) {
	if fd.Package() == "google.protobuf" || found[fd.Path()] != nil {
		return
	}
	found[fd.Path()] = fd
	for i := range fd.Imports().Len() {
		collect(fd.Imports().Get(i).FileDescriptor, found)
	}
}
