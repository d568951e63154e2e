/** What people write in English. */
import type { PhraseTable } from "./phrase-table.ts";

const DATA = "data|information|info|details|records|file|files|profile|history";
const HOLD = "hold|have|store|stored|keep|kept|collect|collected|process|know|gathered|saved|possess";
const ERASE = "delete|deletion|deleting|erase|erasure|erasing|remove|removal|removing|wipe|purge|destroy|scrub|delet";
const ERASED = "deleted|erased|removed|wiped|purged|destroyed|gone|forgotten";
const CHILD =
  "son|daughter|child|kid|children|kids|stepson|stepdaughter|grandson|granddaughter|13+year+old|12+year+old|11+year+old|10+year+old";

export const english: PhraseTable = {
  language: "en",
  common:
    "the and you your my for with have that this please would are not was what from about all can will i me is it of to be do am an or on if we us these more any hello thanks",
  negations: "not never don t didn t without",
  asking: [
    "how do|can|could|would|to i|we|one",
    "how to",
    "what happens if|when",
    "is it possible",
    "is there a|any way",
    "do you delete|erase|keep|store",
    "what is your policy",
    "where can i|do i",
    "can i|we",
    "why do|did|was|is",
    "i was wondering if|whether|how",
  ],
  telling: [
    "by accident|mistake",
    "accidentally",
    "already deleted|erased",
    "i … deleted|removed|erased",
    "was|were|been|got deleted|removed|lost",
    "restore|recover|undelete|retrieve",
  ],
  rights: {
    access: [
      [
        1,
        `who|whom|what|where & see|seen|sees|told|tell|reads|read|looked|access|contains|in+it|inside & my+file|my+customer+file|my+record|my+records|my+data|my+details|my+purchases`,
      ],
      [
        1,
        `what|which|everything|anything|all|copy|whether|any|whatever & have|got|hold|holding|store|stored|keep|kept|collect|collected|process|processing|know|saved|possess|on+file|on+record|use|under+my+name & about+me|on+me|of+mine|concerning+me|regarding+me|relating+to+me|under+my+name|my+name|about+us|my+person`,
      ],
      [1, "subject+access|dsar|sar|right+of+access|data+access+request|access+to+personal+data"],
      [1, `copy|copies|overview|printout|list … my|personal … data|information|records|details|file`],
      [1, "copy|overview|list … of|everything|data|information … about|on|regarding|concerning me"],
      [
        1,
        `send|give|provide|show|tell|disclose|let+me+have|get|receive|see|want|like … data|information|everything|all|details … you|your|company … ${HOLD}`,
      ],
      [1, `what|which|whatever … data|information|info|details|things … you|your|company … ${HOLD} … me|my`],
      [1, `what|everything|all|whatever … you|your|company … ${HOLD} … about|on|of me`],
      [1, "access … to … my … data|information|records|personal"],
      [1, "request|want|demand|would+like … access … personal|my … data|information"],
      [1, "who … you|have … shared|disclosed|given|passed … my data|information"],
      [0.6, "see|view|download … my|personal data|information|records"],
    ],
    rectification: [
      [
        1,
        `change|changed|go+by|update|updated|moved|correct|corrected|still & name|surname|address|letters|number|phone|married|divorce|divorced & records|record|file|files|books|system|addressed|my+account`,
      ],
      [
        1,
        `correct|correction|fix|amend|rectify|put+right|put+that+right|misspell*|misspelt|spelled|spelt|spell|typo & name|surname|address|birthday|birth|data|details|phone|number|email|spelling & my|our`,
      ],
      [1, "right+to+rectification|rectification+of|rectify"],
      [
        1,
        "correct|fix|amend|update|change|correction … my|wrong|incorrect|our … name|surname|address|email|e+mail|phone|number|birth*|birthday|data|details|information|record*|spelling",
      ],
      [
        1,
        "my|the … name|surname|address|birth*|birthday|data|information|details|record*|email|number … is|are|was … wrong|incorrect|inaccurate|misspelled|misspelt|outdated|out+of+date",
      ],
      [
        1,
        "wrong|incorrect|inaccurate … name|surname|address|birth*|data|information|details|phone … please|correct|change|update|on|in",
      ],
    ],
    erasure: [
      [
        1,
        `get+rid|rid|shut+down|bin|trash|drop|dump & account|profile|data|everything|details|photos|posts & my|me|this|mine|the`,
      ],
      [
        1,
        `taken+off|take+off|take+it+off|take+them+off|taken+offline|take+offline|pulled|pull|gone|disappear|vanish|rid & site|website|page|forum|internet|profile|account|online|posts|photos|pictures & me|my|mine|them|it|myself`,
      ],
      [
        1,
        `remove|delete|erase|purge|wipe & details|data|information|records|number|address|entry & your+files|your+records|your+systems|your+system|your+database|your+servers|from+your|in+your`,
      ],
      [
        1,
        `delete|deleting|deletion|deleted|erase|erasing|erasure|erased|remove|removing|removal|removed|wipe|wiped|purge|purged|destroy|destroyed|scrub|get+rid+of|take+down|taken+down|nuke|eliminate|expunge|obliterate|clear+out & data|information|info|details|records|account|accounts|profile|everything|anything|whatever|files|pictures|photos|posts|entries & my|me|mine|myself|our|about+me|on+me`,
      ],
      [1, "right+to+be+forgotten|right+to+erasure|right+to+deletion|be+forgotten|forget+me"],
      [1, `${ERASE} … my|our|all|any … ${DATA}|account|accounts|everything|photo|photos|pictures|posts`],
      [1, `${ERASE} … everything|anything|all|whatever … you|about|that … ${HOLD}|me|mine`],
      [1, "delete|erase|wipe|purge|forget me"],
      [1, "remove|take|get me … from|off|out … database*|system*|record*|file*|servers"],
      [1, `want|like|need|wish|request|demand|ask*|have|get … my|our|all … ${DATA}|account … ${ERASED}`],
      [0.6, `my|our … ${DATA}|account … ${ERASED}`],
      [0.6, "close|cancel|terminate|deactivate … my account|profile|membership"],
    ],
    restriction: [
      [
        1,
        `until|while|meanwhile|pending|as+long+as & do+not|don+t|not|stop|only & use|using|process|processing|touch|anything|delete|keep & data|information|records|details|account|it`,
      ],
      [1, "right+to+restriction|restriction+of+processing|restrict+processing|limit+the+use"],
      [1, "restrict|restriction|limit|freeze|block|suspend … processing|use|usage|using … my|of|sensitive"],
      [
        1,
        "do+not|don+t|stop … use|using|process|processing|touch|delete … my|the data|information|records … until|while|as+long",
      ],
      [1, "freeze|block|lock … my data|information|record*"],
    ],
    portability: [
      [
        1,
        `take|send|get|receive|give|export|provide|download|want|need|like & csv|json|xml|machine+readable|spreadsheet|with+me|their+system|other+system|reusable & data|information|history|orders|order|lists|records|photos|playlists|account|everything|them`,
      ],
      [
        1,
        `export|transfer|take|move|port|machine+readable|json|csv & json|csv|machine+readable|competitor|another+provider|new+provider|other+provider|import|elsewhere & my`,
      ],
      [1, "data+portability|portability|right+to+data+portability"],
      [1, "data|information|everything … machine+readable|structured+format|json|csv|reusable+format"],
      [
        1,
        "transfer|transmit|move|port|hand+over|send … my data|information|account|history|playlists|photos … to … another|other|new|different|competitor|provider|service",
      ],
    ],
    objection: [
      [1, `i+object|we+object`],
      [
        1,
        `not|don+t|never & agree|consent|accept|want|happy & analys*|analyz*|profil*|track*|evaluat*|legitimate+interest`,
      ],
      [
        1,
        `not|don+t|no+longer|stop|against & my|me & used|use|using|analys*|analyz*|profil*|track* & data|information|browsing|behaviour|behavior|purchases|personalised|personalized|recommendations|advertising|marketing|profiling`,
      ],
      [1, "right+to+object"],
      [1, "object|objection … to … processing|use|using|profiling|marketing|legitimate|personal+data|my+data"],
      [1, "stop|cease|quit … processing|using|analysing|analyzing|profiling|tracking … my|me"],
      [
        1,
        "not|don+t|never … want|agree … my|you … data|information|personal … used|processed|using|use|processing|analysed|profiled",
      ],
      [1, "stop|not … profiling|tracking me"],
    ],
    "human-review": [
      [
        1,
        `computer|automatic*|automated|algorithm*|machine|bot|system & turned+down|rejected|refused|declined|denied|decision|decided|blocked`,
      ],
      [
        1,
        `person|human|human+being|somebody|someone|staff & go+over|look|review|check|reconsider|decide|examine & decision|application|case|rejection|refusal`,
      ],
      [1, "human … review|intervention|reviewer|oversight|look|reconsider|decide"],
      [
        1,
        "automated|automatic|automatically|algorithm|algorithmic|machine|computer|ai … decision|rejected|declined|refused|denied|rejection|score|scoring",
      ],
      [
        1,
        "real+person|human+being|someone|somebody|a+person|a+human … review|look|check|reconsider|decide … decision|application|case|rejection|again",
      ],
      [1, "contest|challenge|appeal … automated|automatic|algorithmic|machine … decision"],
    ],
    "consent-withdrawal": [
      [
        1,
        "withdraw|withdrawing|revoke|revoking|rescind|retract|take+back|withdrawal|cancel … consent|permission|agreement|authorisation|authorization",
      ],
      [1, "no+longer|don+t|not … consent|agree … to … data|processing|use|newsletter|cookies|location|terms|my"],
    ],
    "opt-out-of-sale": [
      [1, "do+not+sell|dont+sell|don+t+sell|not+to+sell|not+sell|stop+selling|never+sell"],
      [
        1,
        "opt+out|opting+out|opt+me+out … sale|selling|sold|sharing|share|targeted|cross+context|behavioral|behavioural",
      ],
      [
        1,
        "do+not|don+t|stop|not+to … share|sharing|sell|selling … my|personal … data|information|info|email … third|others|advertis*|partners|anyone|broker*",
      ],
      [1, "limit … sensitive … information|data"],
    ],
    "shine-the-light": [
      [1, "third+parties|third+party|other+companies & direct+marketing|their+marketing|marketing+purposes"],
      [1, "shine+the+light|california+privacy+right*|1798+83"],
      [1, "third+parties … direct+marketing … disclosed|shared|list|names|names+and+addresses"],
      [1, "disclosed|shared|list|names … third+parties … direct+marketing"],
    ],
    child: [
      [
        1,
        `~ my|our & son|sons|daughter|daughters|child|children|kid|kids|twins|boy|girl|grandson|granddaughter & five|six|seven|eight|nine|ten|eleven|twelve|5|6|7|8|9|10|11|12|minor|under+age|underage|too+young & account|accounts|profile|profiles|app|signed+up|registered|joined|website|site|platform|pictures`,
      ],
      [
        1,
        `my|our & son|daughter|child|kid & never+agreed|without+asking|without+our|without+my|not+agree|not+allowed|no+permission|behind+our+back`,
      ],
      [
        1,
        `my|our|her|his … ${CHILD} … account|data|profile|information|registered|signed+up|opened|joined|created|uses|photo*|underage`,
      ],
      [1, "as … parent|guardian|mother|father … i|account|data|consent|child"],
      [1, `account|data|profile|information … of|for|belonging+to|about … my|our ${CHILD}`],
      [1, "parental+consent|under+13|underage+child|minor+child"],
    ],
    complaint: [
      [
        1,
        `failure|breach|scandal|outrage|appalling|appalled|disgrace|shame & privacy|data|personal|confidential|confidentiality`,
      ],
      [
        1,
        `asked|wrote|written|contacted|emailed|requested|request|letter|letters|reminder & no+one|nobody|never|not|no+answer|no+reply|no+response|ignored|ignoring & answer|answered|reply|replied|response|responded|react|bothered|ignored|ignoring & data|information|privacy|copy|file|access|erasure|deletion|gdpr|rights`,
      ],
      [
        1,
        `unacceptable|disgraceful|appalled|angry|unhappy|dissatisfied|disappointed|disappointing|not+good+enough|furious|fed+up & data|information|privacy|request|details & handle|handled|handling|treat|treated|treatment|deal|dealt|way|how`,
      ],
      [
        1,
        `go|going|turn|turning|write|report|take|taking|contact|refer|hear+from & ico|cnil|dpc|bfdi|regulator|information+commissioner|data+protection+authority|supervisory+authority|attorney+general|ombudsman`,
      ],
      [
        1,
        `breach|violat*|infring*|regulator|ombudsman|commissioner|data+protection+authority|supervisory+authority & data+protection|gdpr|privacy|regulator|law|authority|hear|report|complain|complaint|rights`,
      ],
      [
        1,
        "complaint|complain|report+you|reporting+you … authority|commissioner|ico|regulator|dpa|data+protection|gdpr|privacy|attorney+general|cnil|bfdi|dpc",
      ],
      [
        1,
        "file|filing|lodge|lodging|submit|make|formal|official … complaint … you|your|company|about|against|privacy|data",
      ],
      [1, "complaint|complain … how|way … you|my … handled|handle|treated|data|request|information|privacy"],
      [1, "breach|violation|violated|violating|broke|infring* … my|gdpr|privacy … data|rights|privacy|gdpr|law"],
      [0.6, "complaint|complain"],
    ],
    unsubscribe: [
      [
        1,
        `do+not|don+t|stop|enough|no+more & write|writing|mail|mailing|send|sending|contact & offers|offer|deals|promotions|newsletters|newsletter|advertising|adverts|picks|again`,
      ],
      [
        1,
        `stop|no+more|anymore|any+more|no+longer|not+want|don+t+want|cancel|end|off & emails|mails|newsletter|newsletters|advertisements|ads|marketing|promotions|spam|mailing|mailings & me|my|i|please|us`,
      ],
      [1, "unsubscribe|unsubscribed|un+subscribe|unsubscibe"],
      [
        1,
        "stop … sending|emailing|mailing|writing|texting|contacting|messaging|spamming … me|us|emails|mails|newsletters|these",
      ],
      [1, "stop … the|these|your|all … emails|mails|newsletter|newsletters|advertising|ads|spam|messages|offers"],
      [
        1,
        "remove|take|delete|strike … me|us|my+email|my+address|my+e+mail|this+address|email … from|off|of … list|lists|mailing|newsletter|newsletters|distribution|emails",
      ],
      [
        1,
        "no+more|don+t+want|do+not+want|not+wish|dont+send|do+not+send|don+t+send … emails|mails|newsletter|newsletters|marketing|advertising|promotional|offers|promotions|advertisements",
      ],
      [
        1,
        "opt+out|opt+me+out|opting+out … marketing|newsletter|newsletters|email|emails|mailing|promotions|promotional|advertising",
      ],
      [1, "off|cancel … mailing+list|newsletter"],
    ],
  },
  unspecified: [
    [0.6, "gdpr|ccpa|data+protection|uk+gdpr|cpra … request|right|rights|demand|inquiry"],
    [0.6, "privacy|data+subject … request|rights|right"],
    [0.6, "exercise|exercising … my … right|rights"],
    [0.6, "data+protection+officer|data+privacy+request"],
  ],
  autoReply: [
    "out of … office",
    "automatic|auto|automated reply|response|replying|responder",
    "autoreply|autoresponse",
    "away from … office|desk|email",
    "on vacation|holiday|leave",
    "thank+you+for+contacting|we+have+received+your+message",
  ],
  spam: [
    "seo|backlink*|guest+post*|link+building|search+engine+optimi*",
    "first+page … google",
    "rank* … google|website",
    "bitcoin|crypto|casino|betting|forex",
    "lottery|inheritance|million+dollars|million+usd|next+of+kin|beneficiary",
    "viagra|cialis|pills",
    "web+design|website+redesign|mobile+app+development|outsourc*",
    "business+loan|instant+loan|funding+offer",
    "lead+generation|email+list|leads+for+sale|verified+contacts|decision+makers",
    "increase … traffic|sales|followers|revenue",
    "limited+time+offer|act+now|click+here+to+claim|you+have+won|winner|congratulations",
    "quick+call|15+minute*|hop+on+a+call|free+audit|free+quote",
  ],
};
