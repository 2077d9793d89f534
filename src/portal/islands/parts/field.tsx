import type { ComponentChildren } from "preact";

type FieldProps = {
  id: string;
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  /** Gets the ids of what describes it. */
  children: (describedBy: string | undefined) => ComponentChildren;
};

export function Field({ id, label, hint, error, children }: FieldProps) {
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div class={error ? "govuk-form-group govuk-form-group--error" : "govuk-form-group"}>
      <label class="govuk-label" for={id}>
        {label}
      </label>
      {hint && (
        <p class="govuk-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p class="govuk-error-message" id={`${id}-error`}>
          {error}
        </p>
      )}
      {children(described === "" ? undefined : described)}
    </div>
  );
}

type TextProps = Omit<FieldProps, "children"> & {
  value: string;
  onInput: (value: string) => void;
  type?: "text" | "date";
  class?: string;
  autocomplete?: string;
};

export function TextField({ value, onInput, type = "text", autocomplete, ...field }: TextProps) {
  return (
    <Field {...field}>
      {(describedBy) => (
        <input
          class={`govuk-input ${field.class ?? ""}`}
          id={field.id}
          type={type}
          value={value}
          autocomplete={autocomplete ?? "off"}
          spellcheck={false}
          aria-describedby={describedBy}
          aria-invalid={field.error ? "true" : undefined}
          onInput={({ currentTarget }) => onInput(currentTarget.value)}
        />
      )}
    </Field>
  );
}

type FileProps = Omit<FieldProps, "children"> & { onFile: (file: File) => void; accept?: string };

export function FileField({ onFile, accept, ...field }: FileProps) {
  return (
    <Field {...field}>
      {(describedBy) => (
        <input
          class="govuk-file-upload"
          id={field.id}
          type="file"
          accept={accept}
          aria-describedby={describedBy}
          onChange={({ currentTarget: { files } }) => {
            const [file] = files ?? [];
            if (file !== undefined) onFile(file);
          }}
        />
      )}
    </Field>
  );
}

type SelectProps = Omit<FieldProps, "children"> & {
  value: string;
  options: readonly (readonly [value: string, text: string])[];
  onChoose: (value: string) => void;
};

export function SelectField({ value, options, onChoose, ...field }: SelectProps) {
  return (
    <Field {...field}>
      {(describedBy) => (
        <select
          class="govuk-select"
          id={field.id}
          value={value}
          aria-describedby={describedBy}
          onChange={({ currentTarget }) => onChoose(currentTarget.value)}
        >
          {options.map(([option, text]) => (
            <option key={option} value={option}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

type CheckboxProps = {
  id: string;
  label: string;
  hint: string;
  checked: boolean;
  onCheck: (checked: boolean) => void;
};

export function Checkbox({ id, label, hint, checked, onCheck }: CheckboxProps) {
  return (
    <div class="govuk-form-group">
      <div class="govuk-checkboxes__item">
        <input
          class="govuk-checkboxes__input"
          id={id}
          type="checkbox"
          checked={checked}
          aria-describedby={`${id}-hint`}
          onChange={({ currentTarget }) => onCheck(currentTarget.checked)}
        />
        <label class="govuk-label" for={id}>
          {label}
        </label>
      </div>
      <p class="govuk-hint" id={`${id}-hint`}>
        {hint}
      </p>
    </div>
  );
}
