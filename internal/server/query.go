package server

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"github.com/grpc-ecosystem/grpc-gateway/v2/utilities"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// strictQuery reads query parameters into a request, and refuses those that the
// request does not have: a filter with a slip in its name must not filter nothing.
type strictQuery struct{ runtime.DefaultQueryParser }

// Parse sets the fields of the message that the parameters name.
func (q strictQuery) Parse(message proto.Message, values url.Values, filter *utilities.DoubleArray) error {
	for key := range values {
		if !hasField(message.ProtoReflect().Descriptor(), key) {
			return fmt.Errorf("there is no query parameter %q; /openapi.json lists those there are", key)
		}
	}
	return q.DefaultQueryParser.Parse(message, values, filter)
}

// hasField reports whether a message has a field at a path such as token.displayName.
func hasField(d protoreflect.MessageDescriptor, path string) bool {
	name, rest, deeper := strings.Cut(path, ".")
	field := d.Fields().ByJSONName(name)
	if field == nil {
		field = d.Fields().ByName(protoreflect.Name(name))
	}
	if field == nil || !deeper {
		return field != nil
	}
	return field.Message() != nil && hasField(field.Message(), rest)
}
