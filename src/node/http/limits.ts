/**
 * Every limit of a connection and of a request, Node's own among them; docs/reference/limits.md says
 * what each is against. Bodies have their own where a route takes one.
 */
export const serverLimits = {
  /** All, and of one place; behind a proxy all are of one place, and the proxy bounds them. */
  connections: 4096,
  connectionsOfPlace: 512,
  /** Unanswered ones of one connection: browsers send one, and nobody needs more than a few. */
  requestsOfConnection: 32,
  /** How long a place that sends more makes no new connection, ms. */
  barMs: 10_000,
  /** Requests of one place that wait for their turn, and of all. */
  waitingOfPlace: 512,
  waiting: 8192,
  /** How long one turn of the event loop answers requests, ms: what else waits comes in between. */
  sliceMs: 4,
  headerBytes: 16 * 1024,
  headers: 100,
  bodyBytes: 64 * 1024,
  paramLength: 256,
  closeMs: 10_000,
  /** Answers of more bytes than this are counted until they are read: in all, and one place's part as 1/n. */
  answerBytes: 4 * 1024,
  unreadBytes: 256 * 1024 * 1024,
  unreadShare: 8,
  /** Lines about refused requests a second; the rest are counted in one. */
  refusalLines: 20,
} as const;

/** How long a connection may take. */
export type Patience = {
  /** For the head of a request, for all of it, and between two. */
  readonly headersMs: number;
  readonly requestMs: number;
  readonly keepAliveMs: number;
  /** Nothing sent and nothing read: longer than a full mempool takes to be sealed. */
  readonly silenceMs: number;
  /** Node looks for requests past their time so often. */
  readonly checkMs: number;
};

export const patienceDefaults: Patience = {
  headersMs: 10_000,
  requestMs: 60_000,
  keepAliveMs: 30_000,
  silenceMs: 120_000,
  checkMs: 1000,
};
