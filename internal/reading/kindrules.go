package reading

import (
	"example.com/assay/internal/attest"
	regexp "example.com/assay/internal/lazyregexp"
)

// zone is a part of the document in which a word can speak for a kind.
type zone int

// The zones. The words of a kind outside its zones count for nothing, since every
// kind's words occur in every other kind's body.
const (
	inTitle  zone = iota // the first lines and the large print of page one, the file's title
	inCover              // pages one and two, running headers, the file's title
	inEarly              // the first three pages of a document without an auditor's report
	inLetter             // the practitioner's own report
	inScope              // its opening paragraph
	inBody               // the whole of a document of up to ten pages
)

// anchor is one cue for or, with negative weight, against a kind.
type anchor struct {
	kind   attest.Kind
	zone   zone
	weight int
	re     *regexp.Regexp
}

// minKindScore is the score under which a kind is not recognised, and
// minKindLead the lead over the next one under which it is ambiguous.
const (
	minKindScore = 5
	minKindLead  = 2
)

// cue makes an anchor. Patterns ignore case and lost spaces: write a space where
// white space may stand.
func cue(kind attest.Kind, z zone, weight int, pattern string) anchor {
	return anchor{kind, z, weight, regexp.MustCompile(`(?i)` + spaced(pattern))}
}

// spaced turns each space of a pattern into optional white space.
func spaced(pattern string) string {
	out := make([]byte, 0, 2*len(pattern))
	for i := range len(pattern) {
		if pattern[i] == ' ' {
			out = append(out, `\s*`...)
			continue
		}
		out = append(out, pattern[i])
	}
	return string(out)
}

const (
	soc1Pattern = `\bSOC\)? ?-?\s?(?:1|I)(?:[^0-9I]|$)`
	soc2Pattern = `\bSOC\)? ?-?\s?(?:2|II)(?:[^0-9I]|$)`
	soc3Pattern = `\bSOC\)? ?-?\s?(?:3|III)(?:[^0-9I]|$)|\bsysTrust\b`
)

