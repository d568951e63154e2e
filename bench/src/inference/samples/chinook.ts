/** The truth about the people of the Chinook music store (names as in its SQLite script). */
import type { PeopleTruth } from "../cases.ts";

export const chinook: PeopleTruth = {
  subjects: ["Customer", "Employee"],
  // Artists are names on records; that they are people too is no concern of the shop's.
  either: [],
  people: [
    "Customer.SupportRepId -> Employee actor",
    "Employee.ReportsTo -> Employee actor",
    "Invoice.CustomerId -> Customer owner",
  ],
  parts: ["InvoiceLine.InvoiceId -> Invoice part"],
  identifying: [
    "Customer.Phone contact.phone",
    "Customer.Fax contact.phone",
    "Customer.Email contact.email",
    "Employee.Phone contact.phone",
    "Employee.Fax contact.phone",
    "Employee.Email contact.email",
  ],
};
