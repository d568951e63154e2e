/** Header fields of a message as text, one character a byte: read, removed and added without touching the others. */

export interface Entity {
  /** Each with its name and its folds, without the line end. */
  readonly fields: readonly string[];
  readonly body: string;
}

/** Splits an entity; line ends are CRLF from here on. */
export function readEntity(text: string): Entity {
  const whole = text.replace(/\r?\n/g, "\r\n");
  if (whole.startsWith("\r\n")) return { fields: [], body: whole.slice(2) };
  const end = whole.indexOf("\r\n\r\n");
  const head = end < 0 ? whole.replace(/\r\n$/, "") : whole.slice(0, end);
  return { fields: head.split(/\r\n(?![ \t])/), body: end < 0 ? "" : whole.slice(end + 4) };
}

export function writeEntity({ fields, body }: Entity): string {
  return `${fields.map((field) => `${field}\r\n`).join("")}\r\n${body}`;
}

export function fieldName(field: string): string {
  return (field.split(":", 1)[0] ?? "").trim().toLowerCase();
}

/** Unfolded values of every field of this name. */
export function valuesOf(entity: Entity, name: string): readonly string[] {
  return entity.fields
    .filter((field) => fieldName(field) === name)
    .map((field) =>
      field
        .slice(field.indexOf(":") + 1)
        .replace(/\r\n[ \t]+/g, " ")
        .trim(),
    );
}

/** `text/html; charset="utf-8"` -> its type, small, and one parameter. */
export function readContentType(entity: Entity): { readonly type: string; parameter(name: string): string | null } {
  const value = valuesOf(entity, "content-type")[0] ?? "text/plain";
  return {
    type: (value.split(";", 1)[0] ?? "").trim().toLowerCase(),
    parameter: (name) => {
      const found = new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]*)"|([^\\s;]+))`, "i").exec(value);
      return found?.[1] ?? found?.[2] ?? null;
    },
  };
}
