import { useCallback, useEffect, useState } from "preact/hooks";

/** Something that a person started: whether it runs, and how it failed. */
export type Action = {
  readonly busy: boolean;
  readonly error: unknown;
  readonly run: (act: () => Promise<void>) => void;
};

export function useAction(): Action {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const run = useCallback((act: () => Promise<void>) => {
    setBusy(true);
    setError(null);
    act()
      .catch(setError)
      .finally(() => setBusy(false));
  }, []);
  return { busy, error, run };
}

/** What a page needs before it can show anything; `reload` asks again. */
export type Loaded<T> = {
  readonly value: T | null;
  readonly error: unknown;
  readonly reload: () => Promise<void>;
};

export function useLoaded<T>(load: () => Promise<T>): Loaded<T> {
  const [value, setValue] = useState<T | null>(null);
  const [error, setError] = useState<unknown>(null);
  const reload = useCallback(async () => {
    try {
      setValue(await load());
      setError(null);
    } catch (problem) {
      setError(problem);
    }
  }, []);
  useEffect(() => void reload(), [reload]);
  return { value, error, reload };
}
