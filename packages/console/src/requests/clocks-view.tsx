/** The clocks of a request: both dates of each, and on a click why they are what they are. */
import type { RequestClock } from "@kept/contract/request-clocks";
import type { RequestDetail } from "@kept/contract/requests";
import { formatDay } from "../time/relative-time.ts";
import { Badge } from "../ui/badge.tsx";
import { Section } from "../ui/page.tsx";
import styles from "./clocks-view.module.css";
import { describePurpose, describeWarning, explainReading, REGIME_TEXTS } from "./describe-clock.ts";

export function ClocksView({ request }: { readonly request: RequestDetail }) {
  if (request.clocks.length === 0) return null;
  return (
    <Section title="Clocks" lead={describePlace(request)} flush>
      <ul className={styles["clocks"]}>
        {request.clocks.map((clock) => (
          <Clock key={clock.rule} clock={clock} />
        ))}
      </ul>
    </Section>
  );
}

function Clock({ clock }: { readonly clock: RequestClock }) {
  return (
    <li>
      <details>
        <summary>
          <span className={styles["name"]}>
            {describePurpose(clock)} <span className="muted">{REGIME_TEXTS[clock.regime]}</span>
          </span>
          <span className={styles["dates"]}>
            <time dateTime={clock.safeDueOn}>{formatDay(clock.safeDueOn)}</time>
            {clock.legalDueOn === clock.safeDueOn ? null : (
              <span className="muted">
                legal <time dateTime={clock.legalDueOn}>{formatDay(clock.legalDueOn)}</time>
              </span>
            )}
          </span>
          <span className={styles["marks"]}>
            {clock.metAt === null ? null : <Badge tone="ok">met</Badge>}
            {clock.isPaused ? <Badge tone="info">paused</Badge> : null}
            {clock.isExtended ? <Badge tone="plain">extended</Badge> : null}
            {clock.warnings.length === 0 ? null : <Badge tone="warn">look</Badge>}
          </span>
        </summary>
        <div className={styles["why"]}>
          {clock.warnings.map((warning) => (
            <p key={warning} className={styles["warning"]}>
              {describeWarning(warning)}
            </p>
          ))}
          <Reading title="Safe: the earliest that can be argued" lines={explainReading(clock.steps, "safe")} />
          <Reading title="Legal: as the rule is commonly read" lines={explainReading(clock.steps, "legal")} />
          <p className="muted">
            {clock.source}. {clock.territory === "" ? "Weekends only" : `Holidays of ${clock.territory}`},{" "}
            {clock.holidayData}; {clock.zoneData}.
          </p>
        </div>
      </details>
    </li>
  );
}

function Reading({ title, lines }: { readonly title: string; readonly lines: readonly string[] }) {
  return (
    <div>
      <h3>{title}</h3>
      <ol>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ol>
    </div>
  );
}

const METHODS = {
  declared: "said so",
  session: "known from their account",
  ip: "by their connection",
  none: "",
} as const;

function describePlace({ region, regimes }: RequestDetail): string {
  const rules = regimes.map((name) => REGIME_TEXTS[name]).join(", ");
  if (region === null || region.country === null) return `Place unknown: every rule applies (${rules}).`;
  const place = region.subdivision === null ? region.country : `${region.country}-${region.subdivision}`;
  const doubt = region.spoofSuspected ? " Connection and statement disagree; nothing is denied for it." : "";
  return `${place}, ${METHODS[region.method]}: ${rules}.${doubt}`;
}
