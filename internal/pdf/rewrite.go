package pdf

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/validate"
)

// maxObjects is how many objects pdfcpu takes.
const maxObjects = 2_000_000

// rewrite gives a plain copy of the file made by pdfcpu: decrypted, with a new
// cross-reference table. It does without pdfcpu's package api, whose dependencies
// would double the time that a worker takes to start.
func rewrite(body []byte, password string) (clean []byte, encrypted bool, err error) {
	defer func() {
		switch x := recover().(type) {
		case nil:
		case error: // pdfcpu gives up on some files by a panic
			err = fmt.Errorf("rewrite: %w", x)
		default:
			err = fmt.Errorf("rewrite: %v", x)
		}
	}()
	conf := rewriting(password)
	ctx, err := pdfcpu.Read(bytes.NewReader(body), conf)
	if err != nil {
		return nil, false, fmt.Errorf("rewrite: %w", err)
	}
	encrypted = ctx.Encrypt != nil
	if encrypted {
		conf.Cmd, ctx.Cmd = model.DECRYPT, model.DECRYPT
	}
	var out bytes.Buffer
	// Validation prepares what is written; a fault that it finds is no reason to
	// give up before the writing has been tried.
	verr := validate.XRefTable(ctx)
	unpack(ctx)
	ctx.Write.Writer = bufio.NewWriter(&out)
	if err := errors.Join(pdfcpu.WriteContext(ctx), ctx.Write.Flush()); err != nil {
		return nil, encrypted, fmt.Errorf("rewrite: %w", errors.Join(err, verr))
	}
	return out.Bytes(), encrypted, nil
}

// unpack decodes the streams whose filters the object layer does not know, but
// for pictures. What cannot be decoded stays as it is.
func unpack(ctx *model.Context) {
	for _, entry := range ctx.Table {
		if entry == nil {
			continue
		}
		sd, ok := entry.Object.(types.StreamDict)
		if !ok || sd.Image() || plainFilters(sd.FilterPipeline) || sd.DecodeWithLimit(MaxStreamBytes) != nil {
			continue
		}
		length := int64(len(sd.Content))
		sd.Raw, sd.FilterPipeline, sd.StreamLength, sd.StreamLengthObjNr = sd.Content, nil, &length, nil
		sd.Delete("Filter")
		sd.Delete("DecodeParms")
		sd.Update("Length", types.Integer(length))
		entry.Object = sd
	}
}

// plainFilters reports filters that the object layer undoes.
func plainFilters(filters []types.PDFFilter) bool {
	for _, f := range filters {
		if f.Name != "FlateDecode" || len(f.DecodeParms) > 0 {
			return false
		}
	}
	return true
}

// rewriting configures pdfcpu without its folder in the home directory and
// without the network.
func rewriting(password string) *model.Configuration {
	limits := model.DefaultResourceLimits()
	limits.MaxStreamBytes, limits.MaxDecodeBytes = MaxFileBytes, MaxPageBytes
	limits.MaxObjectCount, limits.MaxXRefEntries = maxObjects, maxObjects
	return &model.Configuration{
		Cmd:                       model.LISTINFO,
		Reader15:                  true,
		ValidationMode:            model.ValidationRelaxed,
		UnsupportedResourcePolicy: model.UnsupportedResourceSkip,
		Eol:                       types.EolLF,
		UserPW:                    password,
		OwnerPW:                   password,
		Offline:                   true,
		Limits:                    limits,
		TimestampFormat:           "2006-01-02 15:04",
		DateFormat:                "2006-01-02",
	}
}
