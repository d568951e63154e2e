/** What Polish words mean, for letters; the form is described where the concepts are read. */
export const polish = `
delete: usun* usuwa* skasow* kasow* wykasow* zniszcz* wymaz* prawo+do+bycia prawa+do+bycia zapomn* wyrzuc* wyczysc* pozby* zlikwid* likwid*
gone: znikn* zniknac slad* sladu
close: zamkn* zamyk* likwid* dezaktyw* rezygn* rozwiaz*
data: dane danych danymi informacj* akta teczk* historia historii rekord* kartotek*
account: konto konta kontem profil* czlonkostw* login uzytkownik*
content: zdjec* zdjecia fotk* post posty komentarz* opini* film* nagran* forum
mine: moje moich mnie mi moj moja mojego mojej moim ja nas nasz* mojemu moimi
aboutme: o+mnie na+moj+temat mnie+dotycz* dotyczace+mnie dotyczacych+mnie mojej+osoby o+mojej
you: panstw* wy wam was wasz* pan pani firma firmy
hold: przechow* posiad* macie zbier* gromadz* zgromadz* trzyma* zapisan* przetwarzacie zebra* dysponuj*
know: wiecie wiedziec dowiedziec
copy: kopi* wykaz* zestawieni* wglad wydruk* dostep* liste odpis* wyciag*
tell: przesl* wysl* prosze+o+informacje poda* podaj* poinform* udostepn* udziel* przekazan* pokaz* odpowied* wyjasn* przysl* wskaz*
want: prosz* chce chcial* zada* zadam wnosz* wniosek wniosk* uprzejmie zycz* wzywam domag* moglib* czy+mozecie czy+moga potrzebuj* oczekuj* niniejszym zwracam wolalbym
what: jakie jaki jakich co czy ktore
who: kto komu kogo odbiorc*
source: skad zrodl* pochodz*
purpose: cel celu dlaczego po+co jak+dlugo podstaw* okres
all: wszystk* wszelk* cale calosc calkowic* kompletn* pelny pelna pelnej
share: udostepni* przekaza* przekazyw* ujawn* przekazuj*
sell: sprzeda* handl*
third: podmiot* partner* reklamodawc* osob*+trzeci* inny*+firm* innej+firmie
marketing: marketing* reklam* handlow* promocyjn*
newsletter: newsletter* ofert* promocj* katalog* ulotk* gazetk* spam* biuletyn*
mail: mail* email* e+mail* sms* telefon* dzwon* wiadomosc* list listow kontakt* poczt* korespondencj*
receive: otrzym* dosta* dostaj* zasyp* nek*
stop: przesta* nie+chce+juz dosc koniec stop juz+nie wiecej nigdy+wiecej zaprzesta* nie+zycze
unsubscribe: wypis* rezygnuj* lista+mailing* listy+mailing* wyrejestr* odsubskryb* subskrypcj*
not: nie nigdy bez ani
object: sprzeciw* sprzeciwiam nie+zgadzam protest* nie+wyrazam
use: uzyw* wykorzyst* przetwarza* stosow*
profile: profilowan* analiz* zachowan* nawyk* sledz* personaliz* ocenia* preferencj*
legit: uzasadnion*+interes* prawnie+uzasadnion*
restrict: ogranicz* zablok* blokad* zamroz* wstrzym* zawies* nie+ruszaj*
until: dopoki do+czasu tymczasem na+razie az w+czasie poki
dispute: spor sporu sad sadu sadow* dowod* wyjasnien* kwestion* weryfik* reklamacj*
correct: popraw* sprostow* zaktualiz* aktualiz* zmien* uzupeln* skoryg* korekt* sprostuj*
wrong: bled* blad* nieprawidlow* niepoprawn* zly zla zle nieaktualn* stary literowk* niekompletn* brakuj* pomyl*
name: imie imienia nazwisk* nazywam panienskie
address: adres adresu telefonu urodzen* urodzin* ulic* kod+poczt* numer
moved: przeprowadz* wyszlam+za slub rozwod* mieszkam ozenil* rozwied*
consent: zgod* zezwol* pozwol* upowazn* akcept*
withdraw: cofam cofn* wycof* odwol* odwoluj* uniewazn*
machine: automat* zautomatyz* algorytm* komputer* maszyn* system+inform* program robot
decision: decyzj* odmow* odrzuc* zdecyd* scoring* punktac* zablokowan* odmowil*
human: czlowiek* pracownik* osoba kogos konsultant* zywy
review: przejrz* ponown* rozpatrz* sprawdz* zweryfik* przeanaliz* ponowne+rozpatrz* odwolan*
export: eksport* wyeksport* maszynow* csv json xml ustrukturyz* format* pobra* przenos* przeniesi* zip excel
other: innego+dostawc* inny+dostawca innej+firm* konkurenc* nowego+dostawc* innego+sklep* innego+serwis* bezposrednio+do
child: dzieck* dzieci syn* corka corki corke coreczk* maloletn* nieletn* blizniak* chlopiec dziewczynk* wnuk* wnuczk*
parent: matka matki ojciec rodzic* opiekun* mama tata babcia wladz*
age: lat lata wiek wieku letni* dwanascie jedenascie dziesiec dziewiec podstawow*
complain: skarg* skarz* skandal* oburz* niedopuszczaln* wstyd niepowazn* zazalen*
authority: uodo puodo urzad urzed* prezes* organ*
lawyer: prawnik* adwokat* radca sad pozew odszkodow* prawn*+kroki kancelar*
breach: wyciek* wycie* narusz* wlaman* kradzie* bezprawn* nielegaln* ujawnion* obc* naduzy*
answer: odpowied* odpisal* odpowiedz*
ignore: ignor* bez+odpowiedzi brak+odpowiedzi nikt+nie cisza milcz* zadnej
ago: temu tygodn* miesiac* miesiec* dwa+razy trzeci+raz juz ponagl* termin*
right: praw* rodo gdpr ochron*+danych rozporzadzen*
article: art artykul* ust
order: zamow* paczk* przesylk* dostaw* zwrot* gwarancj* rozmiar* wymian* koszyk* sklep* produkt* kurier* bon prezent
invoice: faktur* platnos* zaplac* cen* abonament* oplat* przelew* paragon* rachun*
job: aplikuj* cv prac* stanowisk* rekrutac* staz rekrutacj*
howto: jak+moge jak+mozna jak+usunac gdzie+moge czy+mozna jak+zrobic
accident: przypadk* przez+pomylke przywr* odzysk* omylk*
thanks: dziekuje+za dzieki+za pozdrow*
dead: zmarl* smierc* spadk* spadkobierc* nieboszczyk* wdow* zgon*
agent: w+imieniu pelnomoc* klient* mocodawc* reprezent*
vendor: rozwiazan* webinar* szkoleni* nasze+uslugi doradztw* wspolprac* dla+firm
policy: polityk* cookies ciastecz* regulamin*
`;
