/** What a right asks beside an address: on which ground, or what is wrong and what is right. Works without scripts. */
import { groundsOf } from "@kept/contract/right-ground-rows";
import type { CorrectionChoice } from "./correction-choices.ts";
import type { FormValues } from "./form-pages.tsx";
import { OneOf } from "./form-sheet.tsx";
import { formTexts } from "./form-texts.ts";
import type { PageFrame } from "./layout.tsx";

export function GroundField({ frame, chosen, kind }: { frame: PageFrame; chosen: string; kind: string }) {
  const texts = formTexts[frame.language];
  return (
    <fieldset class="field">
      <legend>{texts.groundLegend}</legend>
      <p class="hint">{texts.groundHint}</p>
      <OneOf
        name="ground"
        chosen={chosen}
        of={groundsOf(kind).map(({ ground }) => ({ value: ground, title: texts[`ground_${ground}`] }))}
      />
    </fieldset>
  );
}

export function CorrectionField(props: { frame: PageFrame; values: FormValues; choices: readonly CorrectionChoice[] }) {
  const { frame, values, choices } = props;
  const texts = formTexts[frame.language];
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
        {choices.length === 0 ? texts.statementHintAlone : texts.statementHint}
      </p>
      <textarea id="statement" name="statement" rows={4} maxlength={4000} {...describe("statement-hint")}>
        {values.statement}
      </textarea>
    </fieldset>
  );
}
