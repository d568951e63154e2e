/**
 * A conformance kit for providers of the Data Rights Protocol 1.0: every call, the errors, and what must never be believed. It knows
 * a provider by its address alone; the provider's directory has to list the kit's agents.
 */
import { callProvider, combine, type KitAgent, type KitAnswer } from "./agent.ts";

export interface KitTarget {
  /** `api_base` of the directory; `/v1/…` follows. */
  readonly base: string;
  readonly businessId: string;
  readonly agent: KitAgent;
  /** Another agent of the directory. */
  readonly other: KitAgent;
  /** An agent whose entry in the directory has the key 01 00…00, a point of small order. */
  readonly weakAgentId: string;
  /** Identity claims of a person of whom the business has data. */
  readonly person: Readonly<Record<string, unknown>>;
}

export interface KitCheck {
  readonly name: string;
  readonly passed: boolean;
  /** What came instead; empty when it passed. */
  readonly detail: string;
}

const STATES = ["open", "in_progress", "fulfilled", "revoked", "denied", "expired"];

/** Runs every check, whatever fails, in one order. */
export async function runDrpKit(target: KitTarget): Promise<readonly KitCheck[]> {
  const checks: KitCheck[] = [];
  const run: Run = {
    target,
    check: (name, passed, detail) => checks.push({ name, passed, detail: passed ? "" : detail }),
  };
  await checkSetUp(run);
  const token = await setUp(run, target.agent);
  const otherToken = await setUp(run, target.other);
  await checkToken(run, token);
  await checkExercise(run, token, otherToken);
  const requestId = await checkStates(run, token, otherToken);
  await checkPhone(run, token);
  await checkMany(run, token, requestId);
  await checkRevoke(run, token, otherToken, requestId);
  return checks;
}

interface Run {
  readonly target: KitTarget;
  check(name: string, passed: boolean, detail: string): void;
}

/** Minutes from now, as the protocol writes instants. */
const at = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString();
const says = ({ status, text }: KitAnswer): string => `${status} ${text.slice(0, 200)}`;

function envelope(target: KitTarget, agent: KitAgent, more: object = {}): Record<string, unknown> {
  return {
    "agent-id": agent.id,
    "business-id": target.businessId,
    "issued-at": at(0),
    "expires-at": at(5),
    "drp.version": "1.0",
    ...more,
  };
}

let counter = 0;

function right(target: KitTarget, more: object = {}): Record<string, unknown> {
  counter += 1;
  const own = { "agent-request-id": `kit-${process.pid}-${counter}`, exercise: "access", regime: "ccpa" };
  return envelope(target, target.agent, { ...own, ...target.person, ...more });
}

const agentUrl = ({ base }: KitTarget, id: string): string => `${base}/v1/agent/${id}`;
const rightsUrl = ({ base }: KitTarget, id = ""): string =>
  `${base}/v1/data-rights-request${id === "" ? "" : `/${id}`}`;

function post(url: string, body: string, token?: string): Promise<KitAnswer> {
  return callProvider(url, { method: "POST", body, ...(token === undefined ? {} : { token }) });
}

async function setUp({ target }: Run, agent: KitAgent): Promise<string> {
  const body = combine(agent.seed, JSON.stringify(envelope(target, agent)));
  const { json } = await post(agentUrl(target, agent.id), body);
  return typeof json["token"] === "string" ? json["token"] : "";
}

async function checkSetUp(run: Run): Promise<void> {
  const { target, check } = run;
  const { agent, other } = target;
  const url = agentUrl(target, agent.id);
  const good = JSON.stringify(envelope(target, agent));
  const message = combine(agent.seed, good);
  const first = await post(url, message);
  const { token } = first.json;
  check(
    "setting up answers 200 with the agent and a token",
    first.status === 200 && first.json["agent-id"] === agent.id && typeof token === "string" && token.length >= 32,
    says(first),
  );
  const signed = (more: object) => combine(agent.seed, JSON.stringify(envelope(target, agent, more)));
  const twice = good.replace("{", `{"agent-id":${JSON.stringify(other.id)},`);
  // Under 01 00…00 this signature fits every message for those who do not look at the key.
  const weak = JSON.stringify(envelope(target, { ...agent, id: target.weakAgentId }));
  const nobodys = Buffer.concat([Buffer.from([1]), Buffer.alloc(63), Buffer.from(weak)]).toString("base64");
  const changed = Buffer.from(message, "base64");
  changed[70] = (changed[70] ?? 0) ^ 1;
  const refused: readonly (readonly [string, string, string])[] = [
    ["a set-up that came before", url, message],
    ["a set-up of an agent that nobody knows", agentUrl(target, "nobody-knows-me"), message],
    ["a set-up that another agent signed", url, combine(other.seed, good)],
    ["a set-up with a changed byte", url, changed.toString("base64")],
    ["a set-up that has expired", url, signed({ "issued-at": at(-20), "expires-at": at(-10) })],
    ["a set-up from the future", url, signed({ "issued-at": at(10), "expires-at": at(20) })],
    ["a set-up for another business", url, signed({ "business-id": "another-business" })],
    ["a set-up that names another agent", url, signed({ "agent-id": other.id })],
    ["a set-up that is not base64", url, "!!!"],
    ["a set-up without base64's padding", url, `${message.replace(/=+$/, "")}A`],
    ["a set-up with a name that comes twice", url, combine(agent.seed, twice)],
    ["a set-up under a key of small order", agentUrl(target, target.weakAgentId), nobodys],
    ["a set-up without times", url, signed({ "issued-at": undefined, "expires-at": undefined })],
  ];
  for (const [name, to, body] of refused) {
    const answer = await post(to, body);
    check(`${name} is refused with 403 and nothing more`, answer.status === 403 && answer.text === "", says(answer));
  }
}

