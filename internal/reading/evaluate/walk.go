package evaluate

import (
	"reflect"

	"example.com/assay/internal/attest"
)

// citations collects every citation of a reading, wherever it stands.
func citations(r *attest.Reading) []attest.Citation {
	var out []attest.Citation
	walk(reflect.ValueOf(r), &out)
	return out
}

// walk visits a value and all that it holds.
func walk(v reflect.Value, out *[]attest.Citation) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			walk(v.Elem(), out)
		}
	case reflect.Slice:
		for i := range v.Len() {
			walk(v.Index(i), out)
		}
	case reflect.Struct:
		if c, ok := v.Interface().(attest.Citation); ok {
			*out = append(*out, c)
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				walk(v.Field(i), out)
			}
		}
	}
}
