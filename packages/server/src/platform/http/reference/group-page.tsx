/** Endpoints that are read together, the objects that they answer with, and everything that they may refuse with. */
import type { Endpoint } from "@kept/contract/endpoint";
import type { EndpointGroup } from "@kept/contract/endpoints";
import { type ErrorCode, errors } from "@kept/contract/errors";
import { errorCodesOf, type OpenApiDocument } from "@kept/contract/openapi";
import { describeShape, type SchemaText, shapesIn } from "./describe-schema.ts";
import { describeEndpoint, EndpointArticle, type EndpointTexts } from "./endpoint-article.tsx";
import { ErrorTable } from "./error-table.tsx";
import { FieldTable } from "./fields.tsx";
import { ReferenceFrame, withCode } from "./reference-frame.tsx";

export function GroupPage(props: {
  group: EndpointGroup;
  document: OpenApiDocument;
  publicUrl: string;
  version: string;
}) {
  const { group, document } = props;
  const described = group.endpoints.map((endpoint) => ({ endpoint, texts: describeEndpoint(endpoint, document) }));
  const shapes = collectShapes(described, document);
  return (
    <ReferenceFrame title={`${group.title} – Kept API reference`} version={props.version} group={group}>
      <h1>{group.title}</h1>
      <p class="lead">{group.about}</p>
      {described.map(({ endpoint, texts }) => (
        <EndpointArticle
          endpoint={endpoint}
          texts={texts}
          publicUrl={props.publicUrl}
          withAnswer={shapes.every((shape) => shape.name !== wholeShape(texts) || shape.example === undefined)}
        />
      ))}
      {shapes.map((shape) => (
        <Shape {...shape} />
      ))}
      <section id="errors" class="endpoint">
        <header>
          <h2>Refusals</h2>
          <p>Everything that the endpoints of this page may refuse with.</p>
          <ErrorTable codes={codesOf(group)} />
        </header>
      </section>
    </ReferenceFrame>
  );
}

interface NamedShape {
  readonly name: string;
  readonly text: SchemaText;
  /** From the first endpoint that answers with it. */
  readonly example: unknown;
}

function Shape({ name, text, example }: NamedShape) {
  return (
    <section class="endpoint" id={`shape-${name}`}>
      <header>
        <h2>
          <a class="anchor" href={`#shape-${name}`}>
            {name}
          </a>
        </h2>
        {text.description === "" ? null : <p>{withCode(text.description)}</p>}
      </header>
      <div>
        <FieldTable text={text} />
      </div>
      {example === undefined ? null : (
        <div>
          <h3>Example</h3>
          <pre tabindex={0}>{JSON.stringify(example, null, 2)}</pre>
        </div>
      )}
    </section>
  );
}

interface Described {
  readonly endpoint: Endpoint;
  readonly texts: EndpointTexts;
}

/** Every object with a name that the page leads to, also from inside another. */
function collectShapes(described: readonly Described[], document: OpenApiDocument): readonly NamedShape[] {
  const shapes = new Map<string, NamedShape>();
  const take = (text: SchemaText | null) => {
    for (const name of text === null ? [] : shapesIn(text)) {
      if (shapes.has(name)) continue;
      const found = describeShape(name, document);
      const first = described.find(({ texts }) => wholeShape(texts) === name);
      shapes.set(name, { name, text: found, example: first?.endpoint.example.response });
      take(found);
    }
  };
  for (const { texts } of described) {
    take(texts.path);
    take(texts.query);
    take(texts.body);
    take(texts.answer);
  }
  return [...shapes.values()];
}

/** The name of the object that an endpoint answers with, where it is one. */
function wholeShape({ answer }: EndpointTexts): string | null {
  const [only, ...more] = answer?.type ?? [];
  return only === undefined || typeof only === "string" || more.length > 0 ? null : only.shape;
}

/** In the order of the catalogue. */
function codesOf(group: EndpointGroup): readonly ErrorCode[] {
  const codes = new Set(group.endpoints.flatMap(errorCodesOf));
  return (Object.keys(errors) as ErrorCode[]).filter((code) => codes.has(code));
}
