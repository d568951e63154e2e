/** Keys and messages of agents: the protocol's vector, RFC 8032's, and keys under which anybody can sign. */
import { createPublicKey, verify } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readDirectory } from "./directory.ts";
import { openMessage, parseUniqueJson, signMessage } from "./signed-message.ts";
import { decodeBase64, findKeyFault, readVerifyKey, SMALL_ORDER_POINTS } from "./verify-key.ts";

const SEED = Buffer.from("nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=", "base64");
const KEY = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
const VECTOR =
  "Unc0LL/K/GpnXjaIV9rZ7Puq8bizt9nebJ/e8xWLkqpRU4S3QeCFnmaQfDsqpS2VzOffxyNQ0Z3h1+jRrPjLBnsicmVhc29uIjogIngifQ==";

function key(text: string) {
  const read = readVerifyKey(text);
  if ("fault" in read) throw new Error(read.fault);
  return read.key;
}

test("the vector of the protocol is made and opened byte for byte", () => {
  expect(signMessage('{"reason": "x"}', SEED)).toBe(VECTOR);
  expect(openMessage(VECTOR, key(KEY))).toEqual({ value: { reason: "x" } });
});

test("every bit of a message counts", () => {
  const bytes = Buffer.from(VECTOR, "base64");
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const changed = Buffer.from(bytes);
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(openMessage(changed.toString("base64"), key(KEY))).toEqual({ fault: "not-signed" });
  }
});

test("points of small order are refused, and so is every other way to write them", () => {
  const P = 2n ** 255n - 19n;
  const write = (y: bigint, sign: boolean) => {
    const bytes = Buffer.from(y.toString(16).padStart(64, "0"), "hex").reverse();
    if (sign) bytes[31] = (bytes[31] ?? 0) | 0x80;
    return bytes;
  };
  for (const point of SMALL_ORDER_POINTS) {
    expect(findKeyFault(Buffer.from(point, "hex"))).toBe("small-order");
    expect(isOrderEight(Buffer.from(point, "hex"))).toBe(true);
  }
  // y = p + y' for every y' that has room below 2^255, and x = 0 with a sign.
  for (let y = 0n; y < 19n; y += 1n) {
    for (const sign of [false, true]) expect(findKeyFault(write(P + y, sign))).toBe("not-canonical");
  }
  expect([findKeyFault(write(1n, true)), findKeyFault(write(P - 1n, true))]).toEqual([
    "not-canonical",
    "not-canonical",
  ]);
  expect(isOrderEight(Buffer.from(KEY, "base64"))).toBe(false);
});

test("half of all texts are no points, and honest keys are none of the refused", () => {
  expect(findKeyFault(Buffer.from(KEY, "base64"))).toBeNull();
  const faults = Array.from({ length: 64 }, (_, y) => findKeyFault(Buffer.from([y + 2, ...Buffer.alloc(31)])));
  expect(new Set(faults)).toEqual(new Set([null, "not-on-curve"]));
});

test("a signature that nobody made is refused, whether or not the runtime believes it", () => {
  const prefix = Buffer.from("302a300506032b6570032100", "hex");
  const weak = Buffer.from(SMALL_ORDER_POINTS[0] ?? "", "hex");
  const weakKey = createPublicKey({ key: Buffer.concat([prefix, weak]), format: "der", type: "spki" });
  const nobodys = Buffer.concat([weak, Buffer.alloc(32)]);
  const isBelieved = verify(null, Buffer.from("anything"), weakKey, nobodys);
  const message = Buffer.concat([nobodys, Buffer.from("{}")]).toString("base64");
  // OpenSSL of Node 20 believes it, that of Node 24 does not: here it is refused twice.
  expect([isBelieved, openMessage(message, weakKey)]).toEqual([isBelieved, { fault: "not-signed" }]);
  expect(readVerifyKey(weak.toString("base64"))).toEqual({ fault: "small-order" });
});

test("base64 has one text for each value", () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const text = Buffer.from(bytes).toString("base64");
      expect(decodeBase64(text)).toEqual(Buffer.from(bytes));
      if (text.endsWith("=")) expect(decodeBase64(text.replace(/=+$/, ""))).toBeNull();
    }),
  );
  for (const wrong of ["QQ", "QR==", "Q Q=", "-_-_", "QUJD\n"]) expect(decodeBase64(wrong)).toBeNull();
});

test("names are unique in every object, however they are written", () => {
  const parse = (text: string) => parseUniqueJson(Buffer.from(text, "utf8"));
  for (const text of [
    '{"a":1,"a":1}',
    '{"a":{"b":1,"c":"}","b":2}}',
    '{"\\u0061":1,"a":2}',
    '{"x":[{"a":1},{"a":1,"a":2}]}',
    "[]",
    "1",
    "{",
    '\ufeff{"a":1}',
  ]) {
    expect([text, parse(text)]).toEqual([text, null]);
  }
  expect(parseUniqueJson(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]))).toBeNull();
  // JSON that JavaScript writes never repeats a name.
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const text = JSON.stringify(value);
      expect(parse(text)).toEqual(JSON.parse(text));
    }),
  );
});

test("entries of a directory that cannot be trusted are left out, and told of", () => {
  const entry = { name: "Agent", web_url: "https://agent.example.org", verify_key: KEY };
  const list = [
    { ...entry, id: "good" },
    { ...entry, id: "weak", verify_key: Buffer.concat([Buffer.from([1]), Buffer.alloc(31)]).toString("base64") },
    { ...entry, id: "twice" },
    { ...entry, id: "twice" },
    { ...entry, id: "no url", web_url: "agent" },
    { id: "bare" },
  ];
  const read = readDirectory(JSON.stringify(list));
  expect(read.agents.map((agent) => agent.id)).toEqual(["good"]);
  expect(read.faults).toHaveLength(4);
  expect(readDirectory("{}").faults).toHaveLength(1);
});

/** Whether eight times the point is the neutral one, reckoned with the curve's own addition (RFC 8032, 5.1.4). */
function isOrderEight(bytes: Uint8Array): boolean {
  const P = 2n ** 255n - 19n;
  const mod = (value: bigint) => ((value % P) + P) % P;
  const power = (base: bigint, exponent: bigint): bigint => {
    let result = 1n;
    for (let square = mod(base), rest = exponent; rest > 0n; rest >>= 1n, square = mod(square * square)) {
      if ((rest & 1n) === 1n) result = mod(result * square);
    }
    return result;
  };
  const D = mod(-121665n * power(121666n, P - 2n));
  const copy = Buffer.from(bytes).reverse();
  const sign = (copy[0] ?? 0) >> 7;
  copy[0] = (copy[0] ?? 0) & 0x7f;
  const y = BigInt(`0x${copy.toString("hex")}`);
  const x2 = mod((y * y - 1n) * power(D * y * y + 1n, P - 2n));
  let x = power(x2, (P + 3n) / 8n);
  if (mod(x * x) !== x2) x = mod(x * power(2n, (P - 1n) / 4n));
  if (Number(x & 1n) !== sign) x = mod(-x);
  let point: readonly [bigint, bigint] = [x, y];
  for (let doubling = 0; doubling < 3; doubling += 1) {
    const [a, b] = point;
    const product = mod(D * a * a * b * b);
    point = [mod(2n * a * b * power(1n + product, P - 2n)), mod((b * b + a * a) * power(1n - product, P - 2n))];
  }
  return point[0] === 0n && point[1] === 1n;
}
