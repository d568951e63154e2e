/** Refusals with what to do about them. Each can be led to: `#error-<code>`. */
import { type ErrorCode, errorDefinition } from "@kept/contract/errors";
import { withCode } from "./reference-frame.tsx";

export function ErrorTable({ codes }: { codes: readonly ErrorCode[] }) {
  return (
    <table class="errors">
      <tbody>
        {codes.map((code) => {
          const error = errorDefinition(code);
          return (
            <tr id={`error-${code}`}>
              <th scope="row">
                <code>{code}</code>
              </th>
              <td>{error.status}</td>
              <td>
                {error.title}. <span class="soft">{withCode(error.action)}</span>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