async function checkToken(run: Run, token: string): Promise<void> {
  const { target, check } = run;
  const look = (id: string, bearer?: string) =>
    callProvider(agentUrl(target, id), { method: "GET", ...(bearer === undefined ? {} : { token: bearer }) });
  const own = await look(target.agent.id, token);
  check("a token opens its own agent, with an empty object", own.status === 200 && own.text.trim() === "{}", says(own));
  const others = await look(target.other.id, token);
  check("a token opens no other agent", others.status === 403, says(others));
  for (const [name, bearer] of [
    ["no token", undefined],
    ["an invented token", "A".repeat(88)],
  ] as const) {
    const answer = await look(target.agent.id, bearer);
    check(`${name} opens nothing`, answer.status === 401 || answer.status === 403, says(answer));
  }
}

/** An error of the protocol: a status, and a code and a message as text. */
function isError({ status, type, json }: KitAnswer): boolean {
  return (
    status >= 400 && type.includes("json") && typeof json["code"] === "string" && typeof json["message"] === "string"
  );
}

async function checkExercise(run: Run, token: string, otherToken: string): Promise<void> {
  const { target, check } = run;
  const { agent, other } = target;
  const url = rightsUrl(target);
  const signed = (more: object) => combine(agent.seed, JSON.stringify(right(target, more)));
  const good = JSON.stringify(right(target));
  const refused: readonly (readonly [string, string, string | undefined])[] = [
    ["a right without a token", signed({}), undefined],
    ["a right under another agent's token", signed({}), otherToken],
    ["a right that another agent signed", combine(other.seed, good), token],
    ["a right that has expired", signed({ "issued-at": at(-20), "expires-at": at(-0.02) }), token],
    ["a right from the future, beyond any skew", signed({ "issued-at": at(10), "expires-at": at(20) }), token],
    ["a right for another business", signed({ "business-id": "another-business" }), token],
    ["a right that names another agent", signed({ "agent-id": other.id }), token],
    ["a right that is not base64", "{}", token],
    ["a right with a name that comes twice", combine(agent.seed, good.replace("{", '{"exercise":"deletion",')), token],
    [
      "a name that comes twice in another spelling",
      combine(agent.seed, good.replace("{", '{"exer\\u0063ise":"deletion",')),
      token,
    ],
    ["a right that is a list", combine(agent.seed, "[]"), token],
    ["a right that does not exist", signed({ exercise: "forgiveness" }), token],
    ["a regime that does not exist", signed({ regime: "atlantis" }), token],
    [
      "a person without an identity",
      signed(Object.fromEntries(Object.keys(target.person).map((key) => [key, undefined]))),
      token,
    ],
    ["a callback without encryption", signed({ status_callback: "http://agent.example.org/status" }), token],
    ["a callback to somebody else", signed({ status_callback: "https://victim.example.com/status" }), token],
    ["a callback into the machine", signed({ status_callback: "https://169.254.169.254/latest" }), token],
  ];
  for (const [name, body, bearer] of refused) {
    const answer = await post(url, body, bearer);
    check(`${name} is refused with a code and a message`, answer.status < 500 && isError(answer), says(answer));
  }
}

