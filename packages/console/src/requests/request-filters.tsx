/** What is looked for among requests: a reference or an identifier, a kind, in whose hand. */
import { REQUEST_KINDS } from "@kept/contract/request-kinds";
import type { ListRequestsQuery } from "@kept/contract/requests";
import { useEffect, useRef, useState } from "react";
import { useSearchParams } from "react-router";
import { Button } from "../ui/button.tsx";
import { SelectField, TextField } from "../ui/fields.tsx";
import { icons } from "../ui/icon.tsx";
import styles from "./request-list-page.module.css";
import { KIND_TEXTS } from "./request-texts.ts";

export function RequestFilters({ query }: { readonly query: ListRequestsQuery }) {
  const [params, setParams] = useSearchParams();
  const [search, setSearch] = useState(query.search ?? "");
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => setSearch(query.search ?? ""), [query.search]);
  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && event.target.closest("input, textarea, select") !== null;
      if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      input.current?.focus();
    };
    window.addEventListener("keydown", focus);
    return () => window.removeEventListener("keydown", focus);
  }, []);
  const change = (name: "search" | "kind" | "assigned", value: string) => {
    const next = new URLSearchParams(params);
    next.delete("cursor");
    if (name === "search" && value !== "") next.delete("phase");
    if (value === "") next.delete(name);
    else next.set(name, value);
    setParams(next);
  };
  return (
    <form
      className={styles["filters"]}
      onSubmit={(event) => {
        event.preventDefault();
        change("search", search.trim());
      }}
    >
      <div className={styles["search"]}>
        <TextField
          label="Find by reference or by a whole identifier"
          hideLabel
          type="search"
          placeholder="Reference, or a whole e-mail address"
          icon={<icons.search size={15} aria-hidden />}
          value={search}
          onChange={(value) => {
            setSearch(value);
            if (value === "" && query.search !== undefined) change("search", "");
          }}
          inputRef={input}
        />
      </div>
      <SelectField
        label="Kind"
        hideLabel
        value={query.kind ?? ""}
        onChange={(value) => change("kind", value)}
        options={[
          { value: "", label: "All kinds" },
          ...REQUEST_KINDS.map(({ kind }) => ({ value: kind, label: KIND_TEXTS[kind].label })),
        ]}
      />
      <SelectField
        label="In whose hand"
        hideLabel
        value={query.assigned ?? ""}
        onChange={(value) => change("assigned", value)}
        options={[
          { value: "", label: "Everybody's" },
          { value: "me", label: "Mine" },
          { value: "nobody", label: "Nobody's" },
        ]}
      />
      <Button type="submit">Find</Button>
    </form>
  );
}
