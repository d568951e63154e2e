/** What German words mean, for letters; the form is described where the concepts are read. */
export const german = `
delete: streich* zu+tilgen loswerd* werde+los los losch* geloscht* entfern* vernicht* tilg* wegmach* weg+machen weggemacht rausnehm* rauswerf* rausschmeiss* wegschmeiss* wegwerf* beseitig* ausradier* vergessen+werden vergessenwerden runternehm* herausnehm* schmeiss* werft entsorg* bereinig* austrag* weghaben weg+haben raus+aus
gone: verschwind* verschwunden weg spurlos nichts+mehr keine+spur
close: schliess* geschlossen aufloes* auflos* kundig* stilllegen stillleg* beend* deaktivier* abmeld* zumachen dichtmachen
data: daten datensatz datensatze angaben information* infos unterlagen akte kundenakte verlauf personenbezogen* stammdaten kundendaten vertragsdaten datenbestand
account: konto kontos account* profil* kundenkonto benutzerkonto mitgliedschaft login kundennummer zugang nutzerkonto
content: foto* bild* beitrag* kommentar* bewertung* video* aufnahme* forum rezension* post posts
mine: mein* mich mir ich unser* uns
aboutme: uber+mich uber+meine+person von+mir zu+mir zu+meiner+person an+mir uber+uns meine+person betreffend
you: sie ihr ihre* ihnen euch eure* ihrem ihren firma
hold: vorgehalten* fuhren fuhrt speicher* gespeichert* vorlieg* vorhanden liegen+vor aufbewahr* erfasst* erhoben erheb* gesammelt sammel* habt+ihr haben+sie vorgehalten hinterlegt* vorhalten besitz* vorrat
know: wissen+sie wisst+ihr erfahr* rausfinden
copy: kopie* auskunft* aufstellung ubersicht* ausdruck auszug liste+aller liste auflistung selbstauskunft datenauskunft abschrift
tell: offenzuleg* mitzuteil* herauszugeb* herausgabe zuzusend* legen+offen offen+zu+legen auszuhandig* teil* mitteil* schick* send* zusend* zukommen gib geben nenn* zeig* sag* informier* bereitstell* erklar* ubermittel* offenleg* aushandig*
want: mocht* bitte* will verlang* forder* wunsch* hiermit brauch* beantrag* erbitte ersuch* konnen+sie konnt+ihr konnten+sie wurd* bestehe erwart* beantrage fordere hatte+gern hatte+gerne aufforder* willst
what: was welche* ob
who: wer wem wen empfanger*
source: woher herkunft wo+haben+sie wie+kommen+sie quelle* wie+seid+ihr
purpose: zweck* wozu warum weshalb wie+lange rechtsgrundlage speicherdauer wofur
all: alles alle samtlich* komplett* vollstandig* restlos saemtlich* jegliche* ganz* gesamt* allem aller
share: weiterzugeb* weiterzureich* jede+weitergabe weitergeb* weitergegeben weitergabe weiterleit* weitergereicht geteilt teilen ubermittelt herausgegeben weiterreich* weitergebt
sell: verkauf* handel* verhoker* vermarkt* vermiet* veraussern
third: dritte* partner* werbepartner* adresshand* datenhand* andere+firm* anderen+firm* andere+unternehmen fremde* werbetreibende* werbefirm*
marketing: werb* marketing* reklame werbezweck* direktwerbung direktmarketing
newsletter: newsletter* rundmail* rundbrief* angebot* katalog* prospekt* werbemail* werbepost infopost mailing* werbebrief* aktionen gutschein+mails spam
mail: mail* email* e+mail* post sms anruf* ruf* nachricht* brief* whatsapp zuschrift* kontakt* anschreib* push
receive: bekomm* erhalt* krieg* zugeschickt zuschick* zugemull* bombardier* flut
stop: stopp* kein* aufhor* schluss nicht+mehr nie+wieder nix+mehr einstell* unterlass* unterlassen genug aufzuhoren hort
unsubscribe: abmeld* abbestell* austrag* verteiler streich* abmelde* mailingliste nimm+mich nehmen+sie+mich nehmt+mich rausnehmen
not: nicht nie niemals ohne weder nein
object: widersprech* widerspruch widerspreche einverstanden dagegen ablehn* lehne missbillig* einwand
use: nutz* benutz* verwend* verarbeit* verwert* gebrauch*
profile: profiling profilbildung auswert* analys* verhalten kaufverhalten einstuf* uberwach* verfolg* personalisier* zugeschnitten* vorlieben scoring profil+uber gewohnheiten
legit: berechtigte*+interesse* interessenabwagung
restrict: einschrank* sperr* gesperrt einfrier* eingefroren blockier* beschrank* aussetz* ruhen pausier* unangetastet unverandert liegen+lassen nicht+anfassen
until: bis solange wahrend einstweilen vorlaufig bis+dahin inzwischen vorerst zwischenzeitlich
dispute: streit* gericht* prozess klage klar* beweis* rechtsstreit uneinig* gepruft prufung bestreit* reklamation
correct: berichtig* korrigier* korrektur aktualisier* ander* richtig* anpass* verbesser* erganz* umander* umtrag* geandert tausch* richtigstell* nachtrag*
wrong: falsch* fehler* unrichtig* veraltet* stimmt+nicht nicht+korrekt verschrieben tippfehler alte+adresse unvollstandig* fehlt schreibweise nicht+mehr+aktuell inkorrekt*
name: name* nachname* vorname* familienname geburtsname heisse heissen herr frau anrede titel madchenname
address: adresse anschrift telefonnummer geburtsdatum geburtstag postleitzahl strasse hausnummer handynummer wohnort
moved: umgezog* umzug heirat* geheiratet hochzeit scheidung geschieden wohne gezogen trennung
consent: einwillig* zustimm* zugestimmt einverstandnis* erlaubnis erlaubt genehmig* okay+gegeben angekreuzt ja+gesagt hakchen
withdraw: zuruckzuzieh* widerruf* zuruckzieh* ziehe+zuruck zuruckgezogen zuruckzunehmen nehme+zuruck ruckgangig nicht+mehr+einverstanden
machine: automat* algorithm* computer* maschin* software roboter ki rechner bot programm
decision: entscheid* entschieden abgelehnt* ablehn* absage verweiger* score bonitat* eingestuft gesperrt ablehnung
human: mensch* sachbearbeiter* person jemand mitarbeiter* aus+fleisch kollege kollegin richtiger+mensch
review: uberpruf* prufen pruf* nochmal nochmals neu+bewerten anschau* anseh* draufschau* anfecht* nachpruf* schaut drubersch*
export: export* maschinenlesbar* csv json xml strukturiert* format* herunterlad* download* datenubertragbarkeit portabilitat ubertrag* datenmitnahme zip excel mitnehm* umzieh*
other: anderer+anbieter anderen+anbieter neuer+anbieter neuen+anbieter konkurrenz anderen+dienst wechsel* anderswo andere+app anderer+shop neuen+dienst direkt+an
child: kind* sohn* tochter* zwilling* minderjahrig* junge madchen schuler* enkel* jugendlich* teenager nachwuchs stiefsohn
parent: mutter vater eltern erziehungsberechtigt* sorgeberecht* vormund mama papa elternteil oma opa
age: jahre+alt jahrig* jahrige* alter zwolf elf zehn neun acht sieben grundschule
complain: beschwer* beschwerde emport* unverschamt* skandal* unfassbar* entsetzt frechheit unmoglich untragbar verargert fassungslos inakzeptabel
authority: aufsichtsbehorde datenschutzbehorde landesdatenschutz* behorde datenschutzbeauftragte* bfdi ldi dsb edob bundesbeauftragt* aufsicht
lawyer: anwalt* rechtsanwalt* klage gericht schadensersatz abmahn* rechtliche+schritte kanzlei strafanzeige juristisch*
breach: panne datenpanne datenleck leck gehackt gestohlen verstoss* verletz* missbrauch* unzulassig* rechtswidrig* unbefugt* offentlich fremden veroffentlicht
answer: antwort* geantwortet ruckmeldung reagier* stellungnahme
ignore: ignorier* keine+antwort keine+reaktion nichts+gehort passiert+nichts nichts+passiert nie+reagiert schweigen funkstille unbeantwortet
ago: vor+wochen vor+drei vor+zwei wochen monaten schon+zweimal erneut mehrfach bereits zum+dritten frist mahnung erinner* wiederholt
right: recht rechte dsgvo ds+gvo bdsg datenschutz* betroffenenrecht* auskunftsrecht dsg
article: artikel art paragraph abs
order: bestell* paket* liefer* versand ware* sendung umtausch* retoure ruckgabe garantie grosse artikelnummer warenkorb gutschein* filiale storn* geschenk
invoice: rechnung* zahlung* bezahl* abbuch* lastschrift preis* abo betrag* steuer uberweis* mahngebuhr quittung
job: bewerb* stelle lebenslauf praktikum ausbildung stellenanzeige gehalt vorstellungsgesprach
howto: wie+kann wie+lasst wie+geht wo+kann gibt+es+eine ist+es+moglich was+muss+ich wie+mache
accident: versehentlich aus+versehen wiederherstell* wieder+herstellen zuruckholen irrtumlich versehen
thanks: vielen+dank+fur danke+fur toller+service super+service lob
dead: verstorben* gestorben verstarb tod todesfall nachlass erbe* erbin erbschein witwe* hinterblieben* testament*
agent: im+auftrag im+namen mandant* mandantin vollmacht bevollmachtigt* betreuer* vertret* namens
vendor: losung* webinar* ihr+unternehmen seminar* schulung* unser+angebot beratung dienstleist* tool kunden+wie+sie partnerschaft
policy: datenschutzerklarung cookie* richtlinie agb hinweise banner
`;
