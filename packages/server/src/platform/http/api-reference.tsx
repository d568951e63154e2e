/** The API reference: the endpoints of the contract as one page that reads well, prints well and needs no script. */
import { type Endpoint, successStatus } from "@kept/contract/endpoint";
import { endpoints } from "@kept/contract/endpoints";
import { errors } from "@kept/contract/errors";
import { buildOpenApi, errorCodesOf, type JsonObject, type OpenApiDocument, tagOf } from "@kept/contract/openapi";
import { permissions } from "@kept/contract/permissions";
import { describeSchema, type SchemaLine } from "./describe-schema.ts";
import { DOCTYPE } from "./error-page.tsx";
import { PAGE_CSS } from "./page-style.ts";

export const API_REFERENCE_CSS = `${PAGE_CSS}
.reference { display: grid; grid-template-columns: 17rem minmax(0, 1fr); min-height: 100vh; }
.reference > nav { border-right: 1px solid var(--line); background: var(--tint); padding: 1.6rem 1.2rem; position: sticky; top: 0; height: 100vh; overflow-y: auto; font-size: 0.92rem; }
.reference > nav h2 { font-size: 0.78rem; text-transform: uppercase; letter-spacing: 0.06em; color: var(--soft); margin: 1.4rem 0 0.3rem; }
.reference > nav ul { list-style: none; margin: 0; padding: 0; }
.reference > nav a { display: block; padding: 0.16rem 0; text-decoration: none; color: var(--ink); }
.reference > nav a:hover { color: var(--link); }
.reference > main { padding: 2.6rem clamp(1.2rem, 4vw, 4rem) 6rem; max-width: 78rem; }
.endpoint { padding: 2rem 0; border-top: 1px solid var(--line); display: grid; grid-template-columns: minmax(0, 1.15fr) minmax(0, 1fr); gap: 0.6rem 2.5rem; }
.endpoint > header { grid-column: 1 / -1; }
.endpoint .address { display: flex; gap: 0.7rem; align-items: baseline; flex-wrap: wrap; margin: 0 0 0.6rem; }
.method { font: 700 0.74rem/1 ui-monospace, Menlo, monospace; text-transform: uppercase; padding: 0.32rem 0.5rem; border-radius: 5px; color: var(--paper); background: var(--link); }
.method.post { background: var(--good); }
.method.delete { background: var(--bad); }
.method.put, .method.patch { background: var(--warn); }
.facts { display: flex; gap: 0.4rem 1.2rem; flex-wrap: wrap; margin: 0 0 0.4rem; padding: 0; list-style: none; font-size: 0.88rem; color: var(--soft); }
.endpoint h4 { margin: 1.2rem 0 0.3rem; font-size: 0.84rem; text-transform: uppercase; letter-spacing: 0.05em; color: var(--soft); }
.fields td:first-child { width: 13rem; overflow-wrap: anywhere; }
.fields .depth-1 { padding-left: 1.1rem; }
.fields .depth-2 { padding-left: 2.2rem; }
.fields .depth-3 { padding-left: 3.3rem; }
.type { color: var(--soft); font-size: 0.84rem; }
.errors { font-size: 0.88rem; }
.errors li { margin-bottom: 0.25rem; }
.errors ul { margin: 0; padding-left: 1.1rem; }
@media (max-width: 62rem) { .reference { display: block; } .reference > nav { position: static; height: auto; border-right: 0; border-bottom: 1px solid var(--line); } .endpoint { display: block; } }
@media print { .reference > nav { display: none; } .reference { display: block; } }
`;

