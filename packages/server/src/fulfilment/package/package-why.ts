/** Tells people why records are theirs: the engine speaks of columns and tables, a package of titles and of "you". */
import type { PackageTexts } from "./package-texts.ts";
import { humanTitle } from "./table-file.ts";

/** What the engine says of an edge, and which of the package's sentences says the same. */
const SAID = {
  "is theirs": "whyOwner",
  "is part of what is theirs": "whyPart",
  "is held by what is theirs": "whyHeld",
  "is shared with them": "whyShared",
  "names them as acting": "whyOwner",
  "points at what is theirs": "whyContext",
} as const satisfies Record<string, keyof PackageTexts>;

const EDGE = new RegExp(`^(\\S+)\\.(\\S+) -> (\\S+): (${Object.keys(SAID).join("|")})$`);

const OWN_ROW = "the person's own row";

/** Whether the engine said it: then what it masks stands in the rows as the engine writes it. */
export function isEngineWhy(why: string): boolean {
  return why.split("; ").every((reason) => reason === OWN_ROW || EDGE.test(reason));
}

/** What is not the engine's own wording (a system's own sentence) stays as it is. */
export function describeWhy(texts: PackageTexts, why: string): string {
  const reasons = why.split("; ").map((reason) => {
    if (reason === OWN_ROW) return texts.own;
    const [, from = "", columns = "", to = "", said = ""] = EDGE.exec(reason) ?? [];
    const role = SAID[said as keyof typeof SAID];
    if (role === undefined) return reason;
    const column = columns.split(",").map(humanTitle).join(", ");
    return texts[role]({ column, from: humanTitle(from), to: humanTitle(to) });
  });
  return [...new Set(reasons)].join(" ");
}
