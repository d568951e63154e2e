/** The API reference: the endpoints of the contract as one page that reads well, prints well and needs no script. */
import { type Endpoint, successStatus } from "@kept/contract/endpoint";
import { endpoints } from "@kept/contract/endpoints";
import { errors } from "@kept/contract/errors";
import { buildOpenApi, errorCodesOf, type JsonObject, type OpenApiDocument, tagOf } from "@kept/contract/openapi";
import { permissions } from "@kept/contract/permissions";
import { describeSchema, type SchemaLine } from "./describe-schema.ts";
import { DOCTYPE } from "./error-page.tsx";

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
          <link rel="icon" href="data:," />
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
