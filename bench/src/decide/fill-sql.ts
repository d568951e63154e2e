/** People with two choices each, as the record keeps them, made by the database itself. */

/** Kept's id of the person with a number. */
export function personId(number: number): string {
  return `per_${String(number).padStart(26, "0")}`;
}

const AT = "2026-11-01T10:00:00.000Z";

/** Statements that add the people numbered `from` (included) to `to` (excluded). */
export function fillSql(from: number, to: number): string {
  const id = "'per_' || lpad(n::text, 26, '0')";
  const series = `generate_series(${from}, ${to - 1}) AS n`;
  // Six in ten said yes, and their consents end at different hours of the next two years.
  const act = "CASE WHEN (n::bigint * 7919 + p.salt) % 10 < 6 THEN 'given' ELSE 'refused' END";
  const rank = "CASE WHEN (n::bigint * 7919 + p.salt) % 10 < 6 THEN '0' ELSE '3' END";
  const end = `to_char(timestamp '2027-01-01' + (n % 8000) * interval '1 hour', 'YYYY-MM-DD"T"HH24:MI:SS".000Z"')`;
  const until = `CASE WHEN (n::bigint * 7919 + p.salt) % 10 < 6 THEN ${end} ELSE '9999' END`;
  const event = "md5(n::text || p.name)::uuid::text";
  const purposes = "(VALUES ('newsletter', 3), ('statistics', 8)) AS p (name, salt)";
  return `
    INSERT INTO person (person_id, created_at, regime) SELECT ${id}, '${AT}', 'eea' FROM ${series};
    INSERT INTO choice_record (person_id, id, at, received_at, surface, method, policy_version, regime, gpc, by_parent,
      actor_kind, actor_id, record_hash)
      SELECT ${id}, 'rec_' || n, '${AT}', '${AT}', 'form', 'save', 'bench', 'eea', false, false, 'system', 'bench', ''
      FROM ${series};
    INSERT INTO choice_event (person_id, id, record_id, purpose, channel, topic, act, at, told)
      SELECT ${id}, ${event}, 'rec_' || n, p.name, '', '', ${act}, '${AT}', false FROM ${series}, ${purposes};
    INSERT INTO choice_state (person_id, purpose, channel, topic, slot, act, position, until, by_parent, told, record_id)
      SELECT ${id}, p.name, '', '', 'consent', ${act}, '${AT}|' || ${rank} || '|' || ${event}, ${until}, false, false,
        'rec_' || n
      FROM ${series}, ${purposes};`;
}
