package reading

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	regexp "example.com/assay/internal/lazyregexp"
)

// The fields that a certificate labels. labelOther is a label whose value is
// none of the certificate's facts, so that no other label takes it.
const (
	labelOther      = "other"
	labelNumber     = "number"
	labelVersion    = "version"
	labelLastExpiry = "last_expiry"
	labelRecert     = "recert_audit"
	labelInitial    = "initial"
	labelStart      = "cycle_start"
	labelReissue    = "reissue"
	labelDecision   = "decision"
	labelIssue      = "issue"
	labelRegistered = "registered"
	labelExpiry     = "expiry"
	labelRecertDue  = "recert_due"
	labelValid      = "valid" // validity without a side: a range follows
	labelPlaceDate  = "place_date"
)

// certLabels are the labels of certificates in English, German, French, Spanish,
// Portuguese, Italian, Dutch and Japanese: a field in brackets, then a pattern a
// line; a space stands for any white space. The longest match wins, and of two
// equal ones the first.
const certLabels = `
[last_expiry]
(?:expir(?:y|ation|es)|end|validity|valid until)( date)?,? (?:of|for|from) (?:the )?(?:last|previous|prior|preceding|former)( certification| certificate)?( cycle| certificate| period)
(?:last|previous|prior)( certification| certificate| registration)?( cycle| period)?'?s? (?:expir(?:y|ation|ed)|end(?:s|ed)?|valid until)( date)?( on)?
(?:certificate |certification |cycle |it )?expired( on)?
(?:ablauf|gültigkeit)\pL*( des| der)? (?:letzten|vorherigen|vorangegangenen)( zertifizierungs| zertifikats)?-?(?:zyklus|zertifikats|zertifizierungszyklus)?
date d'(?:expiration|échéance) du( cycle| certificat)?( de certification)? précédent
fecha de (?:caducidad|expiración|vencimiento|validez) del (?:último|anterior) ciclo( de certificación)?
data de (?:validade|expiração|vencimento) do (?:último|anterior) ciclo( de certificação)?
(?:data di )?scadenza( del)?( ultimo| precedente)? ciclo( di certificazione)?( precedente)?
(?:vervaldatum|einddatum)( van de)? (?:vorige|laatste) (?:certificatie|certificerings)?-?cyclus
[recert_audit]
(?:date of )?(?:the )?(?:last )?re-?certification(?: audit)?(?: end)?(?: date)?
(?:datum (?:der|des) )?(?:letzte[nrs]? )?re-?zertifizierung(?:saudit)?s?
[other]
(?:1st|2nd|3rd|\d(?:st|nd|rd|th)|first|second|third|next|annual|periodic|last)? ?surveillance( audits?| visits?)?( due| date| on or before| before| by| no later than)*
(?:nächste[s]? )?überwachungsaudit\pL*
(?:next|last|latest) (?:audit|assessment|visit|review)( due| date)*
audit( completion| end| start)? dates?
dates? of( the)? (?:last )?(?:audit|assessment)
(?:statements? of applicability|soa)(,? (?:version|ver\.|v\.?|rev\.?|revision) ?[\w.]+,?)?( issue| issued| release| approval| revision)?( on| of)?( date| dated)
(?:audit |accreditation |surveillance )?(?:report|certificate of accreditation)( issue| issuance)? date
re-?certification audit (?:due|before|by|must)( on or before| before| by| date)*
stage (?:1|2|i|ii|one|two)( audit)?( date)?( completed)?( on)?
(?:company|corporate|commercial|trade|vat|tax|business)\pL* (?:registration|register|reg\.?|identification) ?(?:no|nr|number|id)\b\.?
(?:ukas|anab|danak|swedac|finas|dakks|accredia|cofrac|enac|rva|jas-?anz|sas|ias|inab|belac)[\pL ,.-]{0,20}(?:reg\.?|registration|certificate|accreditation)? ?(?:no|nr|number)\b\.?
(?:report|file|project|client|customer|contract|order|job|audit|accreditation|auditbericht|bericht|kunden|auftrags?|akkreditierungs?|rapport|dossier|informe|expediente|cliente|relatório|rapporto|commessa)\pL*[- ]*(?:registration )?(?:no\.?|nr\.?|number|nummer|id|n[°o]\.?|número|numéro|ref\.?)
(?:certification |framework )?(?:agreement|contract)( dated| of)?
(?:manual|document|policy)( version [\w.]+,?)? dated
dated
print(?:ed)?( date| on)?
date of print(?:ing)?
(?:verified|checked|downloaded|signed)( on| at| date)?
transition( date| deadline)?
valid only until the next
[number]
(?:certificate|certification|registration|approval|zertifikats?|zertifizierungs|registrier|registrierungs|certificat|certificado|certificato|certificaat|registro)(?:[- ](?:registration|registr\.?|registrier|identity|identification|reference|serial|de registro|unique|code))*[- ]*(?:(?:no|nr|number|nummer|num|n[ro]?|id|code|ref|reference)\b|n°|#)[.°]?( of certificate)?
(?:registration|reg|registr)\.? ?(?:no|nr|number)\b\.?
(?:registrier|register|zertifikats?|certificaat|registratie)-?(?:nummer|nr)\b\.?
(?:número|numéro|numero|nummer|n°|nr\.?|no\.?) (?:do|del?|du|di|d'|der?|des|van het|of) ?(?:certificado|certificat|certificato|certificaat|zertifikats?|registro|enregistrement|certificate)
certificat n[°o]\.?
certificado n\.?[°o]\.?
certificato n\.?[°o]?\.?
登録番号|認証番号
(?:this )?certificate, ?(?:bearing |with )?(?:the )?number
cert\.? ?(?:no|nr|number|ref|reference|id)\b\.?
[version]
certificate (?:version|revision|issue)( no\.?| number)?
(?:version|revision|issue) (?:no|number|nr)\b\.?
(?:version|revision|revisión|révision|revisão|revisione|versie)
[initial]
(?:date of )?(?:the )?(?:initial|original|first)(?:ly)? (?:iso \S+ )?(?:certification|certificate|registration|registered|certified|approvals?|approved|issued?|granted|assessment|cycle start|effective)(?:\(s\))?( issue| issuance| granted)?( date)?( on| since)?
(?:date of )?(?:initial|original|first) (?:date|issuance)
(?:registered|certified|certification|approved|certificate holder)( by [\pL&. ]{2,40}?)? since
erstausstellung(?:sdatum)?( am)?|erst-?zertifizierung(?:sdatum)?( am)?|erst(?:mals|malig) (?:zertifiziert|ausgestellt)( am)?|datum der erst\pL+|zertifiziert seit
(?:date de )?(?:la )?(?:première|1ère|1re) (?:certification|délivrance|émission)|(?:date de )?certification initiale|date initiale( de certification)?|certifié depuis( le)?
(?:fecha de )?(?:la )?(?:primera|1ª) (?:certificación|emisión|concesión)|fecha( de)?( certificación| emisión| concesión| registro)? inicial|(?:fecha de )?certificación inicial|certificado desde
(?:data da )?(?:primeira|1ª) (?:certificação|emissão)|data( de| da)?( certificação| emissão)? inicial|(?:data da )?certificação inicial|data de início|certificado desde
(?:data (?:di|della) )?prima (?:emissione|certificazione)|certificato dal
(?:datum )?eerste (?:certificatie|certificering|uitgifte)( ?datum)?|(?:datum )?oorspronkelijke (?:uitgifte|certificatie)|gecertificeerd sinds
初回(?:登録|認証|発行)日
[cycle_start]
(?:re-?certification |current |certification |this )?cycle (?:start|begin)s?( date)?
(?:start|beginning) of( the)?( current)?( certification)? cycle
(?:effective|validity start|commencement)( date)?( from| as of| on)?|date effective|(?:certificate |certification )?start date|in force from
(?:certificate )?(?:is )?valid(?:ity)?,? (?:from|as of|with effect from)
current (?:certification|certificate)( start)?( date)?
(?:certified|registered|approved) (?:from|with effect from|as of)
gültig (?:von|ab|seit|vom)|gültigkeit (?:von|ab)|gültigkeitsbeginn
valable (?:à (?:partir|compter) du|du|depuis le)|date d'(?:effet|entrée en vigueur)|date de début( de validité| de cycle)?|valide (?:du|depuis le)
válid[oa] desde( el)?|vigente desde( el)?|fecha de (?:inicio|entrada en vigor|efectividad)( del ciclo| de validez)?
válid[oa] (?:de|a partir de)|vigência de|início (?:do ciclo|da validade)
valid[oa] dal|data di (?:decorrenza|inizio validità)|decorrenza
geldig (?:van|vanaf)|ingangsdatum|begindatum
[reissue]
(?:date of )?re-?issue[ds]?( date)?( on)?( of( the)? certificate)?
(?:date of |latest |last |current )+(?:revision|amendment|modification|update)( date)?|(?:revision|amendment|modification|update) date|(?:revised|amended|updated|last modified)( on)?
neuausstellung(?:sdatum)?|neu ausgestellt( am)?|änderungsdatum|geändert am|letzte änderung
date de (?:révision|modification|réémission|mise à jour)|fecha de (?:revisión|modificación|actualización|reemisión)|data de (?:revisão|alteração|reemissão)|data di (?:revisione|modifica|riemissione)|emissione corrente|(?:datum )?(?:herziening|wijziging|heruitgifte)
[decision]
(?:date of )?(?:the )?certification decision( date)?|decision date|date of( the)? decision( on certification)?
(?:datum der )?zertifizierungsentscheidung|date de (?:la )?décision( de certification)?|fecha de (?:la )?decisión|data d[ea] decisão|data (?:della )?(?:decisione|delibera)|besluitdatum
[issue]
(?:date of )?(?:latest |last |current |this |certificate )?(?:issue|issuance)( date)?( of( the)? certificate)?|date of( certificate)? issue|(?:date )?issued( on| date)?|certificate date|date of( the)? certificate
date of certification|certification date|certified on|date of grant(?:ing)?|granted( on)?|grant date|approval date|date of approval
ausstellungsdatum|ausgestellt am|datum der ausstellung|ausgabedatum|erstellt am|zertifizierungsdatum
date d(?:'|e l')émission|date de (?:la )?(?:dernière )?(?:délivrance|certification|émission)|délivré le|émis le
fecha de (?:la )?(?:última )?(?:emisión|expedición|certificación|concesión)|emitido el|expedido el|concedido el
data (?:de|da) (?:última )?(?:emissão|certificação|concessão)|emitido em
data (?:di|del|ultima) (?:emissione|rilascio|certificazione)|ultima emissione|rilasciato il|emesso il
(?:uitgifte|afgifte)datum|datum( van)?( laatste)? (?:uitgifte|afgifte|certificatie)|(?:uitgegeven|afgegeven) op|certificatiedatum
発行日|登録更新日
[registered]
date of registration|registration date|registered( on)?|date registered|登録日
[recert_due]
re-?certification (?:due|before|by|on or before)( date)?
[expiry]
(?:date of )?(?:certificate )?expir(?:y|ation|es)( date| day)?( of( the| this)?( current)? certificate)?( on)?|(?:date of )?(?:certificate|validity) (?:expir(?:y|ation|es)|end|ends)( date)?( on)?|end date|end of validity
(?:certificate |it )?(?:is |remains )?valid(?:ity)?( date)?,? (?:until|till|to|through|thru|up to)( and including)?|good (?:until|through)|until|valid (?:un)?till? date
gültig(?:keit)? bis( zum)?|ablaufdatum|gültigkeitsende|läuft ab am|ende der gültigkeit
(?:valable )?jusqu'(?:au|à)( le)?|valide jusqu'(?:au|à)|date d'(?:expiration|échéance)|(?:date de )?fin de validité|échéance|expire le|validité jusqu'au
válid[oa] hasta( el)?|vigente hasta( el)?|fecha de (?:caducidad|expiración|vencimiento|validez)|fecha fin( de validez)?|caduca( el)?|caducidad|vence( el)?|vencimiento|expira( el| em)?
válid[oa] até|validade( até)?|data de (?:validade|expiração|vencimento|caducidade)
valid[oa] (?:fino )?al|data (?:di )?scadenza|scadenza|scade il|(?:data )?fine validità
geldig tot( en met)?|geldigheid tot|vervaldatum|einddatum|verloopt op
有効期限|有効期間満了日
[valid]
(?:certificate )?(?:is )?valid(?:ity)?( period| term)?|period of validity|(?:certification |registration |current |this )?cycle( runs| extends| is)?( from)?|gültig|gültigkeit(?:sdauer|szeitraum)?|laufzeit|(?:période de )?validité|valable|(?:periodo de )?(?:validez|vigencia)|período de validade|validità|valido|geldig|geldigheid(?:sduur)?
[place_date]
(?:place|city)( and|,| /| &) date( of issue)?|ort( und|,| /) datum|lieu( et|,| /) date|(?:local|lugar|luogo)( e|y|,| /| ed| y) (?:data|fecha)|plaats( en|,| /) datum
`

