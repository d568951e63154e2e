/** The form by which somebody asks for somebody else. */
import { RELATIONS, type RelationName } from "@kept/contract/relations";
import type { RequestKind } from "@kept/contract/request-kinds";
import type { RequestSummary } from "@kept/contract/requests";
import { CountryField } from "../centre/country-field.tsx";
import { Layout, link, type PageFrame } from "../centre/layout.tsx";
import { kindTexts } from "../requests/kind-texts.ts";
import { mandatePath } from "./mandate-links.ts";
import { mandateTexts } from "./mandate-texts.ts";

export interface MandateValues {
  readonly kind: string;
  readonly relation: RelationName;
  readonly email: string;
  readonly name: string;
  readonly organisation: string;
  readonly yourEmail: string;
  readonly words: string;
  readonly country: string;
  readonly error: "missing" | "paperMissing" | "paperWrong" | null;
}

export function MandateFormPage(props: { frame: PageFrame; kinds: readonly RequestKind[]; values: MandateValues }) {
  const { frame, kinds, values } = props;
  const texts = mandateTexts[frame.language];
  return (
    <Layout frame={frame} title={texts.title} lead={texts.lead}>
      <div class="wrap">
        <div class="sheet">
          <form method="post" action={link(frame, mandatePath.form())} enctype="multipart/form-data" novalidate>
            {values.error === null ? null : (
              <p class="error" role="alert">
                {texts[values.error]}
              </p>
            )}
            <div class="field">
              <label for="kind">{texts.right}</label>
              <select id="kind" name="kind">
                {kinds.map(({ kind }) => (
                  <option value={kind} selected={values.kind === kind}>
                    {kindTexts(kind as RequestSummary["kind"], frame.language).short}
                  </option>
                ))}
              </select>
            </div>
            <fieldset class="field">
              <legend>{texts.relation}</legend>
              <div class="choices single">
                {RELATIONS.map(({ relation }) => (
                  <label>
                    <input type="radio" name="relation" value={relation} checked={values.relation === relation} />
                    <span>{texts[relation]}</span>
                  </label>
                ))}
              </div>
            </fieldset>
            <Text name="email" type="email" label={texts.theirEmail} value={values.email} />
            <CountryField frame={frame} value={values.country} inferred={null} label={texts.theirCountry} />
            <Text name="name" type="text" label={texts.yourName} value={values.name} />
            <Text name="organisation" type="text" label={texts.organisation} value={values.organisation} />
            <Text
              name="yourEmail"
              type="email"
              label={texts.yourEmail}
              value={values.yourEmail}
              hint={texts.yourEmailHint}
            />
            <div class="field">
              <label for="words">{texts.words}</label>
              <textarea id="words" name="words" rows={3} maxlength={2000}>
                {values.words}
              </textarea>
            </div>
            <div class="field">
              <label for="paper">{texts.paper}</label>
              <p class="hint" id="paper-hint">
                {texts.paperHint}
              </p>
              <input type="file" id="paper" name="paper" accept="image/jpeg,image/png" aria-describedby="paper-hint" />
            </div>
            <p class="actions">
              <button class="button" type="submit">
                {texts.button}
              </button>
            </p>
          </form>
        </div>
      </div>
    </Layout>
  );
}

function Text(props: { name: string; type: "text" | "email"; label: string; value: string; hint?: string }) {
  const { name, type, label, value, hint } = props;
  return (
    <div class="field">
      <label for={name}>{label}</label>
      {hint === undefined ? null : (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      <input
        type={type}
        id={name}
        name={name}
        value={value}
        maxlength={type === "email" ? 320 : 80}
        spellcheck={false}
        {...(hint === undefined ? {} : { "aria-describedby": `${name}-hint` })}
      />
    </div>
  );
}
