/** What people write in Dutch. */
import type { PhraseTable } from "./phrase-table.ts";

const DATA = "gegevens|account|profiel|data|persoonsgegevens|informatie|klantgegevens";
const ERASE = "verwijder|verwijderen|verwijdert|verwijdering|wissen|wis|wist|vernietigen|vernietig|verwijderd";
const CHILD = "zoon|dochter|kind|kinderen|kleinzoon|kleindochter";

export const dutch: PhraseTable = {
  language: "nl",
  common: "de het een en ik u niet dat van mijn met voor op is aan uw te zijn heb wil graag jullie ook wat bij",
  negations: "niet geen nooit",
  asking: ["hoe kan|kunnen|moet|verwijder", "kan ik", "is het mogelijk", "wat gebeurt", "waar kan", "waarom"],
  telling: [
    "per ongeluk",
    "herstellen|terughalen",
    "is|zijn|werd|werden … verwijderd|gewist",
    "heb … verwijderd|gewist",
  ],
  rights: {
    access: [
      [1, `weten|inzien|inzage|zien|kennen|ontvangen & dossier|gegevens|bestand|informatie & mijn|mij|over+mij`],
      [
        1,
        `welke|wat|alles|kopie|of|overzicht|alle & hebben|heeft|hebt|bewaren|bewaart|opgeslagen|verwerk*|weten|weet|vastgelegd|bijhouden|verzameld|bezit & mij|me|mijn+persoon|mijn+naam`,
      ],
      [1, "inzageverzoek|recht+op+inzage|recht+van+inzage|verzoek+om+inzage|verzoek+tot+inzage"],
      [1, "inzage … in|van … mijn|gegevens"],
      [1, "kopie|overzicht|afschrift … van … mijn|alle|gegevens|de … gegevens|persoonsgegevens|data|mij"],
      [
        1,
        "welke|wat|alle … gegevens|persoonsgegevens|informatie|data … jullie|u|over|van … mij|hebben|heeft|bewaren|bewaart|opgeslagen|verwerkt",
      ],
      [1, "wat … jullie|u … van|over mij … weten|weet|hebben|heeft|bewaren|opgeslagen"],
      [1, "mijn gegevens … inzien|opvragen|ontvangen|toesturen|toegestuurd"],
      [1, "aan+wie|met+wie … mijn gegevens … gedeeld|verstrekt|verkocht"],
    ],
    rectification: [
      [1, `naam|adres|telefoonnummer|nummer|mailadres|geboortedatum & niet+van+mij|klopt+niet|is+niet+juist|is+fout`],
      [
        1,
        `corrig*|wijzig*|aanpass*|pas|verbeter*|verkeerd|fout|onjuist & naam|achternaam|voornaam|adres|geboortedatum|telefoonnummer & mijn`,
      ],
      [1, "rectificatie|rectificeren|recht+op+rectificatie"],
      [
        1,
        "corrigeren|corrigeer|wijzigen|wijzig|aanpassen|aan+te+passen|verbeteren|verbeter|bijwerken|pas … mijn|de|het … naam|achternaam|adres|geboortedatum|gegevens|telefoonnummer|mailadres",
      ],
      [
        1,
        "mijn|de … naam|achternaam|adres|geboortedatum|gegevens|telefoonnummer … is|zijn|staat|klopt|kloppen … verkeerd|onjuist|fout|niet|verouderd|gespeld",
      ],
    ],
    erasure: [
      [1, `verwijder*|wis*|verdwijn* & spoor|sporen|alles & mij|me|mijn`],
      [1, `verdwijn*|weghalen|haal*|offline|weg & gegevens|account|profiel|foto*|site|website|berichten & mijn|mij|me`],
      [
        1,
        `verwijder*|wis|wissen|gewist|vernietig*|weghalen|schrap|schrappen|wist & gegevens|account|profiel|data|persoonsgegevens|informatie|alles|foto|klantgegevens & mijn|mij|me|mezelf`,
      ],
      [1, `${ERASE} … mijn|alle|al … ${DATA}|foto*`],
      [1, `mijn|alle|al … ${DATA} … verwijder*|wissen|gewist|vernietig*|te+wissen`],
      [
        1,
        "recht+op+vergetelheid|recht+om+vergeten|recht+op+gegevenswissing|recht+op+verwijdering|vergeten+te+worden|verwijderingsverzoek",
      ],
      [1, `${ERASE} … alles … wat|over|van`],
      [1, "verwijder|haal|schrap mij|me … uit … systeem|systemen|database|bestand*|databank"],
      [0.6, "account … opzeggen|sluiten|opheffen|beëindigen"],
    ],
    restriction: [
      [1, `tot|totdat|zolang|intussen & niet|alleen & gebruik*|verwerk*|bewaar*|bewaren & gegevens|account`],
      [1, "beperking … verwerking|gegevens"],
      [1, "verwerking|gebruik|gegevens … beperken|beperkt|bevriezen|blokkeren|opschorten"],
      [1, "beperk|bevries|blokkeer … verwerking|gebruik|gegevens"],
    ],
    portability: [
      [
        1,
        `meenem*|ontvang*|stuur*|export*|download* & csv|json|xml|formaat|leesbaar|andere+dienst & gegevens|geschiedenis|bestellingen|lijsten|alles`,
      ],
      [1, "overdraagbaarheid|dataportabiliteit|gegevensoverdracht"],
      [1, "gegevens … machineleesbaar*|gestructureerd*|csv|json"],
      [1, "mijn gegevens … overdragen|overzetten|overdraagt|doorsturen|over+te+dragen"],
    ],
    objection: [
      [1, "bezwaar … verwerking|gebruik|marketing|profilering|gegevens|verwerken"],
      [1, "recht+van+bezwaar"],
      [1, "stop|stoppen … met … verwerken|gebruiken|verwerking|gebruik|profileren … gegevens|mijn|mij|van"],
      [1, "wil|wens … niet|geen … gegevens … gebruik*|verwerk*"],
    ],
    "human-review": [
      [1, "geautomatiseerd*|automatisch*|algoritme|computer … besluit|beslissing|afgewezen|afwijzing|besluitvorming"],
      [1, "besluit|beslissing|afwijzing|afgewezen … geautomatiseerd*|automatisch*|algoritme|computer"],
      [1, "menselijke+tussenkomst|mens|medewerker|iemand … beoordel*|kijk*|bekijk*|herzie*"],
    ],
    "consent-withdrawal": [
      [1, "intrekken|trek|intrekking|in+te+trekken … toestemming"],
      [1, "toestemming … intrekken|in|ingetrokken|in+te+trekken|herroep*"],
    ],
    "opt-out-of-sale": [
      [1, "gegevens … niet|geen … verkop*|verkocht|doorverkop*"],
      [1, "niet|stop|geen|verbied … verkop*|verkoop|doorverkop* … gegevens|mijn|van"],
    ],
    "shine-the-light": [[1, "derden … direct+marketing … californi*|gedeeld|verstrekt"]],
    child: [
      [
        1,
        `~ mijn|onze|ons & zoon|dochter|kind|kinderen|tweeling & vijf|zes|zeven|acht|negen|tien|elf|twaalf|5|6|7|8|9|10|11|12|minderjarig* & account|profiel|app|aangemeld|geregistreerd|site|website`,
      ],
      [
        1,
        `mijn|onze & zoon|dochter|kind & zonder+onze|zonder+mijn|zonder+toestemming|niet+mee+eens|geen+toestemming|stiekem`,
      ],
      [1, `mijn|onze|ons … ${CHILD} … account|gegevens|profiel|aangemeld|geregistreerd|aangemaakt|minderjarig*|foto*`],
      [1, `account|gegevens|profiel … van … mijn|onze|ons ${CHILD}`],
      [1, "als … ouder|moeder|vader|voogd"],
    ],
    complaint: [
      [
        1,
        `geschreven|gevraagd|gemaild|verzoek|brief|brieven|mail|verzocht & niemand|nooit|geen|niet & antwoord|reactie|gereageerd|geantwoord|gehoord & gegevens|inzage|verwijdering|kopie|avg|privacy`,
      ],
      [
        1,
        `onacceptabel|boos|ontevreden|teleurgesteld|verontwaardigd|schandalig & gegevens|privacy|verzoek & omga*|omgegaan|behandel*|manier`,
      ],
      [1, "klacht … autoriteit|persoonsgegevens|avg|privacy|gegevens|toezichthouder|indienen|over"],
      [1, "autoriteit+persoonsgegevens … klacht|melden|melding|stap*"],
      [1, "overtreed*|overtreding|schend*|inbreuk … avg|privacy|rechten|gegevens"],
      [0.6, "klacht"],
    ],
    unsubscribe: [
      [
        1,
        `geen|stop|stoppen|niet & mails|emails|nieuwsbrief|nieuwsbrieven|reclame|aanbiedingen|spam & meer|langer|stop|stoppen`,
      ],
      [1, "uitschrijven|afmelden|schrijf+mij+uit|meld+mij+af|uitgeschreven|schrijf+me+uit|meld+me+af"],
      [
        1,
        "geen … mails|emails|e+mails|nieuwsbrief*|nieuwsbrieven|reclame|berichten|aanbiedingen … meer|ontvangen|sturen",
      ],
      [1, "stop … met|de|jullie … mailen|sturen|mails|nieuwsbrief*|reclame|spam|berichten"],
      [
        1,
        "haal|verwijder|schrap|haalt … mij|me|mijn+adres|mailadres … van|uit|lijst … lijst|mailinglijst|nieuwsbrief|maillijst|verzendlijst",
      ],
    ],
  },
  unspecified: [
    [0.6, "avg … verzoek|rechten|recht"],
    [0.6, "mijn … rechten|recht … uitoefenen|avg|privacy"],
    [0.6, "privacyverzoek|functionaris+gegevensbescherming"],
  ],
  autoReply: [
    "automatisch antwoord|bericht",
    "afwezig*|afwezigheids*",
    "niet+op+kantoor|buiten+kantoor",
    "op|met vakantie|verlof",
    "ontvangstbevestiging",
  ],
  spam: [
    "zoekmachineoptimalisatie|seo|backlinks",
    "lening*|krediet",
    "casino|bitcoin|crypto*",
    "gewonnen|winnaar|loterij|erfenis",
    "webdesign|nieuwe+website",
    "gratis … offerte|analyse|advies",
  ],
};
