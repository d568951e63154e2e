/** What a person has ticked, what may be done with it, and the last page before it is asked for. */
import {
  REQUEST_KINDS,
  type RequestKind,
  type RequestKindName,
  type RequestQuestion,
} from "@kept/contract/request-kinds";
import { humanTitle } from "../fulfilment/package/table-file.ts";
import type { NamedRows } from "../requests/own-rows.ts";
import { type CorrectableField, fieldName, listCorrectable } from "./correctable.ts";
import { Box, type DataFrame, TickSheet, Values } from "./data-page.tsx";
import { dataTexts } from "./data-texts.ts";
import { Field } from "./form-sheet.tsx";
import { formTexts } from "./form-texts.ts";
import type { PageFrame } from "./layout.tsx";
import { type Pick, placeOf, wholeOf } from "./picks.ts";
import { GroundField } from "./question-fields.tsx";
import { labelOf } from "./show-value.ts";

type AskedKind = "erasure" | "restriction" | "rectification";

/** Rights that can be about what is ticked: those over data in systems that change something. */
function rightsOverRows(): readonly (RequestKind & { readonly kind: AskedKind })[] {
  return REQUEST_KINDS.filter(
    (kind): kind is Extract<(typeof REQUEST_KINDS)[number], { kind: AskedKind }> =>
      !kind.givesPackage && (kind.asks as readonly RequestQuestion[]).some((asked) => OVER_ROWS.includes(asked)),
  );
}

const OVER_ROWS: readonly RequestQuestion[] = ["scope", "correction"];

export function ChosenPage(props: DataFrame & { named: readonly NamedRows[] }) {
  const { frame, picked, picks, named, systemTitle } = props;
  const { language } = frame;
  const texts = dataTexts[language];
  const place = (pick: Pick): number => placeOf(picks.shown, pick);
  return (
    <TickSheet {...props} title={texts.chosenTitle} lead={texts.chosenLead}>
      <ul class="entries">
        {wholeOf(picked).map(({ system, table }) => (
          <li class="entry row">
            <Box
              place={place({ system, table, key: null })}
              isTicked
              label={texts.whole(humanTitle(table))}
              isOffered
            />
            <div>
              <h3>{texts.whole(humanTitle(table))}</h3>
              <p class="soft">{systemTitle(system)}</p>
            </div>
          </li>
        ))}
        {named.flatMap(({ system, table, plan, rows }) =>
          rows.map((row, index) => (
            <li class="entry">
              <Box
                place={place({ system, table, key: row.key })}
                isTicked
                label={texts.tickEntry(labelOf(row, language, index + 1))}
                isOffered
              />
              <div>
                <p class="soft small">
                  {systemTitle(system)}: {humanTitle(table)}
                </p>
                <Values frame={frame} values={row.values} plan={plan} />
              </div>
            </li>
          )),
        )}
      </ul>
      <fieldset>
        <legend>{texts.what}</legend>
        <div class="ways">
          {rightsOverRows().map(({ kind }) => (
            <div>
              <button class="button quiet" type="submit" name="do" value={`ask-${kind}`}>
                {texts[`what_${kind}`]}
              </button>
              <p class="soft small">{texts[`whatHint_${kind}`]}</p>
            </div>
          ))}
        </div>
      </fieldset>
      <p class="actions">
        <button class="button quiet" type="submit" name="do" value="tables">
          {texts.back}
        </button>
      </p>
    </TickSheet>
  );
}

export interface AskProps extends DataFrame {
  readonly kind: RequestKind & { readonly kind: AskedKind };
  readonly named: readonly NamedRows[];
  readonly ground: string;
  /** What was typed, by the name of the field. */
  readonly typed: Readonly<Record<string, string>>;
}

export function AskPage(props: AskProps) {
  const { frame, kind, picked, named } = props;
  const texts = dataTexts[frame.language];
  const asks = (question: RequestQuestion): boolean => kind.asks.includes(question);
  return (
    <TickSheet
      {...props}
      title={texts[`askTitle_${kind.kind}`]}
      lead={texts.askLead(describeParts(frame, picked, named))}
    >
      {asks("correction") ? (
        <>
          <p>{texts.correctLead}</p>
          {named.map((table) => (
            <CorrectTable {...props} table={table} />
          ))}
        </>
      ) : null}
      {asks("ground") ? <GroundField frame={frame} chosen={props.ground} kind={kind.kind} /> : null}
      {kind.final ? (
        <div class="aside">
          <p>{formTexts[frame.language].finalNote}</p>
        </div>
      ) : null}
      <p class="actions">
        <button class="button" type="submit" name="do" value={`send-${kind.kind}`}>
          {texts[`send_${kind.kind}`]}
        </button>
        <button class="button quiet" type="submit" name="do" value="chosen">
          {texts.chosenTitle}
        </button>
      </p>
    </TickSheet>
  );
}

function CorrectTable({ frame, table, picked, typed }: AskProps & { table: NamedRows }) {
  const texts = dataTexts[frame.language];
  const fields = listCorrectable(table);
  return (
    <>
      {table.rows.map((row, index) => {
        const own = fields.filter((field) => field.key === row.key);
        return (
          <fieldset class="correct">
            <legend>{labelOf(row, frame.language, index + 1)}</legend>
            {own.length === 0 ? <p class="soft">{texts.correctNothing}</p> : null}
            {own.map((field) => (
              <CorrectField field={field} name={fieldName(picked, table, field)} typed={typed} />
            ))}
          </fieldset>
        );
      })}
    </>
  );
}

function CorrectField(props: { field: CorrectableField; name: string; typed: AskProps["typed"] }) {
  const { field, name, typed } = props;
  const value = typed[name] ?? field.value;
  return (
    <Field id={name} label={humanTitle(field.column)}>
      {(described) =>
        field.value.length > LONG ? (
          <textarea {...described} name={name} rows={4} maxlength={4000}>
            {value}
          </textarea>
        ) : (
          <input {...described} type="text" name={name} value={value} maxlength={4000} />
        )
      }
    </Field>
  );
}

const LONG = 80;

function describeParts(frame: PageFrame, picked: readonly Pick[], named: readonly NamedRows[]): string {
  const texts = dataTexts[frame.language];
  return [
    ...wholeOf(picked).map(({ table }) => texts.wholePart(humanTitle(table))),
    ...named.map(({ table, rows }) => texts.rowsPart(rows.length, humanTitle(table))),
  ].join(", ");
}

/** The kind's name, if it is a right over what is ticked. */
export function readRight(name: string): (RequestKind & { readonly kind: AskedKind & RequestKindName }) | undefined {
  return rightsOverRows().find(({ kind }) => kind === name);
}
