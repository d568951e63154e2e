/** What Dutch words mean, for letters; the form is described where the concepts are read. */
export const dutch = `
delete: verwijder* wis* gewist vernietig* weghal* weggehaald wegdoe* schrap* vergetelheid vergeten+worden opruim* eraf+hal* haal weggooi* verwijdering
gone: verdwijn* verdwenen weg spoor sporen
close: sluit* gesloten opzeg* opheff* beeindig* deactiveer* stopzett* opdoek* afmelden
data: gegevens data informatie persoonsgegevens dossier bestand* geschiedenis klantgegevens
account: account* profiel* lidmaatschap klantnummer login klantprofiel
content: foto* afbeelding* bericht*+die reactie* recensie* video* forum post posts
mine: mijn mij me ik ons onze m n
aboutme: over+mij van+mij over+ons mij+betreff* op+mijn+naam omtrent+mij
you: u uw jullie je jouw bedrijf
hold: bewaar* bewaren opgeslag* opsla* heeft+van hebben+van bijhoud* verzamel* verzameld bezit* vastgelegd geregistreerd beschik*
know: weten+jullie weet+u te+weten
copy: kopie* overzicht* inzage uittreksel lijst+van afschrift
tell: stuur* sturen geef geven verstrek* laat+weten laten+weten toon vertel* zend* toezend* doorgeven+welke meedelen
want: wil graag verzoek* vraag alstublieft alsjeblieft aub eis wens* zou+u kunt+u kunnen+jullie wilt+u willen+jullie hierbij verlang* verwacht nodig svp
what: wat welke
who: wie ontvangers met+wie aan+wie
source: waar+komen herkomst bron hoe+komen waarvandaan
purpose: doel* waarom waarvoor hoe+lang grondslag bewaartermijn
all: alles alle volledig* compleet hele allemaal gehele
share: deel* delen gedeeld doorgegeven doorgev* verstrekt doorgestuurd
sell: verkop* verkocht* verkoop verhandel* verhuur*
third: derde* partner* adverteerder* andere+bedrijv* ander+bedrijf datahandel*
marketing: marketing reclame* advertent* commercie*
newsletter: nieuwsbrie* aanbieding* folder* catalog* mailing* spam promotie* actie*
mail: mail* email* e+mail* sms bellen telefoon* bericht* post brieven contact* whatsapp gebeld
receive: ontvang* krijg* overspoel* bestook*
stop: ophouden stop* niet+meer geen genoeg ophoud* hou+op houd+op nooit+meer staak*
unsubscribe: uitschrijv* afmeld* mailinglijst verzendlijst adressenlijst schrijf+mij schrijf+me haal+me
not: niet nooit zonder noch nee
object: bezwaar oneens niet+mee+eens niet+akkoord verzet weiger* tegen
use: gebruik* verwerk* benut* aangewend
profile: bijhoud* bijhoudt raden profilering analyser* gedrag koopgedrag volgen gepersonaliseerd* voorkeuren profiel+van
legit: gerechtvaardigd+belang gerechtvaardigde+belang*
restrict: beperk* blokker* bevries* bevror* opschort* pauzer* met+rust ongemoeid
until: totdat tot zolang terwijl voorlopig intussen ondertussen voorlopige
dispute: geschil betwist* rechtszaak bewijs opgelost uitgezocht rechter oneens+over gecontroleerd
correct: corriger* corrigeer* aanpas* wijzig* rectific* verbeter* bijwerk* aanvull* herstel* pas+aan verander*
wrong: fout* verkeerd* onjuist* klopt+niet kloppen+niet verouderd* oude+adres tikfout incorrect* onvolledig* ontbreekt niet+juist
name: naam achternaam voornaam heet heten mevrouw meneer aanhef meisjesnaam
address: adres telefoonnummer geboortedatum verjaardag postcode straat huisnummer
moved: verhuisd verhuiz* getrouwd trouw* gescheiden scheiding woon
consent: toestemming akkoord instem* ingestemd goedkeuring vinkje
withdraw: intrek* trek+in ingetrokken herroep* trek+mijn terugneem* terugtrek*
machine: automat* geautomatiseerd* algoritm* computer* machine* software robot ai systeem+besl*
decision: besluit* beslis* afgewezen geweiger* afwijz* score geblokkeerd geweigerd
human: mens* medewerker* iemand persoon echt+mens collega
review: herzien* herbeoordel* beoordel* nakijk* opnieuw+kijk* kijken bekijk* heroverweeg*
export: export* machineleesba* csv json xml gestructureerd* formaat download* overdraagba* dataportabiliteit overdrag* overzett* zip excel meenem*
other: andere+aanbieder nieuwe+aanbieder andere+dienst concurrent overstap* andere+winkel elders andere+app rechtstreeks+naar
child: kind* zoon* dochter* tweeling minderjarig* jongen meisje kleinkind* puber
parent: moeder vader ouder ouders voogd mama papa gezag oma
age: jaar+oud jarige leeftijd twaalf elf tien negen acht zeven basisschool
complain: klacht* klaag klagen schandal* onacceptabel* belachelijk woedend ongehoord schande verontwaardigd boos
authority: autoriteit+persoonsgegevens toezichthouder ap autoriteit ombudsman
lawyer: advocaat rechter juridische+stappen schadevergoeding ingebrekestelling kort+geding
breach: datalek lek* gehackt gestolen schend* inbreuk misbruik* onrechtmatig* onbekend* illegaal
answer: antwoord* reactie gereageerd
ignore: geneger* negeer* geen+reactie geen+antwoord niets+gehoord stilte genegeerd
ago: geleden weken maanden twee+keer derde+keer al+eerder herinner* termijn
right: recht* avg privacywet* gdpr privacyrecht*
article: artikel art lid
order: bestel* pakket* lever* bezorg* retour* terugbetaling garantie maat ruil* winkelwagen cadeau* winkel product
invoice: factu* betal* betaald prijs abonnement incasso bedrag bon
job: sollicit* vacature cv stage baan functie
howto: hoe+kan hoe+moet waar+kan is+het+mogelijk hoe+doe hoe+verwijder
accident: per+ongeluk herstel+mijn terughal* abusievelijk
thanks: bedankt+voor dank+voor
dead: overled* overlijd* nalatenschap erfgena* weduw* erfenis notaris
agent: namens gemachtigd* volmacht client* machtiging vertegenwoordig*
vendor: oplossing* webinar* uw+organisatie training* onze+diensten advies demo uw+bedrijf
policy: privacybeleid privacyverklaring cookie* voorwaarden
`;
