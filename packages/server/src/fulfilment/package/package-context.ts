/** The part of a package that Art. 15(1) and (2) GDPR want beside the copy: who, what for, to whom, how long, which rights. */
import { html } from "hono/html";
import type { Markup } from "./package-index.ts";
import type { ControllerContext } from "./package-input.ts";
import type { PackageTexts } from "./package-texts.ts";

type Part = Markup | Promise<Markup> | string;

/** Everything that the configuration tells; what it does not tell is left out. */
export function renderContext(texts: PackageTexts, context: ControllerContext): Markup | Promise<Markup> {
  return html`<section id="about" class="about"><h2>${texts.about}</h2><p>${texts.aboutIntro}</p>
<div class="entry"><h3>${texts.controller}</h3><p>${context.name}${context.address === null ? "" : html`<br>${context.address}`}</p></div>
${line(texts.contact, context.email === null ? null : html`<a href="mailto:${context.email}">${context.email}</a>`)}
${line(texts.officer, context.protectionOfficer)}${line(texts.representative, context.representative)}
${renderPurposes(texts, context)}${renderRecipients(texts, context)}
${line(texts.source, context.source)}${line(texts.decisions, context.automatedDecisions)}
${line(texts.rights, renderRights(texts, context))}
${line(texts.complaint, renderComplaint(texts, context))}
${line(texts.policy, context.policyUrl === null ? null : html`<a href="${context.policyUrl}">${context.policyUrl}</a>`)}
</section>`;
}

function line(title: string, content: Part | null): Part {
  return content === null ? "" : html`<div class="entry"><h3>${title}</h3><p>${content}</p></div>`;
}

function renderRights(texts: PackageTexts, context: ControllerContext): Part {
  const link = context.centreUrl === null ? "" : html` <a href="${context.centreUrl}">${texts.centre}</a>`;
  return html`${texts.rightsText}${link}`;
}

function renderComplaint(texts: PackageTexts, context: ControllerContext): Part {
  const { authority } = context;
  if (authority === null) return texts.complaintText;
  const name = authority.url === null ? authority.name : html`<a href="${authority.url}">${authority.name}</a>`;
  return html`${texts.complaintText}<br>${name}`;
}

function renderPurposes(texts: PackageTexts, context: ControllerContext): Part {
  if (context.purposes.length === 0) return "";
  const rows = context.purposes.map(
    (purpose) =>
      html`<tr><td>${purpose.title}</td><td>${purpose.basis}</td><td>${purpose.categories.join(", ")}</td><td>${purpose.retention ?? texts.noValue}</td></tr>`,
  );
  return html`<div class="entry wide"><h3>${texts.purposes}</h3><div class="scroll" tabindex="0"><table><thead><tr><th scope="col">${texts.purpose}</th><th scope="col">${texts.basis}</th><th scope="col">${texts.categories}</th><th scope="col">${texts.retention}</th></tr></thead><tbody>${rows}</tbody></table></div></div>`;
}

function renderRecipients(texts: PackageTexts, context: ControllerContext): Part {
  if (context.recipients.length === 0) return "";
  const rows = context.recipients.map(
    (recipient) =>
      html`<tr><td>${recipient.name}</td><td>${recipient.role ?? texts.noValue}</td><td>${recipient.country ?? texts.noValue}</td><td>${recipient.transfer ?? texts.noValue}</td></tr>`,
  );
  return html`<div class="entry wide"><h3>${texts.recipients}</h3><div class="scroll" tabindex="0"><table><thead><tr><th scope="col">${texts.recipient}</th><th scope="col">${texts.role}</th><th scope="col">${texts.country}</th><th scope="col">${texts.transfer}</th></tr></thead><tbody>${rows}</tbody></table></div></div>`;
}
