/** The purposes of the signed links that people get, and the addresses that they lead to. */

export const LINKS = {
  verify: "request.verify",
  status: "request.status",
  prove: "request.prove",
  package: "request.package",
  task: "request.task",
} as const;

/** How long a status page can be reached by one message's link. */
export const STATUS_LINK_LIFETIME = "P90D";

/** How long somebody may go on showing who they are. */
export const PROVE_LINK_LIFETIME = "P7D";

/** How long a colleague may answer by the link of their message. */
export const TASK_LINK_LIFETIME = "P90D";

/** Addresses of the privacy centre. */
export const centrePath = {
  home: () => "/privacy",
  form: (form: string) => `/privacy/${form}`,
  recorded: () => "/privacy/recorded",
  prove: (token: string) => `/privacy/prove/${token}`,
  proveStep: (token: string, step: string) => `/privacy/prove/${token}/${step}`,
  confirm: (token: string) => `/privacy/confirm/${token}`,
  status: (token: string) => `/privacy/status/${token}`,
  cancel: (token: string) => `/privacy/status/${token}/cancel`,
  fee: (token: string) => `/privacy/status/${token}/fee`,
  undo: (token: string) => `/privacy/status/${token}/undo`,
  undoEnd: (token: string) => `/privacy/status/${token}/undo/end`,
  merged: (token: string) => `/privacy/status/${token}/merged`,
  answer: (token: string) => `/privacy/status/${token}/answer`,
  receipt: (token: string) => `/privacy/status/${token}/receipt`,
  receiptFile: (token: string) => `/privacy/status/${token}/receipt.json`,
  package: (token: string) => `/privacy/package/${token}`,
  data: (token: string) => `/privacy/package/${token}/data`,
  task: (token: string) => `/privacy/task/${token}`,
  find: () => "/privacy/find",
  style: () => "/privacy/assets/centre.css",
} as const;
