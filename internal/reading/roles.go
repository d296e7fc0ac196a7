package reading

import (
	"slices"
	"strings"
	"unicode"

	regexp "example.com/assay/internal/lazyregexp"
)

// The head of a column, or the label of a block, has at most so many bytes and
// words.
const (
	maxRoleText  = 110
	maxRoleWords = 16
)

// The parts of heads. Firms put a name before ("Larch & Co's Tests"), or after
// ("Controls Specified by Quay, Inc.").
const (
	headOf    = `(?:the )?(?:[^;:]+'s?,? )?`
	headBy    = `(?: (?:as )?(?:specified|described|provided|stated|performed|applied|conducted|executed|defined|designed|completed|implemented|identified|maintained|established|prepared|noted|given|written)?,? ?(?:by|from) [^;:]+)?`
	testHead  = `(?:tests?|testing|test(?:ing)? (?:procedures?|steps?|activities|work|approach|plan|description|method(?:ology)?)|(?:audit(?:or)?|examination|assessment|verification|validation)(?:'s)? (?:procedures?|steps?|tests?)|procedures?|work (?:performed|done)|how (?:we )?tested|nature of tests?)`
	testTail  = `(?: (?:performed|applied|conducted|executed|procedures?|steps?|of (?:the )?(?:controls?|design|(?:design and )?operating effectiveness|effectiveness|control activit(?:y|ies))|description|and (?:timing|extent)))*`
	foundHead = `(?:results?|conclusions?|findings?|outcomes?|exceptions?|deviations?|test(?:ing)? results?|test(?:ing)? (?:conclusions?|findings?|outcomes?)|observations?|disposition|determination)`
	foundTail = `(?:,? (?:noted|identified|found|observed|reported|details?|descriptions?|status|\(s\)|if any|of (?:the )?(?:service )?(?:auditor(?:'?s?'?)? )?(?:tests?|testing|(?:test(?:ing)? )?(?:procedures?|steps?)|examination|assessment)(?: performed| applied)?(?: of (?:the )?(?:controls?|design|(?:design and )?operating effectiveness|effectiveness))*|and (?:exceptions|deviations|conclusions?|observations|results)))*`
	frame     = `(?:trust services?|tsc|tsp(?: section 100)?|soc ?2|aicpa|common|applicable|related|relevant|mapped|supported|coso|framework|security|t\.s\.c\.)`
)

