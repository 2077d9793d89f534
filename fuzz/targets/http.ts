import type { Route } from "#src/api/route.js";
import { routes } from "#src/api/routes.js";
import { fuzzError } from "../errors.js";
import { pages } from "../http/addresses.js";
import { checkAnswer } from "../http/check-answer.js";
import {
  type Address,
  addressOf,
  Bodies,
  pageAddress,
  RequestMaker,
} from "../http/make-request.js";
import { decodeRequest } from "../http/request.js";
import { send } from "../http/send.js";
import { openSite, type Site } from "../http/site.js";
import type { Target } from "../target.js";

/** One site for all addresses, opened by the first that is asked for. */
let shared: { readonly site: Site; readonly bodies: Bodies } | null = null;

async function open() {
  if (shared === null) {
    const site = await openSite();
    shared = { site, bodies: new Bodies(site) };
  }
  return shared;
}

async function close(): Promise<void> {
  await shared?.site.close();
  shared = null;
}

function opened() {
  if (shared === null) throw fuzzError("FUZZ_USAGE", { needs: "open" });
  return shared;
}

function targetOf(name: string, address: Address, route: Route | null): Target {
  let maker: RequestMaker | null = null;
  return {
    name,
    kind: "http",
    open: async () => {
      const { site, bodies } = await open();
      maker = new RequestMaker(address, site, bodies);
    },
    make: (chance) => maker?.make(chance) ?? new Uint8Array(0),
    run: async (input) => {
      const sent = decodeRequest(input);
      if (sent === null) return "no request";
      const answered = await send(opened().site, sent);
      return checkAnswer(isTo(route, sent.method, sent.path) ? route : null, sent, answered);
    },
    refusals: /^CBOR_/,
    close,
  };
}

/** Whether a request reaches the route for sure: its method, and its path with simple parameters. */
function isTo(route: Route | null, method: string, path: string): boolean {
  if (route === null || route.method !== method) return false;
  const form = route.path.replaceAll(/\{\w+\}/g, "[\\w.~-]{1,200}");
  return new RegExp(`^${form}(?:\\?|$)`).test(path);
}

export const httpTargets: readonly Target[] = [
  ...Object.entries<Route>(routes).map(([name, route]) => {
    return targetOf(`api.${name}`, addressOf(route), route);
  }),
  ...Object.entries(pages).map(([path, queries]) => {
    return targetOf(`page:${path}`, pageAddress(path, queries), null);
  }),
];
