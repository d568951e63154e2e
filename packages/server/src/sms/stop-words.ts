/**
 * What people send to be left alone, by language; the whole text has to be one of them. English: the words that a sender must
 * heed (47 CFR 64.1200(a)(10)). A sentence that asks for the same is for a person to read.
 */
export const STOP_WORDS: readonly string[] = [
  ...["stop", "stopall", "stop all", "quit", "end", "revoke", "opt out", "optout", "cancel", "unsubscribe"],
  ...["stopp", "abmelden", "abbestellen", "abmeldung", "ende"],
  ...["arret", "arreter", "desabonner"],
  ...["baja", "alto", "parar", "cancelar"],
  ...["annulla", "disiscrivimi"],
  ...["afmelden", "uitschrijven"],
  ...["sair", "wypisz", "koniec"],
];

export const HELP_WORDS: readonly string[] = ["help", "info", "hilfe", "aide", "ayuda", "aiuto", "pomoc", "ajuda"];

/** `Stop!` -> `stop`; `ARRÊT` -> `arret`. */
export function foldWords(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
