/** HTTP Message Signatures (RFC 9421), the subset the rights protocol uses: signature base, signing, checking. */
import type { SigningKey, VerifyingKey } from "./exchange-key.ts";
import {
  type BareItem,
  FieldMalformed,
  type InnerList,
  type Item,
  parseDictionary,
  writeInnerList,
  writeItem,
} from "./structured-fields.ts";

/** What of a message can be covered. A response names the request it answers. */
export interface SignableMessage {
  readonly method?: string;
  readonly targetUri?: string;
  readonly status?: number;
  readonly headers: { get(name: string): string | null };
  readonly request?: SignableMessage;
}

export interface SignatureParameters {
  /** Seconds since 1970. */
  readonly created: number;
  readonly expires: number;
  readonly nonce: string;
  readonly tag: string;
}

export interface SignatureFields {
  readonly signatureInput: string;
  readonly signature: string;
}

/** What a signature that held says of itself. */
export interface CheckedSignature {
  readonly covered: readonly string[];
  readonly created: number;
  readonly expires: number;
  readonly nonce: string;
}

export type SignatureProblemCode =
  | "signature_missing"
  | "signature_malformed"
  | "signature_incomplete"
  | "key_unknown"
  | "signature_invalid"
  | "signature_expired";

/** A message is not signed as it must be. */
export class SignatureProblem extends Error {
  override readonly name = "SignatureProblem";
  readonly code: SignatureProblemCode;
  constructor(code: SignatureProblemCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** A component identifier: `component("signature", {req: true, key: "kept"})` is `"signature";req;key="kept"`. */
export function component(name: string, parameters: Readonly<Record<string, BareItem>> = {}): Item {
  return { value: name, parameters: Object.entries(parameters) };
}

/** The text that is signed: one line for each component, then the parameters (RFC 9421, 2.5). */
export function signatureBase(message: SignableMessage, list: InnerList): string {
  const lines = new Map<string, string>();
  for (const item of list.items) {
    const identifier = writeItem(item);
    if (lines.has(identifier)) throw new SignatureProblem("signature_malformed", "A component is covered twice.");
    lines.set(identifier, `${identifier}: ${componentValue(message, item)}`);
  }
  return [...lines.values(), `"@signature-params": ${writeInnerList(list)}`].join("\n");
}

/** Signs a message under a label. The order of the parameters is fixed: created, expires, nonce, alg, keyid, tag. */
export function signMessage(
  message: SignableMessage,
  label: string,
  components: readonly Item[],
  parameters: SignatureParameters,
  key: SigningKey,
): SignatureFields {
  const list: InnerList = {
    items: components,
    parameters: [
      ["created", parameters.created],
      ["expires", parameters.expires],
      ["nonce", parameters.nonce],
      ["alg", key.algorithm],
      ["keyid", key.id],
      ["tag", parameters.tag],
    ],
  };
  const bytes = key.sign(Buffer.from(signatureBase(message, list), "utf8"));
  return {
    signatureInput: `${label}=${writeInnerList(list)}`,
    signature: `${label}=:${Buffer.from(bytes).toString("base64")}:`,
  };
}

export interface CheckOptions {
  /** Component identifiers that must be covered. */
  readonly required: readonly Item[];
  readonly tag: string;
  /** Seconds since 1970. */
  readonly now: number;
  /** Seconds by which the two clocks may differ. */
  readonly skew: number;
  /** Seconds that a signature may be good for. */
  readonly maxAge: number;
}

/**
 * Checks the signature of a label: present, complete, made with this key, and of this time.
 * Whether its nonce was seen before is the caller's affair.
 *
 * @throws SignatureProblem naming what is wrong
 */
export function checkSignature(
  message: SignableMessage,
  label: string,
  fields: SignatureFields,
  key: VerifyingKey,
  options: CheckOptions,
): CheckedSignature {
  const { list, signature } = readFields(label, fields);
  const parameters = new Map(list.parameters);
  const created = readSeconds(parameters.get("created"), "created");
  const expires = readSeconds(parameters.get("expires"), "expires");
  const nonce = parameters.get("nonce");
  if (typeof nonce !== "string" || nonce.length < 16 || nonce.length > 200) {
    throw new SignatureProblem("signature_incomplete", "The signature needs a nonce of 16 to 200 characters.");
  }
  if (parameters.get("tag") !== options.tag) {
    throw new SignatureProblem("signature_incomplete", `The signature needs tag="${options.tag}".`);
  }
  const covered = new Set(list.items.map(writeItem));
  const missing = options.required.map(writeItem).filter((identifier) => !covered.has(identifier));
  if (missing.length > 0) {
    throw new SignatureProblem("signature_incomplete", `The signature does not cover ${missing.join(" ")}.`);
  }
  if (parameters.get("keyid") !== key.id) {
    throw new SignatureProblem("key_unknown", "The signature names a key that is not the agreed one.");
  }
  // The algorithm belongs to the key; a message may name it, and may not choose it.
  const algorithm = parameters.get("alg");
  if (algorithm !== undefined && algorithm !== key.algorithm) {
    throw new SignatureProblem("signature_invalid", "The signature names an algorithm that is not the key's.");
  }
  if (!key.verify(Buffer.from(signatureBase(message, list), "utf8"), signature)) {
    throw new SignatureProblem("signature_invalid", "The signature does not match the message and the agreed key.");
  }
  const { now, skew, maxAge } = options;
  if (created > now + skew || expires < now - skew || expires < created || expires - created > maxAge) {
    throw new SignatureProblem(
      "signature_expired",
      `The signature is not of this time: it may be good for at most ${maxAge} seconds, and clocks may differ by ${skew}.`,
    );
  }
  return { covered: [...covered], created, expires, nonce };
}

function readFields(label: string, fields: SignatureFields): { list: InnerList; signature: Uint8Array } {
  let list: unknown;
  let signature: unknown;
  try {
    list = parseDictionary(fields.signatureInput).get(label);
    signature = parseDictionary(fields.signature).get(label);
  } catch (error) {
    if (!(error instanceof FieldMalformed)) throw error;
    throw new SignatureProblem("signature_malformed", `Signature-Input or Signature cannot be read. ${error.message}`);
  }
  if (list === undefined || signature === undefined) {
    throw new SignatureProblem("signature_missing", `There is no signature with the label ${label}.`);
  }
  const { items, parameters } = list as Partial<InnerList>;
  const { value } = signature as Partial<Item>;
  if (items === undefined || parameters === undefined || !(value instanceof Uint8Array)) {
    throw new SignatureProblem(
      "signature_malformed",
      "Signature-Input or Signature is not of the form RFC 9421 gives.",
    );
  }
  return { list: { items, parameters }, signature: value };
}

function readSeconds(value: BareItem | undefined, name: string): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value > 0) return value;
  throw new SignatureProblem("signature_incomplete", `The signature needs ${name}, in seconds.`);
}

