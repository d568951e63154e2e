/** What a right asks beside an address: on which ground, or what is wrong and what is right. Works without scripts. */
import { groundsOf } from "@kept/contract/right-ground-rows";
import { centreTexts } from "./centre-texts.ts";
import type { CorrectionChoice } from "./correction-choices.ts";
import type { FormValues } from "./form-pages.tsx";
import type { PageFrame } from "./layout.tsx";

interface FieldProps {
  readonly frame: PageFrame;
  readonly values: FormValues;
}

export function GroundField({ frame, values, kind }: FieldProps & { readonly kind: string }) {
  const texts = centreTexts[frame.language];
  return (
    <fieldset class="field">
      <legend>{texts.groundLegend}</legend>
      <p class="hint">{texts.groundHint}</p>
      <div class="choices single">
        {groundsOf(kind).map(({ ground }) => (
          <label>
            <input type="radio" name="ground" value={ground} checked={values.ground === ground} />
            <span>{texts[`ground_${ground}`]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

export function CorrectionField({ frame, values, choices }: FieldProps & { choices: readonly CorrectionChoice[] }) {
  const texts = centreTexts[frame.language];
  const isMissing = values.correctionMissing;
  const describe = (hint: string) =>
    isMissing
      ? ({ "aria-invalid": "true", "aria-describedby": `${hint} correction-error` } as const)
      : { "aria-describedby": hint };
  return (
    <fieldset class="field">
      <legend>{texts.correctionLegend}</legend>
      {isMissing ? (
        <p class="error" id="correction-error" role="alert">
          {texts.correctionMissing}
        </p>
      ) : null}
      {choices.length === 0 ? null : (
        <>
          <div class="field">
            <label for="wrong">{texts.wrong}</label>
            <select id="wrong" name="wrong">
              <option value="">{texts.wrongOther}</option>
              {choices.map(({ category, title }) => (
                <option value={category} selected={values.wrong === category}>
                  {title}
                </option>
              ))}
            </select>
          </div>
          <div class="field">
            <label for="right">{texts.right_value}</label>
            <p class="hint" id="right-hint">
              {texts.rightHint}
            </p>
            <input
              type="text"
              id="right"
              name="right"
              value={values.right}
              maxlength={1000}
              {...describe("right-hint")}
            />
          </div>
        </>
      )}
      <label for="statement">{texts.statement}</label>
      <p class="hint" id="statement-hint">
        {texts.statementHint}
      </p>
      <textarea id="statement" name="statement" rows={4} maxlength={4000} {...describe("statement-hint")}>
        {values.statement}
      </textarea>
    </fieldset>
  );
}
