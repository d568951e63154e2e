/** What the texts of a message are called on the page: by their part in it, and by more where that is not enough. */

const PARTS = /(Subject|Title|Text|Button|Note)$/;

/** The noun that a text without such a part belongs to: the page says it. */
const NOUNS = /^(refused|extended|notice|transfer|parent|fee)(?=[A-Z])/;

/** `receivedSubject` is "Subject"; of `upheldText` and `withdrawnText` in one message, "Text: upheld" and "Text: withdrawn"; `worksUntil` is "Works until". */
export function nameTexts(keys: readonly string[]): ReadonlyMap<string, string> {
  const parts = Map.groupBy(keys, (key) => PARTS.exec(key)?.[0] ?? "");
  return new Map(
    keys.map((key) => {
      const part = PARTS.exec(key)?.[0] ?? "";
      const alike = parts.get(part) ?? [];
      if (part === "") return [key, capitalise(spell(key.replace(NOUNS, "")))];
      if (alike.length < 2) return [key, part];
      const stem = key.slice(0, -part.length);
      const shared = sharedWords(alike.map((other) => splitWords(other.slice(0, -part.length))));
      const own = splitWords(stem).slice(shared).join(" ").toLowerCase();
      return [key, own === "" ? part : `${part}: ${own}`];
    }),
  );
}

function splitWords(key: string): readonly string[] {
  return key.split(/(?=[A-Z])/);
}

/** How many words all begin with, so that what tells them apart is left. */
function sharedWords(all: readonly (readonly string[])[]): number {
  const [first = []] = all;
  const differs = first.findIndex((word, index) => all.some((words) => words[index] !== word));
  return differs < 0 ? first.length : differs;
}

function spell(key: string): string {
  return splitWords(key).join(" ").toLowerCase();
}

function capitalise(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
