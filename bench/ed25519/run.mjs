// What a signature costs one core: libsodium one by one, and batches of the kernel, in alternating
// slices of one run, in time of the processor. Messages of 300 bytes. Run `npm run build` first, then
//   node bench/ed25519/run.mjs
// "new" are keys that were never seen, "known" those whose tables are there, "4 keys" few that sign
// all; "bad" is a batch with bad signatures in it, what was not shown to be right checked singly.
import { randomBytes } from "node:crypto";
import { parseArgs } from "node:util";
import { machine, median } from "../../dist/cli/bench/machine.js";
import { Ed25519Batch } from "../../dist/crypto/batch/ed25519-batch.js";
import { ed25519KeyPair } from "../../dist/crypto/ed25519.js";
import { ed25519Accepts } from "../../dist/crypto/native.node.js";
import { loadKernel } from "../../dist/node/kernel.js";

const { values: options } = parseArgs({
  options: { slices: { type: "string", default: "15" }, known: { type: "string", default: "256" } },
});
const newSigner = () => ed25519KeyPair(randomBytes(32));
const known = Array.from({ length: Number(options.known) }, newSigner);

function signed(count, signerOf) {
  return Array.from({ length: count }, (_, i) => {
    const { publicKey, sign } = signerOf(i);
    const message = new Uint8Array(randomBytes(300));
    return { publicKey, message, signature: sign(message) };
  });
}

function spoil(many, bad) {
  for (let i = 0; i < bad; i++) many[Math.floor(((i + 0.5) * many.length) / bad)].message[0] ^= 1;
  return many;
}

const singly = ({ publicKey, message, signature }) => ed25519Accepts(publicKey, message, signature);
/** Each way has batches of its own, which remember keys and what was bad. */
function together() {
  const batch = new Ed25519Batch(loadKernel());
  return (many) => batch.accepted(many).map((shown, i) => shown || singly(many[i]));
}

const ways = new Map([
  ["single", { make: () => signed(64, (i) => known[i]), check: (m) => m.map(singly) }],
]);
for (const count of [16, 64, 256]) {
  const make = {
    new: newSigner,
    known: (i) => known[i % known.length],
    "4 keys": (i) => known[i % 4],
  };
  for (const [name, signerOf] of Object.entries(make)) {
    ways.set(`${count} ${name}`, { make: () => signed(count, signerOf), check: together() });
  }
}
for (const bad of [1, 4, 16, 64]) {
  const make = () =>
    spoil(
      signed(64, (i) => known[i]),
      bad,
    );
  ways.set(`64 with ${bad} bad`, { make, check: together() });
}

const times = new Map([...ways.keys()].map((name) => [name, []]));
for (let slice = -3; slice < Number(options.slices); slice++) {
  for (const [name, { make, check }] of ways) {
    const many = make();
    const start = process.cpuUsage();
    check(many);
    const { user, system } = process.cpuUsage(start);
    if (slice >= 0) times.get(name).push((user + system) / many.length);
  }
}

console.log(machine());
const single = median(times.get("single"));
for (const [name, all] of times) {
  const µs = median(all);
  console.log(
    `${name.padEnd(16)} ${µs.toFixed(1).padStart(6)} µs  ${(single / µs).toFixed(2)} × single`,
  );
}
