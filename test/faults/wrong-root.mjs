/**
 * Preloaded into a node (`node --import`): at SIGUSR2 the next leaf goes into its tree with one bit that
 * is wrong, as by a fault of its memory, so that it computes other roots than everybody else from then on.
 */
import { isMainThread } from "node:worker_threads";
import { Frontier } from "../../dist/crypto/frontier.js";

let wrong = false;
if (isMainThread) {
  const append = Reflect.get(Frontier.prototype, "append");
  Frontier.prototype.append = function (leafHash) {
    if (!wrong) return Reflect.apply(append, this, [leafHash]);
    wrong = false;
    const bent = leafHash.slice();
    bent[0] ^= 1;
    return Reflect.apply(append, this, [bent]);
  };
  process.on("SIGUSR2", () => {
    wrong = true;
  });
}
