import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { formatFor } from "../../format.js";
import { verify as say } from "../../messages/verify.js";
import { type Examined, examine } from "../../receipt/examine.js";
import { zone } from "../../receipt/times.js";
import { Choose } from "./choose.js";
import {
  type Chosen,
  type Followed,
  follow,
  readFile,
  readFiles,
  readTrustFile,
  type Trust,
} from "./files.js";
import { Page } from "./page.js";
import { headline, Results } from "./results.js";

const as = formatFor("en-GB", zone);
/** From a node, not from a file that somebody saved. */
const served = location.protocol.startsWith("http");

type State = {
  readonly trust: Trust | null;
  readonly bundle: Chosen | null;
  readonly receipts: readonly Chosen[];
  /** Of the last choice: what a receipt's age is told by. */
  readonly nowMs: number;
};

function followedBy(trust: Trust | null, bundle: Chosen | null): Followed | null {
  if (trust === null || "refused" in trust.read || bundle === null) return null;
  return follow(trust.read, bundle);
}

/** None where it is not clear by whose signatures: a bundle that is refused is never passed over. */
function resultsOf(
  trust: Trust | null,
  followed: Followed | null,
  receipts: readonly Chosen[],
): readonly Examined[] {
  if (trust === null || "refused" in trust.read) return [];
  if (followed !== null && "refused" in followed) return [];
  const by = followed?.trust ?? trust.read;
  return receipts.map(({ name, bytes }) => examine(name, bytes, by));
}

/** Files that are dropped anywhere on the page. */
function useDrop(onFiles: (files: readonly File[]) => void): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const drag = (event: DragEvent) => {
      event.preventDefault();
      setOver(event.type === "dragover");
      if (event.type === "drop") onFiles([...(event.dataTransfer?.files ?? [])]);
    };
    const events = ["dragover", "dragleave", "drop"] as const;
    for (const name of events) document.addEventListener(name, drag);
    return () => {
      for (const name of events) document.removeEventListener(name, drag);
    };
  }, []);
  return over;
}

/** What was read last: the page's title says it, and who reads by ear is led to it. */
function useHeadline(text: string | null): void {
  const first = useRef(true);
  useEffect(() => {
    document.title = `${text ?? say.page.title} – ${say.page.product}`;
    if (!first.current) document.querySelector("h1")?.focus();
    first.current = false;
  }, [text]);
}

function Actions() {
  return (
    <div class="govuk-button-group cf-noprint">
      <button type="button" class="govuk-button" onClick={() => print()}>
        {say.page.print}
      </button>
      <a class="govuk-button govuk-button--secondary" href="#files">
        {say.page.another}
      </a>
    </div>
  );
}

function Start() {
  return (
    <div class="cf-stack">
      <h1 class="govuk-heading-xl" tabIndex={-1}>
        {say.page.title}
      </h1>
      <p class="cf-say">{say.page.lead}</p>
    </div>
  );
}

/** Checks receipts by a trust file, all of it on this device. */
export function Verifier() {
  const [state, setState] = useState<State>({
    trust: null,
    bundle: null,
    receipts: [],
    nowMs: Date.now(),
  });
  const take = (chosen: Partial<State>) =>
    setState((before) => ({ ...before, ...chosen, nowMs: Date.now() }));
  const takeFiles = async (files: readonly File[]) => {
    const { trust, bundle, receipts } = await readFiles(files);
    take({
      ...(trust && { trust }),
      ...(bundle && { bundle }),
      ...(receipts.length > 0 && { receipts }),
    });
  };
  const over = useDrop(takeFiles);
  const { trust, bundle, receipts, nowMs } = state;
  const followed = useMemo(() => followedBy(trust, bundle), [trust, bundle]);
  const results = useMemo(() => resultsOf(trust, followed, receipts), [trust, followed, receipts]);
  const spoken = { say, as, nowMs };
  useHeadline(results.length === 0 ? null : headline({ results, ...spoken }));
  const none = results.length === 0;
  return (
    <Page say={say} served={served} over={over}>
      {none ? <Start /> : <Results results={results} actions={<Actions />} {...spoken} />}
      <section class={none ? undefined : "cf-section cf-noprint"} aria-label={say.page.files}>
        {!none && <h2 class="govuk-heading-l">{say.page.another}</h2>}
        <Choose
          key="choose"
          {...spoken}
          trust={trust}
          bundle={bundle}
          followed={followed}
          waiting={none && followed === null ? receipts.length : 0}
          served={served}
          onTrust={async (file) => take({ trust: await readTrustFile(file) })}
          onReceipts={takeFiles}
          onBundle={async (file) => take({ bundle: file && (await readFile(file)) })}
        />
      </section>
    </Page>
  );
}
