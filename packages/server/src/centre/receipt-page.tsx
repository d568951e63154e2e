/** The receipt as a page: what was done, line by line, with its stamp and signature. */

import type { Receipt, SignedReceipt } from "@kept/contract/packages";
import { MARKED } from "@kept/engine/mark-retained";
import { humanTitle } from "../fulfilment/package/table-file.ts";
import type { Language } from "../platform/i18n/language.ts";
import { kindName, kindTexts } from "../requests/kind-texts.ts";
import { provisionIn } from "../requests/provision-names.ts";
import { centrePath } from "../requests/request-links.ts";
import { formatDay, formatInstant, formatNumber } from "./format.ts";
import { frameTexts } from "./frame-texts.ts";
import { Layout, link, type PageFrame } from "./layout.tsx";
import { receiptTexts } from "./receipt-texts.ts";
import { undoTexts } from "./undo-texts.ts";
import { Uses } from "./uses-table.tsx";

type System = Receipt["systems"][number];

export function ReceiptPage(props: {
  frame: PageFrame;
  signed: SignedReceipt;
  token: string;
  /** Index of the receipt's entry in the ledger, once it is there. */
  ledgerIndex: number | null;
  systemTitle: (system: string) => string;
}) {
  const { frame, signed, token } = props;
  const { language, kept } = frame;
  const { receipt, signature } = signed;
  const texts = receiptTexts[language];
  const systems = receipt.systems.filter(
    (system) => system.gaps !== undefined || system.tables.some((table) => table.rows > 0),
  );
  return (
    <Layout frame={frame} title={texts.receiptTitle} lead={texts.receiptLead}>
      <div class="wrap">
        <article class="sheet receipt">
          <header>
            <div>
              <h2>{kindTexts(kindName(receipt.kind), language).short}</h2>
              <dl class="facts">
                <div>
                  <dt>{frameTexts[language].controller}</dt>
                  <dd>{receipt.controller}</dd>
                </div>
                <div>
                  <dt>{frameTexts[language].reference}</dt>
                  <dd class="mono">{receipt.reference}</dd>
                </div>
                <div>
                  <dt>{texts.right}</dt>
                  <dd>{provisionIn(receipt.article, language)}</dd>
                </div>
                <div>
                  <dt>{frameTexts[language].completed}</dt>
                  <dd>{formatInstant(receipt.completedAt, language, kept.controller.zone)}</dd>
                </div>
              </dl>
            </div>
            <Stamp
              word={stampWord(receipt.outcome, texts)}
              isDone={receipt.outcome === "done" || receipt.outcome === "nothing_found"}
              date={receipt.completedAt.slice(0, 10)}
            />
          </header>
          {receipt.only === undefined ? null : (
            <p class="part">
              {texts.onlyRows(
                receipt.only
                  .map(
                    ({ system, table, rows }) =>
                      `${texts.rowsOf(rows, humanTitle(table))} (${props.systemTitle(system)})`,
                  )
                  .join(", "),
              )}
            </p>
          )}
          {receipt.choices === undefined ? null : receipt.choices.length === 0 ? (
            <p class="part">{texts.nothingUsed}</p>
          ) : (
            <Uses frame={frame} choices={receipt.choices} />
          )}
          {systems.length === 0 && receipt.choices === undefined && receipt.statement === undefined ? (
            <p class="part">{texts.nothingHeld}</p>
          ) : null}
          {systems.map((system) => (
            <SystemPart frame={frame} system={system} title={props.systemTitle(system.system)} receipt={receipt} />
          ))}
          {systems.some(isErasedIn) ? <p class="small soft">{texts.words}</p> : null}
          {receipt.lift === undefined ? null : (
            <p class="part">
              {receipt.lift.verified === undefined
                ? texts.lifted(formatInstant(receipt.lift.liftedAt, language, kept.controller.zone), receipt.lift.newer)
                : texts.liftedInPart(formatInstant(receipt.lift.liftedAt, language, kept.controller.zone))}
            </p>
          )}
          <Decided texts={texts} receipt={receipt} />
          <TakenBack frame={frame} receipt={receipt} systemTitle={props.systemTitle} />
          <Searched frame={frame} receipt={receipt} systemTitle={props.systemTitle} />
          <section class="part">
            <p class="seal">
              {texts.signedBy} <span class="mono">{signature.keyId}</span>
              <br />
              <span class="mono">{signature.value}</span>
              {props.ledgerIndex === null ? null : (
                <>
                  <br />
                  <a href={`/api/ledger/entries/${props.ledgerIndex}/proof`}>
                    {texts.proof} {formatNumber(props.ledgerIndex, language)}
                  </a>
                </>
              )}
            </p>
          </section>
        </article>
        <p class="actions">
          <a href={centrePath.receiptFile(token)} download={`${receipt.reference}.json`}>
            {texts.receiptFile}
          </a>
          <a href={link(frame, centrePath.status(token))}>{texts.statusTitle}</a>
        </p>
      </div>
    </Layout>
  );
}

