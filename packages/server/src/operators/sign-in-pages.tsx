/** The pages by which an operator comes in: a one-time link, or address and password. They work without scripts. */
import type { Child } from "hono/jsx";
import { redeemLink } from "../platform/crypto/signed-links.ts";
import { PlainPage } from "../platform/http/error-page.tsx";
import { problem } from "../platform/http/problems.ts";
import type { Language } from "../platform/i18n/language.ts";
import { defineMessages } from "../platform/i18n/messages.ts";
import type { PageRouter } from "../platform/slice.ts";
import type { OperatorAuth } from "./auth.ts";
import { SIGN_IN_LINK } from "./create-operator.ts";
import { recordSignIn } from "./record-sign-in.ts";

const texts = defineMessages({
  en: {
    title: "Sign in to Kept",
    bar: "Console",
    linkHelp: "This link works once. Press the button to use it on this device.",
    button: "Sign in",
    email: "E-mail address",
    password: "Password",
    wrong: "E-mail address or password is wrong.",
  },
  de: {
    title: "Bei Kept anmelden",
    bar: "Konsole",
    linkHelp: "Dieser Link funktioniert einmal. Drücken Sie den Knopf, um ihn auf diesem Gerät zu benutzen.",
    button: "Anmelden",
    email: "E-Mail-Adresse",
    password: "Passwort",
    wrong: "E-Mail-Adresse oder Passwort ist falsch.",
  },
});

export function addSignInPages(pages: PageRouter, auth: OperatorAuth): void {
  pages.get("/sign-in", (c) => c.html(<PasswordPage language={c.var.language} failed={false} />));
  pages.post("/sign-in", async (c) => {
    const form = await c.req.parseBody();
    const email = String(form["email"] ?? "")
      .trim()
      .toLowerCase();
    const signedIn = await auth.signInWithPassword(email, String(form["password"] ?? ""));
    if (signedIn === null) return c.html(<PasswordPage language={c.var.language} failed={true} />, 401);
    await recordSignIn(c.var.ctx, signedIn.operatorId, "password");
    for (const cookie of signedIn.cookies) c.header("set-cookie", cookie, { append: true });
    return c.redirect("/console/", 303);
  });
  // Opening the link changes nothing: mail scanners and previews open links, people press buttons.
  pages.get("/sign-in/:token", (c) => c.html(<LinkPage language={c.var.language} />));
  pages.post("/sign-in/:token", async (c) => {
    const { ctx } = c.var;
    const link = await ctx.transaction((tx) => redeemLink(tx, SIGN_IN_LINK.purpose, c.req.param("token")));
    if (!link.ok) throw problem(linkProblems[link.reason]);
    const signedIn = await auth.beginSession(link.subject);
    await recordSignIn(ctx, link.subject, "link");
    for (const cookie of signedIn.cookies) c.header("set-cookie", cookie, { append: true });
    return c.redirect("/console/", 303);
  });
}

const linkProblems = { unknown: "link_invalid", expired: "link_expired", used: "link_used" } as const;

function LinkPage(props: { language: Language }) {
  const text = texts[props.language];
  return (
    <SignIn language={props.language}>
      <p>{text.linkHelp}</p>
      <form method="post">
        <button type="submit">{text.button}</button>
      </form>
    </SignIn>
  );
}

function PasswordPage(props: { language: Language; failed: boolean }) {
  const text = texts[props.language];
  return (
    <SignIn language={props.language}>
      {props.failed ? (
        <p class="notice" role="alert">
          {text.wrong}
        </p>
      ) : null}
      <form method="post" action="/sign-in">
        <label for="email">{text.email}</label>
        <input id="email" name="email" type="email" autocomplete="username" required />
        <label for="password">{text.password}</label>
        <input id="password" name="password" type="password" autocomplete="current-password" required />
        <button type="submit">{text.button}</button>
      </form>
    </SignIn>
  );
}

function SignIn(props: { language: Language; children: Child }) {
  return (
    <PlainPage title={texts[props.language].title} language={props.language} bar={texts[props.language].bar}>
      <div class="sheet">
        <h1>{texts[props.language].title}</h1>
        {props.children}
      </div>
    </PlainPage>
  );
}
