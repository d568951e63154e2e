/** A person at the privacy centre, for tests: fills in forms, reads mail, follows links. */
import type { RightsSystem } from "@kept/connectors/rights-system";
import type { RequestDetail } from "@kept/contract/requests";
import type { AppParts } from "../../app-parts.ts";
import { createBatchesSlice } from "../../batches/slice.ts";
import { createCentreSlice } from "../../centre/slice.ts";
import { createChoiceParts } from "../../choices/choice-parts.ts";
import { createSessionVerifier } from "../../choices/session-token.ts";
import { createChoicesSlice } from "../../choices/slice.ts";
import { createMandatesSlice } from "../../mandates/slice.ts";
import type { Slice } from "../../platform/slice.ts";
import { createTestCtx, type TestCtx, type TestCtxOptions } from "../../platform/testing/create-test-ctx.ts";
import { createSystemsSlice } from "../../systems/slice.ts";
import { createSystems } from "../../systems/systems.ts";
import { createVerificationSlice } from "../../verification/slice.ts";
import { createRequestParts, type RequestParts } from "../request-parts.ts";
import { createRequestsSlice } from "../slice.ts";
import type { Shop } from "./shop.ts";

export interface Visit extends AsyncDisposable {
  readonly t: TestCtx;
  /** What the use cases of this product work with. */
  readonly parts: RequestParts;
  /** Headers of a privacy lead. */
  readonly lead: Record<string, string>;
  /** Sends the form of a right, and answers where it leads. */
  ask(form: string, email: string, more?: Record<string, string>): Promise<Response>;
  /** The newest message of this kind: its words, and the path that its link leads to. */
  mail(
    kind: string,
  ): Promise<{ readonly to: string; readonly subject: string; readonly text: string; readonly path: string }>;
  get(path: string): Promise<{ readonly status: number; readonly text: string }>;
  post(path: string): Promise<Response>;
  /** Asks, confirms by mail, and lets planning end. */
  request(form: string, email: string, more?: Record<string, string>): Promise<RequestDetail>;
  api<T>(method: string, path: string, body?: unknown): Promise<{ readonly status: number; readonly body: T }>;
  detail(requestId: string): Promise<RequestDetail>;
}

export interface VisitOptions extends Omit<TestCtxOptions, "slices"> {
  /** Variables that the configuration may name. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Puts something between the product and its systems: a fault, a delay. */
  readonly decorate?: (rights: RightsSystem) => RightsSystem;
  /** Slices beside those of requests and of the centre. */
  readonly moreSlices?: (parts: AppParts) => readonly Slice[];
}

export async function visitCentre(shop: Shop, options: VisitOptions = {}): Promise<Visit> {
  const made: { parts?: RequestParts } = {};
  const { decorate = (rights) => rights, variables = {}, moreSlices = () => [], ...testOptions } = options;
  const t = await createTestCtx({
    ...testOptions,
    slices: (appParts) => {
      const { kept, settings, databaseKind, clock } = appParts;
      const systems = createSystems({ kept, folder: shop.folder, variables });
      const decorated = { ...systems, open: async (name: string) => decorate(await systems.open(name)) };
      const choices = createChoiceParts({
        kept,
        publicUrl: settings.publicUrl,
        verifySession: createSessionVerifier(kept.choices.session, variables, clock),
        variables,
      });
      made.parts = createRequestParts({ kept, settings, systems: decorated, choices });
      return [
        createSystemsSlice(systems),
        createChoicesSlice(choices),
        createRequestsSlice(made.parts, databaseKind),
        createVerificationSlice(made.parts),
        createBatchesSlice(made.parts, databaseKind),
        createMandatesSlice(made.parts),
        createCentreSlice(made.parts),
        ...moreSlices(appParts),
      ];
    },
    kept: {
      systems: { shop: { url: shop.url, map: shop.mapFile, title: "Shop" } },
      requests: { erasureWaitingPeriod: "PT0S" },
      ...options.kept,
    },
    settings: { dataDir: shop.folder, ...options.settings },
  });
  const { headers: lead } = await t.signIn("privacy-lead");
  const { parts } = made;
  if (parts === undefined) throw new Error("The slices were not made.");
  const visit: Visit = {
    t,
    parts,
    lead,
    ask: async (form, email, more = {}) =>
      t.app.request(`/privacy/${form}`, {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams({ email, ...more }).toString(),
      }),
    mail: async (kind) => {
      const message = (await t.sentMail()).findLast((one) => one.kind === `request-${kind}`);
      if (message === undefined) throw new Error(`No message of kind ${kind} was sent.`);
      const url = /https?:\/\/\S+\/privacy\/\S+/.exec(message.text)?.[0];
      return { ...message, path: url === undefined ? "" : new URL(url).pathname };
    },
    get: async (path) => {
      const response = await t.app.request(path);
      return { status: response.status, text: await response.text() };
    },
    post: async (path) => t.app.request(path, { method: "POST" }),
    request: async (form, email, more) => {
      await visit.ask(form, email, more);
      await t.drain();
      const { path } = await visit.mail("confirm");
      const confirmed = await visit.post(path);
      if (confirmed.status !== 200) throw new Error(`Confirming answered ${confirmed.status}.`);
      await t.drain();
      const list = await visit.api<{ requests: RequestDetail[] }>("GET", "/api/requests?limit=1");
      return visit.detail(list.body.requests[0]?.id ?? "");
    },
    api: async (method, path, body) => {
      const response = await t.app.request(path, {
        method,
        headers: { ...lead, ...(body === undefined ? {} : { "content-type": "application/json" }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: response.status, body: (await response.json()) as never };
    },
    detail: async (requestId) => (await visit.api<RequestDetail>("GET", `/api/requests/${requestId}`)).body,
    [Symbol.asyncDispose]: () => t[Symbol.asyncDispose](),
  };
  return visit;
}