// roleRules gives the forms of heads, in the order in which they are tried; each
// must be the whole head.
var roleRules = []struct {
	role role
	re   *regexp.Regexp
}{
	{roleTestResult, roleRE(headOf+testHead+testTail+headBy+` ?(?:and|&|/|,|\+|with|;) ?(?:the |their |related |associated )?`+foundHead+foundTail+headBy,
		`prüfungshandlungen und (?:prüfungs)?ergebnisse?`)},
	{roleResponse, roleRE(
		headOf+`(?:management'?s?'?|company'?s?|client'?s?|entity'?s?|service organi[sz]ation'?s?'?)(?: of [^.;:]+)? (?:responses?|comments?|replies|reply|remarks?|action(?: plan)?s?|plan of action|corrective actions?|remediation(?: plan)?)(?: (?:to|on) .+)?`,
		headOf+`responses?(?: (?:to|on) (?:the )?(?:exceptions?|deviations?|findings?|results?|tests?).+)?`,
		`responses? (?:by|from|of) [^.;:]+`,
		headOf+`(?:corrective|remedial) actions?(?: plans?| taken)?`, `remediation(?: (?:plans?|actions?|status|dates?|responses?))?`, `action plans?`, `what (?:the )?management (?:says|said|does|did)`,
		`stellungnahme (?:des managements|der geschäftsleitung|des dienstleisters)`)},
	{roleResult, roleRE(headOf+`(?:service auditor'?s?'? |auditor'?s?'? )?`+foundHead+foundTail+headBy, `results? of [^;:]+'s? (?:tests?|testing|procedures)`, `(?:design )?(?:effective(?:ness)?|test status|pass ?/ ?fail|status of test)`, `what (?:we|the (?:service )?auditors?) (?:found|concluded)`,
		`(?:prüfungs|test)?ergebnis(?:se)?(?: der prüfung)?|feststellung(?:en)?`)},
	{roleTest, roleRE(headOf+`(?:service auditor'?s?'? |auditor'?s?'? |independent |detailed )?(?:description of (?:the )?)?`+testHead+testTail+headBy, `(?:what|how) (?:we|the (?:service )?auditors?) (?:did|tested)(?: it)?`, `prüfungshandlung(?:en)?`)},
	{roleCriteria, roleRE(
		`(?:the )?(?:`+frame+` ){0,4}(?:criteri(?:a|on)|principles?|category criteria)(?: (?:#|no\.?|number|id|ref\.?|references?|description|mapping|text|supported|met|addressed|covered|code|and (?:points? of focus|description)|/ points? of focus))*`,
		`(?:text|wording|words|description|statement) of (?:the )?(?:`+frame+` ){0,3}criteri(?:a|on)`,
		`(?:tsc|tsp|coso|soc ?2)(?: (?:#|no\.?|id|ref\.?|references?|mapping|criteri(?:a|on)|principles?))*`,
		`(?:trust services?|aicpa)(?: (?:#|no\.?|id|ref\.?|references?|mapping))+`,
		`control objectives?(?: (?:#|no\.?|number|id|ref\.?|reference|specified by .+))?`, `kriteri(?:um|en)|kontrollziele?`)},
	{roleID, roleRE(
		`(?:(?:related |applicable |supporting |mapped |key |internal |unique )?(?:controls?|ctrl\.?|activity|control activity) ?)?(?:#|(?:no|nr|num|ref|id|i\.d)s?\.?|numbers?|ids|identifiers?|references?|codes?|keys?)(?: ?(?:#|no\.?|number|ids?|code|(?:of|for) (?:the )?controls?(?: activit(?:y|ies))?))?`,
		`control points?`, `(?:kontroll-?)?(?:nr\.?|nummer|id)`)},
	{roleControl, roleRE(
		`(?:criteria (?:and|/|&) )?`+headOf+`(?:(?:description|statement|text|wording) of (?:the )?)?(?:service organi[sz]ation'?s? |company |entity |management'?s |key |internal |related |supporting |illustrative |in-place )*(?:controls?|control (?:activit(?:y|ies)|descriptions?|statements?|language|text|wording|procedures?|measures?|specification|name|titles?|details?)|controls? activit(?:y|ies)|activit(?:y|ies)|safeguards?|control activity descriptions?|controls? in place|controls? (?:specified|described|implemented))(?: (?:description|in place|descriptions|related to (?:the )?(?:criteria|criterion)|to meet (?:the )?criteri(?:a|on)|supporting (?:the )?criteri(?:a|on)))?`+headBy,
		`what [^;:]+ does`, `(?:controls?|control activit(?:y|ies)) as (?:specified|described|stated) by [^.;:]+`, `(?:kontroll(?:e|en|beschreibung|aktivität(?:en)?)|beschreibung der kontrollen?)`)},
	{roleOther, roleRE(
		`(?:control |process )?(?:owners?|types?|frequenc(?:y|ies)|categor(?:y|ies)|domains?|nature|famil(?:y|ies)|areas?)(?: of (?:the )?control)?`,
		`(?:hitrust|hipaa|ccm|csa|nist|pci(?: dss)?|iso(?:/iec)?(?: 27001)?|c5|gdpr|cobit)(?: [a-z0-9.-]+){0,2}(?: (?:ref\.?|references?|mapping|#|id|controls?|criteria|requirements?))*`,
		`test (?:#|no\.?|number|id|ref\.?|types?|reference)`, `(?:points? of focus)(?: .+)?`, `sample(?:s| size)?|population(?: size)?|evidence|date tested|tested by|(?:remarks|notes|comments)`)},
}

var (
	// notMatrixRE are heads of other tables: of what users or subservice
	// organisations have to do.
	notMatrixRE = regexp.MustCompile(`(?i)\bcomplementary\b|\buser[ -]entit|\bsub-?service\b|\bcustomer(?:'?s?'?)? (?:responsib|controls?)\b|\bCUECs?\b|\bCSOCs?\b`)
	// incidentRE is a response that no manager gives to an auditor.
	incidentRE = regexp.MustCompile(`(?i)\b(?:incident|emergency|breach|disaster)\b`)
	headEndRE  = regexp.MustCompile(`(?i)\s*[-(]*\s*\b(?:continued|cont'?d|unaudited|not audited|if any|if applicable)\.?\)?\s*$`)
)

