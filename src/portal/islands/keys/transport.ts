import type { Transport } from "../../../sdk/transport.js";

/** By the browser's own `fetch`, to the server that the page came from, which policy allows alone. */
export const browserTransport: Transport = async ({ method, url, headers, body }) => {
  const content = body === null ? {} : { body: new Uint8Array(body) };
  const response = await fetch(url, { method, headers, redirect: "error", ...content });
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: new Uint8Array(await response.arrayBuffer()),
  };
};
