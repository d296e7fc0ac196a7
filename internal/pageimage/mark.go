package pageimage

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"

	"example.com/assay/internal/attest"
)

// How a box is marked: as with a pen that is seen through, and framed, so that it
// shows on a coloured ground too.
const (
	pointsPerInch = 72
	margin        = 1.5 // points around a box
	frameWidth    = 1.0 // points
)

// The colours of a mark; the pen's is multiplied with what is below it.
var (
	pen   = color.RGBA{R: 255, G: 226, B: 92, A: 255}
	frame = color.RGBA{R: 190, G: 120, B: 0, A: 255}
)

// Size gives the size of the page in points.
func (i Image) Size() (width, height float64, err error) {
	config, err := png.DecodeConfig(bytes.NewReader(i.PNG))
	if err != nil {
		return 0, 0, fmt.Errorf("read the page image: %w", err)
	}
	return float64(config.Width) / i.DPI * pointsPerInch, float64(config.Height) / i.DPI * pointsPerInch, nil
}

// canvas gives the pixels of the image, its first one at the origin.
func (i Image) canvas() (*image.RGBA, error) {
	src, err := png.Decode(bytes.NewReader(i.PNG))
	if err != nil {
		return nil, fmt.Errorf("read the page image: %w", err)
	}
	if rgba, ok := src.(*image.RGBA); ok && rgba.Rect.Min == (image.Point{}) {
		return rgba, nil
	}
	b := src.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(out, out.Rect, src, b.Min, draw.Src)
	return out, nil
}

// Turned gives the image turned clockwise by 0, 90, 180 or 270 degrees, as a scan that
// lies on its side is turned to be read.
func (i Image) Turned(degrees int) (Image, error) {
	if degrees == 0 {
		return i, nil
	}
	src, err := i.canvas()
	if err != nil {
		return Image{}, err
	}
	w, h := src.Rect.Dx(), src.Rect.Dy()
	if degrees != 180 {
		w, h = h, w
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			sx, sy := x, y
			switch degrees {
			case 90:
				sx, sy = y, w-1-x
			case 180:
				sx, sy = w-1-x, h-1-y
			case 270:
				sx, sy = h-1-y, x
			}
			copy(out.Pix[out.PixOffset(x, y):][:4], src.Pix[src.PixOffset(sx, sy):])
		}
	}
	return i.with(out)
}

// with gives another picture at the same dots per inch.
func (i Image) with(img image.Image) (Image, error) {
	var out bytes.Buffer
	enc := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := enc.Encode(&out, img); err != nil {
		return Image{}, fmt.Errorf("write the page image: %w", err)
	}
	return Image{out.Bytes(), i.DPI}, nil
}

// Mark gives the image with boxes marked on it. What lies beyond the page is not seen.
func (i Image) Mark(boxes []attest.Box) (Image, error) {
	if len(boxes) == 0 {
		return i, nil
	}
	canvas, err := i.canvas()
	if err != nil {
		return Image{}, err
	}
	scale := i.DPI / pointsPerInch
	edge := max(1, int(math.Round(frameWidth*scale)))
	for _, b := range boxes {
		highlight(canvas, pixels(b, scale), edge)
	}
	return i.with(canvas)
}

// pixels is where a box lies on an image.
func pixels(b attest.Box, scale float64) image.Rectangle {
	return image.Rect(int(math.Floor((b.X0-margin)*scale)), int(math.Floor((b.Y0-margin)*scale)),
		int(math.Ceil((b.X1+margin)*scale)), int(math.Ceil((b.Y1+margin)*scale)))
}

// highlight marks a rectangle.
func highlight(canvas *image.RGBA, r image.Rectangle, edge int) {
	inner := r.Inset(edge)
	seen := r.Intersect(canvas.Bounds())
	for y := seen.Min.Y; y < seen.Max.Y; y++ {
		for x := seen.Min.X; x < seen.Max.X; x++ {
			if !(image.Pt(x, y).In(inner)) {
				canvas.SetRGBA(x, y, frame)
				continue
			}
			c := canvas.RGBAAt(x, y)
			canvas.SetRGBA(x, y, color.RGBA{R: times(c.R, pen.R), G: times(c.G, pen.G), B: times(c.B, pen.B), A: c.A})
		}
	}
}

// times multiplies two shares of 255.
func times(a, b uint8) uint8 { return uint8(int(a) * int(b) / 255) }
