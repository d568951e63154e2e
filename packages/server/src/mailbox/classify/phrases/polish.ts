/** What people write in Polish. */
import type { PhraseTable } from "./phrase-table.ts";

const DATA = "dane|danych|konto|konta|profil|profilu|informacje|informacji|zdjęcia|zdjęć";
const ERASE =
  "usunąć|usunięcie|usuńcie|usunięcia|usuń|skasować|skasowanie|skasujcie|wykasować|wymazać|usuwanie|kasowanie|wykasowanie";
const CHILD = "syn|syna|córka|córki|dziecko|dziecka|dzieci|wnuk|wnuka|wnuczki";

export const polish: PhraseTable = {
  language: "pl",
  common: "i w na się nie że do jest proszę mój moje moich z o dzień dobry jak dla państwa mnie to od czy są",
  negations: "nie nigdy",
  asking: ["jak mogę|można|usunąć|skasować", "czy mogę|można|jest+możliwe", "co się stanie", "gdzie mogę", "dlaczego"],
  telling: [
    "przez pomyłkę|przypadek",
    "przypadkowo",
    "przywrócić|odzyskać",
    "został*|zostało … usunięt*|skasowan*",
    "usunąłem|usunęłam|skasowałem|skasowałam",
  ],
  rights: {
    access: [
      [1, `wiedzieć|poznać|zobaczyć|wgląd|informacj*|dowiedzieć & akta|akt|dan*|kartotek* & moj*|moich|mnie|mój`],
      [
        1,
        `jakie|co|wszystko|wszystkie|kopi*|czy|które & macie|posiada*|przetwarza*|przechowuj*|gromadz*|zbiera*|wiecie|wiedz*|zapisan*|zgromadzon* & mnie|mój+temat|mojej+osob*|mnie+dotycz*|moj*`,
      ],
      [1, "prawo+dostępu|prawa+dostępu|dostęp+do+danych|dostępu+do+danych|dostęp+do+moich|dostępu+do+moich"],
      [1, "kopię|kopii|kopia|wykaz|wyciąg|zestawienie … moich|danych|informacji"],
      [
        1,
        "jakie|które|wszystkie … dane|informacje … macie|posiadacie|przetwarzacie|przechowujecie|mnie|państwo|zbieracie|zgromadzone",
      ],
      [1, "co … wiecie|macie|państwo … o mnie"],
      [
        1,
        "przesłać|przesłanie|udostępnić|udostępnienie|podać|otrzymać|udzielenie … moje|moich|dane|danych|informacji … osobow*|mnie|dane|danych|przetwarzan*|temat",
      ],
      [1, "komu … moje|dane … udostępnion*|przekazan*|sprzedan*"],
    ],
    rectification: [
      [1, `popraw*|sprostow*|zmie*|zaktualiz*|błęd*|nieprawidłow* & nazwisk*|imi*|adres*|dat*|telefon* & moj*|mój`],
      [1, "sprostowan*|sprostować|poprawienie"],
      [
        1,
        "poprawić|popraw*|zmienić|zmianę|zaktualizować|aktualizac*|zmiana|skorygować … moje*|mój|moją|mojego|mojej|nazwisk*|imi*|adres*|dat* … nazwisk*|imię|imienia|adres*|dat*|dane|danych|numer*",
      ],
      [1, "nazwisko|imię|adres|dane|data … jest|są … błędn*|nieprawidłow*|niepoprawn*|nieaktualn*|źle"],
      [1, "błędn*|nieprawidłow*|nieaktualn* … nazwisk*|imię|adres|dane|dat*"],
    ],
    erasure: [
      [1, `usun*|usuń*|skas*|znikn* & ślad*|wszystko & mnie|mi|moj*|mój`],
      [1, `zlikwid*|likwid*|znikn*|zdejm* & dan*|konto|konta|profil*|zdję*|strony & moj*|mój|mnie|swoj*`],
      [
        1,
        `usun*|usuń*|skas*|wykas*|kasow*|wymaz*|zniszcz*|wykreśl* & dan*|konto|konta|profil*|informacj*|wszystk*|zdję* & moj*|mój|mnie|mną|swoj*|mi`,
      ],
      [
        1,
        `${ERASE} … moje|mojego|moich|mój|wszystkie|wszystkich|wszystko|swoich|swojego|danych|osobowych … ${DATA}|osobowych|mnie`,
      ],
      [1, `moje|moich|mojego|swoich … ${DATA} … usunięt*|usunąć|skasowan*|skasować|usunięcie`],
      [1, "prawo+do+bycia+zapomnianym|bycia+zapomnianym|prawo+do+usunięcia|prawa+do+usunięcia|zapomnijcie"],
      [1, `${ERASE} … wszystko … mnie|macie`],
      [1, "usuńcie|wykreślcie|skasujcie|wypiszcie mnie … bazy|systemu|systemów|baz"],
      [0.6, "zamknąć|zamknięcie|zlikwidować|likwidację|dezaktywować … moje|mojego|konta|konto"],
    ],
    restriction: [
      [1, `dopóki|dopoki|zanim|do+czasu & nie|tylko & używ*|wykorzyst*|przetwarza*|przechow* & dan*|konto|konta`],
      [1, "ograniczen* … przetwarzania|danych"],
      [
        1,
        "ograniczyć|ograniczcie|zablokować|zablokujcie|wstrzymać|wstrzymajcie|zamrozić … przetwarzani*|wykorzystywani*|dane|moich|moje",
      ],
    ],
    portability: [
      [
        1,
        `zabrać|otrzyma*|wyśl*|przesł*|eksport*|pobra* & csv|json|xml|formacie|czyteln*|innego+serwisu & dan*|histori*|zamówie*|list*|wszystk*`,
      ],
      [1, "przenoszeni*|przeniesieni* … danych"],
      [1, "dane|danych … formacie … ustrukturyzowanym|maszynow*|csv|json|nadającym"],
      [1, "przenieść|przekazać|przesłać|przesłanie … moje|moich dane|danych … do … innego|innej|nowego|nowej"],
    ],
    objection: [
      [1, "sprzeciw* … przetwarzani*|wykorzystywani*|marketing*|profilowani*|wobec|danych"],
      [
        1,
        "przestańcie|zaprzestać|zaprzestanie|zaprzestania|zaprzestańcie … przetwarza*|wykorzystyw*|profilowa*|używa*",
      ],
      [1, "nie … chcę|życzę|zgadzam … dane|danych|przetwarzanie|przetwarzan*"],
    ],
    "human-review": [
      [1, "automatyczn*|zautomatyzowan*|algorytm* … decyzj*|odrzucon*|odmow*|odmów*"],
      [1, "decyzj*|odrzucon*|odmow* … automatyczn*|zautomatyzowan*|algorytm*|komputer"],
      [1, "interwencj+człowieka|człowiek*|pracownik* … sprawdz*|rozpatrz*|przejrz*|przeanaliz*|ponown*"],
    ],
    "consent-withdrawal": [
      [1, "wycof*|cofam|cofnąć|cofnięcie|odwołuję|odwołać … zgod*"],
      [1, "zgod* … wycof*|cofam|odwołuję"],
    ],
    "opt-out-of-sale": [[1, "nie|zakaz*|sprzeciw* … sprzedawa*|sprzedaż*|sprzedaw* … dan*|moich|moje"]],
    "shine-the-light": [[1, "osobom+trzecim|podmiotom+trzecim … marketing* … kaliforni*|ujawnion*"]],
    child: [
      [
        1,
        `~ mój|moja|moje|moich|nasz* & syn|syna|córka|córki|dziecko|dzieci|bliźnięta & pięć|sześć|siedem|osiem|dziewięć|dziesięć|jedenaście|dwanaście|5|6|7|8|9|10|11|12|nieletni* & konto|konta|profil|aplikac*|zarejestr*|założy*|stron*`,
      ],
      [
        1,
        `mój|moja|moje|nasz* & syn|córka|dziecko & bez+naszej|bez+mojej|bez+zgody|bez+pozwolenia|nie+zgadzam|potajemnie`,
      ],
      [
        1,
        `mój|moja|moje|mojego|mojej|nasz*|moim … ${CHILD} … konto|konta|dane|profil|zarejestrowa*|założy*|nieletni*|niepełnoletni*`,
      ],
      [1, `konto|konta|dane|danych|profil … mojego|mojej|naszego|naszej ${CHILD}`],
      [1, "jako … rodzic|matka|ojciec|opiekun*"],
    ],
    complaint: [
      [
        1,
        `pisał*|prosił*|wysłał*|wniosek|wiadomoś*|list|listy|zgłasza* & nikt|nigdy|nie|żadn*|brak & odpowied*|odpowiedzi|reakcji|odpisał*|zareagował* & dan*|dostęp*|usunięci*|kopi*|rodo|prywatnoś*`,
      ],
      [
        1,
        `niezadowolon*|oburzon*|niedopuszczaln*|skandal*|rozczarowan*|zdenerwowan* & dan*|prywatnoś*|wniosek & traktuj*|sposób|sposobem|obchodz*|postęp*`,
      ],
      [1, "skarg* … uodo|urząd|urzędu|organ*|ochron*|rodo|dane|danych|prezes*"],
      [1, "uodo|urzędu+ochrony … skarg*|zgłosz*|zawiadom*"],
      [1, "narusz* … rodo|prywatnoś*|praw*|danych"],
      [0.6, "skarg*|reklamacj*"],
    ],
    unsubscribe: [
      [
        1,
        `nie|przesta*|dość|koniec & maili|wiadomości|newsletter*|reklam*|ofert|mailing* & więcej|wysyła*|przysyła*|chcę|życzę|otrzymywać`,
      ],
      [1, "wypisać|wypiszcie|wypisz|rezygnuję|rezygnacj*|wypisanie … newsletter*|list*|mailing*|mnie|subskrypcj*"],
      [
        1,
        "nie … chcę|życzę|przysyłajcie|wysyłajcie|wysyłać … maili|wiadomości|newsletter*|reklam*|emaili|więcej|ofert",
      ],
      [1, "przestańcie|przestać|proszę+nie … wysyłać|przysyłać|pisać|spamować|przesyłać"],
      [
        1,
        "usunąć|usuńcie|usunięcie|wykreślcie|skreślcie … mnie|mój+adres|adresu|adres … listy|mailingow*|newslettera|subskrybentów",
      ],
      [1, "anulować|anuluję … subskrypcj*"],
    ],
  },
  unspecified: [
    [0.6, "rodo … wniosek|żądanie|prawo|prawa|praw"],
    [0.6, "skorzystać|realizacj*|wykonać … praw|prawa|moich"],
    [0.6, "inspektor* … ochrony … danych"],
  ],
  autoReply: [
    "automatyczna odpowiedź",
    "odpowiedź automatyczna",
    "autoodpowiedź|autoresponder",
    "nieobecn*|poza+biurem",
    "na urlopie",
  ],
  spam: [
    "pozycjonowani*|seo|linki+zwrotne",
    "pożyczk*|kredyt*",
    "kasyno|bitcoin|krypto*",
    "wygran*|zwycięzc*|loteri*|spadek",
    "strony+internetow*|projektowani*",
    "darmow* … audyt|wycena|konsultacj*",
  ],
};
