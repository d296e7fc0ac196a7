package aip

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	"example.com/assay/internal/attest"
)

// Etag is the etag of a version of a resource: a quoted string, as HTTP has it.
func Etag(version int64) string { return `"` + strconv.FormatInt(version, 10) + `"` }

// Version gives the version that an etag stands for; an empty etag gives 0, which
// matches every version.
func Version(etag string) (int64, error) {
	if etag == "" {
		return 0, nil
	}
	inner, ok := strings.CutPrefix(etag, `"`)
	inner, end := strings.CutSuffix(inner, `"`)
	version, err := strconv.ParseInt(inner, 10, 64)
	if !ok || !end || err != nil || version <= 0 {
		return 0, &attest.Error{Kind: attest.InvalidArgument, Reason: "ETAG_MALFORMED", Field: "etag",
			Message: "the etag is not one that this API gave; read the resource again and send its etag unchanged, quotes included"}
	}
	return version, nil
}

// Masked gives the paths that an update sets: those of the mask, all of allowed for
// "*", or, without a mask, the allowed fields that the message fills. A path that
// may not be set is an error that names it.
func Masked(mask *fieldmaskpb.FieldMask, message proto.Message, allowed ...string) ([]string, error) {
	paths := mask.GetPaths()
	switch {
	case len(paths) == 0:
		return populated(message, allowed), nil
	case slices.Equal(paths, []string{"*"}):
		return allowed, nil
	}
	var out []string
	for _, path := range paths {
		if field := message.ProtoReflect().Descriptor().Fields().ByJSONName(path); field != nil {
			path = string(field.Name()) // as JSON writes masks, in a query too
		}
		if path == "name" || path == "etag" {
			continue // they say which resource, and are set by nobody; the gateway's masks hold them
		}
		if !slices.Contains(allowed, path) {
			return nil, &attest.Error{Kind: attest.InvalidArgument, Reason: "UPDATE_MASK_INVALID", Field: "update_mask",
				Message: fmt.Sprintf("the update mask names %q; what can be set is %s", path, strings.Join(allowed, ", "))}
		}
		out = append(out, path)
	}
	return out, nil
}

// populated gives those of the fields that are set in a message.
func populated(message proto.Message, fields []string) []string {
	m := message.ProtoReflect()
	var out []string
	for _, name := range fields {
		if field := m.Descriptor().Fields().ByName(protoreflect.Name(name)); field != nil && m.Has(field) {
			out = append(out, name)
		}
	}
	return out
}

// Changed says in the audit trail which fields an update set.
func Changed(paths []string) string { return "set " + strings.Join(paths, ", ") }

// CheckVersion refuses to go on when the etag that the caller saw, as its version,
// is not that of the resource any more; 0 matches every version.
func CheckVersion(resource string, have, seen int64) error {
	if seen == 0 || seen == have {
		return nil
	}
	return &attest.Error{Kind: attest.Aborted, Reason: "ETAG_MISMATCH", Resource: resource, Field: "etag",
		Message: "somebody changed it since it was read: read it again, and send the change with the new etag"}
}
