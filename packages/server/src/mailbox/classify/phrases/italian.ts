/** What people write in Italian. */
import type { PhraseTable } from "./phrase-table.ts";

const DATA = "dati|account|profilo|informazioni|foto";
const ERASE =
  "cancellare|cancellate|cancellazione|cancelli|eliminare|eliminate|eliminazione|rimuovere|rimuovete|rimozione|distruggere|cancella|elimini";
const CHILD = "figlio|figlia|figli|bambino|bambina|nipote";

export const italian: PhraseTable = {
  language: "it",
  common: "il lo gli che di per con non mi mio miei vostra vostro sono del della buongiorno grazie ho una alla dei e",
  negations: "non mai",
  asking: ["come posso|si|faccio|potrei|cancello", "posso", "è possibile", "cosa succede", "dove posso", "perché"],
  telling: [
    "per errore|sbaglio",
    "recuperare|ripristinare",
    "è|sono stato|stata|stati|state … cancellat*|eliminat*",
    "ho cancellato|eliminato",
  ],
  rights: {
    access: [
      [
        1,
        `sapere|conoscere|consultare|vedere|ottenere|comunicar* & scheda|fascicolo|dati|informazioni & mio|mia|miei|me|su+di+me`,
      ],
      [
        1,
        `quali|cosa|tutto|tutti|copia|se|che|elenco & avete|conservat*|possedet*|detenet*|trattat*|possesso|raccolt*|memorizzat*|sapete|archiviat*|dispone* & me|mio+conto|mi+riguarda*|miei|mio+nome|mia+persona`,
      ],
      [1, "diritto+di+accesso|richiesta+di+accesso|accesso+ai+dati|accesso+ai+miei"],
      [1, "copia|elenco|estratto … dei|di|dati … miei|personali|dati|conservate|possesso|informazioni"],
      [
        1,
        "quali|che|tutti|tutte … dati|informazioni … avete|conservate|possedete|trattate|raccolto|in+vostro+possesso|detenete|miei|mi+riguardano|su+di+me|sul+mio",
      ],
      [1, "cosa|tutto+quello … sapete|avete|conservate … di|su me"],
      [
        1,
        "accedere|conoscere|ricevere|ottenere|inviarmi|mandarmi|fornirmi|sapere … dati|informazioni … miei|personali|mi+riguardano|su+di+me|avete",
      ],
      [1, "a+chi|con+chi … miei dati … condivis*|comunicat*|vendut*|cedut*"],
    ],
    rectification: [
      [
        1,
        `corregg*|rettific*|aggiorn*|cambiar*|modific* & telefono|numero|nome|cognome|indirizzo|email|data|dati & non+è|sbagliat*|giusto|giusta|corrett*|mio|mia`,
      ],
      [
        1,
        `numero|telefono|nome|cognome|indirizzo|email|data & non+è+il+mio|non+è+mio|non+è+la+mia|non+è+mia|non+è+corrett*|non+è+giust*`,
      ],
      [
        1,
        `corregg*|rettific*|modific*|aggiorn*|sbagliat*|errat*|errore & nome|cognome|indirizzo|data|telefono & mio|mia|miei`,
      ],
      [1, "rettific*"],
      [
        1,
        "correggere|correggete|modificare|modificate|aggiornare|aggiornate|cambiare|cambiate|correzione … mio|mia|miei|il|l|i … nome|cognome|indirizzo|data|dati|telefono|numero|email",
      ],
      [1, "nome|cognome|indirizzo|data|dati … è|sono … sbagliat*|errat*|scorrett*|inesatt*|non+aggiornat*"],
    ],
    erasure: [
      [1, `cancell*|elimin*|sparir*|togli* & traccia|tracce|tutto & me|mio|mia|miei|mi`],
      [
        1,
        `sparir*|spariscan*|scompar*|togliere|togliete|via & dati|account|profilo|foto|scheda|sito & mio|mia|miei|mie|mi`,
      ],
      [
        1,
        `cancell*|elimin*|rimuov*|rimoss*|rimozione|distru*|toglie* & dati|account|profilo|informazioni|tutto|foto|registrazioni|scheda & mio|mia|miei|mie|me|mi`,
      ],
      [1, `${ERASE} … mio|mia|miei|mie|tutti|tutte|tutto|dei|del|ogni … ${DATA}`],
      [1, "diritto+all+oblio|oblio|diritto+alla+cancellazione|essere+dimenticat*"],
      [1, `miei|mio|mie … ${DATA} … cancellat*|eliminat*|rimoss*`],
      [1, `${ERASE} … tutto … quello|ciò|su|che`],
      [1, "cancellatemi|eliminatemi|rimuovetemi|toglietemi … database|sistem*|archiv*|banca"],
      [0.6, "chiudere|chiudete|chiusura|disattivare … mio|del|l account"],
    ],
    restriction: [
      [
        1,
        `finché|fino|intanto|nel+frattempo & non|solo|soltanto & us*|utilizz*|tratt*|tocc*|conserv* & dati|informazioni|account`,
      ],
      [1, "limitazione … trattamento|dati"],
      [1, "limitare|limitate|bloccare|bloccate|sospendere|sospendete|congelare … trattamento|utilizzo|uso|dati"],
    ],
    portability: [
      [
        1,
        `port*|ricever*|invi*|esport*|scaric* & csv|json|xml|formato|leggibile|altro+servizio & dati|storico|cronologia|ordini|liste|tutto|informazioni`,
      ],
      [1, "portabilità"],
      [1, "dati … formato … strutturato|leggibile|macchina|csv|json"],
      [
        1,
        "trasferire|trasferite|trasmettere|trasmettete|trasferimento … miei dati … a|ad … altro|altra|nuovo|nuova|gestore|fornitore",
      ],
    ],
    objection: [
      [1, "diritto+di+opposizione"],
      [1, "mi+oppongo|oppormi|opposizione|oppongo … trattamento|uso|utilizzo|marketing|profilazione|dati"],
      [1, "smettete|smettere|cessate|cessare … di … trattare|usare|utilizzare|profilar*"],
      [
        1,
        "non … voglio|desidero|accetto|autorizzo … miei|che … dati … usat*|utilizzat*|trattat*|usiate|utilizziate|trattiate",
      ],
    ],
    "human-review": [
      [1, "decisione|rifiut*|respint* … automatizzat*|automatic*|algoritmo|computer"],
      [1, "automatizzat*|automatic*|algoritmo … decisione|rifiut*|respint*"],
      [1, "intervento+umano|persona|essere+umano|operatore … riesamin*|rived*|verific*|controll*"],
    ],
    "consent-withdrawal": [[1, "revocare|revoco|revoca|ritirare|ritiro|ritirare … consenso|autorizzazione"]],
    "opt-out-of-sale": [[1, "non|vietare|vieto|smettete … vend*|cedere|cediate|vendita … miei|dati|informazioni"]],
    "shine-the-light": [[1, "terzi … marketing+diretto … california|comunicat*|divulgat*"]],
    child: [
      [
        1,
        `~ mio|mia|miei|nostro|nostra & figlio|figlia|figli|bambino|bambina|gemelli & cinque|sei|sette|otto|nove|dieci|undici|dodici|5|6|7|8|9|10|11|12|minorenne & account|profilo|app|registrat*|iscritt*|sito`,
      ],
      [
        1,
        `mio|mia|nostro|nostra & figlio|figlia|bambino|bambina & senza+il+nostro|senza+il+mio|senza+permesso|non+ho+autorizzat*|senza+autorizzazione|di+nascosto|a+nostra+insaputa`,
      ],
      [1, `mio|mia|miei|nostro|nostra … ${CHILD} … account|dati|profilo|registrat*|iscritt*|minore*|foto`],
      [1, `account|dati|profilo … di|del|della … mio|mia|nostro|nostra ${CHILD}`],
      [1, "in+qualità+di|come … genitore|padre|madre|tutore"],
    ],
    complaint: [
      [
        1,
        `scritto|chiesto|richiesto|richiesta|email|lettera|lettere|sollecit* & nessuno|nessuna|mai|non|senza & risposta|risposto|riscontro|risponde & dati|informazioni|accesso|cancellazione|copia|gdpr|privacy`,
      ],
      [
        1,
        `inaccettabile|indignat*|delus*|arrabbiat*|insoddisfatt*|scandalos* & dati|informazioni|richiesta & tratt*|gesti*|modo|us*`,
      ],
      [1, "reclamo|segnalazione|denuncia|esposto|segnalare|denunciare … garante|autorità|privacy|gdpr|dati"],
      [1, "garante … reclamo|segnalazione|rivolg*|segnal*|esposto|ricorso"],
      [1, "violazione|violato|viola … gdpr|privacy|miei+diritti|dati"],
      [0.6, "reclamo|lamentel*"],
    ],
    unsubscribe: [
      [1, `non|basta|smett*|stop & più|basta|smett*|ricevere & email|mail|newsletter|pubblicità|messaggi|promozioni`],
      [1, "disiscri*|cancellarmi+dalla|annullare+l+iscrizione|disdire+la+newsletter|annullamento+iscrizione"],
      [
        1,
        "non … voglio|desidero|più … ricevere|inviate*|mandate*|riceva … email|mail|newsletter|pubblicità|messaggi|comunicazioni|promozioni",
      ],
      [1, "smettete|smettetela|basta … di|con … inviar*|mandar*|scriver*|email|mail|newsletter|pubblicità|spam"],
      [
        1,
        "cancellatemi|toglietemi|rimuovetemi|cancellare|rimuovere|togliere … dalla|newsletter|lista|mailing|vostra … newsletter|lista|list|mailing",
      ],
      [1, "non+inviatemi+più|non+mandatemi+più|non+scrivetemi+più"],
    ],
  },
  unspecified: [
    [0.6, "gdpr … richiesta|diritti|diritto|esercizio"],
    [0.6, "esercitare|esercizio|esercito … miei|dei|i … diritti|diritto"],
    [0.6, "privacy|protezione+dei+dati … richiesta|responsabile"],
  ],
  autoReply: [
    "risposta automatica",
    "fuori sede|ufficio",
    "assente|assenza … ufficio",
    "in ferie|vacanza",
    "messaggio+automatico",
  ],
  spam: [
    "posizionamento|seo|backlink",
    "prestit*|finanziamento",
    "casinò|casino|bitcoin|cripto*",
    "vincitore|vinto|lotteria|eredità",
    "realizzazione … sito",
    "preventivo+gratuito|consulenza+gratuita",
  ],
};
