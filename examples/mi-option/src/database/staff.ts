/** The people who work for mi Option. One of them, Ines, is a member too. */
import type { Row } from "./insert-rows.ts";

export const staffRows: readonly Row[] = [
  {
    id: 1,
    email: "petra.voss@example.org",
    full_name: "Petra Voss",
    role: "lead",
    hired_on: "2014-03-01",
    left_on: null,
  },
  {
    id: 2,
    email: "ines@example.org",
    full_name: "Ines Duarte",
    role: "moderator",
    hired_on: "2016-09-12",
    left_on: null,
  },
  {
    id: 3,
    email: "tobias.renner@example.org",
    full_name: "Tobias Renner",
    role: "agent",
    hired_on: "2018-01-15",
    left_on: null,
  },
  {
    id: 4,
    email: "halima.suleiman@example.org",
    full_name: "Halima Suleiman",
    role: "agent",
    hired_on: "2019-06-03",
    left_on: null,
  },
  {
    id: 5,
    email: "ravi.menon@example.org",
    full_name: "Ravi Menon",
    role: "moderator",
    hired_on: "2021-02-08",
    left_on: null,
  },
  {
    id: 6,
    email: "greta.holm@example.org",
    full_name: "Greta Holm",
    role: "agent",
    hired_on: "2015-05-18",
    left_on: "2023-08-31",
  },
];

export const staffCount: number = staffRows.length;

/** The ids of those who hide posts. */
export const moderatorIds: readonly number[] = [2, 5];

/** The ids of those who answer tickets. */
export const agentIds: readonly number[] = [3, 4, 6];
