/** What a request left: the package for the person and the receipt for everybody. */
import { getRequestPackage } from "@kept/contract/request-endpoints";
import type { RequestDetail } from "@kept/contract/requests";
import { endpointUrl } from "../api/call.ts";
import { useMay } from "../shell/load-shell.ts";
import { formatDay } from "../time/relative-time.ts";
import { Badge } from "../ui/badge.tsx";
import { LinkButton } from "../ui/button.tsx";
import { Facts, Hash } from "../ui/facts.tsx";
import { icons } from "../ui/icon.tsx";
import { Section } from "../ui/page.tsx";
import { formatBytes } from "./format-bytes.ts";
import styles from "./outcome.module.css";

const PACKAGE_STATES = {
  building: { label: "Being written", tone: "info" },
  ready: { label: "Ready", tone: "ok" },
  expired: { label: "Deleted after its time", tone: "plain" },
} as const;

export function Outcome({ request }: { readonly request: RequestDetail }) {
  const mayLook = useMay("people:read");
  const info = request.package;
  if (info === null) return null;
  const state = PACKAGE_STATES[info.state];
  return (
    <Section
      title="Package"
      lead="What the person gets, behind a link of their own."
      actions={
        info.state === "ready" && mayLook ? (
          <LinkButton
            download
            icon={icons.download}
            to={endpointUrl(getRequestPackage, { params: { requestId: request.id } })}
          >
            Download to check
          </LinkButton>
        ) : undefined
      }
    >
      <Facts
        facts={[
          { name: "State", value: <Badge tone={state.tone}>{state.label}</Badge> },
          { name: "Rows", value: info.rows.toLocaleString("en") },
          { name: "Files", value: info.files.toLocaleString("en") },
          { name: "Size", value: formatBytes(info.bytes) },
          { name: "Fetched", value: ["not yet", "once"][info.fetches] ?? `${info.fetches} times` },
          {
            name: "Can be fetched until",
            value: info.expiresAt === null ? "–" : formatDay(info.expiresAt.slice(0, 10)),
          },
          { name: "SHA-256", value: info.sha256 === "" ? "–" : <Hash value={info.sha256} /> },
        ]}
      />
      <p className={styles["note"]}>Each download here is recorded in the ledger.</p>
    </Section>
  );
}
