/**
 * A process of its own, so that what it does takes no time from whoever is measured beside it:
 * `node flooder.mjs ADDRESS CONNECTIONS FROM` with the bytes of one request on standard input, which
 * each connection sends again as soon as it is answered. Ends with its standard input.
 */
import { connect } from "node:net";
import { argv, stdin, stdout } from "node:process";

const [, , address = "", connections = "1", localAddress = "127.0.0.2"] = argv;
const { hostname: host, port } = new URL(address);
const lines = [];
let request = null;

function flood() {
  const socket = connect({ host, port: Number(port), localAddress });
  socket.on("connect", () => socket.write(request));
  socket.on("data", (data) => {
    if (data.includes("HTTP/1.1 ")) socket.write(request);
  });
  socket.on("error", () => null);
  socket.on("close", () => setImmediate(flood));
}

stdin.on("data", (data) => {
  lines.push(data);
  const [length, ...rest] = Buffer.concat(lines).toString("latin1").split("\n");
  const bytes = Buffer.from(rest.join("\n"), "latin1");
  if (request !== null || bytes.length < Number(length)) return;
  request = bytes;
  for (let i = 0; i < Number(connections); i++) flood();
  stdout.write("flooding\n");
});
stdin.on("end", () => process.exit(0));
