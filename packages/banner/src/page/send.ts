/** Sends choices to the record. What cannot be sent now waits in the browser and is sent with the next page. */
import type { ChoiceReport } from "../core/consent.ts";

/** @param name of the storage entry; the gate lets the choice's own name through */
export function createSender(endpoint: string, name: string): (report: ChoiceReport) => void {
  const read = (): ChoiceReport[] => {
    try {
      return JSON.parse(localStorage.getItem(name) ?? "[]");
    } catch {
      return [];
    }
  };
  const write = (reports: readonly ChoiceReport[]) => {
    try {
      if (reports.length === 0) localStorage.removeItem(name);
      else localStorage.setItem(name, JSON.stringify(reports));
    } catch {
      // No storage: the choice holds, and the next one is recorded.
    }
  };
  const post = async (report: ChoiceReport): Promise<void> => {
    const response = await fetch(endpoint, {
      method: "POST",
      // It must arrive although the page may be left the next moment.
      keepalive: true,
      credentials: "omit",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(report),
    });
    // What is refused for good would be refused again.
    if (!response.ok && (response.status >= 500 || response.status === 429)) throw new Error(`${response.status}`);
  };
  const flush = async (): Promise<void> => {
    for (const report of read()) {
      await post(report);
      write(read().filter((other) => other.at !== report.at));
    }
  };
  void flush().catch(() => undefined);
  return (report) => {
    // That somebody was asked is worth a try; what they answered is worth keeping.
    const isAnswer = report.method !== "shown";
    if (isAnswer) write([...read(), report]);
    void post(report)
      .then(() => write(read().filter((other) => other.at !== report.at)))
      .catch(() => undefined);
  };
}
