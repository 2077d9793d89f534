import { execFileSync, spawnSync } from "node:child_process";
import type { Place } from "./agency.js";

/** Network namespaces take the right to make them. */
export const canUnplug =
  spawnSync("ip", ["netns", "list"]).status === 0 && process.getuid?.() === 0;

const ip = (...args: string[]) => execFileSync("ip", args, { stdio: ["ignore", "ignore", "pipe"] });

/**
 * A machine an agency, as far as the network goes: a namespace with an address of its own, and a cable
 * to one of two switches, between which nothing passes. The tests stand at the first.
 */
export class Network {
  readonly places: readonly Place[];
  readonly #name = `cf${process.pid}`;
  readonly #switches = [`${this.#name}a`, `${this.#name}b`] as const;

  constructor(count: number) {
    const [first, second] = this.#switches;
    const net = `10.213.${process.pid % 256}`;
    for (const each of [first, second]) {
      ip("link", "add", each, "type", "bridge");
      ip("link", "set", each, "up");
    }
    ip("addr", "add", `${net}.1/24`, "dev", first);
    this.places = Array.from({ length: count }, (_, i) => {
      const host = `${net}.${i + 2}`;
      const [space, cable] = [this.#space(i), this.#cable(i)];
      ip("netns", "add", space);
      ip("link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", space);
      ip("link", "set", cable, "master", first, "up");
      for (const args of [
        ["addr", "add", `${host}/24`, "dev", "eth0"],
        ["link", "set", "eth0", "up"],
        ["link", "set", "lo", "up"],
      ]) {
        ip("-n", space, ...args);
      }
      return { host, port: 8300, p2p: 26_656, rpc: 26_657, under: ["ip", "netns", "exec", space] };
    });
  }

  /** From here on these reach one another and nobody else. */
  part(places: readonly Place[]): void {
    this.#plug(places, this.#switches[1]);
  }

  heal(places: readonly Place[]): void {
    this.#plug(places, this.#switches[0]);
  }

  /** From here on nothing leaves for this port of others, nor from this port here, but to this machine. */
  mute(place: Place, port: number): void {
    this.#rule("add", place, port);
  }

  unmute(place: Place, port: number): void {
    this.#rule("delete", place, port);
  }

  remove(): void {
    for (const i of this.places.keys()) ip("netns", "delete", this.#space(i));
    for (const each of this.#switches) ip("link", "delete", each);
  }

  #plug(places: readonly Place[], into: string): void {
    for (const place of places) {
      ip("link", "set", this.#cable(this.places.indexOf(place)), "master", into);
    }
  }

  #rule(action: "add" | "delete", place: Place, port: number): void {
    const space = this.#space(this.places.indexOf(place));
    for (const end of ["sport", "dport"]) {
      ip("-n", space, "rule", action, "ipproto", "tcp", end, String(port), "blackhole");
    }
  }

  #space(i: number): string {
    return `${this.#name}-${i}`;
  }

  #cable(i: number): string {
    return `${this.#name}v${i}`;
  }
}
