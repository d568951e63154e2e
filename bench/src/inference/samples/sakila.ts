/** The truth about the people of the Sakila video rental (names as in its Postgres script; a table stands for its partitions). */
import type { PeopleTruth } from "../cases.ts";

export const sakila: PeopleTruth = {
  subjects: ["customer", "staff"],
  // Actors are named people, as on a film's poster.
  either: ["actor"],
  people: [
    "payment.customer_id -> customer owner",
    "payment.staff_id -> staff actor",
    "rental.customer_id -> customer owner",
    "rental.staff_id -> staff actor",
    "store.manager_staff_id -> staff actor",
    "film_actor.actor_id -> actor context|owner",
  ],
  parts: [
    "customer.address_id -> address holds",
    "staff.address_id -> address holds",
    "payment.rental_id -> rental part",
  ],
  partsOrNot: ["store.address_id -> address"],
  identifying: [
    "address.phone contact.phone",
    "customer.email contact.email",
    "staff.email contact.email",
    "staff.username identity.username",
  ],
};
