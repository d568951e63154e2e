/** The statement by which Kept's database user gets a right that it lacks, as the suggestion of a finding. */
export function suggestGrant(rights: readonly ("SELECT" | "UPDATE" | "DELETE")[], table: string): string {
  return `GRANT ${rights.join(", ")} ON ${table} TO <Kept's user>;`;
}
