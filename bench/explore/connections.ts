import { mkdtempSync, rmSync } from "node:fs";
import { get } from "node:http";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fillScalars, writeRun } from "../read/generateLogs.js";
import { serve } from "./served.js";

/**
 * Whether `figures serve` stands many thousand connections of who means it no good: silent ones, headers that never end, bodies
 * that never come, garbage, event streams that nobody reads. Run `npm run build` first.
 */
const count = Number(process.argv[2] ?? 10_000);
const folder = mkdtempSync(join(tmpdir(), "figures-bench-"));
writeRun(join(folder, "run"), (events) => fillScalars(events, ["loss"], 1000));
const server = await serve([folder]);
const { port, host } = new URL(server.url);
const cookie = await new Promise<string>((done, fail) => {
  get(server.url, ({ headers }) => done(String(headers["set-cookie"]).split(";")[0])).on(
    "error",
    fail,
  );
});

/** Milliseconds until the page answers; NaN when it does not. */
const answer = () =>
  new Promise<number>((done) => {
    const start = performance.now();
    const asked = get(
      `${server.origin}/api/state`,
      { headers: { cookie }, agent: false },
      (response) => {
        response.resume();
        response.on("end", () =>
          done(response.statusCode === 200 ? performance.now() - start : NaN),
        );
      },
    );
    asked.on("error", () => done(NaN));
    asked.setTimeout(60_000, () => asked.destroy(new Error("no answer")));
  });

const events = `GET /api/events?store=logs-1 HTTP/1.1\r\nHost: ${host}\r\nCookie: ${cookie}\r\n\r\n`;
const kinds: readonly (readonly [name: string, bytes: string])[] = [
  ["silent", ""],
  ["headers that never end", `GET / HTTP/1.1\r\nHost: ${host}\r\nX: ${"x".repeat(4000)}`],
  [
    "bodies that never come",
    `POST /api/lookup HTTP/1.1\r\nHost: ${host}\r\nCookie: ${cookie}\r\nOrigin: ${server.origin}\r\nContent-Length: 99999\r\n\r\n{`,
  ],
  ["garbage", "\0\u0001\u0002 garbage\r\n\r\n".repeat(50)],
  ["event streams that nobody reads", events],
  ["kept alive", `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: keep-alive\r\n\r\n`],
];
const state = async (when: string) => {
  const time = await answer();
  const { now } = server.memory();
  console.log(
    `${when.padEnd(36)} ${Number.isNaN(time) ? "no answer" : `${time.toFixed(0)} ms`}, ${now} MB, ${server.descriptors()} descriptors`,
  );
};

await state("before");
for (const [name, bytes] of kinds) {
  const sockets: Socket[] = [];
  for (let i = 0; i < count; i++) {
    const socket = connect(Number(port), "127.0.0.1");
    socket.on("error", () => undefined);
    // What comes is not read.
    socket.pause();
    if (bytes !== "") socket.write(bytes);
    sockets.push(socket);
    if (i % 500 === 0) await setTimeout(5);
  }
  await setTimeout(500);
  await state(`${count} ${name}`);
  for (const socket of sockets) socket.destroy();
  await setTimeout(500);
  await state("  after them");
}
console.log(
  server.isUp() ? `up; it said: ${JSON.stringify(server.said().slice(0, 300))}` : "it is down",
);
await server.stop();
rmSync(folder, { recursive: true });