// attestationAnchors tell the kinds of assurance reports apart.
var attestationAnchors = []anchor{
	cue(attest.KindSOC2, inCover, 1, soc2Pattern),
	cue(attest.KindSOC2, inCover, 1, `relevant to (?:the )?`+categoryPattern),
	cue(attest.KindSOC2, inScope, 3, `description of|description (?:prepared|provided|in section)`),
	cue(attest.KindSOC2, inLetter, 3, `\bTSP (?:section )?100|trust services? (?:criteria|principles)`),
	cue(attest.KindSOC2, inLetter, 3, `\bDC (?:section )?200|description criteria`),
	cue(attest.KindSOC2, inLetter, 1, `suitab(?:ly|ility of the) design`),
	cue(attest.KindSOC2, inScope, -5, `examined [^.]{0,200}assertion[^.]{0,300}(?:were|was) effective|controls [^.]{0,200}were effective throughout|effectiveness of [^.]{0,240}controls[^.]{0,200}to meet the criteria`),
	cue(attest.KindSOC2, inScope, -6, `internal control over financial reporting|control objectives`),
	cue(attest.KindSOC2, inScope, -6, `description of [^.]{0,120}cybersecurity risk management program`),
	cue(attest.KindSOC2, inScope, -5, `assertion [^.]{0,200}maintained [^.]{0,60}effective controls`),
	cue(attest.KindSOC2, inLetter, -4, `\bAT-?C (?:section )?320\b`),

	cue(attest.KindSOC3, inCover, 2, soc3Pattern),
	cue(attest.KindSOC3, inCover, 1, `relevant to (?:the )?`+categoryPattern),
	cue(attest.KindSOC3, inScope, 5, `examined [^.]{0,400}assertion[^.]{0,500}(?:were|was) effective|controls [^.]{0,200}were effective throughout|effectiveness of [^.]{0,240}controls[^.]{0,240}to meet the criteria`),
	cue(attest.KindSOC3, inScope, 5, `assertion [^.]{0,200}maintained [^.]{0,60}effective controls`),
	cue(attest.KindSOC3, inLetter, 3, `\bTSP (?:section )?100|trust services? (?:criteria|principles)`),
	cue(attest.KindSOC3, inScope, -4, `examined [^.]{0,120}description of|suitability of (?:the )?design`),
	cue(attest.KindSOC3, inScope, -6, `certification authorit|webtrust|financial reporting`),

	cue(attest.KindSOC1, inCover, 1, soc1Pattern),
	cue(attest.KindSOC1, inCover, 1, `internal controls? over financial reporting|control objectives`),
	cue(attest.KindSOC1, inLetter, 4, `internal control over financial reporting`),
	cue(attest.KindSOC1, inLetter, 3, `control objectives`),
	cue(attest.KindSOC1, inLetter, 3, `\bAT-?C (?:section )?320\b|\bSSAE (?:no\.? )?16\b`),
	cue(attest.KindSOC1, inLetter, 3, `\b(?:ISAE|HKSAE|ASAE|SSAE|SAE) ?(?:\([A-Z]+\) ?)?3402\b|assurance engagements? (?:\(?ISAE\)? ?)?3402\b|\bCSAE 3416\b|\bPS 951\b|\bAAF 01/`),
	cue(attest.KindSOC1, inLetter, 3, `\b(?:ISAE|standaard|standard) (?:\([A-Z]{2,4}\) )?3402\b|assurance engagements? (?:\(?[A-Z]{2,4}\)? ){0,2}3402\b`),
	cue(attest.KindSOC1, inScope, 1, `description of`),
	cue(attest.KindSOC1, inLetter, -4, `\bTSP (?:section )?100\b`),
	cue(attest.KindSOC1, inLetter, -5, `cloud computing compliance (?:criteria|controls) catalogue|\bC5:20\d\d\b`),

	cue(attest.KindSOCCyber, inScope, 6, `cybersecurity risk management program`),
	cue(attest.KindSOCCyber, inLetter, 3, `\bDC (?:section )?100\b|cybersecurity objectives`),
	cue(attest.KindSOCCyber, inCover, 1, `cybersecurity risk management`),
	cue(attest.KindSOCSupply, inLetter, 5, `\bDC (?:section )?300\b`),
	cue(attest.KindSOCSupply, inScope, 5, `system to (?:produce|manufacture|distribute)|produc(?:e|ing), manufactur(?:e|ing),? (?:and|or) distribut`),
	cue(attest.KindSOCSupply, inCover, 2, `supply chain`),
	cue(attest.KindWebTrust, inLetter, 6, `webtrust`),
	cue(attest.KindWebTrust, inScope, 4, `certification authority|\bCA (?:services|operations)\b`),
	cue(attest.KindC5, inLetter, 6, `cloud computing compliance (?:criteria|controls) catalogue|\bBSI C5\b|\bC5:20\d\d\b`),
	cue(attest.KindC5, inCover, 2, `\bC5\b`),
	cue(attest.KindC5, inLetter, -5, `\bTSP (?:section )?100\b`),
	cue(attest.KindISAE3000, inLetter, 4, `\bISAE (?:\([A-Z]{2,4}\) )?3000\b|assurance engagements? (?:\(?[A-Z]{2,4}\)? ){0,2}3000\b`),
	cue(attest.KindISAE3000, inScope, 2, `\bcontrols?\b`),
	cue(attest.KindISAE3000, inLetter, -5, `\bTSP (?:section )?100\b|trust services? (?:criteria|principles)`),
	cue(attest.KindISAE3000, inLetter, -5, `cloud computing compliance (?:criteria|controls) catalogue|\bBSI C5\b|\bC5:20\d\d\b|\b3402\b`),
	cue(attest.KindAgreedUpon, inLetter, 7, `agreed-? ?upon procedures`),
	cue(attest.KindAgreedUpon, inCover, 2, `agreed-? ?upon procedures`),
	cue(attest.KindAgreedUpon, inBody, 5, `we have performed the procedures [^.]{0,200}agreed`),
	cue(attest.KindLimitedAssurance, inLetter, 8, `nothing (?:has )?c(?:a|o)me to our attention|not aware of any material modifications`),
	cue(attest.KindLimitedAssurance, inLetter, 3, `limited assurance`),
	cue(attest.KindLimitedAssurance, inLetter, -8, `in our opinion`),
}

