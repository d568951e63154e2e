/** The addresses at which a right is asked for and confirmed, and where lost links are sent again. */
import type { RequestKind, RequestQuestion } from "@kept/contract/request-kinds";
import type { RequestDetails } from "@kept/contract/requests";
import { groundsOf } from "@kept/contract/right-ground-rows";
import { createLink, openLink } from "../platform/crypto/signed-links.ts";
import type { PageRouter } from "../platform/slice.ts";
import { countryOfAddress } from "../regions/country-of-address.ts";
import { findMyRequests } from "../requests/find-my-requests.ts";
import { kindName } from "../requests/kind-texts.ts";
import { findRequest } from "../requests/queries.ts";
import { centrePath, LINKS, PROVE_LINK_LIFETIME } from "../requests/request-links.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { submitRequest } from "../requests/submit-request.ts";
import { verifyRequest } from "../requests/verify-request.ts";
import { ConfirmedPage } from "./confirmed-page.tsx";
import { listCorrectionChoices } from "./correction-choices.ts";
import {
  ConfirmPage,
  EMPTY_FORM,
  FindPage,
  type FormChoices,
  type FormValues,
  RequestFormPage,
} from "./form-pages.tsx";
import { formTexts } from "./form-texts.ts";
import { frameTexts } from "./frame-texts.ts";
import { link, MessagePage } from "./layout.tsx";
import { asAnonymous, asPerson, frameOf, type PageContext, refuseLink, respond } from "./page-answers.tsx";
import { readForm } from "./read-form.ts";
import { listScopeChoices, listScopeUses, listUseChoices, offeredKinds } from "./scope-choices.ts";

export function addRequestForms(pages: PageRouter, parts: RequestParts): void {
  pages.get(centrePath.recorded(), (c) => {
    const frame = frameOf(parts, c);
    const texts = formTexts[frame.language];
    const action = { label: frameTexts[frame.language].startOver, href: link(frame, centrePath.home()) };
    return respond(
      c,
      <MessagePage
        frame={frame}
        title={texts.recordedTitle}
        text={texts.recordedText}
        notes={[frameTexts[frame.language].mailSame]}
        action={action}
      />,
    );
  });
  pages.get("/privacy/:form", async (c, next) => {
    const kind = offeredKinds(parts).find(({ form }) => form === c.req.param("form"));
    if (kind === undefined) return next();
    const choices = await listChoices(parts, c, kind);
    const inferredCountry = countryOfAddress(c.var.clientAddress);
    const form = { frame: frameOf(parts, c), kind, choices, values: EMPTY_FORM, inferredCountry };
    return respond(c, <RequestFormPage {...form} />);
  });
  pages.post("/privacy/:form", async (c, next) => {
    const kind = offeredKinds(parts).find(({ form }) => form === c.req.param("form"));
    if (kind === undefined) return next();
    const frame = frameOf(parts, c);
    const values = await readForm(c.req.raw, (kind.asks as readonly RequestQuestion[]).includes("correction"));
    const choices = await listChoices(parts, c, kind);
    if (values.error !== null || values.correctionMissing) {
      const inferredCountry = countryOfAddress(c.var.clientAddress);
      return respond(c, <RequestFormPage {...{ frame, kind, choices, values, inferredCountry }} />, 422);
    }
    // Only what was offered counts; anything else is nobody's choice.
    const categories = choices.scope.map((choice) => choice.category).filter((one) => values.categories.includes(one));
    const purposes = [...choices.uses, ...choices.scopeUses]
      .map((use) => use.purpose)
      .filter((one) => values.purposes.includes(one));
    const token = await submitRequest(asAnonymous(c.var.ctx), parts, {
      kind: kind.kind,
      channel: "centre",
      email: values.email,
      language: frame.language,
      scope: { tables: [], categories, purposes, rows: [] },
      country: values.country === "" ? null : values.country,
      address: c.var.clientAddress,
      details: readDetails(kind.kind, values, choices),
    });
    return c.redirect(link(frame, kind.needsProof ? centrePath.prove(token) : centrePath.recorded()), 303);
  });
}

async function listChoices(parts: RequestParts, c: PageContext, kind: RequestKind): Promise<FormChoices> {
  const { ctx, language } = c.var;
  return {
    scope: await listScopeChoices(ctx, language),
    scopeUses: listScopeUses(parts, kind, language),
    uses: listUseChoices(parts, kind, language),
    corrections: await listCorrectionChoices(ctx, language),
  };
}

/** Only what was offered counts here, too. */
function readDetails(kind: string, values: FormValues, { corrections }: FormChoices): RequestDetails {
  const category = corrections.find((choice) => choice.category === values.wrong)?.category;
  const named = { system: null, table: null, column: null, key: null };
  return {
    corrections: category === undefined || values.right === "" ? [] : [{ ...named, category, value: values.right }],
    ground: groundsOf(kind).find(({ ground }) => ground === values.ground)?.ground ?? null,
    statement: values.statement === "" ? null : values.statement,
  };
}

export function addFindPages(pages: PageRouter, parts: RequestParts): void {
  pages.get(centrePath.find(), (c) => respond(c, <FindPage frame={frameOf(parts, c)} values={EMPTY_FORM} />));
  pages.post(centrePath.find(), async (c) => {
    const frame = frameOf(parts, c);
    const values = await readForm(c.req.raw);
    if (values.error !== null) return respond(c, <FindPage frame={frame} values={values} />, 422);
    await findMyRequests(asAnonymous(c.var.ctx), values.email);
    const texts = formTexts[frame.language];
    return respond(
      c,
      <MessagePage
        frame={frame}
        title={texts.findSentTitle}
        text={texts.findSentText}
        notes={[frameTexts[frame.language].mailSame]}
      />,
    );
  });
}

export function addConfirmPages(pages: PageRouter, parts: RequestParts): void {
  pages.get(centrePath.confirm(":token"), async (c) => {
    const token = c.req.param("token") ?? "";
    const opened = await openLink(c.var.ctx, LINKS.verify, token);
    if (!opened.ok) return refuseLink(parts, c, opened, "start");
    const request = await findRequest(c.var.ctx, opened.subject);
    if (request?.state !== "unverified") return refuseLink(parts, c, { reason: "used" }, "find");
    return respond(c, <ConfirmPage frame={frameOf(parts, c)} kind={kindName(request.kind)} token={token} />);
  });
  pages.post(centrePath.confirm(":token"), async (c) => {
    const token = c.req.param("token") ?? "";
    const opened = await openLink(c.var.ctx, LINKS.verify, token);
    const ctx = opened.ok ? asPerson(c.var.ctx, opened.subject) : c.var.ctx;
    const verified = await verifyRequest(ctx, parts, token);
    if (!verified.ok) return refuseLink(parts, c, verified, verified.reason === "used" ? "find" : "start");
    const frame = frameOf(parts, c);
    const { id } = verified.request;
    if (verified.outcome === "more") {
      const proof = { purpose: LINKS.prove, subject: id, lifetime: PROVE_LINK_LIFETIME };
      const { token: next } = await ctx.transaction((tx) => createLink(tx, proof));
      return c.redirect(link(frame, centrePath.prove(next)), 303);
    }
    return respond(c, <ConfirmedPage frame={frame} request={await findRequest(ctx, id)} />);
  });
}
