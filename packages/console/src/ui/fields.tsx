/** Form fields with their label, help and error tied together for assistive technology. */
import { Checkbox, InputBase, NativeSelect, TextInput } from "@mantine/core";
import type { ReactNode, Ref } from "react";

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly help?: ReactNode;
  readonly error?: string | undefined;
  readonly required?: boolean;
  readonly placeholder?: string;
}

function common({ label, value, onChange, help, error, required, placeholder }: FieldProps) {
  return {
    label,
    value,
    onChange: (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value),
    ...(help === undefined ? {} : { description: help }),
    ...(error === undefined ? {} : { error }),
    ...(required === undefined ? {} : { required }),
    ...(placeholder === undefined ? {} : { placeholder }),
  };
}

interface TextFieldProps extends FieldProps {
  readonly type?: "text" | "email" | "search";
  readonly autoComplete?: string;
  readonly mono?: boolean;
  readonly icon?: ReactNode;
  readonly hideLabel?: boolean;
  readonly inputRef?: Ref<HTMLInputElement>;
}

export function TextField(props: TextFieldProps) {
  const { label, ...rest } = common(props);
  return (
    <TextInput
      {...rest}
      {...(props.hideLabel === true ? { "aria-label": label } : { label })}
      type={props.type ?? "text"}
      autoComplete={props.autoComplete ?? "off"}
      spellCheck={false}
      leftSection={props.icon}
      {...(props.inputRef === undefined ? {} : { ref: props.inputRef })}
      {...(props.mono === true ? { classNames: { input: "mono" } } : {})}
    />
  );
}

interface TextAreaProps extends FieldProps {
  readonly areaRef?: Ref<HTMLTextAreaElement>;
  readonly rows?: number;
  readonly mono?: boolean;
}

/** Not the library's own: that one brings along what makes areas grow. */
export function TextArea(props: TextAreaProps) {
  return (
    <InputBase
      component="textarea"
      multiline
      {...(props.areaRef === undefined ? {} : { ref: props.areaRef })}
      {...common(props)}
      rows={props.rows ?? 4}
      spellCheck={props.mono !== true}
      {...(props.mono === true ? { classNames: { input: "mono" } } : {})}
    />
  );
}

interface Option {
  readonly value: string;
  readonly label: string;
}

interface SelectFieldProps extends Omit<FieldProps, "placeholder"> {
  /** In one list, or in lists with a heading each. */
  readonly options: readonly (Option | { readonly group: string; readonly items: readonly Option[] })[];
  readonly hideLabel?: boolean;
}

export function SelectField(props: SelectFieldProps) {
  const { label, ...rest } = common(props);
  return (
    <NativeSelect
      {...rest}
      {...(props.hideLabel === true ? { "aria-label": label } : { label })}
      data={props.options.map((option) =>
        "items" in option ? { group: option.group, items: option.items.map((item) => ({ ...item })) } : { ...option },
      )}
    />
  );
}

interface CheckFieldProps {
  readonly label: ReactNode;
  readonly help?: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly disabled?: boolean;
}

export function CheckField({ label, help, checked, onChange, disabled }: CheckFieldProps) {
  return (
    <Checkbox
      size="xs"
      iconColor="var(--k-on-accent)"
      label={label}
      {...(help === undefined ? {} : { description: help })}
      checked={checked}
      disabled={disabled ?? false}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}
