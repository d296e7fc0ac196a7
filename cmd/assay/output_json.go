package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
)

// writeMessage writes a message of the API as JSON over several lines.
func writeMessage(w io.Writer, m proto.Message) error {
	raw, err := protojson.Marshal(m)
	if err != nil {
		return fmt.Errorf("encode the output: %w", err)
	}
	var out bytes.Buffer
	if err := json.Indent(&out, raw, "", "  "); err != nil {
		return fmt.Errorf("encode the output: %w", err)
	}
	out.WriteByte('\n')
	return writeAll(w, out.Bytes())
}

// writeNamed writes a message of the API on one line, with the path of the file it
// is about as its first member.
func writeNamed(w io.Writer, file string, m proto.Message) error {
	name, err := json.Marshal(file)
	if err != nil {
		return fmt.Errorf("encode the output: %w", err)
	}
	raw, err := protojson.Marshal(m)
	if err != nil {
		return fmt.Errorf("encode the output: %w", err)
	}
	var out bytes.Buffer
	if err := json.Compact(&out, raw); err != nil {
		return fmt.Errorf("encode the output: %w", err)
	}
	line := append([]byte(`{"file":`), name...)
	if out.Len() > len("{}") {
		line = append(line, ',')
	}
	line = append(line, out.Bytes()[1:]...)
	return writeAll(w, append(line, '\n'))
}

// writeCompact writes a message of the API as one line of JSON.
func writeCompact(w io.Writer, m proto.Message) error {
	raw, err := protojson.Marshal(m)
	if err != nil {
		return fmt.Errorf("encode the output: %w", err)
	}
	return writeLine(w, json.RawMessage(raw)) // encoding compacts it
}

// writeLine writes a value as one line of JSON.
func writeLine(w io.Writer, v any) error {
	raw, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("encode the output: %w", err)
	}
	return writeAll(w, append(raw, '\n'))
}

func writeAll(w io.Writer, raw []byte) error {
	if _, err := w.Write(raw); err != nil {
		return fmt.Errorf("write the output: %w", err)
	}
	return nil
}
