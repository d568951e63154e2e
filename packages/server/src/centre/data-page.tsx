/** A person's data, table by table, with boxes to tick. No JavaScript: every press sends the form, with what is ticked in it. */
import type { AccessTable } from "@kept/engine/rights";
import type { Child } from "hono/jsx";
import { packageTexts } from "../fulfilment/package/package-texts.ts";
import { describeWhy } from "../fulfilment/package/package-why.ts";
import { humanTitle } from "../fulfilment/package/table-file.ts";
import { type OwnRow, type OwnTable, ROWS_A_PAGE } from "../requests/own-rows.ts";
import { centrePath } from "../requests/request-links.ts";
import { dataTexts } from "./data-texts.ts";
import { Layout, link, type PageFrame } from "./layout.tsx";
import { isPicked, type Pick, type Picks, placeOf } from "./picks.ts";
import { labelOf, showValue } from "./show-value.ts";

export interface DataFrame {
  readonly frame: PageFrame;
  readonly token: string;
  /** Sealed picks. */
  readonly state: string;
  readonly picks: Picks;
  readonly picked: readonly Pick[];
  readonly systemTitle: (system: string) => string;
  /** What was wrong with the last press; null: nothing. */
  readonly fault: string | null;
}

/** The sheet of every page on which something can be ticked. */
export function TickSheet(props: DataFrame & { title: string; lead: string; children?: Child }) {
  const { frame, token, state, fault } = props;
  return (
    <Layout frame={frame} title={props.title} lead={props.lead}>
      <div class="wrap">
        <form class="sheet" method="post" action={link(frame, centrePath.data(token))} novalidate autocomplete="off">
          <input type="hidden" name="state" value={state} />
          {fault === null ? null : (
            <p class="error" role="alert">
              {fault}
            </p>
          )}
          {props.children}
        </form>
      </div>
    </Layout>
  );
}

export function DataPage(props: DataFrame & { tables: readonly OwnTable[] }) {
  const { frame, tables, systemTitle, picked, picks } = props;
  const texts = dataTexts[frame.language];
  const systems = [...Map.groupBy(tables, ({ system }) => system)];
  return (
    <TickSheet {...props} title={texts.title} lead={texts.lead}>
      {tables.length === 0 ? <p>{texts.empty}</p> : null}
      {systems.map(([system, own]) => (
        <section class="part" aria-labelledby={`in-${system}`}>
          <h2 id={`in-${system}`}>{systemTitle(system)}</h2>
          <ul class="entries">
            {own.map((table) => {
              const whole = { system, table: table.table, key: null };
              const title = humanTitle(table.table);
              const place = picks.tables.findIndex((one) => one.system === system && one.table === table.table);
              const counts = [
                ...(table.rows > 0 ? [texts.count(table.rows)] : []),
                ...(table.shared > 0 ? [texts.shared(table.shared)] : []),
              ].join(", ");
              return (
                <li class="entry row">
                  <Box
                    place={placeOf(picks.shown, whole)}
                    isTicked={isPicked(picked, whole)}
                    label={texts.whole(title)}
                    isOffered={placeOf(picks.shown, whole) >= 0}
                  />
                  <div>
                    <h3>{title}</h3>
                    <p class="soft">{counts}</p>
                  </div>
                  <button class="button quiet small" type="submit" name="do" value={`open-${place}`}>
                    {texts.openShort}
                    <span class="hidden"> {title}</span>
                  </button>
                </li>
              );
            })}
          </ul>
        </section>
      ))}
      <GoOn {...props} />
    </TickSheet>
  );
}

export interface TablePageProps extends DataFrame {
  readonly at: NonNullable<Picks["at"]>;
  readonly rows: readonly OwnRow[];
  readonly plan: AccessTable | null;
  readonly hasMore: boolean;
}

