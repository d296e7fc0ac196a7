package documents

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"google.golang.org/genproto/googleapis/api/httpbody"

	assayv1 "example.com/assay/gen/assay/v1"
	"example.com/assay/internal/access"
	"example.com/assay/internal/attest"
	"example.com/assay/internal/pageimage"
	"example.com/assay/internal/store"
)

// defaultDPI is how finely a page is drawn where the caller does not say.
const defaultDPI = 110

// GetPageImage draws a page, with boxes marked. Whoever leafs through a document opens
// it once: the first page in an hour is the audit event.
func (s *Service) GetPageImage(ctx context.Context, req *assayv1.GetPageImageRequest) (*httpbody.HttpBody, error) {
	number, err := pageNumber(req.GetName())
	if err != nil {
		return nil, err
	}
	boxes, err := boxesOf(req.GetBoxes())
	if err != nil {
		return nil, err
	}
	doc, turn, err := s.openPage(ctx, req.GetName(), number)
	if err != nil {
		return nil, err
	}
	key := pageimage.Key{SHA256: doc.SHA256, Page: number, DPI: int(req.GetDpi())}
	if key.DPI == 0 {
		key.DPI = defaultDPI
	}
	img, err := s.Pages.Get(ctx, key, func(ctx context.Context) (string, func(), error) { return s.Blobs.Path(ctx, doc.SHA256) })
	if err != nil {
		return nil, err
	}
	if img, err = img.Turned(turn); err != nil {
		return nil, err
	}
	if err := onPage(img, boxes); err != nil {
		return nil, err
	}
	if img, err = img.Mark(boxes); err != nil {
		return nil, err
	}
	return &httpbody.HttpBody{ContentType: "image/png", Data: img.PNG}, nil
}

// pageNumber takes the number from a page's name, whose form is checked already.
func pageNumber(name string) (int, error) {
	n, err := strconv.Atoi(name[strings.LastIndexByte(name, '/')+1:])
	if err != nil || n < 1 {
		return 0, &attest.Error{Kind: attest.InvalidArgument, Reason: "NAME_MALFORMED", Field: "name", Message: fmt.Sprintf("the name %q ends in no page number", name)}
	}
	return n, nil
}

// openPage gives the document of a page and by how many degrees the page was turned to
// be read, and notes that it was opened.
func (s *Service) openPage(ctx context.Context, name string, number int) (doc attest.Document, turn int, err error) {
	caller := access.Caller(ctx)
	document, _, _ := strings.Cut(name, "/pages/")
	seen := opening{caller.Org, caller.Name, document}
	now := s.Now()
	if s.opened.lately(seen, now) {
		err = s.Store.View(ctx, caller.Org, func(tx *store.Tx) (err error) { doc, turn, err = lookUp(tx, document, name, number); return err })
		return doc, turn, err
	}
	err = s.Store.Update(ctx, caller.Org, func(tx *store.Tx) (err error) {
		if doc, turn, err = lookUp(tx, document, name, number); err != nil {
			return err
		}
		return tx.AppendAudit(attest.AuditEvent{Actor: caller.Name, Action: "document.pages_opened", Resource: document,
			Detail: fmt.Sprintf("page %d; further pages within an hour are not noted", number)})
	})
	if err == nil {
		s.opened.note(seen, now)
	}
	return doc, turn, err
}

// lookUp finds a page of a document. One that nothing was read of may be there.
func lookUp(tx *store.Tx, document, name string, number int) (attest.Document, int, error) {
	doc, err := find(tx, document)
	if err != nil || doc.ReadAt.IsZero() {
		return doc, 0, err
	}
	if number > doc.Pages {
		return doc, 0, &attest.Error{Kind: attest.NotFound, Reason: "PAGE_NOT_FOUND", Resource: name, Meta: map[string]string{"pages": strconv.Itoa(doc.Pages)},
			Message: fmt.Sprintf("there is no page %d: the document has %d", number, doc.Pages)}
	}
	read, err := tx.Reading(doc.ID)
	if err != nil {
		return doc, 0, err
	}
	for _, p := range read.Pages {
		if p.Number == number {
			return doc, p.Turn, nil
		}
	}
	return doc, 0, nil
}

// boxesOf reads boxes of the form "x0,y0,x1,y1", which is checked already.
func boxesOf(texts []string) ([]attest.Box, error) {
	var out []attest.Box
	for i, text := range texts {
		var at [4]float64
		parts := strings.Split(text, ",")
		for j := range at {
			if j < len(parts) {
				at[j], _ = strconv.ParseFloat(parts[j], 64) // its form is a number's
			}
		}
		b := attest.Box{X0: at[0], Y0: at[1], X1: at[2], Y1: at[3]}
		if b.X0 >= b.X1 || b.Y0 >= b.Y1 {
			return nil, badBox(i, fmt.Sprintf("the box %q has no area: write it as x0,y0,x1,y1 with the top left corner first", text))
		}
		out = append(out, b)
	}
	return out, nil
}

// onPage refuses boxes that nobody would see.
func onPage(img pageimage.Image, boxes []attest.Box) error {
	if len(boxes) == 0 {
		return nil
	}
	width, height, err := img.Size()
	if err != nil {
		return err
	}
	for i, b := range boxes {
		if b.X1 <= 0 || b.Y1 <= 0 || b.X0 >= width || b.Y0 >= height {
			return badBox(i, fmt.Sprintf("the box lies beside the page, which is %.0f by %.0f points", width, height))
		}
	}
	return nil
}

func badBox(i int, message string) error {
	return &attest.Error{Kind: attest.InvalidArgument, Reason: "BOX_MALFORMED", Field: fmt.Sprintf("boxes[%d]", i), Message: message}
}

const (
	openedFor  = time.Hour // how long a document that was opened counts as open
	openedMost = 10_000    // that are remembered; then remembering starts anew
)

// opening is a caller with a document.
type opening struct {
	org      attest.OrgID
	caller   string
	document string
}

// openings remembers who opened which document lately. It may forget: then an opening
// is noted once more.
type openings struct {
	mu   sync.Mutex
	when map[opening]time.Time
}

// lately reports whether the opening was noted within the last hour.
func (o *openings) lately(x opening, now time.Time) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	at, ok := o.when[x]
	return ok && now.Sub(at) < openedFor
}

// note remembers an opening.
func (o *openings) note(x opening, now time.Time) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.when == nil || len(o.when) >= openedMost {
		o.when = map[opening]time.Time{}
	}
	o.when[x] = now
}
