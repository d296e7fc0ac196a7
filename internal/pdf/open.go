package pdf

import (
	"bytes"
	"errors"
	"fmt"

	led "github.com/ledongthuc/pdf"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
)

const (
	headerWindow = 1024 // bytes in which the header may stand
	tailWindow   = 4096 // bytes of junk allowed after the end mark
)

// opened is a file that the object layer can walk.
type opened struct {
	forest
	reader    *led.Reader
	body      []byte // the file from its header to its end mark
	encrypted bool
	rewritten bool
}

// sound gives the number of pages that can be tried.
func (o *opened) sound() int {
	if o == nil {
		return 0
	}
	return len(o.pages) - o.broken
}

// open finds a way into the file: as it is, then through pdfcpu. Of two ways
// that both lose pages it takes the one that loses fewer.
func open(src []byte, password string) (*opened, error) {
	body, err := trimmed(src)
	if err != nil {
		return nil, err
	}
	direct, derr := openDirect(body, password)
	if errors.Is(derr, ErrTooComplex) {
		return nil, derr
	}
	if direct != nil {
		direct.body = body
	}
	if direct.sound() > 0 && direct.broken == 0 {
		return direct, nil
	}
	again, rerr := openRewritten(body, password)
	switch {
	case again.sound() > direct.sound():
		return again, nil
	case direct.sound() > 0:
		return direct, nil
	case errors.Is(rerr, ErrTooComplex):
		return nil, rerr
	case rerr != nil:
		return nil, refusal(src, password, derr, rerr)
	}
	return nil, fail(ErrNoPages, "ask for the file again")
}

// openRewritten opens the copy that pdfcpu makes.
func openRewritten(body []byte, password string) (*opened, error) {
	clean, encrypted, err := rewrite(body, password)
	if err != nil {
		return nil, err
	}
	o, err := openDirect(clean, "")
	if err != nil {
		return nil, err
	}
	o.encrypted, o.rewritten = encrypted, true
	return o, nil
}

// refusal chooses the class of error for a file that neither way opened.
func refusal(src []byte, password string, direct, rewritten error) error {
	locked := errors.Is(direct, led.ErrInvalidPassword) || errors.Is(rewritten, pdfcpu.ErrWrongPassword)
	switch {
	case locked && password == "":
		return fail(ErrLocked, "read it again with the password that its sender gave")
	case locked:
		return fail(ErrWrongPassword, "check it and try again")
	}
	reason := fmt.Sprintf("ask for the file again, or print it to a new PDF (%v)", rewritten)
	tail := src[max(0, len(src)-tailWindow):]
	if !bytes.Contains(tail, []byte("%%EOF")) {
		return fail(ErrTruncated, reason)
	}
	return fail(ErrDamaged, reason)
}

// trimmed cuts src to the part from the header to the last end mark and puts
// the header into the one form that the object layer takes.
func trimmed(src []byte) ([]byte, error) {
	at := bytes.Index(src[:min(len(src), headerWindow)], []byte("%PDF-"))
	if at < 0 {
		return nil, fail(ErrNotPDF, looksLike(src)+"; send the PDF file itself")
	}
	body := src[at:]
	if end := bytes.LastIndex(body, []byte("%%EOF")); end >= 0 {
		body = body[:end+len("%%EOF")]
	}
	const head = "%PDF-1.7\n"
	if len(body) < len(head) {
		return nil, fail(ErrTruncated, "ask for the file again")
	}
	if v := body[7]; string(body[:7]) != "%PDF-1." || v < '0' || v > '7' || body[8] != '\n' && body[8] != '\r' {
		body = append([]byte(head), body[len(head):]...)
	}
	return body, nil
}

// looksLike names what the bytes are when they are no PDF.
func looksLike(src []byte) string {
	if len(bytes.TrimSpace(src)) == 0 {
		return "the file is empty"
	}
	for _, k := range []struct{ magic, name string }{
		{"PK\x03\x04", "it looks like a zip archive or an Office file"},
		{"\xd0\xcf\x11\xe0", "it looks like an old Office file"},
		{"\x89PNG", "it looks like a PNG picture"},
		{"\xff\xd8\xff", "it looks like a JPEG picture"},
		{"GIF8", "it looks like a GIF picture"},
		{"II*\x00", "it looks like a TIFF picture"},
		{"MM\x00*", "it looks like a TIFF picture"},
		{"{\\rtf", "it looks like a rich text file"},
		{"\x1f\x8b", "it looks like a gzip archive"},
		{"<?xml", "it looks like an XML file"},
		{"<", "it looks like a web page"},
	} {
		if bytes.HasPrefix(bytes.TrimLeft(src, "\xef\xbb\xbf \r\n\t"), []byte(k.magic)) {
			return k.name
		}
	}
	return "it has no PDF header"
}

// openDirect hands the bytes to the object layer.
func openDirect(body []byte, password string) (o *opened, err error) {
	defer func() {
		if x := recover(); x != nil {
			o, err = nil, fmt.Errorf("object layer: %v", x)
		}
	}()
	asked := false
	r, err := led.NewReaderEncrypted(bytes.NewReader(body), int64(len(body)), func() string {
		if asked {
			return ""
		}
		asked = true
		return password
	})
	if err != nil {
		return nil, fmt.Errorf("object layer: %w", err)
	}
	found, err := leaves(r)
	if err != nil {
		return nil, err
	}
	return &opened{reader: r, forest: found, encrypted: !r.Trailer().Key("Encrypt").IsNull()}, nil
}
