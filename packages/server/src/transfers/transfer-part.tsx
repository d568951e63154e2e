/** On the page of a request: where it can be sent, and how far it is where it was. */
import type { Transfer } from "@kept/contract/transfers";
import { Field } from "../centre/form-sheet.tsx";
import { formatNumber } from "../centre/format.ts";
import { link, type PageFrame } from "../centre/layout.tsx";
import { localized } from "../kept-config.ts";
import { FREE } from "./find-destination.ts";
import { transferPath } from "./transfer-parts.ts";
import { transferTexts } from "./transfer-texts.ts";

export interface TransferPartProps {
  readonly frame: PageFrame;
  readonly token: string;
  readonly transfers: readonly Transfer[];
  /** Its package is here, and may be sent. */
  readonly maySend: boolean;
}

/** Whoever leaves for a destination twice waits for it once: what never came back gives way to the next. */
function withoutRepeats(transfers: readonly Transfer[]): readonly Transfer[] {
  return transfers.filter(
    ({ state, destination }, at) =>
      state !== "authorising" || !transfers.slice(at + 1).some((later) => later.destination === destination),
  );
}

export function TransferPart({ frame, token, transfers, maySend }: TransferPartProps) {
  const { kept, language } = frame;
  const texts = transferTexts[language];
  const destinations = Object.entries(kept.transfers.destinations);
  const { free } = kept.transfers;
  if (transfers.length === 0 && (!maySend || (destinations.length === 0 && !free.allowed))) return null;
  return (
    <section class="part" aria-labelledby="transfer">
      <h2 id="transfer">{texts.title}</h2>
      {transfers.length === 0 ? null : (
        <ul>
          {withoutRepeats(transfers).map((transfer) => (
            <li>
              <strong>{destinationName(frame, transfer.destination)}</strong>: {describeState(frame, transfer)}
              {transfer.state === "failed" && maySend ? ` ${texts.failedHint}` : ""}
              {transfer.state === "done" ? (
                <>
                  {" "}
                  <a href={transferPath.receipt(token, transfer.id)}>{texts.receipt}</a>
                </>
              ) : null}
            </li>
          ))}
        </ul>
      )}
      {maySend && destinations.length === 0 ? <p>{texts.text}</p> : null}
      {!maySend || destinations.length === 0 ? null : (
        <form method="post" action={link(frame, transferPath.begin(token))}>
          <p>{texts.text}</p>
          <fieldset>
            <legend>{texts.choose}</legend>
            <div class="choices">
              {destinations.map(([name, { title }], index) => (
                <label>
                  <input type="radio" name="destination" value={name} required checked={index === 0} />
                  <span>{localized(title, language)}</span>
                </label>
              ))}
            </div>
          </fieldset>
          <p class="actions">
            <button class="button quiet" type="submit">
              {texts.button}
            </button>
          </p>
        </form>
      )}
      {!maySend || !free.allowed ? null : <FreeForm frame={frame} token={token} />}
    </section>
  );
}

/** Another service than those that the operator knows: its address is typed, and nothing goes there before it is looked at. */
function FreeForm({ frame, token }: { frame: PageFrame; token: string }) {
  const texts = transferTexts[frame.language];
  return (
    <details class="more">
      <summary>{texts.freeSummary}</summary>
      <form method="post" action={link(frame, transferPath.begin(token))} novalidate>
        <Field id="address" label={texts.freeLabel} hint={texts.freeHint}>
          {(described) => (
            <input
              {...described}
              type="text"
              name="address"
              maxlength={300}
              inputmode="url"
              autocapitalize="off"
              spellcheck={false}
              placeholder="shop.example.org"
            />
          )}
        </Field>
        <p class="actions">
          <button class="button quiet" type="submit">
            {texts.freeLook}
          </button>
        </p>
      </form>
    </details>
  );
}

/** What people call a destination; one that is configured no more keeps its name. */
export function destinationName({ kept, language }: Pick<PageFrame, "kept" | "language">, name: string): string {
  if (name === FREE) return transferTexts[language].freeName;
  const title = kept.transfers.destinations[name]?.title;
  return title === undefined ? name : localized(title, language);
}

function describeState(frame: PageFrame, transfer: Transfer): string {
  const { language } = frame;
  const texts = transferTexts[language];
  const number = (value: number): string => formatNumber(value, language);
  const { state, items, sent, refused, problem } = transfer;
  if (state === "authorising") return texts.authorising;
  if (state === "running") {
    if (problem !== null) return texts.stalled(destinationName(frame, transfer.destination));
    return items === null ? texts.begun : texts.running(number(sent + refused), number(items));
  }
  if (state === "done")
    return refused === 0 ? texts.done(number(sent)) : texts.doneRefused(number(sent), number(refused));
  const words: Readonly<Record<string, unknown>> = texts;
  const said = words[`failed_${problem ?? ""}`];
  return typeof said === "string" ? said : texts.failed;
}
