package layers

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"

	_ "example.com/assay/gen/assay/v1"
)

const (
	apiPackage = "assay.v1"

	// uploadMethod has no http rule: REST takes multipart/form-data there, which
	// the gateway does not speak; a handler of its own does.
	uploadMethod = "assay.v1.DocumentService.UploadDocument"
)

// apiFiles gives the linked files of the API.
func apiFiles(t *testing.T) []protoreflect.FileDescriptor {
	t.Helper()
	var files []protoreflect.FileDescriptor
	protoregistry.GlobalFiles.RangeFilesByPackage(apiPackage, func(fd protoreflect.FileDescriptor) bool {
		files = append(files, fd)
		return true
	})
	if len(files) == 0 {
		t.Fatalf("no file of package %s is linked", apiPackage)
	}
	return files
}

// apiMethods gives every method of the API.
func apiMethods(t *testing.T) []protoreflect.MethodDescriptor {
	t.Helper()
	var all []protoreflect.MethodDescriptor
	for _, fd := range apiFiles(t) {
		for i := range fd.Services().Len() {
			methods := fd.Services().Get(i).Methods()
			for j := range methods.Len() {
				all = append(all, methods.Get(j))
			}
		}
	}
	return all
}

// apiMessages gives every message of the API, nested ones too.
func apiMessages(t *testing.T) []protoreflect.MessageDescriptor {
	t.Helper()
	var all []protoreflect.MessageDescriptor
	var collect func(protoreflect.MessageDescriptors)
	collect = func(mds protoreflect.MessageDescriptors) {
		for i := range mds.Len() {
			all = append(all, mds.Get(i))
			collect(mds.Get(i).Messages())
		}
	}
	for _, fd := range apiFiles(t) {
		collect(fd.Messages())
	}
	return all
}

// apiFields gives every field of the API.
func apiFields(t *testing.T) []protoreflect.FieldDescriptor {
	t.Helper()
	var all []protoreflect.FieldDescriptor
	for _, md := range apiMessages(t) {
		for i := range md.Fields().Len() {
			all = append(all, md.Fields().Get(i))
		}
	}
	return all
}

func TestStandardMethods(t *testing.T) {
	for _, m := range apiMethods(t) {
		in, out := m.Input().Fields(), m.Output().Fields()
		want := func(fields protoreflect.FieldDescriptors, name protoreflect.Name) {
			if fields.ByName(name) == nil {
				t.Errorf("%s: %s has no field %s", m.FullName(), fields.Get(0).Parent().Name(), name)
			}
		}
		switch verb := verb(m); verb {
		case "List", "Search":
			want(in, "page_size")
			want(in, "page_token")
			want(out, "next_page_token")
		case "Create":
			want(in, "request_id")
		case "Update":
			want(in, "update_mask")
			want(out, "etag")
			want(out, "name")
		case "Get", "Delete", "Revoke", "Read", "Watch", "Download", "SignOff", "Reopen", "Compare":
			want(in, "name")
		case "Upload", "Identify":
		default:
			t.Errorf("%s: no rule for the verb %s; add one", m.FullName(), verb)
		}
	}
}

// TestUpdatedResourcesHaveEtags also takes in resources that are deleted with an
// etag: a caller can only send what it was given.
func TestUpdatedResourcesHaveEtags(t *testing.T) {
	resources := map[protoreflect.Name]protoreflect.MessageDescriptor{}
	for _, md := range apiMessages(t) {
		resources[md.Name()] = md
	}
	for _, m := range apiMethods(t) {
		if m.Input().Fields().ByName("etag") == nil {
			continue
		}
		noun := protoreflect.Name(strings.TrimPrefix(string(m.Name()), verb(m)))
		if md := resources[noun]; md == nil || md.Fields().ByName("etag") == nil {
			t.Errorf("%s takes an etag that %s does not give", m.FullName(), noun)
		}
	}
}

func TestResources(t *testing.T) {
	pattern := regexp.MustCompile(`^([a-z][A-Za-z]*|\{[a-z][a-z_]*\})(/([a-z][A-Za-z]*|\{[a-z][a-z_]*\}))*$`)
	count := 0
	for _, md := range apiMessages(t) {
		resource := extension[*annotations.ResourceDescriptor](md.Options(), annotations.E_Resource)
		if resource == nil {
			continue
		}
		count++
		name := md.Fields().ByName("name")
		if name == nil || name.Number() != 1 || !slices.Contains(behaviour(name), annotations.FieldBehavior_IDENTIFIER) {
			t.Errorf("%s: field 1 of a resource is name, its IDENTIFIER", md.FullName())
		}
		if want := "assay.example.com/" + string(md.Name()); resource.GetType() != want {
			t.Errorf("%s: resource type is %s, want %s", md.FullName(), resource.GetType(), want)
		}
		for _, p := range resource.GetPattern() {
			if !pattern.MatchString(p) {
				t.Errorf("%s: pattern %s: want lower-case segments and variables", md.FullName(), p)
			}
		}
	}
	if count == 0 {
		t.Error("no message is a resource")
	}
}

// TestNamesAreChecked wants every name that a request carries to be checked for its
// shape, so that a malformed one is bad input and never a failed look-up.
func TestNamesAreChecked(t *testing.T) {
	for _, fd := range apiFields(t) {
		if !inRequest(fd) || fd.Name() != "name" && fd.Name() != "parent" {
			continue
		}
		rules := extension[*validate.FieldRules](fd.Options(), validate.E_Field).GetString()
		if rules.GetConst() != "" {
			continue
		}
		re, err := regexp.Compile(rules.GetPattern())
		if err != nil || rules.GetPattern() == "" {
			t.Errorf("%s: want a validation pattern, got %q", fd.FullName(), rules.GetPattern())
			continue
		}
		for _, bad := range []string{"", "/", "vendors/", "vendors/Acme", "vendors/a/b", "vendors/a\n", "tokens/A", "members/-", "x vendors/a"} {
			if re.MatchString(bad) {
				t.Errorf("%s: pattern %s takes %q", fd.FullName(), re, bad)
			}
		}
	}
}