export function ApiReference(props: { publicUrl: string; version: string }) {
  const { publicUrl } = props;
  const document = buildOpenApi(endpoints, { url: publicUrl, version: props.version });
  const groups = Object.entries(Object.groupBy(endpoints, tagOf));
  return (
    <>
      {DOCTYPE}
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>Kept API reference</title>
          <link rel="stylesheet" href="/docs/api.css" />
        </head>
        <body>
          <div class="reference">
            <nav aria-label="Endpoints">
              <a href="#top">
                <strong>Kept API</strong> <span class="soft">{props.version}</span>
              </a>
              {groups.map(([tag, group]) => (
                <>
                  <h2>{titleOf(tag)}</h2>
                  <ul>
                    {(group ?? []).map((endpoint) => (
                      <li>
                        <a href={`#${endpoint.id}`}>{endpoint.summary}</a>
                      </li>
                    ))}
                  </ul>
                </>
              ))}
              <h2>Everywhere</h2>
              <ul>
                <li>
                  <a href="#permissions">Permissions</a>
                </li>
                <li>
                  <a href="#errors">Errors</a>
                </li>
              </ul>
            </nav>
            <main id="top">
              <h1>API reference</h1>
              <p>
                Everything that the console does, it does through these calls. Send an API key as{" "}
                <code>Authorization: Bearer …</code>; the same description for programs is at{" "}
                <a href="/openapi.json">/openapi.json</a> (OpenAPI 3.1).
              </p>
              {groups.map(([tag, group]) => (
                <section aria-label={titleOf(tag)}>
                  {(group ?? []).map((endpoint) => (
                    <EndpointSection endpoint={endpoint} document={document} publicUrl={publicUrl} />
                  ))}
                </section>
              ))}
              <Permissions />
              <Errors />
            </main>
          </div>
        </body>
      </html>
    </>
  );
}

function EndpointSection(props: { endpoint: Endpoint; document: OpenApiDocument; publicUrl: string }) {
  const { endpoint, document } = props;
  const operation = document.paths[endpoint.path]?.[endpoint.method] ?? {};
  const { response } = endpoint.example;
  return (
    <article class="endpoint" id={endpoint.id}>
      <header>
        <h2>{endpoint.summary}</h2>
        <p class="address">
          <span class={`method ${endpoint.method}`}>{endpoint.method}</span>
          <code>{endpoint.path}</code>
        </p>
        <p>{withCode(endpoint.description)}</p>
        <ul class="facts">
          <li>{describeAccess(endpoint)}</li>
          {endpoint.ledger === undefined ? null : (
            <li>
              Leaves <code>{endpoint.ledger}</code> in the ledger
            </li>
          )}
          {endpoint.stream === true ? <li>Answers with server-sent events</li> : null}
          {endpoint.file === undefined ? null : (
            <li>
              Answers with a file (<code>{endpoint.file}</code>)
            </li>
          )}
        </ul>
      </header>
      <div>
        <Fields title="In the path" lines={parameterLines(operation, "path", document)} />
        <Fields title="In the query" lines={parameterLines(operation, "query", document)} />
        <Fields title="In the body" lines={describeSchema(bodySchema(operation), document)} />
        <Fields
          title={`Answer ${successStatus(endpoint)}`}
          lines={describeSchema(answerSchema(operation, endpoint), document)}
        />
        <h4>Refusals</h4>
        <div class="errors">
          <ul>
            {errorCodesOf(endpoint).map((code) => (
              <li>
                {errors[code].status} <a href={`#error-${code}`}>{code}</a>
              </li>
            ))}
          </ul>
        </div>
      </div>
      <div>
        <h4>Call</h4>
        <pre tabindex={0}>{exampleCall(endpoint, props.publicUrl)}</pre>
        {response === undefined ? null : (
          <>
            <h4>Answer</h4>
            <pre tabindex={0}>{JSON.stringify(response, null, 2)}</pre>
          </>
        )}
      </div>
    </article>
  );
}