// personPattern are the words of certificates for persons. The office of a lead
// auditor under a signature is none of them.
const personPattern = `(?:27001(?::\d{4})?|certified|senior|provisional|principal|auditor ?/|as an?) lead (?:auditor|implementer)\b|\blead (?:auditor|implementer) (?:course|training|certificat|exam|qualification|ISO)|(?:has )?(?:successfully )?(?:attended|completed|passed) (?:the|an?) [^.]{0,80}(?:course|training|exam|workshop|programme?)|certificate of [^.]{0,40}(?:attendance|completion|achievement|training|participation|appreciation)`

// lookalikeAnchors tell the other documents apart.
var lookalikeAnchors = []anchor{
	cue(attest.KindBridgeLetter, inEarly, 2, `\b(?:bridge|bridging|gap|comfort|continuity|interim|roll-? ?forward) letter\b`),
	cue(attest.KindBridgeLetter, inEarly, 3, `\bfollowing (?:material |significant )?changes\b|controls [^.]{0,80}continued? to (?:operate|function|be effective)|no changes (?:to|in) (?:our|the|its)\b|no (?:known )?(?:material|significant) (?:adverse )?changes?|not (?:been )?aware of (?:any )?(?:material |significant )?changes|not (?:been )?(?:any )?(?:material|significant) changes?|without (?:material|significant) changes?|changes? (?:to|in) (?:our|the|its) (?:internal )?control`),
	cue(attest.KindBridgeLetter, inEarly, 2, `SOC [123] [^.]{0,200}(?:report|examination|audit)[^.]{0,250}(?:period|through|ended|covers?|covering|as of|\bto\b|\d{4} - )|(?:last|latest|most recent) (?:report|examination|audit) cover`),
	cue(attest.KindBridgeLetter, inEarly, 1, `\b(?:dear|to) (?:the |our |all )?(?:valued )?(?:customers?|clients?|users?|partners?|whom)|sincerely|yours|regards`),
	cue(attest.KindBridgeLetter, inEarly, -5, `questionnaire|gap (?:analysis|assessment)|readiness (?:assessment|report)|statement of applicability|certificate (?:number|no)`),

	cue(attest.KindISO27001, inEarly, 3, `\b(?:certificate|zertifikat|certificat|certificado|certificato|certificaat|certifikat|certyfikat)\b|登録証|認証書`),
	cue(attest.KindISO27001, inEarly, 2, `\bISO (?:/ ?IEC)? ?[-:]? ?27001\b`),
	cue(attest.KindISO27001, inEarly, 2, `(?:conform|compl(?:y|ies|iant)|require?ments?|fulfil|meets?|assessed|approved|standard|erfüllt|forderungen|exigences|requisitos|requisiti|eisen|spełnia|uppfyller|適合|according to|against|certified|sistema|management system|managementsystem)[^.]{0,140}\bISO (?:/ ?IEC)? ?[-:]? ?27001\b|\bISO (?:/ ?IEC)? ?27001[^.]{0,60}(?:information security|erfüllt)`),
	cue(attest.KindISO27001, inEarly, 2, `(?:certificate|registration|zertifikats?-?(?:registrier)?-?|certificat|certificado|certificato|registrier-?)\w* ?(?:number|no\b|nr\b|n[°º]|num|id\b)|(?:expir|valid (?:until|to|from)|gültig|válido|valable|scadenza|geldig|issue date|date of (?:issue|certification))`),
	cue(attest.KindISO27001, inEarly, 1, `information security management|informationssicherheits|seguran[çc]a da informa|seguridad de la informaci|sécurité de l'information|sicurezza delle informazioni|informatiebeveiliging`),
	cue(attest.KindISO27001, inTitle, -4, `statement of applicability|audit report|questionnaire|\bSOC ?[123]\b|policy\b`),
	cue(attest.KindISO27001, inEarly, -7, `\bCSA STAR\b|\bSTAR certif`),
	cue(attest.KindISO27001, inEarly, -8, personPattern),
	cue(attest.KindISOOther, inEarly, 3, `\b(?:certificate|zertifikat|certificat|certificado|certificato|certificaat)\b`),
	cue(attest.KindISOOther, inEarly, 3, `\bISO (?:/ ?IEC)? ?(?:9001|14001|45001|20000-1|22301|27701|27017|27018|42001|13485|50001)\b`),
	cue(attest.KindISOOther, inEarly, 2, `(?:expir|valid (?:until|to|from)|gültig|válido|valable|scadenza|issue date|date of (?:issue|certification))|certificate (?:number|no\b)`),
	cue(attest.KindISOOther, inEarly, -5, `\bISO (?:/ ?IEC)? ?27001\b|\bCSA STAR\b|\bSOC ?[123]\b`),
	cue(attest.KindSTARCertificate, inEarly, 5, `\bCSA STAR\b|\bSTAR (?:level 2|certif)`),
	cue(attest.KindSTARCertificate, inEarly, 3, `\bcertificate\b`),
	cue(attest.KindSTARCertificate, inEarly, -3, `questionnaire|CAIQ|self-? ?assessment`),
	cue(attest.KindSTARSelf, inEarly, 5, `\bCAIQ\b|consensus assessments? initiative|STAR (?:level 1|self)`),
	cue(attest.KindSTARSelf, inEarly, 2, `\bCSA\b|cloud security alliance`),
	cue(attest.KindPersonal, inTitle, 6, `\blead (?:auditor|implementer)\b`),
	cue(attest.KindPersonal, inEarly, 6, personPattern+`|internal auditor`),
	cue(attest.KindPersonal, inEarly, 3, `\bcertif(?:icate|ied)\b`),
	cue(attest.KindPersonal, inEarly, -6, `management system (?:of|as defined|that)|(?:implement|maintain|operate|establish)(?:s|ed)?\b[^.]{0,60}management system|certification body performed`),
	cue(attest.KindISOSoA, inTitle, 6, `^[^:.]{0,80}(?:state?ment of applicability|erklärung zur anwendbarkeit|déclaration d'applicabilité|declaración de aplicabilidad)`),
	cue(attest.KindISOSoA, inEarly, -6, `certificate (?:number|no\b|of registration)|hereby certif|certification body`),
	cue(attest.KindISOSoA, inEarly, 2, `(?:applicab(?:le|ility)|justification|exclusion)`),
	cue(attest.KindISOSoA, inEarly, 1, `\bA\.\d\.\d`),
	cue(attest.KindISOAudit, inTitle, 5, `(?:stage (?:1|2|one|two)|surveillance|re-?certification|internal) audit|audit report`),
	cue(attest.KindISOAudit, inEarly, 3, `non-? ?conformit(?:y|ies)|opportunit(?:y|ies) for improvement`),
	cue(attest.KindISOAudit, inEarly, 1, `\bISO (?:/ ?IEC)? ?\d{4,5}`),
	cue(attest.KindPentestLetter, inTitle, 5, `pen(?:etration)? ?-? ?test`),
	cue(attest.KindPentestLetter, inEarly, 2, `(?:critical|high|medium|low)[^.]{0,60}(?:severity|findings?|vulnerabilit)|vulnerabilit(?:y|ies)`),
	cue(attest.KindPentestLetter, inEarly, 1, `letter of attestation|attestation letter|executive summary|tester|performed by`),
	cue(attest.KindPCIAoC, inTitle, 4, `attestation of compliance|report on compliance`),
	cue(attest.KindPCIAoC, inEarly, 4, `\bPCI\b|payment card industry`),
	cue(attest.KindHITRUST, inEarly, 4, `\bHITRUST\b`),
	cue(attest.KindHITRUST, inEarly, 3, `certif(?:ication|ied)[^.]{0,200}(?:\b(?:e1|i1|r2)\b|HITRUST)|HITRUST[^.]{0,100}certif`),
	cue(attest.KindHITRUST, inTitle, -3, `\bSOC ?[123]\b|questionnaire|certificate of insurance`),
	cue(attest.KindAgreedUpon, inEarly, 6, `agreed-? ?upon procedures`),
	cue(attest.KindReadiness, inTitle, 6, `readiness (?:assessment|report|review|letter)|gap (?:analysis|assessment)|pre-? ?assessment`),
	cue(attest.KindReadiness, inEarly, 2, `\bgaps?\b|recommend|remediat|SOC 2|27001`),
	cue(attest.KindEngagementLetter, inEarly, 4, `\b(?:have|has) (?:been )?engaged\b|engagement letter|letter of engagement`),
	cue(attest.KindEngagementLetter, inEarly, 3, `fieldwork|(?:is|are) (?:scheduled|expected|planned|anticipated)|will (?:be )?(?:perform|conduct|begin|commence|examine|issue)|in progress`),
	cue(attest.KindEngagementLetter, inEarly, 1, `SOC [123]|27001`),
	cue(attest.KindEngagementLetter, inEarly, -5, `in our opinion|no (?:material|significant) changes`),
	cue(attest.KindSelfAttestation, inEarly, 5, `\bself-? ?(?:attest|declar|certif)|we (?:hereby )?(?:attest|declare|certify) that|declaration of (?:conformity|compliance)`),
	cue(attest.KindSelfAttestation, inEarly, -4, `in our opinion|certification body|certificate (?:number|no\b)`),
	cue(attest.KindQuestionnaire, inTitle, 6, `questionnaire|\bHECVAT\b|\bVSA\b|\bSIG (?:lite|core)|security assessment form`),
	cue(attest.KindQuestionnaire, inEarly, 2, `\bquestion\b.{0,60}\b(?:answer|response)\b`),
	cue(attest.KindSOC2Certificate, inEarly, 5, `SOC ?[123](?: \(?type \w+\)?)?(?: (?:compliance|compliant|attestation|audit|report|security))? (?:certificate|certified|certification)|certif(?:icate|ied|ication)(?: (?:of|for|to|in|under|with|as))?(?: (?:compliance|conformity|completion|attestation) (?:with|to|of)?)?(?: the)?(?: AICPA(?:'s)?)? SOC ?[123]|certif(?:y|ies) that .{0,160}SOC [123]`),
	cue(attest.KindSOC2Certificate, inEarly, 2, `passed|fully compliant|certificate (?:id|number|no)|valid (?:until|through)|certificate of compliance`),
	cue(attest.KindSOC2Certificate, inTitle, -5, `questionnaire|readiness|bridge|gap letter`),
	cue(attest.KindSOC2Certificate, inEarly, -4, `\bCSA STAR\b|(?:bridge|gap) letter|readiness (?:assessment|report)`),
	cue(attest.KindOther, inEarly, 7, `certificate of (?:liability |property )?insurance|liability insurance|insurer\(?s?\)? affording`),
	cue(attest.KindOther, inEarly, 7, `\bTX-?RAMP\b|texas risk and authorization|\bstateRAMP\b|\bFedRAMP\b[^.]{0,60}(?:authoriz|certif)|\bIRAP\b`),
	cue(attest.KindOther, inEarly, 7, `cyber essentials`),
	cue(attest.KindOther, inTitle, 6, `data processing (?:agreement|addendum)|service level agreement|non-? ?disclosure agreement|business associate agreement|white ?paper|\bVPAT\b|accessibility conformance|invoice|purchase order|privacy policy|terms of (?:service|use)`),
}
