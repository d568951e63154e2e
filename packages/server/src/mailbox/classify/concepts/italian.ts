/** What Italian words mean, for letters; the form is described where the concepts are read. */
export const italian = `
delete: cancell* elimin* rimuov* rimoz* rimoss* distrugg* togli* tolga* tolg* diritto+all+oblio oblio dimenticat* eliminiate tolti tolte butt* ripul*
gone: spar* scompar* sparisc* nessuna+traccia tracc*
close: chiud* chius* chiusura disattiv* recess* recedo
data: dati dato informazion* scheda fascicolo storico anagrafic* registr* archivi*
account: account profilo profili utenza conto tessera iscrizion*
content: foto* immagin* post commenti recension* video forum contenut*
mine: mio mia miei mie mi io me nostr* ci
aboutme: su+di+me sul+mio+conto che+mi+riguard* che+mi+concern* sulla+mia+persona di+me riguardanti
you: vi voi vostr* lei suoi azienda societa
hold: conserv* avete detenete detien* memorizz* raccol* custod* in+possesso tenete archiviat* possed* trattate
know: sapete conosc* sapere+cosa
copy: copia copie elenco riepilogo estratto accesso prospetto
tell: invi* mandat* mandar* forn* comunic* indicat* dir* dit* informar* mostr* trasmett* darmi consegn* far+avere
want: vorrei voglio chied* richied* desider* prego preghiamo per+favore cortesemente esig* potete potreste puo pretend* gradirei bisogno chiedo invito diffid*
what: che quali cosa quale
who: chi a+chi destinatari*
source: da+dove come+avete origine fonte provenienza
purpose: finalita perche scopo quanto+tempo base+giuridica durata
all: tutto tutti tutta tutte complet* intero intera qualsiasi integral*
share: condivi* cedut* comunicat*+a trasmess* passat*+a dat*+a cession* dato+a
sell: vend* commercializz* rivend* affitt*
third: terz* partner inserzionist* altre+aziende altre+societa intermediar* sponsor
marketing: marketing pubblicit* commercial* promozional* reclam* telemarketing
newsletter: newsletter offert* promozion* catalog* volantin* spam bollettin*
mail: mail email* e+mail posta sms telefonat* chiamat* messagg* letter* contatt* whatsapp chiam*
receive: ricev* arriv* bombard* tempest* sommers*
stop: smett* basta non+piu stop cess* mai+piu stufo stufa interromp* fermat*
unsubscribe: disiscri* cancellat*+dalla mailing+list lista+di+distribuzione toglietemi levatemi disdic* cancellatemi
not: non mai senza ne nessun* neanche
object: oppong* opposizion* oppor* contrari* non+sono+d+accordo rifiut*
use: us* utilizz* tratt* impieg* sfrutt*
profile: profilazion* analizz* comportament* abitudini tracci* personalizz* valut*+di profilare preferenz*
legit: legittimo+interesse interesse+legittimo legittimi+interessi
restrict: limit* blocc* congel* sospend* sospes* fermo non+toccate
until: finche fino+a nel+frattempo intanto per+ora provvisor* in+attesa
dispute: contest* controvers* causa tribunale prov* verific* chiar* lite
correct: mettere+a+posto messo+a+posto metterlo+a+posto mette+a+posto corregg* corrett* rettific* aggiorn* modific* cambi* complet* correzion* sistem* integr*
wrong: non+e+il+mio risulta sbagliat* errat* errore errori inesatt* scorrett* vecchio vecchia obsolet* non+e+il+mio incomplet* refuso manca
name: nome cognome chiamo signor* nubile
address: indirizzo telefono nascita compleanno via cap numero residenza
moved: trasferit* trasloc* sposat* matrimonio divorzi* abito separat*
consent: consens* permess* autorizz* accett* acconsent* d+accordo spunt*
withdraw: revoc* ritir* ritiro ritratt* ripens* tolgo+il non+acconsento
machine: automat* algoritm* computer macchin* software sistema+inform* robot ia
decision: decision* rifiut* respint* negat* decis* punteggio bloccat* diniego
human: uman* persona qualcuno operatore operatrice impiegat* in+carne
review: riesam* rived* riconsider* esamin* controll* rivalut* guard* ricontroll*
export: esport* leggibile csv json xml struttur* formato scaric* portabil* trasfer* zip excel portar*
other: altro+fornitore altro+servizio concorren* nuovo+fornitore altra+piattaforma altro+negozio direttamente+a altrove
child: figli* bambin* minor* gemell* ragazzin* nipot* minorenne
parent: madre padre genitor* tutor* mamma papa potesta nonna
age: anni eta dodici undici dieci nove otto sette elementari
complain: reclam* lament* inaccettabil* vergogn* scandal* indign* inammissibil* esposto
authority: garante autorita
lawyer: avvocat* tribunale legale legali risarciment* causa denunci* diffida
breach: violaz* viola* fuga furto hacker* abus* illecit* illegal* espost* divulg* estrane*
answer: rispost* rispond* riscontro
ignore: ignor* senza+risposta nessuna+risposta nessuno+mi silenzio nulla
ago: fa settiman* mesi due+volte terza+volta gia sollecit* termine
right: diritt* gdpr rgpd privacy protezione+dei+dati regolamento
article: articolo art comma
order: ordin* pacc* consegn* spedizion* reso rimbors* garanzia taglia cambiare+con prodott* carrello buono negozio corriere regalo
invoice: fattur* pagament* pag* prezz* abbonament* tariff* importo scontrino bolletta
job: candidatur* curriculum lavoro posizione tirocinio stage
howto: come+posso come+si come+faccio dove+posso e+possibile c+e+un
accident: per+errore per+sbaglio recuper* ripristin* accident*
thanks: grazie+per complimenti
dead: deced* defunt* morte mort* ered* successione vedov* notaio
agent: per+conto in+nome+di assistit* delega procura mandat* rappresent*
vendor: soluzion* webinar vostra+azienda formazione nostri+servizi consulenz* demo corso
policy: informativa cookie politica+sulla condizioni
`;
