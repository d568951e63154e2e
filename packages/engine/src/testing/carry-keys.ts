/** How pointers of random worlds carry the key of what they point at: as it is, inside a text or JSON, as an address, with a type beside it. */

/**
 * `plain`: the key itself. `inside`: a text that says nothing else. `mentioned`: a text that says more. `path`: JSON.
 * `mail`: the address of a person. `typed`: the key, and another column says of which table. `attribute`: the key where another
 * column says so, and elsewhere a text.
 */
export type Form = "plain" | "inside" | "mentioned" | "path" | "mail" | "typed" | "attribute";

const FORMS: readonly Form[] = [
  ...Array.from({ length: 7 }, () => "plain" as const),
  ...([
    "inside",
    "inside",
    "mentioned",
    "mentioned",
    "path",
    "path",
    "mail",
    "mail",
    "mail",
    "typed",
    "attribute",
    "attribute",
  ] as const),
];

/** The greatest number that {@link formOf} tells apart from those below it. */
export const MOST_FORM = FORMS.length - 1;

/** The form of a number; only people have addresses. */
export function formOf(pick: number | undefined, isPerson: boolean): Form {
  const form = FORMS[(pick ?? 0) % FORMS.length] ?? "plain";
  return form === "mail" && !isPerson ? "typed" : form;
}

/** Of every form: the column's type and category, where it points at, and what else the edge says. */
export const CARRIED: Readonly<Record<Form, { readonly kind: string; readonly more: string; readonly to: string }>> = {
  plain: { kind: "int", more: "", to: "" },
  inside: { kind: "text", more: "pattern=user/{}.png", to: "" },
  mentioned: { kind: "text", more: "pattern=*@{}* @content.text", to: "" },
  path: { kind: "json", more: "path=who.id @content.text", to: "" },
  mail: { kind: "text", more: "match @contact.email", to: ".email" },
  typed: { kind: "int", more: "", to: "" },
  attribute: { kind: "text", more: "@content.text", to: "" },
};

/** The value of a column that carries this key; `salt` tells rows apart. What it says beside the key is a canary. */
export function carry(form: Form, key: string | null, salt: string): string | null {
  if (key === null) return null;
  const isOdd = /[13579]$/.test(salt);
  switch (form) {
    case "inside":
      return `user/${key}.png`;
    case "mentioned":
      return isOdd ? `@${key} text-said-${salt}-` : `text-said-${salt}- to @${key}, twice`;
    case "path":
      return `{"who":{"id":${isOdd ? key : `"${key}"`}},"says":"text-said-${salt}-"}`;
    case "mail":
      return isOdd ? key.toUpperCase() : key;
    default:
      return key;
  }
}

/** What stands in a column where it is no key: without a key beside it, a text of an attribute. */
export function sayOtherwise(form: Form, salt: string): string {
  return form === "attribute" ? `text-said-${salt}-` : "1";
}
