/** One message as HTML and as text: both parts come from the same content, so that they say the same. */
import type { KeptConfig } from "../kept-config.ts";
import type { Language } from "../platform/i18n/language.ts";
import { mailFrameTexts } from "./mail-frame-texts.ts";

export interface MailContent {
  readonly subject: string;
  readonly title: string;
  readonly paragraphs: readonly string[];
  /** The operator's own words (a refusal), set apart. */
  readonly quote?: string;
  readonly facts: readonly (readonly [label: string, value: string])[];
  readonly action?: { readonly label: string; readonly url: string };
  readonly note?: string;
}

export interface RenderedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Mail programs ignore style sheets, so the styles stand on the elements. */
const FONT = "font-family:-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif";
const INK = "#14231f";
const SOFT = "#52625d";

export function renderMail(kept: KeptConfig, language: Language, content: MailContent): RenderedMail {
  return {
    subject: content.subject,
    text: renderText(kept, language, content),
    html: `<!doctype html>${(<MailPage kept={kept} language={language} content={content} />).toString()}`,
  };
}

function renderText(kept: KeptConfig, language: Language, content: MailContent): string {
  const { controller } = kept;
  const texts = mailFrameTexts[language];
  const blocks = [
    content.title,
    ...content.paragraphs,
    ...(content.quote === undefined
      ? []
      : [
          content.quote
            .split("\n")
            .map((line) => `> ${line}`)
            .join("\n"),
        ]),
    ...(content.facts.length === 0 ? [] : [content.facts.map(([label, value]) => `${label}: ${value}`).join("\n")]),
    ...(content.action === undefined ? [] : [`${content.action.label}:\n${content.action.url}`]),
    ...(content.note === undefined ? [] : [content.note]),
    `-- \n${texts.footer(controller.name, controller.address.join(", "))}\n${texts.contact(controller.email)}`,
  ];
  return `${blocks.join("\n\n")}\n`;
}

function MailPage({ kept, language, content }: { kept: KeptConfig; language: Language; content: MailContent }) {
  const { controller, centre } = kept;
  const texts = mailFrameTexts[language];
  const { primary, onPrimary } = centre.colours;
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light" />
        <title>{content.subject}</title>
      </head>
      <body style={`margin:0;padding:0;background:#f2f4f2;color:${INK};${FONT};font-size:16px;line-height:1.55`}>
        <table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:#f2f4f2">
          <tr>
            <td align="center" style="padding:32px 12px">
              <table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px">
                <tr>
                  <td style={`padding:0 8px 14px;font-weight:700;font-size:17px;color:${primary}`}>{centre.brand}</td>
                </tr>
                <tr>
                  <td
                    style={`background:#ffffff;border-radius:10px;border-top:5px solid ${primary};padding:34px 34px 30px`}
                  >
                    <h1 style="margin:0 0 14px;font-size:28px;line-height:1.15;letter-spacing:-0.02em">
                      {content.title}
                    </h1>
                    {content.paragraphs.map((paragraph) => (
                      <p style="margin:0 0 14px">{paragraph}</p>
                    ))}
                    {content.quote === undefined ? null : (
                      <p
                        style={`margin:0 0 16px;padding:2px 0 2px 16px;border-left:3px solid ${primary};white-space:pre-line`}
                      >
                        {content.quote}
                      </p>
                    )}
                    {content.facts.length === 0 ? null : <MailFacts facts={content.facts} />}
                    {content.action === undefined ? null : (
                      <p style="margin:24px 0 10px">
                        <a
                          href={content.action.url}
                          style={`display:inline-block;background:${primary};color:${onPrimary};text-decoration:none;font-weight:600;padding:13px 24px;border-radius:8px`}
                        >
                          {content.action.label}
                        </a>
                      </p>
                    )}
                    {content.note === undefined ? null : (
                      <p style={`margin:14px 0 0;color:${SOFT};font-size:14.5px`}>{content.note}</p>
                    )}
                    {content.action === undefined ? null : (
                      <p
                        style={`margin:18px 0 0;padding-top:14px;border-top:1px solid #dfe5e2;color:${SOFT};font-size:13px`}
                      >
                        {texts.fallback}
                        <br />
                        <a href={content.action.url} style={`color:${SOFT};word-break:break-all`}>
                          {content.action.url}
                        </a>
                      </p>
                    )}
                  </td>
                </tr>
                <tr>
                  <td style={`padding:16px 8px;color:${SOFT};font-size:13px`}>
                    {texts.footer(controller.name, controller.address.join(", "))}
                    <br />
                    {texts.contact(controller.email)}
                  </td>
                </tr>
              </table>
            </td>
          </tr>
        </table>
      </body>
    </html>
  );
}

function MailFacts({ facts }: { facts: MailContent["facts"] }) {
  return (
    <table role="presentation" cellpadding="0" cellspacing="0" style="margin:6px 0 4px;width:100%">
      {facts.map(([label, value]) => (
        <tr>
          <td style={`padding:7px 16px 7px 0;border-top:1px solid #dfe5e2;color:${SOFT};font-size:14.5px;width:38%`}>
            {label}
          </td>
          <td style="padding:7px 0;border-top:1px solid #dfe5e2;font-weight:600;font-size:14.5px">{value}</td>
        </tr>
      ))}
    </table>
  );
}
