/** The first page of the reference: every endpoint in a line, permissions, errors; or what a search finds of them. */
import { type EndpointGroup, endpoints } from "@kept/contract/endpoints";
import { permissions } from "@kept/contract/permissions";
import { ErrorTable } from "./error-table.tsx";
import { type Found, findInReference } from "./find-in-reference.ts";
import { groupPath, REFERENCE_PATH, ReferenceFrame } from "./reference-frame.tsx";

export function IndexPage(props: { version: string; search: string }) {
  const { search } = props;
  const found = findInReference(search);
  return (
    <ReferenceFrame
      title={search === "" ? "Kept API reference" : `${search} – Kept API reference`}
      version={props.version}
      group={null}
      search={search}
    >
      <h1 id="top">API reference</h1>
      {search === "" ? <Introduction /> : <Outcome search={search} found={found} />}
      {found.groups.map((group) => (
        <EndpointTable group={group} />
      ))}
      {search === "" ? <Permissions /> : null}
      {found.errors.length === 0 ? null : (
        <section id="errors">
          <h2>Errors</h2>
          {search === "" ? (
            <p>
              Every refusal is <code>application/problem+json</code> (RFC 9457) with a stable <code>code</code>, what to
              do about it, and JSON pointers where the input is at fault. Its <code>type</code> leads here.
            </p>
          ) : null}
          <ErrorTable codes={found.errors} />
        </section>
      )}
    </ReferenceFrame>
  );
}

function Introduction() {
  return (
    <p class="lead">
      Everything that the console does, it does through these {endpoints.length} calls. Send an API key as{" "}
      <code>Authorization: Bearer …</code>; the same description for programs is at{" "}
      <a href="/openapi.json">/openapi.json</a> (OpenAPI 3.1).
    </p>
  );
}

function Outcome({ search, found }: { search: string; found: Found }) {
  const count = found.groups.reduce((sum, group) => sum + group.endpoints.length, 0);
  const counted = [
    `${count} ${count === 1 ? "endpoint" : "endpoints"}`,
    `${found.errors.length} ${found.errors.length === 1 ? "error" : "errors"}`,
  ].join(" and ");
  return (
    <p class="lead" role="status">
      {count + found.errors.length === 0
        ? "Nothing has"
        : `${counted} ${count + found.errors.length === 1 ? "has" : "have"}`}{" "}
      every word of “{search}”. <a href={REFERENCE_PATH}>Show everything</a>
    </p>
  );
}

function EndpointTable({ group }: { group: EndpointGroup }) {
  return (
    <section class="listed">
      <h2>
        <a href={groupPath(group)}>{group.title}</a>
      </h2>
      <p class="soft">{group.about}</p>
      <table>
        <tbody>
          {group.endpoints.map((endpoint) => (
            <tr id={endpoint.id}>
              <td>
                <a href={`${groupPath(group)}#${endpoint.id}`}>{endpoint.summary}</a>
              </td>
              <td>
                <span class={`method ${endpoint.method}`}>{endpoint.method}</span> <code>{endpoint.path}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Permissions() {
  return (
    <section id="permissions">
      <h2>Permissions</h2>
      <p>A role brings permissions; a key has those that it was created with.</p>
      <table>
        <tbody>
          {Object.entries(permissions).map(([name, title]) => (
            <tr>
              <th scope="row">
                <code>{name}</code>
              </th>
              <td>{title}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