/** Answers the id of a request that is not decided. */
async function checkStates(run: Run, token: string, otherToken: string): Promise<string> {
  const { target, check } = run;
  const { agent } = target;
  const claims = right(target);
  const message = combine(agent.seed, JSON.stringify(claims));
  const made = await post(rightsUrl(target), message, token);
  const id = typeof made.json["request_id"] === "string" ? made.json["request_id"] : "";
  check("a right answers 200 with a status", made.status === 200 && id !== "" && isStatus(made), says(made));
  check("its agent's own id comes back", made.json["agent_request_id"] === claims["agent-request-id"], says(made));
  const again = await post(rightsUrl(target), message, token);
  check(
    "the same message again is the same request",
    again.status === 200 && again.json["request_id"] === id,
    says(again),
  );
  const skewed = combine(
    agent.seed,
    JSON.stringify(right(target, { "issued-at": at(0.5), exercise: "access:categories" })),
  );
  const ahead = await post(`${rightsUrl(target)}/`, skewed, token);
  check(
    "a clock that runs half a minute ahead, and a slash at the end, are allowed",
    ahead.status === 200,
    says(ahead),
  );
  const read = await callProvider(rightsUrl(target, id), { method: "GET", token });
  check("its status can be read", read.status === 200 && read.json["request_id"] === id && isStatus(read), says(read));
  if (read.json["reason"] === "need_user_verification") {
    check("who has to be verified is told where", typeof read.json["user_verification_url"] === "string", says(read));
    await checkVerification(run, String(read.json["user_verification_url"]), id);
  }
  const foreign = await callProvider(rightsUrl(target, id), { method: "GET", token: otherToken });
  const unknown = await callProvider(rightsUrl(target, "nothing-like-it"), { method: "GET", token });
  check("another agent may not read it", foreign.status === 403, says(foreign));
  check(
    "an id that does not exist answers as another agent's does",
    unknown.status === 403 && unknown.text === foreign.text,
    says(unknown),
  );
  return id;
}

/** A telephone is an identity of the protocol: taken where the provider can act on it, else refused in its words. */
async function checkPhone(run: Run, token: string): Promise<void> {
  const { target, check } = run;
  const claims = Object.fromEntries(Object.keys(target.person).map((key) => [key, undefined]));
  const byPhone = (more: object) =>
    combine(target.agent.seed, JSON.stringify(right(target, { ...claims, exercise: "deletion", ...more })));
  const url = rightsUrl(target);
  const verified = await post(url, byPhone({ phone_number: "+14155550100", phone_number_verified: true }), token);
  check(
    "who is known by a verified telephone alone is taken, or refused with a code and a message",
    (verified.status === 200 && isStatus(verified)) || (verified.status < 500 && isError(verified)),
    says(verified),
  );
  for (const [name, more] of [
    ["a telephone that nobody has verified", { phone_number: "+14155550100" }],
    ["a telephone that is none", { phone_number: "555", phone_number_verified: true }],
  ] as const) {
    const answer = await post(url, byPhone(more), token);
    check(`${name} is refused with a code and a message`, answer.status < 500 && isError(answer), says(answer));
  }
}

/** An agent asks for many people from one address: a hundred readings in a row are no attack. */
async function checkMany({ target, check }: Run, token: string, id: string): Promise<void> {
  const refused: string[] = [];
  for (let count = 0; count < 100; count += 1) {
    const answer = await callProvider(rightsUrl(target, id), { method: "GET", token });
    if (answer.status !== 200) refused.push(says(answer));
  }
  check("an agent may read a hundred times in a row", refused.length === 0, refused[0] ?? "");
}

function isStatus({ type, json }: KitAnswer): boolean {
  const { status, received_at: receivedAt } = json;
  return type.includes("json") && STATES.includes(String(status)) && !Number.isNaN(Date.parse(String(receivedAt)));
}

async function checkVerification({ check }: Run, url: string, id: string): Promise<void> {
  const open = (search: Record<string, string>) =>
    callProvider(`${url}${url.includes("?") ? "&" : "?"}${new URLSearchParams(search)}`, { method: "GET" });
  const elsewhere = await open({ request_id: id, redirect_to: "https://victim.example.com/" });
  check("the page of verification leads nowhere but to the agent", elsewhere.status >= 400, `${elsewhere.status}`);
  const another = await open({ request_id: "another" });
  check("the page of verification is for its own request", another.status >= 400, `${another.status}`);
}

async function checkRevoke(run: Run, token: string, otherToken: string, id: string): Promise<void> {
  const { target, check } = run;
  const reason = JSON.stringify({ reason: "The person thought better of it." });
  const revoke = (seed: Uint8Array, bearer: string, to = id) =>
    callProvider(rightsUrl(target, to), { method: "DELETE", token: bearer, body: combine(seed, reason) });
  const forged = await revoke(target.other.seed, token);
  check("a revocation that another agent signed is refused", isError(forged), says(forged));
  const foreign = await revoke(target.other.seed, otherToken);
  check("another agent may not revoke it", foreign.status === 403, says(foreign));
  const still = await callProvider(rightsUrl(target, id), { method: "GET", token });
  check("after both it stands", still.json["status"] !== "revoked", says(still));
  const done = await revoke(target.agent.seed, token);
  check("its agent revokes it", done.status === 200 && done.json["status"] === "revoked", says(done));
  const again = await revoke(target.agent.seed, token);
  check("twice is once", again.status === 200 && again.json["status"] === "revoked", says(again));
  const read = await callProvider(rightsUrl(target, id), { method: "GET", token });
  check("it stays revoked", read.json["status"] === "revoked", says(read));
  const fresh = await setUp(run, target.agent);
  const old = await callProvider(rightsUrl(target, id), { method: "GET", token });
  check(
    "a new token ends the old one",
    fresh !== "" && fresh !== token && (old.status === 401 || old.status === 403),
    says(old),
  );
}