export function TablePage(props: TablePageProps) {
  const { frame, at, rows, plan, systemTitle, picked, picks } = props;
  const { language } = frame;
  const texts = dataTexts[language];
  const title = humanTitle(at.table);
  const why = plan === null ? "" : describeWhy(packageTexts(language), plan.why);
  const whole = { system: at.system, table: at.table, key: null };
  const ownRows = rows.filter(({ isOwn }) => isOwn);
  const isUnnamed = ownRows.length > 0 && ownRows.every(({ key }) => key === null);
  return (
    <TickSheet {...props} title={title} lead={[systemTitle(at.system), why].filter((text) => text !== "").join(". ")}>
      <div class="find">
        <label for="search">{texts.search}</label>
        <div class="with">
          <input type="text" id="search" name="search" value={at.search} maxlength={200} spellcheck={false} />
          <button class="button quiet" type="submit" name="do" value="search">
            {texts.searchButton}
          </button>
        </div>
      </div>
      {at.search === "" || rows.length === 0 ? null : <p role="status">{texts.found(at.search)}</p>}
      {rows.length > 0 ? null : <p role="status">{at.search === "" ? texts.empty : texts.foundNone}</p>}
      {plan === null || plan.level !== "own" ? null : (
        <div class="entry row">
          <Box place={0} isTicked={isPicked(picked, whole)} label={texts.whole(title)} isOffered />
          <div>
            <h2>{texts.whole(title)}</h2>
            <p class="soft">{isUnnamed ? texts.unnamed : texts.wholeHint}</p>
          </div>
        </div>
      )}
      <ul class="entries">
        {rows.map((row, index) => {
          const pick = { system: at.system, table: at.table, key: row.key };
          const place = row.key === null ? -1 : placeOf(picks.shown, pick);
          const label = labelOf(row, language, at.page * ROWS_A_PAGE + index + 1);
          return (
            <li class="entry">
              <Box
                place={place}
                isTicked={place >= 0 && isPicked(picked, pick)}
                label={texts.tickEntry(label)}
                isOffered={place >= 0}
              />
              <div>
                {row.isOwn ? null : <p class="soft small">{texts.sharedEntry}</p>}
                <Values frame={frame} values={row.values} plan={plan} />
              </div>
            </li>
          );
        })}
      </ul>
      {at.page === 0 && !props.hasMore ? null : (
        <nav class="turn" aria-label={texts.pages}>
          {at.page === 0 ? null : (
            <button class="button quiet" type="submit" name="do" value={`page-${at.page - 1}`}>
              {texts.previous}
            </button>
          )}
          <span class="soft">{texts.page(at.page + 1)}</span>
          {props.hasMore ? (
            <button class="button quiet" type="submit" name="do" value={`page-${at.page + 1}`}>
              {texts.next}
            </button>
          ) : null}
        </nav>
      )}
      <GoOn {...props} back />
    </TickSheet>
  );
}

/** A box to tick, with a name for those who hear the page; its place where nothing can be ticked stays free. */
export function Box(props: { place: number; isTicked: boolean; label: string; isOffered: boolean }) {
  if (!props.isOffered) return <span />;
  return (
    <input type="checkbox" name="tick" value={String(props.place)} checked={props.isTicked} aria-label={props.label} />
  );
}

/** What an entry says first, and below it, small, by which numbers systems know it and what it points to. */
export function Values(props: { frame: PageFrame; values: OwnRow["values"]; plan: AccessTable | null }) {
  const { frame, values, plan } = props;
  const said = Object.entries(values).flatMap(([column, value]) => {
    const text = showValue(value, frame.language);
    return text === "" ? [] : [{ column, title: humanTitle(column), text }];
  });
  const isStructure = (column: string): boolean => plan?.holds?.[column]?.provenance === "structure";
  const numbers = said.filter(({ column }) => isStructure(column));
  return (
    <>
      <dl class="values">
        {said
          .filter(({ column }) => !isStructure(column))
          .map(({ title, text }) => (
            <div>
              <dt>{title}</dt>
              <dd>{text}</dd>
            </div>
          ))}
      </dl>
      {numbers.length === 0 ? null : (
        <p class="numbers">{numbers.map(({ title, text }) => `${title} ${text}`).join(" · ")}</p>
      )}
    </>
  );
}

function GoOn({ frame, picked, back = false }: DataFrame & { back?: boolean }) {
  const texts = dataTexts[frame.language];
  return (
    <>
      {picked.length === 0 ? null : <p class="soft">{texts.chosenCount(picked.length)}</p>}
      <p class="actions">
        <button class="button" type="submit" name="do" value="chosen">
          {texts.choose}
        </button>
        {back ? (
          <button class="button quiet" type="submit" name="do" value="tables">
            {texts.back}
          </button>
        ) : null}
      </p>
    </>
  );
}
