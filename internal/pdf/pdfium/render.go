package pdfium

import (
	"fmt"
	"image"
	"math"
)

// Flags of drawing.
const (
	drawAnnotations = 0x01
	drawReverse     = 0x10 // red, green, blue instead of blue, green, red
	drawGray        = 0x08
)

// Formats of a bitmap.
const (
	bitmapGray = 1
	bitmapRGBX = 3
)

const (
	white         = 0xffffffff
	pointsPerInch = 72
	opaque        = 255
	rgbxBytes     = 4
)

// Pixels gives the size of the page in pixels at dpi dots per inch.
func (p *Page) Pixels(dpi float64) (width, height int) {
	return int(math.Ceil(p.Width * dpi / pointsPerInch)), int(math.Ceil(p.Height * dpi / pointsPerInch))
}

// Render draws the page as it is shown, its annotations too, on white paper, and
// hands use an *image.Gray or an *image.RGBA, which is gone when use returns. The
// size is for the caller to bound.
func (p *Page) Render(dpi float64, gray bool, use func(image.Image) error) error {
	i := p.in
	width, height := p.Pixels(dpi)
	if width < 1 || height < 1 {
		return fmt.Errorf("%w: it is %d by %d pixels", ErrPage, width, height)
	}
	format, flags := uint64(bitmapRGBX), uint64(drawAnnotations|drawReverse)
	if gray {
		format, flags = bitmapGray, drawAnnotations|drawGray
	}
	bitmap := i.call("FPDFBitmap_CreateEx", uint64(width), uint64(height), format, 0, 0)
	if i.err == nil && bitmap == 0 {
		return fmt.Errorf("%w: no memory for %d by %d pixels", ErrTooMuch, width, height)
	}
	i.call("FPDFBitmap_FillRect", bitmap, 0, 0, uint64(width), uint64(height), white)
	i.call("FPDF_RenderPageBitmap", bitmap, p.handle, 0, 0, uint64(width), uint64(height), 0, flags)
	buffer, stride := uint32(i.call("FPDFBitmap_GetBuffer", bitmap)), i.number("FPDFBitmap_GetStride", bitmap)
	if i.err != nil {
		return i.err
	}
	defer i.call("FPDFBitmap_Destroy", bitmap)
	pixels, ok := i.memory.Read(buffer, uint32(stride*height))
	if !ok || stride < width {
		return fmt.Errorf("%w: its picture", ErrPage)
	}
	return use(picture(pixels, stride, image.Rect(0, 0, width, height), gray))
}

// picture makes an image of pixels where they lie.
func picture(pixels []byte, stride int, bounds image.Rectangle, gray bool) image.Image {
	if gray {
		return &image.Gray{Pix: pixels, Stride: stride, Rect: bounds}
	}
	for at := rgbxBytes - 1; at < len(pixels); at += rgbxBytes {
		pixels[at] = opaque
	}
	return &image.RGBA{Pix: pixels, Stride: stride, Rect: bounds}
}
