/** Nobody is signed in: how to get in, by a link or by a password. */
import { signIn } from "@kept/contract/operators";
import { type FormEvent, useEffect, useState } from "react";
import { useRevalidator } from "react-router";
import { call } from "../api/call.ts";
import { useAction } from "../api/use-action.ts";
import { Button } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { TextField } from "../ui/fields.tsx";
import { Mark } from "../ui/mark.tsx";
import { PasswordField } from "../ui/password-field.tsx";
import { ProblemView } from "../ui/problem-view.tsx";
import styles from "./sign-in-page.module.css";

const COMMAND = "npx kept operators sign-in --email you@example.org";

export function SignInPage() {
  const { revalidate } = useRevalidator();
  const action = useAction();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  useEffect(() => {
    document.title = "Sign in · Kept";
  }, []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void action.run(async () => {
      await call(signIn, { body: { email, password } });
      await revalidate();
    });
  };
  return (
    <main className={styles["page"]}>
      <div className={styles["box"]}>
        <p className={styles["mark"]}>
          <Mark /> Kept
        </p>
        <h1>Sign in to the console</h1>
        <section className="stack">
          <h2>With a link</h2>
          <p className="muted">
            The server prints a link when it starts. It works once. For another one, run this where Kept runs, or ask a
            privacy lead to invite you.
          </p>
          <div className={styles["command"]}>
            <code>{COMMAND}</code>
            <CopyButton bare text={COMMAND} what="the command" />
          </div>
        </section>
        <form className="stack" onSubmit={submit}>
          <h2>With a password</h2>
          <TextField
            label="E-mail address"
            type="email"
            autoComplete="username"
            required
            value={email}
            onChange={setEmail}
          />
          <PasswordField label="Password" value={password} onChange={setPassword} />
          {action.problem === null ? null : <ProblemView problem={action.problem} />}
          <div>
            <Button tone="main" type="submit" busy={action.busy}>
              Sign in
            </Button>
          </div>
        </form>
        <p className={styles["aside"]}>
          Are you looking for your own data? The <a href="/privacy">privacy centre</a> needs no account.
        </p>
      </div>
    </main>
  );
}
