/** The truth about the people of the Northwind trading company. */
import type { PeopleTruth } from "../cases.ts";

export const northwind: PeopleTruth = {
  subjects: ["customers", "employees", "suppliers"],
  // A shipper is a company with a telephone.
  either: ["shippers"],
  people: [
    "customer_customer_demo.customer_id -> customers owner",
    "employee_territories.employee_id -> employees owner",
    "employees.reports_to -> employees actor",
    "orders.customer_id -> customers owner",
    "orders.employee_id -> employees actor",
    "products.supplier_id -> suppliers context|owner",
    "orders.ship_via -> shippers context|actor",
  ],
  parts: ["order_details.order_id -> orders part"],
  identifying: [
    "customers.phone contact.phone",
    "customers.fax contact.phone",
    "employees.home_phone contact.phone",
    "suppliers.phone contact.phone",
    "suppliers.fax contact.phone",
    "shippers.phone contact.phone",
  ],
  identifyingOrNot: ["employees.extension"],
};
