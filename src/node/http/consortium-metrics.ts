import { Gauge, type Registry } from "prom-client";
import type { Cosigned, Together } from "../ordering.js";

/** What `/metrics` shows of an agency that orders with others (docs/reference/metrics.md). */
export function addConsortiumMetrics(registry: Registry, together: Together): void {
  const registers = [registry];
  const add = (name: string, help: string, read: () => number | Promise<number>) => {
    const gauge: Gauge = new Gauge({
      name: `counterfoil_${name}`,
      help,
      registers,
      collect: async () => gauge.set(await read()),
    });
  };
  add("engine_height", "CometBFT's height that was executed here.", together.height);
  add("engine_silence_seconds", "Since that block.", () => together.silentMs() / 1000);
  add("engine_clock_seconds", "Own clock less that block's time.", () => together.clockMs() / 1000);
  add("engine_peers", "Machines that CometBFT is connected with.", together.peers);
  add("unshown_blocks", "Blocks that wait for other agencies' signatures.", together.unshown);
  add("outbox_bundles", "Bundles on their way into a block.", together.bundles);
  add("misbehaviour", "Proofs of it in blocks since the node began.", together.misbehaviour);
  const addEach = (name: string, help: string, read: (of: Cosigned) => number) => {
    const gauge: Gauge = new Gauge({
      name: `counterfoil_cosigned_${name}`,
      help,
      labelNames: ["agency"],
      registers,
      collect: () => {
        // Who is no agency any more is no longer shown.
        gauge.reset();
        for (const each of together.cosigned()) gauge.set({ agency: each.agency }, read(each));
      },
    });
  };
  addEach("size", "Newest size that the agency has signed.", ({ size }) => size);
  addEach("behind_facts", "Facts here that the agency has not signed.", ({ behind }) => behind);
  addEach("time_seconds", "Time of its newest cosignature, since 1970.", ({ seconds }) => seconds);
}
