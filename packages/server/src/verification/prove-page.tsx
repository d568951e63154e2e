/** The page on which somebody shows who they are: each way that is open, the least intrusive first. Works without scripts. */
import type { ProofTier } from "@kept/contract/proof-tiers";
import type { ProofState } from "@kept/contract/verification";
import type { Child } from "hono/jsx";
import { formatInstant } from "../centre/format.ts";
import { frameTexts } from "../centre/frame-texts.ts";
import { Layout, link, type PageFrame } from "../centre/layout.tsx";
import { centrePath } from "../requests/request-links.ts";
import type { KnowledgeForm } from "./knowledge.ts";
import { proveTexts } from "./prove-texts.ts";

export interface ProvePageProps {
  readonly frame: PageFrame;
  readonly token: string;
  readonly state: ProofState;
  /** Null: not offered. */
  readonly knowledge: KnowledgeForm | null;
  /** Nothing was shown yet: the mailbox is the first thing. */
  readonly isFirst: boolean;
  /** What became of the last try. */
  readonly said: { readonly tier: ProofTier; readonly what: "notAccepted" | "codeSent" | "documentWrong" } | null;
}

export function ProvePage(props: ProvePageProps) {
  const { frame, state, isFirst } = props;
  const texts = proveTexts[frame.language];
  const centre = frameTexts[frame.language];
  const isBegun = isFirst && state.doubt === null;
  const isMail = isBegun && state.offers.includes("code");
  const isTexted = isBegun && !isMail;
  const leads = [
    [isMail, texts.codeText],
    [isTexted, texts.textedLead],
    [state.doubt === null, texts.more],
  ] as const;
  const lead = leads.find(([applies]) => applies)?.[1] ?? texts.lead;
  return (
    <Layout frame={frame} title={isMail ? centre.mailTitle : texts.title} lead={lead}>
      <div class="wrap">
        {state.doubt === null ? null : (
          <section class="sheet" aria-labelledby="why">
            <h2 id="why">{texts.why}</h2>
            <div class="aside">
              <p class="said">{state.doubt.text}</p>
            </div>
            {state.doubt.closesAt === null ? null : (
              <p class="soft">
                {texts.until(formatInstant(state.doubt.closesAt, frame.language, frame.kept.controller.zone))}
              </p>
            )}
          </section>
        )}
        {state.documentPending ? <p class="told">{texts.documentPending}</p> : null}
        {state.offers.map((tier, index) => (
          <section class={index === 0 && state.doubt === null ? "sheet" : "part"} aria-labelledby={`by-${tier}`}>
            <Way {...props} tier={tier} isTexted={isTexted} />
          </section>
        ))}
        {state.offers.length === 0 && !state.documentPending ? (
          <section class="part">
            <p>{texts.none}</p>
            <p>
              <a href={`mailto:${frame.kept.controller.email}`}>{frame.kept.controller.email}</a>
            </p>
          </section>
        ) : null}
        {isMail ? (
          <section class="part">
            <p class="soft">{centre.mailNote}</p>
            <p class="soft">{centre.mailSame}</p>
            <p>
              <a href={link(frame, centrePath.home())}>{centre.again}</a>
            </p>
          </section>
        ) : null}
      </div>
    </Layout>
  );
}

function Way(props: WayProps & { readonly isTexted: boolean }) {
  const { frame, tier, knowledge, isTexted } = props;
  const texts = proveTexts[frame.language];
  if (tier === "code") {
    return (
      <>
        <h2 id="by-code">{texts.codeTitle}</h2>
        <CodeForm {...props} step="code" />
        <SendForm {...props} step="send-code" label={texts.codeAgain} />
      </>
    );
  }
  if (tier === "sms" && isTexted) {
    return (
      <>
        <h2 id="by-sms">{texts.smsTitle}</h2>
        <CodeForm {...props} step="sms" />
        <SendForm {...props} step="send-sms" label={texts.codeAgain} />
      </>
    );
  }
  if (tier === "sms") {
    return (
      <>
        <h2 id="by-sms">{texts.smsTitle}</h2>
        <p>{texts.smsWhere}</p>
        <SendForm {...props} step="send-sms" label={texts.smsSend} />
        <CodeForm {...props} step="sms" />
      </>
    );
  }
  if (tier === "knowledge" && knowledge !== null) return <Knowledge {...props} knowledge={knowledge} />;
  return tier === "document" ? <Document {...props} /> : null;
}

