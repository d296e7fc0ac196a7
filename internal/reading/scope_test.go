package reading

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/assay/internal/attest"
)

// scopeReport makes a report whose letter has the given head and first sentence.
func scopeReport(head, scope string) *attest.Reading {
	return Read(typeset(
		"# SOC 2 Type 2 Report\nRelevant to Security",
		"# Independent Service Auditor's Report\n"+head+"\n= Scope\n"+scope+"\n"+quayDuties+"\nThe criteria are in DC section 200 and TSP section 100, the trust services criteria relevant to security.",
		"= Opinion\n"+clearLimbs+"\n= Restricted Use\n"+quayEnd+"\n\nBarrow Lindqvist LLP\nPortland, Oregon\nFebruary 20, 2026",
	), "")
}

func TestOrganisationAndSystem(t *testing.T) {
	t.Parallel()
	const tail = " throughout the period January 1, 2025 to December 31, 2025 based on the criteria."
	tests := []struct {
		name, head, scope string
		org, system       string
	}{
		{"addressee", "To the Management of Quay Freight Ltd", "We have examined Quay Freight's description of its Quay Cloud System titled \"X\"" + tail, "Quay Freight Ltd", "Quay Cloud System"},
		{"board and management", "To the Board of Directors and Management of Quay Freight, Inc.:", "We have examined the accompanying description of the Quay Cloud System" + tail, "Quay Freight, Inc.", "Quay Cloud System"},
		{"board, then the name on a line of its own", "To the Board of Directors of\nQuay Freight, Inc.\nDenver, Colorado", "We have examined Quay Freight, Inc.'s (\"Quay\") accompanying description of its freight platform titled \"Description of the Quay Platform\"" + tail, "Quay Freight, Inc.", "Quay Platform"},
		{"address without To", "Quay Freight, Inc.\n12 Pier Road\nDenver, CO 80202", "We have examined Quay's description of its Quay Cloud System" + tail, "Quay Freight, Inc.", "Quay Cloud System"},
		{"Attention line", "Management\nQuay Freight, LLC", "We have examined Quay's description of its Quay Cloud System" + tail, "Quay Freight, LLC", "Quay Cloud System"},
		{"possessive only", "", "We have examined Quay Freight's accompanying description of its Quay Cloud System" + tail, "Quay Freight", "Quay Cloud System"},
		{"description in section 3 of its system", "To: Quay Freight Ltd", "We have examined the description in Section III titled \"Quay Freight Ltd's Description of Its Container Tracking System\"" + tail, "Quay Freight Ltd", "Container Tracking System"},
		{"the system of the organisation", "To Management of Quay Freight Ltd:", "We have examined the attached description of the system of Quay Freight Ltd related to its Container Tracking services" + tail, "Quay Freight Ltd", ""},
		{"services system", "To the Management of Quay Freight Ltd", "We have examined Quay Freight Ltd's (the \"Company\", \"Quay\") description of its Software as a Service (SaaS) Platform system" + tail, "Quay Freight Ltd", "Software as a Service (SaaS) Platform system"},
		{"generic system", "To the Management of Quay Freight Ltd", "We have examined Quay Freight Ltd's description of its system" + tail, "Quay Freight Ltd", ""},
		{"line break inside", "To the Management of Quay Freight Ltd", "We have examined Quay Freight Ltd's accompanying description of its Container\nTracking and Billing System" + tail, "Quay Freight Ltd", "Container Tracking and Billing System"},
		{"owners", "To the Owners of Quay Freight Ltd", "We have examined Quay Freight Ltd's description of its Quay Cloud System for the period" + tail, "Quay Freight Ltd", "Quay Cloud System"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a := scopeReport(tt.head, tt.scope).Attestation
			if a == nil {
				t.Fatal("not read as a report")
			}
			if got := a.Organization.Value; got != tt.org {
				t.Errorf("organisation = %q (%s), want %q", got, a.Organization.Rule, tt.org)
			}
			if got := a.System.Value; got != tt.system {
				t.Errorf("system = %q (%s), want %q", got, a.System.Rule, tt.system)
			}
		})
	}
}

func TestSubserviceInLetter(t *testing.T) {
	t.Parallel()
	const carve = " The description does not disclose the actual controls at the subservice organization. Our examination did not include the services provided by the subservice organization."
	tests := []struct{ name, text, want string }{
		{"name first", "Quay uses Heron Hosting, a subservice organization, to provide cloud hosting services." + carve, "Heron Hosting/carve_out/cloud hosting services"},
		{"role first", "Quay uses a subservice organization, Heron Hosting (\"HH\"), to provide cloud hosting services." + carve, "Heron Hosting/carve_out/cloud hosting services"},
		{"two and a definition", "Quay uses Heron Hosting, Inc. and Teal Mail Ltd (subservice organizations) to provide hosting and e-mail." + carve, "Heron Hosting, Inc./carve_out/hosting and e-mail; Teal Mail Ltd/carve_out/hosting and e-mail"},
		{"a list after a colon", "Quay utilizes the following subservice organizations: Heron Hosting, Teal Mail, and Sable Data Centers for its operations." + carve, "Heron Hosting/carve_out/operations; Teal Mail/carve_out/operations; Sable Data Centers/carve_out/operations"},
		{"inclusive", "Quay uses Sable Guard, a subservice organization, to provide monitoring. The description includes the relevant controls of Sable Guard (inclusive method).", "Sable Guard/inclusive/monitoring"},
		{"each for a purpose", "Quay uses Heron Hosting for colocation and Teal Mail for the mailing of statements. Both are subservice organizations." + carve, "Heron Hosting/carve_out/colocation; Teal Mail/carve_out/mailing of statements"},
		{"one for two purposes", "Quay uses Heron Hosting, a subservice organization, for hosting and Content Delivery for its portal." + carve, "Heron Hosting/carve_out/hosting and Content Delivery for its portal"},
		{"one of each", "Quay uses Heron Hosting, a subservice organization, to provide hosting." + carve + " Quay uses Sable Guard, a subservice organization, to provide monitoring. The description includes controls of Sable Guard under the inclusive method.", "Heron Hosting/carve_out/hosting; Sable Guard/inclusive/monitoring"},
		{"no method", "Quay uses Heron Hosting, a subservice organization, to provide hosting.", "Heron Hosting/unstated/hosting"},
		{"unnamed", "Quay uses multiple subservice organizations to provide hosting and data processing." + carve, ""},
		{"a vendor is none", "Quay uses Heron Hosting to provide hosting. Management reviews vendors.", ""},
		{"as described in section 3", "As indicated in the description, Quay uses subservice organizations for hosting." + carve, ""},
		{"carve-out by name", "Quay relies on Heron Hosting, a subservice organization, for hosting services. The carve-out method was used.", "Heron Hosting/carve_out/hosting services"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a := scopeReport("To the Management of Quay Freight Ltd", quayScope+"\n"+tt.text).Attestation
			var got []string
			for _, s := range a.Subservice.Items {
				got = append(got, s.Name+"/"+string(s.Method)+"/"+s.Services)
			}
			if diff := cmp.Diff(tt.want, strings.Join(got, "; ")); diff != "" {
				t.Errorf("subservice mismatch (-want +got):\n%s", diff)
			}
		})
	}
}
