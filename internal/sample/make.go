package sample

import (
	"fmt"
	"slices"
)

// make draws the document and fills in what only the drawing knows: the pages.
func (s *source) make() (Document, error) {
	d, err := s.draw()
	if err != nil {
		return Document{}, err
	}
	pdf, err := d.finish()
	if err != nil {
		return Document{}, err
	}
	t := s.Truth
	t.File = s.name
	t.Size = len(pdf)
	t.Pages = d.pdf.PageCount()
	t.ScannedPages = d.paper.pages()
	t.FileFacts = s.fileFacts(d.words, t.ScannedPages)
	t.Evidence = Evidence{
		Opinion:    d.pages("opinion"),
		Period:     d.pages("period"),
		Auditor:    d.pages("auditor"),
		ReportDate: d.pages("report_date"),
		Categories: d.pages("categories"),
	}
	if basis := d.pages("basis"); len(basis) > 0 {
		t.OpinionBasisPage = &basis[0]
	}
	if s.Scan != "" {
		t.ExpectedFlags = append(slices.Clone(t.ExpectedFlags), "scanned_document")
	}
	if s.Password != "" {
		t.Layout = "locked"
		t.ExpectedFlags = append(slices.Clone(t.ExpectedFlags), "locked")
	}
	d.fillControls(&t)
	if err := d.fillExceptions(&t); err != nil {
		return Document{}, err
	}
	if err := d.fillLists(&t); err != nil {
		return Document{}, err
	}
	t.fillEmpty()
	return Document{Name: s.name, PDF: pdf, Truth: t, Vendor: s.Vendor, Tier: s.Tier, Password: s.Password}, nil
}

// fileFacts tells of the file itself; a locked file shows none of its words.
func (s *source) fileFacts(words int, scanned []int) FileFacts {
	if s.Password != "" {
		return FileFacts{Locked: true, PagesWithoutText: []int{}}
	}
	no := "no"
	return FileFacts{Encryption: &no, Producer: &s.Producer, PagesWithoutText: scanned, TextWords: words, Readable: true}
}

// pages lists the pages on which what was marked with key was drawn.
func (d *drawing) pages(key string) []int {
	if p := d.marks[key]; p != nil {
		return p
	}
	return []int{}
}

// fillControls tells of each control once; where ids belong to a criterion, of
// each id once.
func (d *drawing) fillControls(t *Truth) {
	m := d.src.matrix
	at := map[string]int{}
	for i, r := range m.rows {
		key := r.topic
		if m.spec.IDs == "criterion" {
			key = r.id
		}
		if j, again := at[key]; again {
			t.Controls[j].Criteria = slices.Concat(t.Controls[j].Criteria, r.criteria)
			continue
		}
		at[key] = len(t.Controls)
		c := Control{Topic: r.topic, Criteria: r.criteria, Text: r.text, Reference: r.reference, Page: first(d.pages(m.key(i)))}
		if r.id != "" {
			c.ID = &r.id
		}
		if m.spec.Clean != "" {
			c.Result = &r.result.Result
		}
		t.Controls = append(t.Controls, c)
	}
	if n := len(t.Controls); n > 0 && m.spec.Clean != "" {
		found := len(t.Exceptions)
		t.ControlsTested, t.ExceptionCount = &n, &found
	}
}

func first(pages []int) int {
	if len(pages) == 0 {
		return 0
	}
	return pages[0]
}

// fillExceptions finds every place of each exception. One that the words never
// tell, or whose response they never tell, is an error.
func (d *drawing) fillExceptions(t *Truth) error {
	m := d.src.matrix
	t.Exceptions = slices.Clone(t.Exceptions)
	for i := range t.Exceptions {
		e := &t.Exceptions[i]
		e.ControlIDs = m.ids(e.Topic)
		if len(e.ControlIDs) > 0 {
			e.ControlID = &e.ControlIDs[0]
		}
		for _, r := range m.rows {
			if r.topic == e.Topic {
				e.ControlText = r.text
			}
		}
		e.Criteria = m.criteria(e.Topic)
		pages := d.pages(resultKey(e.Key))
		e.ResponsePages = d.pages(responseKey(e.Key))
		e.ResponsePresent = e.ManagementResponse != nil
		e.ShortDescription = e.ResultText
		e.Page = first(pages)
		e.AlsoPages = others(e.Page, pages, e.ResponsePages, d.pages("told:"+e.Key))
		if e.Page == 0 || e.ResponsePresent != (len(e.ResponsePages) > 0) {
			return fmt.Errorf("exception %s or its response is not in the document: pages %d, %v", e.Key, e.Page, e.ResponsePages)
		}
	}
	return nil
}

// others lists the pages of all lists but page, each once, in order.
func others(page int, lists ...[]int) []int {
	all := slices.Concat(lists...)
	slices.Sort(all)
	all = slices.DeleteFunc(slices.Compact(all), func(p int) bool { return p == page })
	if all == nil {
		return []int{}
	}
	return all
}

// fillLists gives pages to the complementary controls and subservice
// organisations. One that the words never list is an error.
func (d *drawing) fillLists(t *Truth) error {
	t.CUECs, t.Subservice = slices.Clone(t.CUECs), slices.Clone(t.Subservice)
	for i := range t.CUECs {
		t.CUECs[i].Page = first(d.pages(fmt.Sprintf("cuec:%d", i)))
		if t.CUECs[i].Page == 0 {
			return fmt.Errorf("user entity control %d is not in the document", i+1)
		}
		if t.CUECs[i].Criteria == nil {
			t.CUECs[i].Criteria = []string{}
		}
	}
	if n := len(t.CUECs); n > 0 {
		t.CUECCount = &n
	}
	for i := range t.Subservice {
		s := &t.Subservice[i]
		s.Page = first(d.pages(fmt.Sprintf("sub:%d", i)))
		if s.Page == 0 {
			return fmt.Errorf("subservice organisation %s is not in the document", s.Name)
		}
		if s.CSOCs == nil {
			s.CSOCs = []CSOC{}
		}
		t.SubserviceOrgs = append(t.SubserviceOrgs, s.Name)
	}
	return nil
}

// fillEmpty makes the lists of the truth empty rather than null.
func (t *Truth) fillEmpty() {
	t.OrganizationAccept = orEmpty(t.OrganizationAccept)
	t.QualifiedCriteria = orEmpty(t.QualifiedCriteria)
	t.Categories = orEmpty(t.Categories)
	t.Controls = orEmpty(t.Controls)
	t.Exceptions = orEmpty(t.Exceptions)
	t.CUECs = orEmpty(t.CUECs)
	t.Subservice = orEmpty(t.Subservice)
	t.SubserviceOrgs = orEmpty(t.SubserviceOrgs)
	t.ExpectedFlags = orEmpty(t.ExpectedFlags)
	t.ScannedPages = orEmpty(t.ScannedPages)
}

func orEmpty[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
