/** The facts of a case: what a person needs to see why, never a secret. */
export type Facts = Readonly<Record<string, string | number | bigint | boolean | null>>;

/**
 * The one error of Counterfoil: a stable code, one sentence, the facts of the case.
 * `docs/reference/errors.md` has a paragraph for every code.
 */
export class CounterfoilError extends Error {
  override readonly name = "CounterfoilError";
  readonly code: string;
  readonly facts: Facts;

  constructor(code: string, sentence: string, facts: Facts, cause?: unknown) {
    super(sentence, cause === undefined ? undefined : { cause });
    this.code = code;
    this.facts = facts;
  }

  get docsPath(): string {
    return `docs/reference/errors.md#${this.code.toLowerCase()}`;
  }

  /** The first error in the chain of causes that `matches`, or null. */
  walk(matches: (error: unknown) => boolean): unknown {
    let error: unknown = this;
    while (error !== undefined && error !== null) {
      if (matches(error)) return error;
      error = error instanceof Error ? error.cause : null;
    }
    return null;
  }
}

export type ErrorFamily<Code extends string> = {
  (code: Code, facts?: Facts, cause?: unknown): CounterfoilError;
  /** Every code of the family with its sentence; the documentation test reads it. */
  readonly sentences: Readonly<Record<Code, string>>;
};

/** A layer's or module's codes, declared once: `throw codecError("CBOR_FLOAT", { offset })`. */
export function errorFamily<Code extends string>(
  sentences: Readonly<Record<Code, string>>,
): ErrorFamily<Code> {
  const make = (code: Code, facts: Facts = {}, cause?: unknown) =>
    new CounterfoilError(code, sentences[code], facts, cause);
  return Object.assign(make, { sentences });
}

export function isCoded(error: unknown): error is CounterfoilError {
  return error instanceof CounterfoilError;
}

/** Marks what cannot be reached; TypeScript checks that every case was handled. */
export function unreachable(value: never): never {
  throw new CounterfoilError("UNREACHABLE", "A case that cannot be was met.", {
    value: String(value),
  });
}

/** A coded error as another thread can be sent it: without a cause, of which its facts say what counts. */
export type PlainError = {
  readonly code: string;
  readonly sentence: string;
  readonly facts: Facts;
};

export const plainError = ({ code, message, facts }: CounterfoilError): PlainError => ({
  code,
  sentence: message,
  facts,
});

export const codedError = ({ code, sentence, facts }: PlainError): CounterfoilError =>
  new CounterfoilError(code, sentence, facts);
