/** What a body, a query or an answer consists of, as a table of fields. */
import type { SchemaText, TypePart } from "./describe-schema.ts";
import { withCode } from "./reference-frame.tsx";

/** Nothing where there is nothing to say. */
export function Fields(props: { title: string; text: SchemaText | null }) {
  const { text } = props;
  if (text === null || (text.lines.length === 0 && text.type.join("") === "object")) return null;
  return (
    <>
      <h3>{props.title}</h3>
      {text.lines.length === 0 ? (
        <p class="whole">
          <Type parts={text.type} />
        </p>
      ) : (
        <FieldTable text={text} />
      )}
    </>
  );
}

export function FieldTable({ text }: { text: SchemaText }) {
  return (
    <table class="fields">
      <tbody>
        {text.lines.map((line) => (
          <tr>
            <th scope="row" class={`depth-${Math.min(line.depth, 3)}`}>
              <code>{line.name}</code>
              {line.required ? null : <span class="type"> optional</span>}
            </th>
            <td>
              <Type parts={line.type} />
              {line.description === "" ? null : <div>{withCode(line.description)}</div>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Type({ parts }: { parts: readonly TypePart[] }) {
  return (
    <span class="type">
      {parts.map((part) => (typeof part === "string" ? part : <a href={`#shape-${part.shape}`}>{part.shape}</a>))}
    </span>
  );
}
