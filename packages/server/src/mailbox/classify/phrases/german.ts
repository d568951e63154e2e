/** What people write in German. */
import type { PhraseTable } from "./phrase-table.ts";

const MINE = "mein*|alle*|sämtliche*|meiner|unsere*|persönliche*|personenbezogen*";
const DATA =
  "daten|konto|account|profil|angaben|informationen|benutzerkonto|kundenkonto|datensätze|nutzerkonto|kundendaten|personendaten|mitgliedskonto";
const CHILD = "sohn|tochter|kind|kindes|kinder|sohnes|kinds|enkel|enkelin";

export const german: PhraseTable = {
  language: "de",
  common: "der die das und ich sie ist nicht mit bitte ihre meine mich mir auf für ein eine wir haben von bei dass wie",
  negations: "nicht kein keine keinen keinesfalls nie niemals",
  asking: [
    "wie kann|kann+ich|lösche|werde|funktioniert|lange|bekomme",
    "kann ich|man",
    "ist es möglich",
    "was passiert wenn",
    "wo kann|finde",
    "wann werden|löschen",
    "gibt es eine",
    "warum|wieso|weshalb",
  ],
  telling: [
    "versehentlich|aus+versehen",
    "wiederherstell*",
    "wurde|wurden|ist|sind … gelöscht",
    "habe … gelöscht",
    "bereits gelöscht",
  ],
  rights: {
    access: [
      [
        1,
        `welche*|was|woher|wer|einblick|einsicht|aufstellung & angaben|daten|informationen|gespeichert|unterlagen|akte & zu+meiner+person|über+mich|von+mir|meine*|mir`,
      ],
      [
        1,
        `welche|was|alles|kopie|ob|übersicht|auskunft|zusammenstellen & gespeichert|speichern|speichert|haben|habt|führen|verarbeiten|verarbeitet|verarbeitung|besitzen|vorliegen|vorliegt|erfasst|erhoben|wissen|wisst|gesammelt|aufbewahren|nutzen|nutzt & über+mich|zu+mir|von+mir|meiner+person|zu+meiner|mich+betreffend*|mich`,
      ],
      [
        1,
        "auskunft*|auskunfts* … daten|gespeichert*|art*|dsgvo|person|mich|verlangen|recht|ersuchen|anfrage|antrag|ihnen|nach",
      ],
      [
        1,
        "auskunftsanfrage|auskunftsersuchen|auskunftsanspruch|selbstauskunft|datenauskunft|datenkopie|auskunftsbegehren|auskunftsrecht",
      ],
      [
        1,
        `welche|was|welcher … daten|informationen|angaben|alles … mich|mir|meiner … gespeichert|speichern|haben|verarbeiten|wissen|besitzen|erhoben|vorliegen|gesammelt`,
      ],
      [1, "was … sie|ihr … über mich|mir … wissen|wisst|gespeichert|speichern|haben|habt"],
      [1, "was|alles|welche … über mich … gespeichert|haben|wissen|speichert|speichern|vorliegt|vorliegen"],
      [1, `kopie|übersicht|aufstellung|auszug … ${MINE}|der|aller|über … daten|mich|informationen|gespeicherten`],
      [
        1,
        "mitteilen|mitzuteilen|zusenden|schicken|senden|zuschicken|teilen|sagen|nennen … daten … über|von|zu mich|mir|meiner",
      ],
      [1, "daten … über|zu|von mich|mir|meiner … zusenden|schicken|senden|zuschicken|mitteilen|mitzuteilen|einsehen"],
      [1, "einsicht … in … meine daten"],
      [1, "an+wen … meine|daten … weitergegeben|übermittelt|verkauft"],
    ],
    rectification: [
      [
        1,
        `anpass*|passen|ändern|änder*|korrigier*|berichtig*|aktualis*|umschreib*|richtigstell*|falsch* & name*|nachname*|vorname*|anschrift|adresse|geburtsdatum|daten|telefonnummer|familienname* & mein*|unser*`,
      ],
      [1, "berichtig*|richtigstell*|korrigier*|korrektur"],
      [
        1,
        "ändern|änder|ändere|aktualisier*|richtig … meine*|mein|den|die … name*|namen|nachname*|adresse|anschrift|geburtsdatum|telefonnummer|handynummer|mailadresse|daten|mail",
      ],
      [
        1,
        "name|nachname|adresse|anschrift|geburtsdatum|daten|schreibweise|angaben|email … ist|sind|war|stimmt|stimmen … falsch|fehlerhaft|veraltet|nicht|unrichtig|geändert",
      ],
      [1, "falsch*|unrichtig*|veraltet*|alte … name|namen|adresse|anschrift|geburtsdatum|daten|angaben|schreibweise"],
    ],
    erasure: [
      [
        1,
        `wegschmeiß*|wegwerf*|rausschmeiß*|raus|entsorg*|schmeiß* & alles|daten|konto|fotos|euch|ihnen|kartei|system & mir|mich|mein*|ich`,
      ],
      [
        1,
        `verschwind*|weg|wegmach*|runternehm*|herunternehm*|offline|rausschmeiß* & konto|account|profil|daten|fotos|bilder|beiträge|seite & mein*|mich|mir|unser*`,
      ],
      [
        1,
        `lösch*|gelöscht|entfern*|vernicht*|tilg*|wegmachen|macht|rausnehmen|beseitig* & daten|konto|account|profil|angaben|informationen|alles|benutzerkonto|kundenkonto|fotos|bilder|beiträge|datensatz|personendaten|was & mein*|mich|mir|meiner|unser*|sonst+noch`,
      ],
      [1, `lösch* … ${MINE} … ${DATA}`],
      [1, `${MINE} … ${DATA} … lösch*|löschung|gelöscht|entfern*|vernicht*|gelöscht+haben`],
      [1, "löschung … meiner|meines|aller|sämtlicher|der|personenbezogener … daten|kontos|profils|accounts|konto"],
      [1, "lösch* … alles"],
      [1, "alles … über|von mich|mir … lösch*"],
      [
        1,
        "recht+auf+vergessen*|vergessen+werden|löschungsantrag|löschantrag|löschbegehren|datenlöschung|kontolöschung|recht+auf+löschung|löschungsersuchen",
      ],
      [1, "lösch* mich|mein|meinen"],
      [1, "entfern*|nehm*|streich* … mich|meine|meinen … datenbank*|system*|datenbestand|verteiler+und+system*|kartei"],
      [1, "entfern*|vernicht*|lösch* … meine*|alle … fotos|bilder|daten|beiträge|einträge"],
      [0.6, "konto|account|mitgliedschaft|profil … schließen|auflösen|kündigen|deaktivier*"],
    ],
    restriction: [
      [
        1,
        `bis|solange|einstweilen|vorerst & nicht|nur & nutz*|verwend*|verarbeit*|lösch*|aufbewahr*|liegen & daten|angaben|konto`,
      ],
      [1, `eingeschränkt|einschränk*|sperr*|sperrung|gesperrt|beschränk* & verarbeit*|daten|nutz* & mein*|solange|bis`],
      [1, "einschränk* … verarbeitung|nutzung|daten"],
      [1, "verarbeitung|nutzung|daten … einschränk*|sperren|gesperrt|eingeschränkt|sperrung|einzuschränken"],
      [1, "sperr* … meine*|daten"],
      [1, "daten … nicht … löschen|verwenden|nutzen|verarbeiten … bis|solange"],
    ],
    portability: [
      [
        1,
        `mitnehm*|schick*|bekomm*|export*|übergeb*|brauch*|send* & csv|json|xml|maschinenlesbar*|anderen+anbieter|neuen+anbieter|einles*|lesbaren+format & daten|bestell*|verlauf|listen|alles|konto|informationen|sie`,
      ],
      [1, "datenübertragbarkeit|datenportabilität|übertragbarkeit"],
      [1, "daten … maschinenlesbar*|strukturiert*|csv|json|gängigen+format"],
      [1, "maschinenlesbar*|strukturiert* … daten|format"],
      [
        1,
        "daten|konto … an|zu|zum … anderen|anderer|neuen|neuer|anbieter … übertrag*|übermittel*|übergeben|umzieh*|weitergeben",
      ],
      [1, "übertrag*|übermittel* … meine daten … an|zu|zum … anderen|neuen|anbieter"],
    ],
    objection: [
      [
        1,
        `nicht|kein*|ohne & will|möchte|wünsche|einverstanden|dulde|erlaube & profil*|auswert*|analys*|erstell*|verfolg*|tracking & mich|mein*|mir`,
      ],
      [
        1,
        "widerspr* … verarbeitung|nutzung|verwendung|datenverarbeitung|profiling|werbung|direktwerbung|weitergabe|daten",
      ],
      [
        1,
        "verarbeitung|nutzung|verwendung|profiling|werbung|direktwerbung|datenverarbeitung|auswertung … widersprech*|widerspruch|widerspreche",
      ],
      [
        1,
        "nicht|keine … möchte|will|wünsche|mehr … meine daten … verwendet|verarbeitet|genutzt|benutzt|ausgewertet|verwenden|verarbeiten|nutzen",
      ],
      [1, "will|möchte|wünsche … nicht … dass … daten … verwend*|verarbeit*|nutz*|benutz*|auswert*"],
      [
        1,
        "hören|hört|stoppen|unterlassen|einstellen|beenden … auf|verarbeitung|nutzung|auswertung … daten|verarbeiten|verwenden|nutzen",
      ],
    ],
    "human-review": [
      [
        1,
        `automatisch|automatisiert*|computer|algorithm*|maschine|system & abgelehnt|ablehnung|entscheid*|entschied*|gesperrt`,
      ],
      [
        1,
        "automatisiert*|automatisch*|algorithm*|maschinell*|computer … entscheid*|abgelehnt|ablehnung|bewert*|score|scoring|gesperrt",
      ],
      [1, "mensch*|mitarbeiter*|person … prüf*|überprüf*|ansehen|anschauen|eingreifen|entscheid*"],
      [1, "entscheidung|ablehnung|antrag … von … menschen|mitarbeiter* … prüf*|überprüf*"],
    ],
    "consent-withdrawal": [
      [1, "widerruf*|zurückzieh*|zurücknehm*|ziehe … einwilligung|zustimmung|einverständnis|erlaubnis"],
      [1, "einwilligung|zustimmung|einverständnis|erlaubnis … widerruf*|zurück*|entzieh*|entziehe"],
    ],
    "opt-out-of-sale": [
      [1, "verkauf* … meine*|daten … nicht|untersag*|widersprech*|verbiet*|stopp*"],
      [1, "nicht|kein*|untersage|verbiete|stoppen … verkauf* … daten|meine*"],
      [1, "daten … nicht|kein* … verkauf*|verkauft"],
      [1, "untersage|verbiete|nicht … daten … an+dritte … verkauf*|weitergeb*|weitergegeben"],
    ],
    "shine-the-light": [
      [1, "dritte* … direktwerbung|werbezwecke* … weitergegeben|offengelegt|kalifornien|kalifornisch*"],
    ],
    child: [
      [
        1,
        `~ mein*|unser* & sohn|söhne|tochter|töchter|kind|kinder|zwilling*|enkel|enkelin & fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|5|6|7|8|9|10|11|12|minderjährig*|zu+jung & konto|profil|profile|account|app|angemeldet|registriert|angelegt|seite|plattform`,
      ],
      [
        1,
        `mein*|unser* & sohn|tochter|kind & ohne+unser*|ohne+mein*|nicht+einverstanden|nicht+erlaubt|nie+erlaubt|heimlich`,
      ],
      [1, `mein*|unser* … ${CHILD} … konto|account|daten|profil|angemeldet|registriert|angelegt|minderjährig*|fotos`],
      [1, `konto|account|daten|profil … meines|meiner|unseres|unserer … ${CHILD}`],
      [1, "als … mutter|vater|elternteil|erziehungsberechtigte*|sorgeberechtigte*|eltern"],
      [1, "minderjährig* … kind|sohn|tochter|konto|daten"],
    ],
    complaint: [
      [
        1,
        `geschrieben|angeschrieben|gebeten|gefragt|gemeldet|anfrage|anfragen|schreiben|erinnert & keine|kein|nicht|niemand|nie|ignorier* & antwort|rückmeldung|reaktion|geantwortet|reagiert|beantwortet|ignorier* & daten|auskunft|löschung|datenschutz*|kopie|akte|dsgvo|rechte`,
      ],
      [
        1,
        `verärgert|unzufrieden|enttäuscht|empört|entsetzt|unmöglich|unverschämt*|inakzeptabel|wütend & daten|anfrage|auskunft|datenschutz & umgeh*|umgang|umgegangen|behandel*|wie`,
      ],
      [
        1,
        `behörde|aufsichtsbehörde|landesbeauftragte*|bundesbeauftragte*|datenschutzbeauftragte* & melden|beschwer*|anzeig*|einschalt*|wend*`,
      ],
      [1, `verstoß*|verstoss*|datenpanne|verletz* & datenschutz*|dsgvo|rechte`],
      [1, "beschwer* … datenschutz*|aufsichtsbehörde|behörde|dsgvo|bfdi|landesbeauftragte*|umgang|daten|ihnen|sie"],
      [1, "datenschutz*|aufsichtsbehörde|behörde|landesbeauftragte* … beschwer*|melden|einschalten|anzeigen|wenden"],
      [1, "verstoß*|verstößt|verstoßen|verletz* … dsgvo|datenschutz*|meine+rechte|privatsphäre|gegen"],
      [0.6, "beschwer*"],
    ],
    unsubscribe: [
      [
        1,
        `nehmt|nehmen|streich*|lösch*|raus|trag*|entfern* & verteiler|newsletter|mailingliste|mailverteiler|adressliste & mich|mir|meine*|bitte`,
      ],
      [
        1,
        `nicht+mehr|keine*|schluss|aufhör*|stopp*|genug & werbung|newsletter|werbemails|reklame|spam|rundmails|werbe* & mir|mich|ich|mehr`,
      ],
      [
        1,
        "newsletter|mailingliste|werbung|verteiler|werbemails|werbe … abmeld*|abbestell*|austragen|kündig*|abgemeldet|streich*|abstell*",
      ],
      [1, "abmeld*|abbestell*|austragen|trag*|streich*|nehm* … newsletter|mailingliste|verteiler|liste"],
      [
        1,
        "keine … werbung|newsletter|mails|emails|e+mails|werbemails|nachrichten|angebote … mehr|erhalten|bekommen|schicken|senden|zusenden",
      ],
      [1, "keine weitere*|weiteren … mails|werbung|newsletter|e+mails|nachrichten"],
      [1, "hör*|stopp* … auf|mir|ihre … mails|werbung|newsletter|schreiben|schicken|zu+schicken|spam|zuzuspammen"],
      [
        1,
        "lösch*|entfern*|nehm*|streich* … mich|mail+adresse|adresse|emailadresse … verteiler|newsletter|mailingliste|liste",
      ],
      [1, "werbung|newsletter|mails … nicht+mehr|nicht+mehr+erhalten|nicht+länger|einstellen|unterlassen"],
    ],
  },
  unspecified: [
    [0.6, "dsgvo|datenschutz … anfrage|antrag|rechte|recht|begehren|anspruch"],
    [0.6, "meine|mein … rechte|recht … dsgvo|datenschutz|betroffen*|geltend|ausüben"],
    [0.6, "betroffenenrecht*|betroffenenanfrage|datenschutzanfrage|datenschutzbeauftragte*"],
  ],
  autoReply: [
    "abwesenheit*",
    "automatische antwort|rückmeldung|eingangsbestätigung",
    "nicht+im+büro|nicht+im+haus|nicht+am+platz",
    "ich bin|befinde+mich … urlaub",
    "eingangsbestätigung",
    "außer+haus",
  ],
  spam: [
    "suchmaschinenoptimierung|seo|backlinks",
    "gewinn*|gewonnen|gewinnspiel",
    "kredit*|darlehen|sofortkredit",
    "krypto*|bitcoin|casino|wetten",
    "webdesign|neue+website|homepage+erstell*",
    "kostenlos* … erstgespräch|analyse|angebot",
    "mehr+kunden|mehr+umsatz|neukunden*|leads",
    "erbschaft|millionen+euro|begünstigte*",
  ],
};