function Fields(props: { title: string; lines: readonly SchemaLine[] }) {
  if (props.lines.length === 0) return null;
  return (
    <>
      <h4>{props.title}</h4>
      <table class="fields">
        <tbody>
          {props.lines.map((line) => (
            <tr>
              <td class={`depth-${Math.min(line.depth, 3)}`}>
                <code>{line.name}</code>
                {line.required ? null : <span class="type"> optional</span>}
              </td>
              <td>
                <span class="type">{line.type}</span>
                {line.description === "" ? null : <div>{withCode(line.description)}</div>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function Permissions() {
  return (
    <section class="endpoint" id="permissions" aria-label="Permissions">
      <header>
        <h2>Permissions</h2>
        <p>A role brings permissions; a key has those that it was created with.</p>
        <table>
          <tbody>
            {Object.entries(permissions).map(([name, title]) => (
              <tr>
                <td>
                  <code>{name}</code>
                </td>
                <td>{title}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </header>
    </section>
  );
}

function Errors() {
  return (
    <section class="endpoint" id="errors" aria-label="Errors">
      <header>
        <h2>Errors</h2>
        <p>
          Every refusal is <code>application/problem+json</code> (RFC 9457) with a stable <code>code</code>, what to do
          about it, and JSON pointers where the input is at fault.
        </p>
        <table>
          <tbody>
            {Object.entries(errors).map(([code, error]) => (
              <tr id={`error-${code}`}>
                <td>
                  <code>{code}</code>
                </td>
                <td>{error.status}</td>
                <td>
                  {error.title}. <span class="soft">{withCode(error.action)}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </header>
    </section>
  );
}

/** What stands between backticks is code. */
function withCode(text: string) {
  return text.split("`").map((part, position) => (position % 2 === 1 ? <code>{part}</code> : part));
}

function describeAccess(endpoint: Endpoint): string {
  switch (endpoint.access) {
    case "public":
      return "Open to everybody";
    case "person-link":
      return "For whoever holds the person's link";
    default:
      return `Needs ${endpoint.access}`;
  }
}

function titleOf(tag: string): string {
  const words = tag.replaceAll("-", " ");
  return words === "api keys" ? "API keys" : `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly description?: string;
  readonly schema: JsonObject;
}

function parameterLines(operation: JsonObject, place: string, document: OpenApiDocument): readonly SchemaLine[] {
  const parameters = (operation["parameters"] ?? []) as readonly Parameter[];
  const wanted = parameters.filter((parameter) => parameter.in === place);
  const properties = wanted.map(({ name, description, schema }) => [name, { ...schema, description }]);
  const required = wanted.filter((parameter) => parameter.required).map((parameter) => parameter.name);
  return describeSchema({ type: "object", properties: Object.fromEntries(properties), required }, document);
}

function bodySchema(operation: JsonObject): JsonObject | undefined {
  const body = operation["requestBody"] as { content: Record<string, { schema: JsonObject }> } | undefined;
  return body?.content["application/json"]?.schema;
}

function answerSchema(operation: JsonObject, endpoint: Endpoint): JsonObject | undefined {
  const responses = operation["responses"] as
    | Record<string, { content?: Record<string, { schema?: JsonObject }> }>
    | undefined;
  const content = responses?.[String(successStatus(endpoint))]?.content ?? {};
  return Object.values(content)[0]?.schema;
}

function exampleCall(endpoint: Endpoint, publicUrl: string): string {
  const { params, query, body } = endpoint.example;
  const path = endpoint.path.replace(/\{(\w+)\}/g, (_whole, name: string) =>
    encodeURIComponent(params?.[name] ?? name),
  );
  const search = query === undefined ? "" : `?${new URLSearchParams(query)}`;
  const lines = [
    `curl ${endpoint.method === "get" ? "" : `-X ${endpoint.method.toUpperCase()} `}'${publicUrl}${path}${search}'`,
  ];
  if (endpoint.access !== "public" && endpoint.access !== "person-link")
    lines.push(`-H "Authorization: Bearer $KEPT_API_KEY"`);
  if (body !== undefined) lines.push("-H 'Content-Type: application/json'", `-d '${JSON.stringify(body)}'`);
  return lines.join(" \\\n  ");
}
