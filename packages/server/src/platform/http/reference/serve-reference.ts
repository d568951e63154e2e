/** Serves the reference and the OpenAPI document: each text is made when it is first asked for. */
import { endpointGroups, endpoints } from "@kept/contract/endpoints";
import { buildOpenApi } from "@kept/contract/openapi";
import type { Hono } from "hono";
import { type FixedText, fixedText, sendFixedText } from "../fixed-text.ts";
import { GroupPage } from "./group-page.tsx";
import { IndexPage } from "./index-page.tsx";
import { groupPath, REFERENCE_CSS_PATH, REFERENCE_PATH } from "./reference-frame.tsx";
import { REFERENCE_CSS } from "./reference-style.ts";

const HTML = "text/html; charset=utf-8";
/** Nobody searches for more; what is longer is cut. */
const LONGEST_SEARCH = 100;

export function serveReference(app: Hono, options: { readonly publicUrl: string; readonly version: string }): void {
  const { publicUrl, version } = options;
  const document = once(() => buildOpenApi(endpoints, { url: publicUrl, version }));
  const serve = (path: string, type: string, write: () => unknown) => {
    const text = once((): FixedText => fixedText(type, String(write())));
    app.get(path, (c) => sendFixedText(c, text()));
  };
  app.get(REFERENCE_PATH, async function searchReference(c, next) {
    const search = (c.req.query("search") ?? "").trim().slice(0, LONGEST_SEARCH);
    if (search === "") return await next();
    return c.html(IndexPage({ version, search }));
  });
  serve(REFERENCE_PATH, HTML, () => IndexPage({ version, search: "" }));
  for (const group of endpointGroups)
    serve(groupPath(group), HTML, () => GroupPage({ group, document: document(), publicUrl, version }));
  serve(REFERENCE_CSS_PATH, "text/css; charset=utf-8", () => REFERENCE_CSS);
  serve("/openapi.json", "application/json; charset=utf-8", () => JSON.stringify(document()));
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