// labelRule is the pattern of one field.
type labelRule struct {
	field string
	re    *regexp.Regexp
}

// labelRules are the compiled labels; any matches where one of them may begin.
type labelRules struct {
	any   *regexp.Regexp
	rules []labelRule
}

// compiledLabels compiles the labels once. All patterns are tied to the start of
// the text that they are given.
var compiledLabels = sync.OnceValue(func() labelRules {
	var out labelRules
	var all []string
	for _, part := range strings.Split(certLabels, "\n[")[1:] {
		field, body, _ := strings.Cut(part, "]\n")
		alternatives := strings.ReplaceAll(strings.Join(strings.Fields(strings.ReplaceAll(body, " ", `\s`)), "|"), `\s`, `\s*`)
		re := regexp.MustCompile(`(?i)^(?:` + alternatives + `)`)
		re.Longest()
		out.rules = append(out.rules, labelRule{field: field, re: re})
		all = append(all, alternatives)
	}
	out.any = regexp.MustCompile(`(?i)^(?:` + strings.Join(all, "|") + `)`)
	return out
})

// labelHit is a label in a text.
type labelHit struct {
	start, end int
	field      string
}

// findLabels gives the labels in a text, in order and without overlap.
func findLabels(text string) []labelHit {
	compiled := compiledLabels()
	var out []labelHit
	before, next := ' ', 0
	for at, r := range text {
		starts := !unicode.IsLetter(before) || r > kana
		before = r
		if at < next || !starts || !compiled.any.MatchString(text[at:min(len(text), at+maxLabel)]) {
			continue
		}
		if h, ok := compiled.longest(text, at); ok {
			out = append(out, h)
			next = h.end
		}
	}
	return out
}

const (
	maxLabel = 120    // bytes
	kana     = 0x3000 // runes from here on need no space between words
)

// longest gives the longest label at an offset that is no part of a longer word.
func (l labelRules) longest(text string, at int) (labelHit, bool) {
	best := labelHit{start: at, end: at}
	for _, rule := range l.rules {
		m := rule.re.FindStringIndex(text[at:min(len(text), at+maxLabel)])
		if m != nil && at+m[1] > best.end && wholeWord(text, at+m[1]) {
			best.end, best.field = at+m[1], rule.field
		}
	}
	return best, best.end > at
}

// wholeWord reports whether a word ends at the offset.
func wholeWord(text string, end int) bool {
	after, _ := utf8.DecodeRuneInString(text[end:])
	last, _ := utf8.DecodeLastRuneInString(text[:end])
	return !unicode.IsLetter(last) || !unicode.IsLetter(after) || last > kana
}