type WayProps = ProvePageProps & { readonly tier: ProofTier };

function Step(props: WayProps & { readonly step: string; readonly upload?: boolean; readonly children: Child }) {
  const { frame, token, step } = props;
  return (
    <form
      method="post"
      action={link(frame, centrePath.proveStep(token, step))}
      novalidate
      {...(props.upload === true ? { enctype: "multipart/form-data" } : {})}
    >
      {props.children}
    </form>
  );
}

function Fault({ frame, tier, said, what }: WayProps & { readonly what: "notAccepted" | "documentWrong" }) {
  if (said?.tier !== tier || said.what !== what) return null;
  return (
    <p class="error" id={`${tier}-error`} role="alert">
      {proveTexts[frame.language][what]}
    </p>
  );
}

function CodeForm(props: WayProps & { readonly step: "code" | "sms" }) {
  const { frame, tier, said, step } = props;
  const texts = proveTexts[frame.language];
  const isWrong = said?.tier === tier && said.what === "notAccepted";
  return (
    <Step {...props}>
      <div class="field">
        <label for={`${step}-digits`}>{texts.code}</label>
        <p class="hint" id={`${step}-hint`}>
          {texts.codeHint}
        </p>
        <Fault {...props} what="notAccepted" />
        <input
          type="text"
          class="digits"
          id={`${step}-digits`}
          name="code"
          inputmode="numeric"
          autocomplete="one-time-code"
          spellcheck={false}
          maxlength={12}
          aria-describedby={isWrong ? `${step}-hint ${tier}-error` : `${step}-hint`}
          {...(isWrong ? { "aria-invalid": "true", autofocus: true } : {})}
        />
      </div>
      <p class="actions">
        <button class="button" type="submit">
          {texts.confirm}
        </button>
      </p>
    </Step>
  );
}

function SendForm(props: WayProps & { readonly step: "send-code" | "send-sms"; readonly label: string }) {
  const { frame, tier, said, label } = props;
  const isSent = said?.tier === tier && said.what === "codeSent";
  return (
    <Step {...props}>
      {isSent ? (
        <p class="told" role="status">
          {proveTexts[frame.language].codeSent}
        </p>
      ) : null}
      <p class="actions">
        <button class="button quiet" type="submit">
          {label}
        </button>
      </p>
    </Step>
  );
}

function Knowledge(props: WayProps & { readonly knowledge: KnowledgeForm }) {
  const { frame, knowledge } = props;
  const texts = proveTexts[frame.language];
  return (
    <>
      <h2 id="by-knowledge">{texts.knowledgeTitle}</h2>
      <p>{texts.knowledgeText(knowledge.needed)}</p>
      <Step {...props} step="answers">
        <Fault {...props} what="notAccepted" />
        {knowledge.questions.map(({ id, title, form }) => (
          <div class="field">
            <label for={`q-${id}`}>{title}</label>
            {texts[`form_${form}`] === "" ? null : (
              <p class="hint" id={`q-${id}-hint`}>
                {texts[`form_${form}`]}
              </p>
            )}
            <input
              type="text"
              id={`q-${id}`}
              name={`q-${id}`}
              autocomplete="off"
              maxlength={200}
              {...(texts[`form_${form}`] === "" ? {} : { "aria-describedby": `q-${id}-hint` })}
            />
          </div>
        ))}
        {knowledge.declares ? (
          <div class="choices single">
            <label>
              <input type="checkbox" name="declared" value="yes" />
              <span>{texts.declare}</span>
            </label>
          </div>
        ) : null}
        <p class="actions">
          <button class="button" type="submit">
            {texts.answers}
          </button>
        </p>
      </Step>
    </>
  );
}

function Document(props: WayProps) {
  const { frame, said, tier } = props;
  const texts = proveTexts[frame.language];
  const isWrong = said?.tier === tier && said.what === "documentWrong";
  return (
    <>
      <h2 id="by-document">{texts.documentTitle}</h2>
      <p>{texts.documentText}</p>
      <Step {...props} step="document" upload>
        <div class="field">
          <label for="document">{texts.document}</label>
          <Fault {...props} what="documentWrong" />
          <input
            type="file"
            id="document"
            name="document"
            accept="image/jpeg,image/png"
            {...(isWrong ? { "aria-invalid": "true", "aria-describedby": "document-error" } : {})}
          />
        </div>
        <p class="actions">
          <button class="button" type="submit">
            {texts.documentSend}
          </button>
        </p>
      </Step>
    </>
  );
}
