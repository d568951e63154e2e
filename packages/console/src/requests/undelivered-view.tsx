/** Messages to the person that did not reach them: which, why, and what an operator can do about it. */
import type { Undelivered } from "@kept/contract/requests";
import { Badge } from "../ui/badge.tsx";
import { Section } from "../ui/page.tsx";
import { Cell, Table } from "../ui/table.tsx";
import { When } from "../ui/when.tsx";
import { describeUndelivered } from "./describe-undelivered.ts";

export function UndeliveredView({ messages }: { readonly messages: readonly Undelivered[] }) {
  return (
    <Section
      title="Did not arrive"
      lead="The person may not know what these say. What is answered stands on the page of their request: they get a new link to it in the privacy centre, or you tell them by telephone or by post."
    >
      <Table
        label="Messages that did not arrive"
        columns={[{ label: "Message" }, { label: "By" }, { label: "Known" }, { label: "What to do" }]}
      >
        {messages.map((message) => {
          const { label, tone, says } = describeUndelivered(message);
          return (
            <tr key={message.id}>
              <Cell wide>
                {message.what ?? "News of the request"} <Badge tone={tone}>{label}</Badge>
              </Cell>
              <Cell label="By">{message.way === "sms" ? "Text message" : "E-mail"}</Cell>
              <Cell label="Known">
                <When at={message.at} />
              </Cell>
              <Cell label="What to do">
                {says}
                {message.code === null ? null : <div className="muted mono">{message.code}</div>}
              </Cell>
            </tr>
          );
        })}
      </Table>
    </Section>
  );
}
