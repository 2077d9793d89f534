import { isIPv4 } from "node:net";
import { apiError } from "../../api/errors.js";

export type IntakeLimits = {
  /** Bytes of bodies in flight before their signatures are checked. */
  readonly bytes: number;
  /** One place's part of them, as a fraction 1/n. */
  readonly placeShare: number;
};

/** By default a few places cannot fill it. */
export const intakeDefaults: IntakeLimits = { bytes: 128 * 1024 * 1024, placeShare: 16 };

/** Room that a request has taken. */
export type Lease = {
  /** Given back once, however often it is asked. */
  readonly release: () => void;
  /** Takes more, where that much is held all in all. @throws API_BUSY */
  readonly extend: (bytes: number) => void;
};

/**
 * Bounds what unknown senders may have in flight. Before the signature is checked the sender is only
 * a claim, so the place that the connection comes from is metered. A place with nothing in flight
 * takes no memory.
 */
export class Intake {
  readonly #limits: IntakeLimits;
  readonly #places = new Map<string, number>();
  #bytes = 0;

  constructor(limits: IntakeLimits) {
    this.#limits = limits;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** @throws API_BUSY */
  take(address: string, bytes: number): Lease {
    const place = placeOf(address);
    let held = 0;
    let released = false;
    const extend = (to: number) => {
      if (released || to <= held) return;
      this.#check(place, to, held);
      this.#change(place, to - held);
      held = to;
    };
    const release = () => {
      if (!released) this.#change(place, -held);
      released = true;
    };
    extend(bytes);
    return { release, extend };
  }

  #check(place: string, bytes: number, held: number): void {
    const { bytes: most, placeShare } = this.#limits;
    const others = (this.#places.get(place) ?? 0) - held;
    // Whoever has nothing else in flight is let in, so that a body of any size gets its turn.
    const fits = others === 0 || others + bytes <= most / placeShare;
    if (!fits || this.#bytes - held + bytes > most) throw apiError("API_BUSY");
  }

  #change(place: string, bytes: number): void {
    this.#bytes += bytes;
    const after = (this.#places.get(place) ?? 0) + bytes;
    if (after === 0) this.#places.delete(place);
    else this.#places.set(place, after);
  }
}

/** An IPv4 address, or the /64 that one customer of a provider has to choose addresses from. */
export function placeOf(address: string): string {
  const mapped = /^::ffff:([0-9.]+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (isIPv4(address)) return address;
  const [head = "", tail = ""] = (address.split("%")[0] ?? "").split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === "" ? [] : tail.split(":");
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => "0");
  return [...left, ...zeros, ...right].slice(0, 4).join(":");
}
