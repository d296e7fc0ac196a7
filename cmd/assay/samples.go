package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"example.com/assay/internal/attest"
	"example.com/assay/internal/intake"
	"example.com/assay/internal/sample"
	"example.com/assay/internal/store"
)

// newSamplesCommand writes the sample documents, to try the program on.
func newSamplesCommand(env *environment) *cobra.Command {
	return &cobra.Command{
		Use:   "samples FOLDER",
		Short: "Write the sample documents, with what they truly state, to a folder",
		Long: `Write the sample documents to a folder: invented reports, certificates and
letters as PDF files, and truth.json with what they truly state, in the form that
"assay eval" compares with.`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if err := sample.Write(args[0]); err != nil {
				return err
			}
			fmt.Fprintf(env.stdout, "Wrote %d documents and truth.json to %s.\n", len(sample.Names()), args[0])
			return nil
		},
	}
}

// loadSamples gives an organisation that has no vendors the sample vendors and
// their documents, to be read like any other.
func (a *app) loadSamples(ctx context.Context) error {
	orgs, err := a.organisations(ctx)
	if err != nil {
		return err
	}
	org := orgs[0].ID
	empty := false
	err = a.store.View(ctx, org, func(tx *store.Tx) error {
		vendors, _, err := tx.Vendors(store.VendorQuery{Page: store.Page{Limit: 1}})
		empty = len(vendors) == 0
		return err
	})
	if err != nil || !empty {
		return err
	}
	names := sample.Starters()
	for _, name := range names {
		doc, err := sample.Make(name)
		if err != nil {
			return fmt.Errorf("make the sample documents: %w", err)
		}
		if err := a.loadSample(ctx, org, doc); err != nil {
			return fmt.Errorf("load the sample %s: %w", doc.Name, err)
		}
	}
	fmt.Fprintf(a.env.stdout, "Loaded %d sample documents; they are being read.\n", len(names))
	return nil
}

// loadSample adds one sample document, and its vendor with the first of them.
func (a *app) loadSample(ctx context.Context, org attest.OrgID, doc sample.Document) error {
	vendor := attest.Vendor{ID: slug(doc.Vendor), DisplayName: doc.Vendor, Tier: doc.Tier}
	err := a.store.Update(ctx, org, func(tx *store.Tx) error {
		_, err := tx.Vendor(vendor.ID)
		if e := (*attest.Error)(nil); errors.As(err, &e) && e.Kind == attest.NotFound {
			_, err = tx.CreateVendor(vendor)
		}
		return err
	})
	if err != nil {
		return err
	}
	_, err = a.intake.Receive(ctx, intake.Upload{Caller: attest.Principal{Org: org, Name: "system"}, Vendor: vendor.ID, Filename: doc.Name}, bytes.NewReader(doc.PDF))
	return err
}

// slug makes a resource id of a name: lower-case letters, digits and dashes.
func slug(name string) attest.VendorID {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	return attest.VendorID(strings.Join(words, "-"))
}