// roleRE joins the forms of a head, which must match as a whole.
func roleRE(forms ...string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)^(?:` + strings.Join(forms, "|") + `)$`)
}

// roleOf says what the head of a column, or the label of a block, announces; ""
// where it announces nothing that belongs to controls and their tests. The head's
// lines are joined; capitals, quotes and a colon at its end do not matter.
func roleOf(head string) role {
	if len(head) > 2*maxRoleText {
		return ""
	}
	words := headWords(head)
	if len(words) > maxRoleWords || !mayBeHead(words) {
		return ""
	}
	head = strings.Trim(plainText(head), " :.-*|")
	if strings.HasSuffix(head, ")") || len(words) > 1 && slices.Contains(headEnds, words[len(words)-1]) {
		head = strings.Trim(headEndRE.ReplaceAllString(head, ""), " ,;:")
	}
	if head == "" || len(head) > maxRoleText || ofOtherTable(words, head) {
		return ""
	}
	for _, r := range roleRules {
		switch {
		case !mayBe(r.role, words) || !r.re.MatchString(head):
		case r.role == roleResponse && incidentRE.MatchString(head):
			return ""
		default:
			return r.role
		}
	}
	return ""
}

// roleStems gives for each role how words begin of which one is in every head of
// it, or the whole words where a full stop follows: a cheap test that spares the
// patterns most texts.
var roleStems = map[role][]string{
	roleTestResult: strings.Fields("test procedure work audit prüfungshandlung"),
	roleResponse:   strings.Fields("what response comment repl remark action remedia plan corrective stellungnahme"),
	roleResult:     strings.Fields("what result conclusion finding outcome exception deviation observation disposition determination effective pass status ergebnis prüfungsergebnis testergebnis feststellung"),
	roleTest:       strings.Fields("what test procedure work how audit examination assessment verification validation nature prüfungshandlung"),
	roleCriteria:   strings.Fields("criteri principle tsc. tsp. coso. soc. trust aicpa objective kriteri kontrollziel"),
	roleID:         strings.Fields("# no. nr. num. nos. ref reference number id. ids. i. identifier code key point kontroll nummer"),
	roleControl:    strings.Fields("what control activit safeguard kontroll beschreibung"),
	roleOther: strings.Fields("owner type frequenc categor domain nature famil area hitrust hipaa ccm. csa. nist. pci. iso c5. gdpr. cobit test point " +
		"sample population evidence date remarks notes comments"),
}

// mayBe reports whether one of the words of a head begins as those of the role do.
func mayBe(r role, words []string) bool {
	for _, stem := range roleStems[r] {
		whole := strings.HasSuffix(stem, ".")
		stem = strings.TrimSuffix(stem, ".")
		for _, w := range words {
			if w == stem || !whole && strings.HasPrefix(w, stem) {
				return true
			}
		}
	}
	return false
}

// mayBeHead reports whether the words may be those of a head of any role: they hold
// one of its words, and none of a sentence.
func mayBeHead(words []string) bool {
	for _, w := range words {
		switch w {
		case "is", "are", "was", "has", "have", "had", "be", "been", "will", "which", "who", "their", "must", "should", "can":
			return false
		}
	}
	for _, r := range roleRules {
		if mayBe(r.role, words) {
			return true
		}
	}
	return false
}

// headEnds are the words that headEndRE ends with.
var headEnds = []string{"continued", "cont", "d", "unaudited", "audited", "any", "applicable"}

// ofOtherTable reports whether a head is of a table of what others have to do. The
// words are looked at first, since few heads hold one that the pattern asks for.
func ofOtherTable(words []string, head string) bool {
	for _, w := range words {
		if strings.HasPrefix(w, "user") || strings.HasPrefix(w, "sub") || strings.HasPrefix(w, "customer") || w == "complementary" || strings.HasPrefix(w, "cuec") || strings.HasPrefix(w, "csoc") {
			return notMatrixRE.MatchString(head)
		}
	}
	return false
}

// headWords are the words of a head in lower case.
func headWords(head string) []string {
	return strings.FieldsFunc(strings.ToLower(head), func(r rune) bool { return r != '#' && !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// plainText is a text in the form that patterns are written for.
func plainText(text string) string {
	b := flowBuilder{}
	b.add(0, text)
	return strings.TrimSpace(string(b.text))
}
