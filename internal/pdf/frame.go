package pdf

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// frameKind says what a frame between the two processes carries.
type frameKind byte

const (
	frameRequest  frameKind = 'Q' // to the worker, once
	frameProgress frameKind = 'P' // from the worker, pages done and pages in all
	framePicture  frameKind = 'I' // from the worker, one page of a jobScan
	frameStage    frameKind = 'S' // from the worker, the second reader takes its turn
	frameResult   frameKind = 'R' // from the worker, last: an encoded Document
	frameError    frameKind = 'E' // from the worker, last: a class and words
)

const (
	// MaxResultBytes bounds one frame, and with it an encoded Document.
	MaxResultBytes = 192 << 20
	headerBytes    = 5
)

// errFrame is reported for bytes that are no frame.
var errFrame = errors.New("malformed frame")

// writeFrame writes a frame with one call of Write.
func writeFrame(w io.Writer, kind frameKind, payload []byte) error {
	if len(payload) > MaxResultBytes {
		return fmt.Errorf("%w: %d bytes", errFrame, len(payload))
	}
	buf := make([]byte, headerBytes, headerBytes+len(payload))
	buf[0] = byte(kind)
	binary.BigEndian.PutUint32(buf[1:], uint32(len(payload)))
	if _, err := w.Write(append(buf, payload...)); err != nil {
		return fmt.Errorf("write frame: %w", err)
	}
	return nil
}

// readFrame reads a frame. It takes memory as bytes arrive, not as the header
// promises.
func readFrame(r io.Reader) (frameKind, []byte, error) {
	var head [headerBytes]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return 0, nil, fmt.Errorf("read frame: %w", err)
	}
	size := int64(binary.BigEndian.Uint32(head[1:]))
	if size > MaxResultBytes {
		return 0, nil, fmt.Errorf("%w: %d bytes", errFrame, size)
	}
	var buf bytes.Buffer
	if size <= 1<<20 {
		buf.Grow(int(size))
	}
	if _, err := io.CopyN(&buf, r, size); err != nil {
		return 0, nil, fmt.Errorf("read frame: %w", err)
	}
	return frameKind(head[0]), buf.Bytes(), nil
}

// job is what a worker is for.
type job byte

// The jobs of a worker.
const (
	jobRead   job = 'R' // the file's text, as a Document
	jobRender job = 'P' // a Picture of one page
	jobScan   job = 'S' // pictures of several pages, for recognition
	jobWarm   job = 'W' // compile PDFium and leave it in the cache
)

// request is what a worker is asked to do.
type request struct {
	job      job
	path     string
	password string
	memory   uint64 // limit in bytes
	cache    string // folder of compiled code; "" for none
	engines  engines
	picture  RenderOptions // of jobRender, without the password
	pages    []int         // of jobScan, 1-based
}

// encode writes the request.
func (q request) encode() []byte {
	var e encoder
	e.uint(uint64(q.job))
	e.text(q.path)
	e.text(q.password)
	e.uint(q.memory)
	e.text(q.cache)
	e.uint(uint64(q.engines))
	e.int(q.picture.Page)
	e.length(q.picture.DPI)
	e.flag(q.picture.Gray)
	e.int(len(q.pages))
	for _, n := range q.pages {
		e.int(n)
	}
	return e.buf
}

// decodeRequest reads a request.
func decodeRequest(b []byte) (request, error) {
	d := decoder{rest: string(b)}
	q := request{job: job(d.uint()), path: d.text(), password: d.text(), memory: d.uint(), cache: d.text(), engines: engines(d.uint())}
	q.picture = RenderOptions{Page: d.int(), DPI: d.length(), Gray: d.flag()}
	for range min(d.int(), MaxPages) {
		q.pages = append(q.pages, d.int())
	}
	return q, d.err
}

// encodeError writes an error as the number of its class and its words.
func encodeError(err error) []byte {
	var e encoder
	number := uint64(0)
	for i, class := range classes() {
		if errors.Is(err, class) {
			number = uint64(i + 1)
			break
		}
	}
	e.uint(number)
	e.text(err.Error())
	return e.buf
}

// decodeError reads an error.
func decodeError(b []byte) error {
	d := decoder{rest: string(b)}
	number, text := d.uint(), d.text()
	if d.err != nil {
		return d.err
	}
	if all := classes(); number >= 1 && number <= uint64(len(all)) {
		return &failure{class: all[number-1], text: text}
	}
	return &failure{text: text}
}