/** What became of the automated decisions about whoever was erased. */
function Decided({ texts, receipt }: { texts: (typeof receiptTexts)["en"]; receipt: Receipt }) {
  const { automatedDecisions: decided } = receipt;
  if (decided === undefined) return null;
  return (
    <section class="part">
      <h3>{texts.decidedTitle}</h3>
      {decided.erased === 0 ? null : <p>{texts.decidedErased(decided.erased)}</p>}
      {decided.retained.map(({ decisions, why }) => (
        <p>{why === "under_review" ? texts.decidedReview(decisions) : texts.decidedUndo(decisions)}</p>
      ))}
    </section>
  );
}

/** Whether it can be taken back, or was. */
function TakenBack(props: { frame: PageFrame; receipt: Receipt; systemTitle: (system: string) => string }) {
  const { frame, receipt, systemTitle } = props;
  const { undo } = receipt;
  if (undo === undefined) return null;
  const texts = undoTexts[frame.language];
  const moment = (instant: string) => formatInstant(instant, frame.language, frame.kept.controller.zone);
  const { ended, sharedUntil } = undo;
  const but = undo.unable.length === 0 ? "" : ` ${texts.unable(undo.unable.map(systemTitle).join(", "))}`;
  const shared = sharedUntil === undefined ? "" : ` ${texts.shared(moment(sharedUntil))}`;
  const keys = undo.together === true ? ` ${texts.sharedKey}` : "";
  if (ended === undefined) return <p class="part">{texts.receiptUntil(moment(undo.until)) + keys + but}</p>;
  if (ended.by !== "undo") {
    const end = ended.by === "not_finished" ? texts.notFinished : texts.receiptEnded(moment(ended.at));
    return <p class="part">{end + shared}</p>;
  }
  return undo.unable.length === 0 ? (
    <p class="part">{texts.receiptUndone(moment(ended.at))}</p>
  ) : (
    <p class="part">{texts.receiptUndonePart(moment(ended.at), undo.unable.map(systemTitle).join(", "))}</p>
  );
}

/** What a search of everything found afterwards; what could not be searched is said, and why. */
function Searched(props: { frame: PageFrame; receipt: Receipt; systemTitle: (system: string) => string }) {
  const { residueScan: scan } = props.receipt;
  if (scan === undefined) return null;
  const { language, kept } = props.frame;
  const texts = receiptTexts[language];
  const places = scan.systems.reduce((sum, system) => sum + system.places, 0);
  const unable = scan.systems.filter(({ scanned }) => !scanned);
  return (
    <section class="part">
      <h3>{texts.searchedTitle}</h3>
      <p>
        {formatInstant(scan.completedAt, language, kept.controller.zone)}:{" "}
        {places === 0 ? texts.searchedClean : texts.searchedLeft(places)}
      </p>
      {unable.map(({ system, why }) => (
        <p class="small">
          {texts.notSearched(props.systemTitle(system))} {why ?? ""}
        </p>
      ))}
    </section>
  );
}

/** The columns in which a receipt has anything to say. */
const ERASED = ["deleted", "detached", "redacted", "retained"] as const;
const COUNTS = [...ERASED, "marked", "sealed", "left", "corrected"] as const;

function SystemPart(props: { frame: PageFrame; system: System; title: string; receipt: Receipt }) {
  const { frame, system } = props;
  const { language } = frame;
  const texts = receiptTexts[language];
  const shown = COUNTS.filter((count) => system.tables.some((table) => (table[count] ?? 0) > 0));
  const isErased = isErasedIn(system);
  return (
    <section class="part">
      <h3>{texts.systemTitle(props.title)}</h3>
      <div class="scroll" hidden={!system.tables.some((table) => table.rows > 0)}>
        <table class="lines">
          <thead>
            <tr>
              <th scope="col">{texts.table}</th>
              {shown.length === 0 ? (
                <th scope="col">{texts.read}</th>
              ) : (
                shown.map((count) => <th scope="col">{texts[count]}</th>)
              )}
            </tr>
          </thead>
          <tbody>
            {system.tables
              .filter((table) => table.rows > 0)
              .map((table) => (
                <tr>
                  <th scope="row">{humanTitle(table.name)}</th>
                  {shown.length === 0 ? (
                    <td data-label={texts.read}>{formatNumber(table.rows, language)}</td>
                  ) : (
                    shown.map((count) => (
                      <td data-label={texts[count]}>
                        {(table[count] ?? 0) === 0 ? "" : formatNumber(table[count] ?? 0, language)}
                      </td>
                    ))
                  )}
                </tr>
              ))}
          </tbody>
        </table>
      </div>
      {system.retained.length === 0 ? null : (
        <div class="aside">
          <p>
            <strong>{texts.keptTitle}</strong>
          </p>
          {groupKept(system.retained, texts.keptMarked).map(({ table, reason, rows, days }) => (
            <p>
              {humanTitle(table)} ({formatNumber(rows, language)}): {reason}
              {keptUntil(days, language)}
            </p>
          ))}
        </div>
      )}
      {system.files === undefined ? null : <p class="small">{describeFiles(system.files, language)}</p>}
      {system.gaps === undefined ? null : (
        <p class="small">{texts.gap(system.gaps.map(({ message }) => message).join(" "))}</p>
      )}
      {shown.length === 0 || isErased ? null : <p class="small soft">{texts.changedWords}</p>}
      {isErased ? (
        <p class="small">
          {system.verified ? texts.verified : `${texts.unverified} ${describeResidue(system, texts)}`.trim()}
        </p>
      ) : null}
    </section>
  );
}

