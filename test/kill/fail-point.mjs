/**
 * Preloaded into a node (`node --import`): ends the process with SIGKILL at one call of the operating
 * system, so that no switch for it stands in the program. `COUNTERFOIL_FAIL_POINT` says which, as JSON:
 * `op` (write, sync, rename, answer), `path` (a pattern of the file's path), `nth` (of the calls that
 * match) and `when` (before, half, after: half writes half of the bytes).
 */
import fs from "node:fs";
import { ServerResponse } from "node:http";
import { syncBuiltinESMExports } from "node:module";
import { isMainThread } from "node:worker_threads";

const { op, path, nth, when } = JSON.parse(process.env.COUNTERFOIL_FAIL_POINT ?? "{}");
const pattern = new RegExp(path ?? ".");
const paths = new Map();
let seen = 0;

const isHit = (of, name) => of === op && pattern.test(String(name)) && ++seen === nth;
const die = () => {
  process.kill(process.pid, "SIGKILL");
  // The signal comes when the system gets to it: nothing more is done until then.
  for (;;);
};

/** Runs a call, or ends before, amid or after it. */
function around(of, name, call, half = call) {
  if (!isHit(of, name)) return call();
  if (when === "before") die();
  if (when === "half") half();
  else call();
  return die();
}

if (isMainThread && op !== undefined) {
  const { openSync, writeSync, fdatasyncSync, fsyncSync, fdatasync, renameSync } = fs;
  fs.openSync = (name, ...rest) => {
    const fd = openSync(name, ...rest);
    paths.set(fd, String(name));
    return fd;
  };
  fs.writeSync = (fd, bytes, at, length, offset) =>
    around(
      "write",
      paths.get(fd),
      () => writeSync(fd, bytes, at, length, offset),
      () => writeSync(fd, bytes, at, Math.floor(length / 2), offset),
    );
  fs.fdatasyncSync = (fd) => around("sync", paths.get(fd), () => fdatasyncSync(fd));
  fs.fsyncSync = (fd) => around("sync", paths.get(fd), () => fsyncSync(fd));
  fs.fdatasync = (fd, done) => {
    const hit = isHit("sync", paths.get(fd));
    if (hit && when === "before") die();
    fdatasync(fd, (error) => (hit ? die() : done(error)));
  };
  fs.renameSync = (from, to) => around("rename", to, () => renameSync(from, to));
  syncBuiltinESMExports();
  const end = Reflect.get(ServerResponse.prototype, "end");
  ServerResponse.prototype.end = function (...given) {
    return around("answer", this.req.url, () => Reflect.apply(end, this, given));
  };
}
