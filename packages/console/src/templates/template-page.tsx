/** The words of messages to people: one message in one language at a time, with how it will read beside it. */
import {
  editMailTemplate,
  listMailTemplates,
  listMailTextVersions,
  type MailTemplate,
  previewMailTemplate,
  testMailTemplate,
} from "@kept/contract/mail-templates";
import { useEffect, useState } from "react";
import { Link, type LoaderFunctionArgs, useLoaderData, useRevalidator, useSearchParams } from "react-router";
import { call } from "../api/call.ts";
import { problemOf } from "../api/problem-error.ts";
import { useAction } from "../api/use-action.ts";
import { LANGUAGE_TEXTS } from "../requests/request-texts.ts";
import { useMay } from "../shell/load-shell.ts";
import { Button } from "../ui/button.tsx";
import { SelectField } from "../ui/fields.tsx";
import { notify } from "../ui/notify.tsx";
import { Page, Section } from "../ui/page.tsx";
import { ProblemView } from "../ui/problem-view.tsx";
import styles from "./template-page.module.css";
import { TextField } from "./text-field.tsx";
import { nameTexts } from "./text-names.ts";
import { VersionsView } from "./versions-view.tsx";

const NAMED = "received";

export async function loader({ request }: LoaderFunctionArgs) {
  const search = new URL(request.url).searchParams;
  const { templates } = await call(listMailTemplates, { signal: request.signal });
  const language = search.get("language") ?? templates[0]?.language ?? "en";
  const name = search.get("message") ?? NAMED;
  const own = templates.filter((one) => one.language === language);
  const template = own.find((one) => one.name === name) ?? own[0] ?? templates[0];
  if (template === undefined) throw new Error("There is no message.");
  const params = { template: template.name, language: template.language };
  const { versions } = await call(listMailTextVersions, { params, signal: request.signal });
  return { templates, template, versions };
}

export function Component() {
  const { templates, template, versions } = useLoaderData<typeof loader>();
  const [, setParams] = useSearchParams();
  const show = (message: string, language: string) => setParams({ message, language });
  const languages = [...new Set(templates.map(({ language }) => language))];
  return (
    <Page
      title="Messages to people"
      above={
        <Link className={styles["back"]} to="/settings">
          Settings
        </Link>
      }
      lead="Every text that people get by mail, in your words. What the law demands stays."
    >
      <div className={styles["choose"]}>
        <SelectField
          label="Message"
          value={template.name}
          onChange={(name) => show(name, template.language)}
          options={groupOptions(templates.filter(({ language }) => language === template.language))}
        />
        <SelectField
          label="Language"
          value={template.language}
          onChange={(language) => show(template.name, language)}
          options={languages.map((language) => ({ value: language, label: LANGUAGE_TEXTS[language] }))}
        />
      </div>
      <Editor key={`${template.name} ${template.language}`} template={template} />
      <VersionsView template={template} versions={versions} />
    </Page>
  );
}

/** Under the noun that each belongs to, in the order of the list. */
function groupOptions(templates: readonly MailTemplate[]) {
  return [...Map.groupBy(templates, ({ group }) => group)].map(([group, members]) => ({
    group,
    items: members.map(({ name, title, texts }) => ({
      value: name,
      label: texts.some(isChanged) ? `${title} (changed)` : title,
    })),
  }));
}

function isChanged({ words, standard }: MailTemplate["texts"][number]): boolean {
  return words !== standard;
}

function Editor({ template }: { readonly template: MailTemplate }) {
  const mayEdit = useMay("templates:act");
  const [drafts, setDrafts] = useState<Readonly<Record<string, string>>>({});
  const save = useAction();
  const test = useAction();
  const { revalidate } = useRevalidator();
  const params = { template: template.name, language: template.language };
  const texts = Object.fromEntries(
    Object.entries(drafts).filter(([key, words]) =>
      template.texts.some((text) => text.key === key && text.words !== words),
    ),
  );
  const { preview, problem } = usePreview(params, texts);
  const faults = new Map(
    (problem?.pointers ?? []).map(({ pointer, message }) => [pointer.split("/").at(-1) ?? "", message]),
  );
  const names = nameTexts(template.texts.map(({ key }) => key));
  const isDirty = Object.keys(texts).length > 0;
  return (
    <div className={styles["columns"]}>
      <Section title="Words">
        <div className="stack">
          {template.texts.map((text) => (
            <TextField
              key={text.key}
              text={text}
              label={names.get(text.key) ?? text.key}
              words={drafts[text.key] ?? text.words}
              fault={faults.get(text.key)}
              readOnly={!mayEdit}
              onChange={(words) => setDrafts({ ...drafts, [text.key]: words })}
            />
          ))}
          {save.problem === null ? null : <ProblemView problem={save.problem} />}
          {test.problem === null ? null : <ProblemView problem={test.problem} />}
          {mayEdit ? (
            <div className="row">
              <Button
                tone="main"
                disabled={!isDirty || problem !== null}
                busy={save.busy}
                onClick={() =>
                  void save
                    .run(() => call(editMailTemplate, { params, body: { texts } }))
                    .then(async (saved) => {
                      if (!saved) return;
                      await revalidate();
                      setDrafts({});
                      notify("Saved. Messages from now on have these words.");
                    })
                }
              >
                Save
              </Button>
              <Button
                disabled={problem !== null}
                busy={test.busy}
                onClick={() =>
                  void test.run(async () =>
                    notify(`Sent to ${(await call(testMailTemplate, { params, body: { texts } })).to}.`),
                  )
                }
              >
                Send it to me
              </Button>
              {isDirty ? (
                <Button tone="quiet" onClick={() => setDrafts({})}>
                  Drop the changes
                </Button>
              ) : null}
            </div>
          ) : null}
        </div>
      </Section>
      <Section title="As it will read" lead="About a person who does not exist.">
        <div aria-live="polite">
          {preview === null ? null : (
            <>
              <p className={styles["subject"]}>{preview.subject}</p>
              <p className={styles["mail"]}>{preview.text}</p>
            </>
          )}
          {problem !== null && faults.size === 0 ? <ProblemView problem={problem} /> : null}
        </div>
      </Section>
    </div>
  );
}

type Problem = ReturnType<typeof problemOf>;

/** The rendered message, some moments after the last key; the one before stays while something is wrong. */
function usePreview(params: { template: string; language: MailTemplate["language"] }, texts: Record<string, string>) {
  const [preview, setPreview] = useState<{ subject: string; text: string } | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const wanted = JSON.stringify([params, texts]);
  useEffect(() => {
    const abort = new AbortController();
    const [at, changes] = JSON.parse(wanted) as [typeof params, typeof texts];
    const timer = setTimeout(() => {
      call(previewMailTemplate, { params: at, body: { texts: changes }, signal: abort.signal })
        .then((shown) => {
          setPreview(shown);
          setProblem(null);
        })
        .catch((error: unknown) => {
          if (!abort.signal.aborted) setProblem(problemOf(error));
        });
    }, 250);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [wanted]);
  return { preview, problem };
}