/** Files of all stores together: how they are called here says nothing to whoever they were about. */
function describeFiles(files: NonNullable<System["files"]>, language: Language): string {
  const sum = (fate: "deleted" | "kept") => files.reduce((total, counts) => total + counts[fate], 0);
  const kept = sum("kept");
  return receiptTexts[language].filesGone(
    formatNumber(sum("deleted"), language),
    kept === 0 ? null : formatNumber(kept, language),
  );
}

function isErasedIn({ tables }: System): boolean {
  return ERASED.some((count) => tables.some((table) => (table[count] ?? 0) > 0));
}

/** The kinds of record in which something is left; a system may not tell. */
function describeResidue(system: System, texts: (typeof receiptTexts)[Language]): string {
  const tables = [...new Set(system.residue.map(({ table }) => table))].filter((table) => table !== "");
  return tables.length === 0 ? "" : texts.residue(tables.map(humanTitle).join(", "));
}

interface Kept {
  readonly table: string;
  readonly reason: string;
  readonly rows: number;
  /** Last days, in order. */
  readonly days: readonly string[];
}

/** One line for each kind of record and reason, instead of one for each last day. */
function groupKept(retained: System["retained"], marked: string): readonly Kept[] {
  const groups = Map.groupBy(retained, ({ table, why }) => JSON.stringify([table, why]));
  return [...groups.values()].flatMap((same): readonly Kept[] => {
    const [first] = same;
    if (first === undefined) return [];
    const rows = same.reduce((sum, one) => sum + one.rows, 0);
    const days = same.flatMap(({ until }) => until ?? []).toSorted();
    return [{ table: first.table, reason: keepingReason(first.why, marked), rows, days }];
  });
}

function keptUntil(days: readonly string[], language: Language): string {
  const texts = receiptTexts[language];
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return "";
  if (first === last) return `, ${texts.keptUntil(formatDay(last, language))}`;
  return `, ${texts.keptBetween(formatDay(first, language), formatDay(last, language))}`;
}

/** A plan says first whose a row is and then why it stays; people are told the second. A service's sentence stays whole. */
function keepingReason(why: string, marked: string): string {
  const said = why.split("; ");
  const isPlanned = said.length > 1 && /^\S+ -> \S+: |^the person's own row$/.test(said[0] ?? "");
  const reasons = isPlanned ? said.slice(1) : said;
  return reasons.map((reason) => (reason === MARKED ? marked : reason.replace(/\.$/, ""))).join("; ");
}

function stampWord(outcome: Receipt["outcome"], texts: (typeof receiptTexts)[Language]): string {
  return { done: texts.done, nothing_found: texts.nothing, not_verified: texts.notVerified, partly: texts.partly }[
    outcome
  ];
}

function Stamp(props: { word: string; date: string; isDone: boolean }) {
  return (
    <svg class="stamp" viewBox="0 0 140 140" role="img" aria-label={`${props.word} ${props.date}`}>
      <g fill="none" stroke="currentColor">
        <circle cx="70" cy="70" r="66" stroke-width="4" />
        <circle cx="70" cy="70" r="57" stroke-width="1.5" stroke-dasharray="2 4" />
      </g>
      <g fill="currentColor" text-anchor="middle">
        <text x="70" y="67" font-size={props.word.length > 9 ? 14.5 : 20} letter-spacing="1">
          {props.word}
        </text>
        <text x="70" y="90" font-size="14">
          {props.date}
        </text>
      </g>
      {props.isDone ? (
        <path
          d="M58 38l9 9 16-17"
          fill="none"
          stroke="currentColor"
          stroke-width="4.5"
          stroke-linecap="round"
          stroke-linejoin="round"
        />
      ) : null}
    </svg>
  );
}
