/** The calls of OpenDSR 2.0: as a processor, in both of the protocol's generations, and the callback of our own processors. */
import type { Context } from "hono";
import { ProblemError } from "../platform/http/problems.ts";
import { readText } from "../platform/http/serve-endpoints.ts";
import type { PageRouter, PageVariables } from "../platform/slice.ts";
import type { RecipientParts } from "../recipients/recipient-parts.ts";
import { CALLBACK_PATH } from "./channel-opendsr.ts";
import { describeRequest } from "./describe-request.ts";
import type { OpendsrParts } from "./opendsr-parts.ts";
import {
  cancelOwn,
  IDENTITIES,
  OpendsrRefusal,
  processRequest,
  requireController,
  requireOwn,
  SUBJECT_REQUEST_TYPES,
} from "./process-request.ts";
import { parseJson } from "./processor.ts";
import { receiveCallback } from "./receive-callback.ts";
import { GENERATIONS, type Generation, signBody } from "./signed-body.ts";

type PageContext = Context<{ Variables: PageVariables }>;

const MAX_BODY_BYTES = 262_144;
const VERSIONS: readonly { readonly path: string; readonly generation: Generation; readonly version: string }[] = [
  { path: "/opendsr/v2", generation: "opendsr", version: "2.0" },
  { path: "/opendsr/v1", generation: "opengdpr", version: "1.0" },
];

/** Where our processors tell how far they are. */
export function addCallbackRoute(pages: PageRouter, parts: RecipientParts): void {
  pages.post(CALLBACK_PATH, async (c) => {
    const body = Buffer.from(await readText(c.req.raw, MAX_BODY_BYTES), "utf8");
    // The name says only whose key to look for: nothing is believed before the signature holds.
    const claimed = parseJson(body);
    const id = typeof claimed === "object" && claimed !== null && "subject_request_id" in claimed ? claimed : null;
    const isTaken =
      id !== null &&
      (await receiveCallback(c.var.ctx, parts, String(id.subject_request_id), body, c.req.raw.headers).catch(
        () => false,
      ));
    return c.body(null, isTaken ? 202 : 403);
  });
}

export function addProcessorRoutes(pages: PageRouter, parts: OpendsrParts): void {
  for (const { path, generation, version } of VERSIONS) {
    const requests = `${path}/${GENERATIONS[generation].requests}`;
    pages.get(`${path}/certificate.pem`, (c) =>
      c.body(parts.certificate, 200, {
        "content-type": "application/x-pem-file",
        "cache-control": "public, max-age=300",
      }),
    );
    pages.get(`${path}/discovery`, (c) =>
      c.json({
        api_version: version,
        supported_identities: IDENTITIES.map(({ identity_type, identity_format }) => ({
          identity_type,
          identity_format,
        })),
        supported_subject_request_types: SUBJECT_REQUEST_TYPES.map(({ type }) => type),
        processor_certificate: `${parts.requests.publicUrl}${path}/certificate.pem`,
      }),
    );
    pages.post(requests, (c) =>
      answer(c, parts, generation, 201, async (controller) => {
        const raw = await readBody(c);
        const { subjectRequestId, request } = await processRequest(c.var.ctx, parts, controller, parseJson(raw));
        const { request_status: _, ...received } = await describeRequest(
          c.var.ctx,
          controller,
          subjectRequestId,
          request,
        );
        return { ...received, encoded_request: raw.toString("base64") };
      }),
    );
    pages.get(`${requests}/:id`, (c) =>
      answer(c, parts, generation, 200, async (controller) => {
        const id = c.req.param("id");
        return describeRequest(c.var.ctx, controller, id, await requireOwn(c.var.ctx, controller, id));
      }),
    );
    pages.delete(`${requests}/:id`, (c) =>
      answer(c, parts, generation, 202, async (controller) => {
        const id = c.req.param("id");
        return describeRequest(c.var.ctx, controller, id, await cancelOwn(c.var.ctx, parts, controller, id));
      }),
    );
  }
}

/** Every answer to a known controller is signed, over the bytes that are sent. */
async function answer(
  c: PageContext,
  parts: OpendsrParts,
  generation: Generation,
  status: 200 | 201 | 202,
  work: (controller: string) => Promise<object>,
): Promise<Response> {
  try {
    const result = await work(requireController(parts, c.req.header("authorization")));
    const body = Buffer.from(JSON.stringify(result), "utf8");
    const signed = signBody(generation, body, parts.settings.domain, parts.key);
    return c.body(body, status, { ...signed, "content-type": "application/json" });
  } catch (error) {
    if (!(error instanceof OpendsrRefusal)) throw error;
    const errors = [{ domain: "kept", reason: error.reason, message: error.message }];
    return c.json({ error: { code: error.status, message: error.message, errors } }, error.status);
  }
}

async function readBody(c: PageContext): Promise<Buffer> {
  try {
    return Buffer.from(await readText(c.req.raw, MAX_BODY_BYTES), "utf8");
  } catch (error) {
    if (error instanceof ProblemError) throw new OpendsrRefusal(413, "too_large", "The body is too large.");
    throw error;
  }
}
