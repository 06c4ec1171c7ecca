/** Words without a meaning of their own. */
export const FILLING: ReadonlySet<string> = new Set(
  `about after again against all along already also always among and another any are because been before being below between both but
  can could does doing done during each either every for from further given goes had has have having here incident incidents into its
  itself just less like made make more most must needs not off once one only other others otherwise our out over per same shall should
  since some such than that the their them then there these they this those through too under until upon use used using very via was
  were what when where whether which while who whose will with within without would you your`.split(/\s+/),
)

/** A field of the language with what stands in it, and how people write that. */
const MEANT: readonly [RegExp, RegExp][] = [
  [/\bmust notify\b/, /^(?:notif|inform|told|tell|alert|communicat|contact|brief|assigned|sent|send)/],
  [/\bmust assign\b/, /^(?:appoint|assign|named|chosen)/],
  [/\bmust update\b/, /^(?:status|regular|updat|initial|first|during|ongoing|interval|frequen|resol|final|closing|cadence|intern|channel)/],
  [/\bmust publish\b/, /^(?:status|page|public|post|updat|extern)/],
  [/\bmust escalate\b/, /^(?:page|paging|paged|call)/],
  [/\bmust complete\b/, /^(?:added|put|enter)/],
  [/\bmust acknowledge\b/, /^(?:respon|sla$|answer)/],
  [/\brespond within\b/, /^(?:acknowledg|answer|sla$|reaktion|antwort|r[ée]pon|d[ée]lai)/],
  [/\bcall out true\b/, /^(?:hands|deck|everybody|resol|everyone)/],
  [/\broom when\b/, /^(?:war$|bridge|channel|establish|open|creat)/],
  [/\bticket true\b/, /^(?:standard|workflow|added|address|target|enter)/],
  [/\bcustomers email (?:required|optional)\b/, /^(?:proactiv|affected|e$|mail)/],
  [/\bcustomers page\b/, /^(?:status)/],
  [/\bschedules? ?:?(?:primary|secondary)\b/, /^(?:engineer|call|primary|first|secondary|backup|name)/],
  [/\bdefault user:/, /^(?:primary|holder|who)/],
  [/\bduties\b/, /^(?:responsib|tasks?$)/],
  [/\bqualities\b/, /^(?:skill|trait)/],
  [/\broles? ?:?tech-lead\b/, /^techn/],
  [/\broles? ?:?comms\b/, /^(?:commun|lead|coordinat|manager)/],
  [/\bwait \d+\w+\b/, /^(?:respon|answer|ack|unacknowledg|timeout|wait)/],
  [/\broads chat\b/, /^(?:slack|teams|mattermost|discord|telegram|notif|message)/],
  [/\broads \w+/, /^(?:call|text|message|notif|voice|mail)/],
  [/\bday (?:sun|mon|tue|wed|thu|fri|sat)\b/, /^(?:sun|mon|tue|wed|thu|fri|sat|start|begin)/],
  [/\brotation (?:hourly|daily|weekly|monthly)\b/, /^(?:hand|turn|start)/],
  [/\bcontacts slack\b|\bchat\b/, /^(?:slack|chat|discord)/],
  [/\bcontacts phone\b|\bphone\b/, /^(?:mobile|call|cell)/],
  [/\burl\b/, /^(?:portal|link|website|page|support|https?)/],
  [/\bavailable\b/, /^(?:availab|hours|business)/],
  [/\bdocument version\b/, /^version/],
  [/\bseverity\b/, /^declared/],
  [/\bpostmortem steps\b/, /^(?:deadline|within)/],
]

/** Whether a value of the line says by a field what the document says by this word. */
export const areMeant = (word: string, covers: string): boolean => MEANT.some(([field, words]) => words.test(word) && field.test(covers))
