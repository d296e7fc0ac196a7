package server

import (
	"context"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/stats"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// direct is the gateway's way to the services. A call with one answer runs where
// the gateway makes it, between the same interceptors as a call from outside, and
// is spared being written to a connection and read from it again, which costs more
// than most answers. Streams take the connection.
type direct struct {
	grpc.ServiceRegistrar // also gets every service, for calls from outside

	conn      grpc.ClientConnInterface // in memory, to the same services
	intercept grpc.UnaryServerInterceptor
	stats     stats.Handler
	now       func() time.Time
	methods   map[string]method
}

// method is one method of a service with one answer.
type method struct {
	service any
	handle  grpc.MethodHandler
}

// RegisterService notes the methods of a service and passes it on.
func (d *direct) RegisterService(desc *grpc.ServiceDesc, service any) {
	d.ServiceRegistrar.RegisterService(desc, service)
	for _, m := range desc.Methods {
		d.methods["/"+desc.ServiceName+"/"+m.MethodName] = method{service, m.Handler}
	}
}

// NewStream begins a streaming call over the connection.
func (d *direct) NewStream(ctx context.Context, desc *grpc.StreamDesc, name string, opts ...grpc.CallOption) (grpc.ClientStream, error) {
	return d.conn.NewStream(ctx, desc, name, opts...)
}

// Invoke makes a call with one answer. The options of a call are for connections:
// there are no headers and trailers to give back.
func (d *direct) Invoke(ctx context.Context, name string, args, reply any, opts ...grpc.CallOption) error {
	if _, ok := d.methods[name]; !ok {
		return d.conn.Invoke(ctx, name, args, reply, opts...)
	}
	sent, _ := metadata.FromOutgoingContext(ctx)
	answer, err := d.call(metadata.NewIncomingContext(ctx, sent), name, args)
	if err != nil {
		return err
	}
	return hand(reply, answer)
}

// call makes a call with one answer, for whom the incoming metadata of ctx names,
// and gives the service's own message, which must not be changed.
func (d *direct) call(ctx context.Context, name string, args any) (answer any, err error) {
	ctx = d.stats.TagRPC(ctx, &stats.RPCTagInfo{FullMethodName: name})
	began := d.now()
	d.stats.HandleRPC(ctx, &stats.Begin{BeginTime: began})
	defer func() { d.stats.HandleRPC(ctx, &stats.End{BeginTime: began, EndTime: d.now(), Error: err}) }()
	m := d.methods[name]
	return m.handle(m.service, ctx, func(request any) error { return hand(request, args) }, d.intercept)
}

// hand gives an empty message the fields of another of its type. They share what
// they point to, so neither may be changed afterwards.
func hand(to, from any) error {
	dst, ok1 := to.(proto.Message)
	src, ok2 := from.(proto.Message)
	if !ok1 || !ok2 || dst.ProtoReflect().Descriptor() != src.ProtoReflect().Descriptor() {
		return status.Errorf(codes.Internal, "a %T came where a %T was due", from, to)
	}
	into := dst.ProtoReflect()
	src.ProtoReflect().Range(func(field protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		into.Set(field, v)
		return true
	})
	return nil
}