function componentValue(message: SignableMessage, item: Item): string {
  const parameters = new Map(item.parameters);
  const source = parameters.get("req") === true ? message.request : message;
  for (const name of parameters.keys()) {
    if (name !== "req" && name !== "key") throw unknownComponent();
  }
  if (source === undefined || typeof item.value !== "string") throw unknownComponent();
  const value = item.value.startsWith("@") ? derivedValue(source, item.value) : fieldValue(source, item.value);
  const key = parameters.get("key");
  if (key === undefined) return value;
  const member = typeof key === "string" ? readMember(value, key) : undefined;
  if (member === undefined) throw unknownComponent();
  return "items" in member ? writeInnerList(member) : writeItem(member);
}

function readMember(field: string, key: string): InnerList | Item | undefined {
  try {
    return parseDictionary(field).get(key);
  } catch (error) {
    if (error instanceof FieldMalformed) return undefined;
    throw error;
  }
}

function derivedValue(source: SignableMessage, name: string): string {
  if (name === "@method" && source.method !== undefined) return source.method;
  if (name === "@status" && source.status !== undefined) return String(source.status);
  if (source.targetUri !== undefined) {
    if (name === "@target-uri") return source.targetUri;
    if (name === "@authority") return new URL(source.targetUri).host;
    if (name === "@path") return new URL(source.targetUri).pathname;
  }
  throw unknownComponent();
}

function fieldValue(source: SignableMessage, name: string): string {
  const value = name === name.toLowerCase() ? source.headers.get(name) : null;
  if (value === null) throw unknownComponent();
  return value.trim();
}

function unknownComponent(): SignatureProblem {
  return new SignatureProblem(
    "signature_malformed",
    "The signature covers a component that the message does not have.",
  );
}
