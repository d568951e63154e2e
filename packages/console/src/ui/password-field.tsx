/** The field of a password, apart from all others: only who signs in sees one. */
import { PasswordInput } from "@mantine/core";
import "@mantine/core/styles/PasswordInput.layer.css";

interface PasswordFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

export function PasswordField({ label, value, onChange }: PasswordFieldProps) {
  return (
    <PasswordInput
      label={label}
      required
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      autoComplete="current-password"
    />
  );
}
