/** One endpoint: who may call it, what it takes, what it answers, and a call to copy. */
import { type Endpoint, successStatus } from "@kept/contract/endpoint";
import { errors } from "@kept/contract/errors";
import { errorCodesOf, type JsonObject, type OpenApiDocument } from "@kept/contract/openapi";
import { describeSchema, type SchemaText } from "./describe-schema.ts";
import { Fields } from "./fields.tsx";
import { REFERENCE_PATH, withCode } from "./reference-frame.tsx";

/** What an endpoint takes and gives, as texts. */
export interface EndpointTexts {
  readonly path: SchemaText | null;
  readonly query: SchemaText | null;
  readonly body: SchemaText | null;
  readonly answer: SchemaText | null;
}

export function describeEndpoint(endpoint: Endpoint, document: OpenApiDocument): EndpointTexts {
  const operation = document.paths[endpoint.path]?.[endpoint.method] ?? {};
  const describe = (schema: JsonObject | undefined) => (schema === undefined ? null : describeSchema(schema, document));
  return {
    path: describe(parameterSchema(operation, "path")),
    query: describe(parameterSchema(operation, "query")),
    body: describe(bodySchema(operation)),
    answer: describe(answerSchema(operation, endpoint)),
  };
}

/** `withAnswer`: false where the answer is an object that stands on the page with an example of its own. */
export function EndpointArticle(props: {
  endpoint: Endpoint;
  texts: EndpointTexts;
  publicUrl: string;
  withAnswer: boolean;
}) {
  const { endpoint, texts } = props;
  const { response } = endpoint.example;
  return (
    <article class="endpoint" id={endpoint.id}>
      <header>
        <h2>
          <a class="anchor" href={`#${endpoint.id}`}>
            {endpoint.summary}
          </a>
        </h2>
        <p class="address">
          <span class={`method ${endpoint.method}`}>{endpoint.method}</span>
          <code>{endpoint.path}</code>
        </p>
        <p>{withCode(endpoint.description)}</p>
        <ul class="facts">
          <li>
            <Access endpoint={endpoint} />
          </li>
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
        <Fields title="In the path" text={texts.path} />
        <Fields title="In the query" text={texts.query} />
        <Fields title="In the body" text={texts.body} />
        <Fields title={`Answer ${successStatus(endpoint)}`} text={texts.answer} />
        {texts.answer === null && successStatus(endpoint) === 204 ? (
          <>
            <h3>Answer 204</h3>
            <p class="soft">Nothing but the status.</p>
          </>
        ) : null}
        <h3>Refusals</h3>
        <ul class="refusals">
          {errorCodesOf(endpoint).map((code) => (
            <li>
              <a href={`#error-${code}`}>{code}</a> <span class="soft">{errors[code].status}</span>
            </li>
          ))}
        </ul>
      </div>
      <div>
        <h3>Call</h3>
        <pre class="call">{exampleCall(endpoint, props.publicUrl)}</pre>
        {response === undefined || !props.withAnswer ? null : (
          <>
            <h3>Answer</h3>
            <pre tabindex={0}>{JSON.stringify(response, null, 2)}</pre>
          </>
        )}
      </div>
    </article>
  );
}

function Access({ endpoint }: { endpoint: Endpoint }) {
  switch (endpoint.access) {
    case "public":
      return "Open to everybody";
    case "person-link":
      return "For whoever holds the person's link";
    default:
      return (
        <>
          Needs <a href={`${REFERENCE_PATH}#permissions`}>{endpoint.access}</a>
        </>
      );
  }
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly description?: string;
  readonly schema: JsonObject;
}

/** The parameters of a place as an object. */
function parameterSchema(operation: JsonObject, place: string): JsonObject | undefined {
  const parameters = (operation["parameters"] ?? []) as readonly Parameter[];
  const wanted = parameters.filter((parameter) => parameter.in === place);
  if (wanted.length === 0) return;
  const properties = wanted.map(({ name, description, schema }) => [
    name,
    description === undefined ? schema : { ...schema, description },
  ]);
  const required = wanted.filter((parameter) => parameter.required).map((parameter) => parameter.name);
  return { type: "object", properties: Object.fromEntries(properties), required };
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
