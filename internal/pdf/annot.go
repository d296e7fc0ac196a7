package pdf

import (
	"errors"

	led "github.com/ledongthuc/pdf"
)

// Flags of an annotation that keep it from the page.
const (
	annotHidden = 1 << 1
	annotNoView = 1 << 5
)

// annotations draws what stands on the page without being in its content: filled
// form fields, signatures, stamps and free text. One that cannot be read is noted
// and passed over.
func (in *interpreter) annotations(page led.Value, ctm matrix) error {
	list := page.Key("Annots")
	for i := 0; i < min(list.Len(), MaxAnnotations); i++ {
		a := list.Index(i)
		if a.Key("F").Int64()&(annotHidden|annotNoView) != 0 {
			continue
		}
		switch a.Key("Subtype").Name() {
		case "Widget", "FreeText", "Stamp":
			if err := in.annotation(a, ctm); err != nil {
				return err
			}
		}
	}
	return nil
}

// annotation draws the normal appearance of an annotation.
func (in *interpreter) annotation(a led.Value, ctm matrix) error {
	look := a.Key("AP").Key("N")
	if look.Kind() == led.Dict { // one for each state, as check boxes have
		look = look.Key(a.Key("AS").Name())
	}
	rect, ok := rectangle(a.Key("Rect"))
	if look.Kind() != led.Stream || !ok {
		return nil
	}
	content, err := in.budget.stream(look)
	if err != nil {
		if errors.Is(err, ErrTooComplex) {
			return err
		}
		in.partial = err
	}
	own := matrixOf(look)
	return in.run(content, newScope(look.Key("Resources")), own.mul(placed(look, own, rect)).mul(ctm), 1)
}

// placed gives the matrix that fits the appearance's box into rect.
func placed(look led.Value, own matrix, rect Box) matrix {
	m := matrix{1, 0, 0, 1, rect.X0, rect.Y0}
	box, ok := rectangle(look.Key("BBox"))
	if !ok {
		return m
	}
	b := own.bounds(box.X0, box.Y0, box.X1, box.Y1)
	if w, h := b.X1-b.X0, b.Y1-b.Y0; w > 0 && h > 0 {
		m.a, m.d = (rect.X1-rect.X0)/w, (rect.Y1-rect.Y0)/h
		m.e, m.f = rect.X0-b.X0*m.a, rect.Y0-b.Y0*m.d
	}
	return m
}

// matrixOf reads the Matrix of a form, the identity where it has none.
func matrixOf(form led.Value) matrix {
	k := form.Key("Matrix")
	if k.Len() != 6 {
		return matrix{1, 0, 0, 1, 0, 0}
	}
	return matrix{k.Index(0).Float64(), k.Index(1).Float64(), k.Index(2).Float64(),
		k.Index(3).Float64(), k.Index(4).Float64(), k.Index(5).Float64()}
}
