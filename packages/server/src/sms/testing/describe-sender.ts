/** What every sender of text messages has to do, as tests that run over each. */
import { describe, expect, test } from "vitest";
import { fixedClock } from "../../platform/clock.ts";
import type { SmsSender, SmsToSend } from "../sender.ts";

export interface SenderUnderTest {
  readonly name: string;
  /** Makes one, with the messages that arrived where it sends to. */
  make(): Promise<{ readonly sender: SmsSender; arrived(): Promise<readonly SmsToSend[]> } & AsyncDisposable>;
  /** Makes one whose way is shut: the gateway is down, the disk is full. Null: nothing can be in its way. */
  makeBroken: (() => Promise<SmsSender>) | null;
}

const clock = fixedClock("2026-11-22T10:00:00Z");
const MESSAGE: SmsToSend = { id: "sms_1", to: "+49151234567", from: "Example", text: "482 913 is your code. Grüße!" };

export function describeSender(under: SenderUnderTest): void {
  describe(`the sender ${under.name}`, () => {
    test("hands number, sender and text over as they are, letters of every language included", async () => {
      await using made = await under.make();
      expect(await made.sender.send(MESSAGE, clock)).toEqual({ kind: "sent" });
      if (made.sender.leaves) expect(await made.arrived()).toMatchObject([MESSAGE]);
    });

    test("keeps the id over every try, by which the other side tells them apart", async () => {
      await using made = await under.make();
      await made.sender.send(MESSAGE, clock);
      await made.sender.send(MESSAGE, clock);
      const ids = (await made.arrived()).map(({ id }) => id);
      if (made.sender.leaves) expect(new Set(ids)).toEqual(new Set([MESSAGE.id]));
    });

    // Where nothing can be in the way there is nothing to test.
    const { makeBroken } = under;
    if (makeBroken === null) return;
    test("answers a failure with a code that names nobody, and does not throw", async () => {
      const sender = await makeBroken();
      const outcome = await sender.send(MESSAGE, clock);
      expect(outcome).toMatchObject({ kind: "failed", final: false });
      expect(JSON.stringify(outcome)).not.toMatch(/151234567|482/);
    });
  });
}
