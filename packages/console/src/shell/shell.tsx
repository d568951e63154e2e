/** The frame around every page: navigation, who is signed in, light or dark. Without a session, the sign-in page. */
import { signOut } from "@kept/contract/operators";
import { lazy, Suspense, useEffect } from "react";
import {
  Link,
  Outlet,
  ScrollRestoration,
  useLoaderData,
  useLocation,
  useNavigation,
  useRevalidator,
} from "react-router";
import { call, signedOutEvent } from "../api/call.ts";
import { useAction } from "../api/use-action.ts";
import { IconButton } from "../ui/button.tsx";
import { icons } from "../ui/icon.tsx";
import { Mark } from "../ui/mark.tsx";
import { type ColorScheme, useColorScheme } from "../ui/provider.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import type { Actor, ShellData } from "./load-shell.ts";
import styles from "./shell.module.css";

const SignInPage = lazy(() => import("../operators/sign-in-page.tsx").then((page) => ({ default: page.SignInPage })));
const Toaster = lazy(() => import("../ui/toaster.tsx").then((module) => ({ default: module.Toaster })));

const NEXT_SCHEME = {
  auto: { scheme: "light", icon: icons.desktop, label: "Colours follow the system; change to light" },
  light: { scheme: "dark", icon: icons.light, label: "Light colours; change to dark" },
  dark: { scheme: "auto", icon: icons.dark, label: "Dark colours; follow the system" },
} as const satisfies Record<ColorScheme, { scheme: ColorScheme; icon: unknown; label: string }>;

export function Shell() {
  const { actor, toDecide, toRead } = useLoaderData<ShellData>();
  const { revalidate } = useRevalidator();
  const navigation = useNavigation();
  useEffect(() => {
    const reload = () => void revalidate();
    window.addEventListener(signedOutEvent, reload);
    return () => window.removeEventListener(signedOutEvent, reload);
  }, [revalidate]);
  const isSignedIn = actor !== null;
  useEffect(() => {
    // After the first paint: the first dialog then opens at once.
    if (isSignedIn) void import("../ui/dialog-frames.tsx");
  }, [isSignedIn]);
  if (actor === null) {
    return (
      <Suspense fallback={<Skeleton lines={4} />}>
        <SignInPage />
      </Suspense>
    );
  }
  return (
    <div className={styles["shell"]}>
      <a className={styles["skip"]} href="#main">
        Skip to the content
      </a>
      <div className={styles["progress"]} data-busy={navigation.state === "idle" ? undefined : ""} aria-hidden />
      <header className={styles["side"]}>
        <Link to="/requests" className={styles["mark"]}>
          <Mark />
          Kept
        </Link>
        <nav className={styles["nav"]} aria-label="Console">
          <Place
            to="/requests"
            below={["/mandates", "/batches", "/imports"]}
            icon={icons.requests}
            count={toDecide}
            counted="need a decision"
          >
            Requests
          </Place>
          <Place to="/inbox" icon={icons.inbox} count={toRead} counted="need you">
            Inbox
          </Place>
          <Place to="/complaints" icon={icons.complaints}>
            Complaints
          </Place>
          <Place to="/children" icon={icons.children}>
            Children
          </Place>
          <Place to="/recipients" below={["/instructions"]} icon={icons.recipients}>
            Recipients
          </Place>
          <Place to="/choices" icon={icons.choices}>
            Choices
          </Place>
          {actor.permissions.includes("messages:read") ? (
            <Place to="/messages" icon={icons.messages}>
              Messages
            </Place>
          ) : null}
          <Place to="/scans" icon={icons.scans}>
            Scans
          </Place>
          <Place to="/systems" icon={icons.system}>
            Systems
          </Place>
          <Place to="/ledger" icon={icons.ledger}>
            Ledger
          </Place>
          <Place to="/settings" icon={icons.settings}>
            Settings
          </Place>
        </nav>
        <SignedIn actor={actor} onSignedOut={() => void revalidate()} />
      </header>
      <main id="main" className={styles["main"]} tabIndex={-1}>
        <Outlet />
      </main>
      <ScrollRestoration />
      <Suspense>
        <Toaster />
      </Suspense>
    </div>
  );
}

interface PlaceProps {
  readonly to: string;
  /** Pages that are reached from there and have addresses of their own. */
  readonly below?: readonly string[];
  readonly icon: (typeof icons)[keyof typeof icons];
  /** How many wait there; null while it is not known. */
  readonly count?: number | null;
  readonly counted?: string;
  readonly children: string;
}

function Place({ to, below = [], icon: Icon, count = null, counted, children }: PlaceProps) {
  const { pathname } = useLocation();
  const isHere = [to, ...below].some((place) => pathname === place || pathname.startsWith(`${place}/`));
  return (
    <Link to={to} aria-current={isHere ? "page" : undefined}>
      <Icon size={17} aria-hidden />
      {children}
      {count === null || count === 0 ? null : (
        <span className={styles["count"]} title={`${count} ${counted}`}>
          {count}
        </span>
      )}
    </Link>
  );
}

function SignedIn({ actor, onSignedOut }: { readonly actor: Actor; readonly onSignedOut: () => void }) {
  const { scheme, choose } = useColorScheme();
  const action = useAction();
  const next = NEXT_SCHEME[scheme];
  const leave = () =>
    void action.run(async () => {
      await call(signOut, {});
      onSignedOut();
    });
  return (
    <div className={styles["signedIn"]}>
      <div className={styles["who"]}>
        <span>{actor.name}</span>
        <small>{actor.role === null ? "API key" : actor.role.replace("-", " ")}</small>
      </div>
      <IconButton label={next.label} icon={next.icon} onClick={() => choose(next.scheme)} />
      <IconButton label="Sign out" icon={icons.signOut} onClick={leave} />
    </div>
  );
}

/** The first thing that is painted, before anything is known. */
export function ShellSkeleton() {
  return (
    <div className={styles["shell"]}>
      <header className={styles["side"]}>
        <span className={styles["mark"]}>
          <Mark />
          Kept
        </span>
      </header>
      <main className={styles["main"]}>
        <Skeleton lines={8} />
      </main>
    </div>
  );
}
