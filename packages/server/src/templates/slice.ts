/** The slice of the words of messages. */
import * as templates from "@kept/contract/mail-templates";
import { bind } from "../platform/http/bind.ts";
import type { Slice } from "../platform/slice.ts";
import { editTemplate, listTemplates, listVersions, restoreText } from "./edit-template.ts";
import { previewTemplate, testTemplate } from "./preview-template.ts";
import type { TemplateParts } from "./template-parts.ts";

export function createTemplatesSlice(parts: TemplateParts): Slice {
  return {
    name: "templates",
    routes: [
      bind(templates.listMailTemplates, (ctx) => listTemplates(ctx, parts)),
      bind(templates.editMailTemplate, (ctx, { params, body }) =>
        editTemplate(ctx, parts, params.template, params.language, body.texts),
      ),
      bind(templates.previewMailTemplate, (ctx, { params, body }) =>
        previewTemplate(ctx, parts, params.template, params.language, body.texts),
      ),
      bind(templates.testMailTemplate, (ctx, { params, body }) =>
        testTemplate(ctx, parts, params.template, params.language, body.texts),
      ),
      bind(templates.listMailTextVersions, (ctx, { params }) =>
        listVersions(ctx, parts, params.template, params.language),
      ),
      bind(templates.restoreMailText, (ctx, { params, body }) =>
        restoreText(ctx, parts, params.template, params.language, body),
      ),
    ],
  };
}
