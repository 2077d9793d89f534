import { agenciesAt } from "../../receipt/agencies.js";
import { longTime } from "../../receipt/times.js";
import type { Spoken } from "../../receipt/words.js";
import type { Chosen, Followed, Trust } from "./files.js";

/** A trust file cannot know of keys that were stolen after it was made. */
const yearMs = 365 * 86_400_000;

type Props = Spoken & {
  trust: Trust | null;
  bundle: Chosen | null;
  /** Null without a bundle, or a trust file that could follow it. */
  followed: Followed | null;
  /** Receipts wait for a trust file. */
  waiting: number;
  /** By a node, which then has a trust file to offer. */
  served: boolean;
  nowMs: number;
  onTrust: (file: File) => void;
  onReceipts: (files: readonly File[]) => void;
  /** Null: without one. */
  onBundle: (file: File | null) => void;
};

function TrustSeen({
  trust,
  nowMs,
  say,
  as,
}: Pick<Props, "nowMs" | "say" | "as"> & { trust: Trust }) {
  const { name, savedMs, read } = trust;
  if ("refused" in read) {
    return (
      <p class="govuk-error-message">
        {say.page.trustRefused(name)} {read.refused}
      </p>
    );
  }
  return (
    <>
      <p>
        <strong>
          <bdi>{name}</bdi>
        </strong>{" "}
        {say.checks.trust.said(read.network, read.quorum, agenciesAt(read, null).length)}
      </p>
      {nowMs - savedMs > yearMs && (
        <p class="govuk-notification-banner">{say.page.trustStale(longTime(savedMs, as))}</p>
      )}
    </>
  );
}

function Field(props: {
  id: string;
  label: string;
  hint: string;
  multiple?: boolean;
  onFiles: (files: readonly File[]) => void;
}) {
  const { id, label, hint, multiple = false, onFiles } = props;
  return (
    <>
      <label class="govuk-label" for={id}>
        {label}
      </label>
      <p class="govuk-hint" id={`${id}-hint`}>
        {hint}
      </p>
      <input
        class="govuk-file-upload"
        type="file"
        id={id}
        multiple={multiple}
        aria-describedby={`${id}-hint`}
        onClick={({ currentTarget }) => {
          // So that the same file can be chosen again.
          currentTarget.value = "";
        }}
        onChange={({ currentTarget }) => onFiles([...(currentTarget.files ?? [])])}
      />
    </>
  );
}

function BundleSeen({
  bundle,
  followed,
  say: { page },
}: Pick<Props, "followed" | "say"> & { bundle: Chosen }) {
  if (followed !== null && "refused" in followed) {
    return (
      <p class="govuk-error-message">
        {page.bundleRefused(bundle.name)} {followed.refused}
      </p>
    );
  }
  return (
    <p>
      <strong>
        <bdi>{bundle.name}</bdi>
      </strong>{" "}
      {followed === null ? page.bundleWaits : page.bundleFollowed(followed.changes)}
    </p>
  );
}

function Bundle({
  bundle,
  followed,
  served,
  say,
  onBundle,
}: Pick<Props, "bundle" | "followed" | "served" | "say" | "onBundle">) {
  const { page } = say;
  return (
    <div class="govuk-form-group">
      <Field
        id="bundle"
        label={page.bundle}
        hint={page.bundleHint}
        onFiles={([file]) => file !== undefined && onBundle(file)}
      />
      {bundle !== null && (
        <>
          <BundleSeen bundle={bundle} followed={followed} say={say} />
          <button
            type="button"
            class="govuk-button govuk-button--secondary"
            onClick={() => onBundle(null)}
          >
            {page.bundleLeave}
          </button>
        </>
      )}
      {served && (
        <p class="govuk-body-s">
          <a href="/api/v1/governance/bundle" download="agencies.bundle">
            {page.bundleHere}
          </a>{" "}
          {page.bundleHereHint}
        </p>
      )}
    </div>
  );
}

/** The two things that a check needs, and what leads an old trust file on. Nothing is kept. */
export function Choose(props: Props) {
  const { trust, waiting, served, nowMs, say, as, onTrust, onReceipts } = props;
  const { page } = say;
  return (
    <div class="cf-choose" id="files">
      <div class="govuk-form-group">
        <Field
          id="trust"
          label={page.trust}
          hint={page.trustHint}
          onFiles={([file]) => file !== undefined && onTrust(file)}
        />
        {trust !== null && <TrustSeen trust={trust} nowMs={nowMs} say={say} as={as} />}
        {served && (
          <p class="govuk-body-s">
            <a href="/trust.json" download="trust.json">
              {page.trustHere}
            </a>{" "}
            {page.trustHereHint}
          </p>
        )}
      </div>
      <div class="govuk-form-group">
        <Field
          id="receipts"
          label={page.receipts}
          hint={page.receiptsHint}
          multiple
          onFiles={onReceipts}
        />
        {waiting > 0 && (
          <p class="cf-state">
            <strong class="govuk-tag govuk-tag--grey">{say.tag.unchecked}</strong>{" "}
            <span>{page.waiting(waiting)}</span>
          </p>
        )}
      </div>
      <Bundle {...props} />
    </div>
  );
}
