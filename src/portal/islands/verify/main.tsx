import { render } from "preact";
import { useState } from "preact/hooks";
import { parseTrustFile } from "../../../crypto/trust.js";
import { type Check, verifyReceipt } from "../../../ledger/verify-receipt.js";

/** Checks a receipt by a trust file, both from the reader's device. */
function Verifier() {
  const [checks, setChecks] = useState<readonly Check[]>([]);
  const [files, setFiles] = useState<{ trust?: File; receipt?: File }>({});
  const choose = async (chosen: typeof files) => {
    const { trust, receipt } = { ...files, ...chosen };
    setFiles({ ...files, ...chosen });
    if (trust === undefined || receipt === undefined) return;
    const bytes = new Uint8Array(await receipt.arrayBuffer());
    setChecks(verifyReceipt(bytes, parseTrustFile(await trust.text())).checks);
  };
  const field = (name: "trust" | "receipt", words: string) => (
    <label>
      {words}{" "}
      <input
        type="file"
        onChange={({ currentTarget: { files } }) => {
          const [file] = files ?? [];
          if (file !== undefined) void choose({ [name]: file });
        }}
      />
    </label>
  );
  return (
    <>
      {field("trust", "Trust file")}
      {field("receipt", "Receipt")}
      <ol>
        {checks.map(({ name, ok, detail }) => (
          <li key={name} data-ok={ok}>
            {name}: {detail}
          </li>
        ))}
      </ol>
    </>
  );
}

const place = document.querySelector("#verify");
if (place !== null) render(<Verifier />, place);