func TestHTTPRules(t *testing.T) {
	verbs := map[string]string{
		"Get": http.MethodGet, "List": http.MethodGet, "Search": http.MethodGet, "Watch": http.MethodGet,
		"Download": http.MethodGet, "Compare": http.MethodGet, "Identify": http.MethodGet, "Create": http.MethodPost, "Read": http.MethodPost,
		"Revoke": http.MethodPost, "SignOff": http.MethodPost, "Reopen": http.MethodPost, "Update": http.MethodPatch, "Delete": http.MethodDelete,
	}
	seen := map[string]protoreflect.FullName{}
	for _, m := range apiMethods(t) {
		rule := extension[*annotations.HttpRule](m.Options(), annotations.E_Http)
		if m.FullName() == uploadMethod {
			if rule != nil {
				t.Errorf("%s has an http rule, want none", uploadMethod)
			}
			continue
		}
		method, path := route(rule)
		if !strings.HasPrefix(path, "/v1/") {
			t.Errorf("%s: path is %q, want one under /v1/", m.FullName(), path)
		}
		if want := verbs[verb(m)]; method != want {
			t.Errorf("%s: HTTP method is %q, want %q", m.FullName(), method, want)
		}
		if other, taken := seen[method+path]; taken {
			t.Errorf("%s and %s share %s %s", m.FullName(), other, method, path)
		}
		seen[method+path] = m.FullName()
		if hasBody := rule.GetBody() != ""; hasBody != (method == http.MethodPost || method == http.MethodPatch) {
			t.Errorf("%s: body is %q with method %s", m.FullName(), rule.GetBody(), method)
		}
	}
}

func TestFieldBehaviour(t *testing.T) {
	for _, fd := range apiFields(t) {
		if len(behaviour(fd)) != 1 {
			t.Errorf("%s: field_behavior is %v, want exactly one", fd.FullName(), behaviour(fd))
		}
	}
}

// TestRequestsAreBounded wants a limit on everything of variable size that a
// caller may send.
func TestRequestsAreBounded(t *testing.T) {
	for _, fd := range apiFields(t) {
		if !inRequest(fd) {
			continue
		}
		rules := extension[*validate.FieldRules](fd.Options(), validate.E_Field)
		s, b := rules.GetString(), rules.GetBytes()
		var bounded bool
		switch {
		case fd.IsList():
			bounded = rules.GetRepeated().GetMaxItems() > 0
		case fd.Kind() == protoreflect.StringKind:
			bounded = s.GetMaxLen() > 0 || s.GetPattern() != "" || s.GetConst() != "" || s.GetUuid()
		case fd.Kind() == protoreflect.BytesKind:
			bounded = b.GetMaxLen() > 0
		default:
			bounded = true
		}
		if !bounded {
			t.Errorf("%s: want a limit on its size", fd.FullName())
		}
	}
}

func TestSecretsAreRedacted(t *testing.T) {
	secret := regexp.MustCompile(`secret|password|credential|private_key`)
	count := 0
	for _, fd := range apiFields(t) {
		if !secret.MatchString(string(fd.Name())) {
			continue
		}
		count++
		if options, ok := fd.Options().(*descriptorpb.FieldOptions); !ok || !options.GetDebugRedact() {
			t.Errorf("%s: want debug_redact", fd.FullName())
		}
	}
	if count == 0 {
		t.Error("no secret field found; the test looks in the wrong place")
	}
}

// inRequest reports whether the field belongs to a request or to a message within.
func inRequest(fd protoreflect.FieldDescriptor) bool {
	for d := fd.Parent(); d != nil; d = d.Parent() {
		if strings.HasSuffix(string(d.Name()), "Request") {
			return true
		}
	}
	return false
}

// verb gives the leading verb of a method name: "List" of ListVendors.
func verb(m protoreflect.MethodDescriptor) string {
	name := string(m.Name())
	if strings.HasPrefix(name, "SignOff") {
		return "SignOff" // a verb of two words
	}
	if i := strings.IndexFunc(name[1:], func(r rune) bool { return r >= 'A' && r <= 'Z' }); i >= 0 {
		return name[:i+1]
	}
	return name
}

func route(rule *annotations.HttpRule) (method, path string) {
	switch pattern := rule.GetPattern().(type) {
	case *annotations.HttpRule_Get:
		return http.MethodGet, pattern.Get
	case *annotations.HttpRule_Post:
		return http.MethodPost, pattern.Post
	case *annotations.HttpRule_Patch:
		return http.MethodPatch, pattern.Patch
	case *annotations.HttpRule_Delete:
		return http.MethodDelete, pattern.Delete
	}
	return "", ""
}

func behaviour(fd protoreflect.FieldDescriptor) []annotations.FieldBehavior {
	return extension[[]annotations.FieldBehavior](fd.Options(), annotations.E_FieldBehavior)
}

// extension gives the value of an extension, the zero T when it is not set.
func extension[T any](options proto.Message, x protoreflect.ExtensionType) T {
	var zero T
	if !proto.HasExtension(options, x) {
		return zero
	}
	value, ok := proto.GetExtension(options, x).(T)
	if !ok {
		return zero
	}
	return value
}
