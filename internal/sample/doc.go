// Package sample makes realistic assurance documents as PDF files: SOC 2, SOC 3
// and SOC 1 reports, ISO/IEC 27001 certificates, a bridge letter and look-alikes,
// each with the truth that a careful reader should find in it.
//
// Every company, person, firm and certification body is invented. The words are
// ours apart from the phrases that the attestation standards prescribe. The same
// call gives the same bytes: dates are fixed and nothing is random.
//
// A document is two files under content: NAME.json holds its style, its controls
// and the truth that cannot be counted; NAME.txt holds its words in a small
// markup (see parse). Page numbers of the truth are noted while drawing.
package sample
