import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { openEventWriter } from "../../../src/events/write/eventWriter.js";
import { decodeCurves, type StoreIndex } from "../../../src/explore/curves/protocol.js";
import { findLookup, readLookups } from "../../../src/figures/lookups/readLookups.js";
import { runServer, type RunningServer } from "../../helpers/pageServer.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

describe("the server of pages", function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const hostile = `<img src=x onerror=alert(1)>"'&`;
  let server: RunningServer;
  let logs = "";

  before(async () => {
    const project = join(folder(), "project");
    logs = join(project, "logs");
    mkdirSync(join(project, "lookups"), { recursive: true });
    writeFileSync(join(folder(), "secret.txt"), "secret");
    for (const name of ["a_seed-0", "a_seed-1", hostile]) {
      const writer = openEventWriter(join(logs, name), { clock: () => 1.7e9 });
      for (let step = 0; step < 5; step++) writer.scalar(`acc/${hostile}`, step / 2, step);
      writer.close();
    }
    server = await runServer({ logs: [logs], workingDirectory: project });
  });
  after(() => server.close());

  const get = (path: string, init: RequestInit = {}) =>
    fetch(`${server.origin}${path}`, {
      ...init,
      headers: { cookie: server.cookie, ...(init.headers as Record<string, string>) },
      redirect: "manual",
    });
  const raw = (path: string, headers: Record<string, string>) =>
    new Promise<number>((resolve, reject) => {
      const { port } = new URL(server.origin);
      const asked = request({ host: "127.0.0.1", port, path, headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      });
      asked.on("error", reject);
      asked.end();
    });

  it("shows nothing to who does not have the token", async () => {
    for (const path of ["/", "/app.js", "/api/state", "/api/index?store=logs-1", "/?token=wrong"]) {
      const answer = await fetch(`${server.origin}${path}`);
      assert.equal(answer.status, 403, path);
      assert.doesNotMatch(await answer.text(), /seed|logs/);
    }
    assert.equal((await get("/api/state", { headers: { cookie: "figures-1=x" } })).status, 403);
    const first = await fetch(server.url, { redirect: "manual" });
    assert.equal(first.status, 303);
    assert.equal(first.headers.get("location"), "/");
    assert.match(first.headers.get("set-cookie") ?? "", /HttpOnly; SameSite=Strict/);
    assert.equal((await get("/")).status, 200);
  });

  it("answers under no other name, whoever asks", async () => {
    const { cookie } = server;
    for (const host of ["evil.example", "evil.example:80", "127.0.0.1"]) {
      assert.equal(await raw("/api/state", { host, cookie }), 421, host);
    }
    const { port } = new URL(server.origin);
    assert.equal(await raw("/api/state", { host: `localhost:${port}`, cookie }), 200);
  });

  it("lets pages do nothing but show what comes from it", async () => {
    const { headers } = await get("/");
    const policy = headers.get("content-security-policy") ?? "";
    assert.match(policy, /default-src 'none'; script-src 'self';/);
    assert.doesNotMatch(policy, /unsafe-eval|script-src[^;]*unsafe-inline|\*/);
    assert.equal(headers.get("x-content-type-options"), "nosniff");
  });

  it("gives no file but its pages", async () => {
    for (const path of [
      "/../secret.txt",
      "/..%2fsecret.txt",
      "/%2e%2e/%2e%2e/secret.txt",
      "/etc/passwd",
      "//etc/passwd",
      "/app.js/../../secret.txt",
      "/%00",
      "/%",
      "/package.json",
    ]) {
      const status = await raw(path, { host: new URL(server.origin).host, cookie: server.cookie });
      assert.ok([400, 403, 404].includes(status), `${path}: ${status}`);
    }
    for (const store of ["../..", "/etc", "logs-2", "__proto__", "figure-../../secret", ""]) {
      const answer = await get(`/api/index?${new URLSearchParams({ store }).toString()}`);
      assert.equal(answer.status, 400, store);
    }
    assert.equal((await get("/api/__proto__")).status, 404);
    assert.equal((await get("/api/constructor")).status, 404);
  });

  it("gives the curves of runs, whatever their names", async () => {
    const index = (await (await get("/api/index?store=logs-1")).json()) as StoreIndex;
    assert.deepEqual(index.runs.map(({ name }) => name).sort(), [hostile, "a_seed-0", "a_seed-1"]);
    const query = new URLSearchParams({
      store: "logs-1",
      tag: index.tags[0],
      runs: "0-9",
      axis: "step",
      smooth: "0",
      width: "100",
    });
    const curves = decodeCurves(await (await get(`/api/curves?${query.toString()}`)).arrayBuffer());
    assert.equal(curves.length, 3);
    assert.deepEqual([...curves[0].y], [0, 0.5, 1, 1.5, 2]);
    for (const [name, value] of [
      ["runs", "x"],
      ["axis", "y"],
      ["smooth", "1"],
      ["smooth", "NaN"],
      ["width", "-1"],
      ["from", "a"],
    ]) {
      const wrong = new URLSearchParams(query);
      wrong.set(name, value);
      assert.equal((await get(`/api/curves?${wrong.toString()}`)).status, 400, `${name}=${value}`);
    }
  });

  it("tells of values as they are written", async () => {
    const index = async () => (await (await get("/api/index?store=logs-1")).json()) as StoreIndex;
    const before = await index();
    const answer = await get("/api/events?store=logs-1");
    const reader = answer.body!.getReader();
    await reader.read();
    const writer = openEventWriter(join(logs, "late_seed-0"));
    writer.scalar("acc/late", 1, 0);
    writer.close();
    const told = (await reader.read()).value as Uint8Array;
    assert.match(new TextDecoder().decode(told), /^data: \d+\n\n$/);
    await reader.cancel();
    const after = await index();
    assert.ok(after.version > before.version);
    assert.deepEqual(after.runs.slice(0, 3), before.runs);
    assert.equal(after.runs[3].name, "late_seed-0");
  });

  it("writes a lookup that can be built, and only where there is none", async () => {
    const post = (body: unknown, headers: Record<string, string> = { origin: server.origin }) =>
      get("/api/lookup", { method: "POST", body: JSON.stringify(body), headers });
    const body = {
      ...{ name: "saved", store: "logs-1", runs: "seed", tags: ["acc/late"] },
      ...{ smooth: 0.5, axis: "relative", isLog: true },
    };
    assert.equal((await post(body, {})).status, 403);
    assert.equal((await post(body, { origin: "http://evil.example" })).status, 403);
    for (const name of ["../evil", "a/b", "", ".hidden", "a.yaml", "x".repeat(100)]) {
      assert.equal((await post({ ...body, name })).status, 400, name);
    }
    assert.equal((await post({ ...body, runs: "(" })).status, 400);
    assert.equal((await post({ ...body, store: "../x" })).status, 400);
    assert.equal((await post("x".repeat(300_000))).status, 400);
    const path = join(folder(), "project", "lookups", "saved.yaml");
    assert.ok(!existsSync(path));
    assert.equal((await post(body)).status, 200);
    const written = readFileSync(path, "utf8");
    assert.equal((await post(body)).status, 400);
    assert.equal(readFileSync(path, "utf8"), written);
    const lookup = findLookup(await readLookups([join(folder(), "project", "lookups")]), "saved");
    assert.equal(lookup.logs?.smooth, 0.5);
    assert.equal(lookup.logs?.x, "relative");
    assert.equal((await get("/api/figure?key=saved")).status, 200);
    assert.equal((await get("/api/state", { method: "DELETE" })).status, 405);
  });

  it("answers its pages while others only connect, and calls no request that broke off a fault", async () => {
    const { port, host } = new URL(server.origin);
    const head = `Host: ${host}\r\nCookie: ${server.cookie}\r\nOrigin: ${server.origin}\r\n`;
    const kinds = [
      "",
      `GET / HTTP/1.1\r\nHost: ${host}\r\nX: `,
      `POST /api/lookup HTTP/1.1\r\n${head}Content-Length: 9999\r\n\r\n{`,
      `GET /api/events?store=logs-1 HTTP/1.1\r\n${head}\r\n`,
    ];
    for (const bytes of kinds) {
      const sockets: Socket[] = [];
      const opened = Array.from({ length: 400 }, async () => {
        const socket = connect(Number(port), "127.0.0.1");
        sockets.push(socket);
        socket.on("error", () => undefined);
        await once(socket, "connect");
        socket.write(bytes);
      });
      await Promise.all(opened);
      assert.equal((await get("/api/state")).status, 200, JSON.stringify(bytes.slice(0, 30)));
      for (const socket of sockets) socket.destroy();
    }
    assert.equal((await get("/api/state")).status, 200);
    assert.deepEqual(server.faults, []);
  });

  it("stays up under requests that are none, and under many", async () => {
    const { port } = new URL(server.origin);
    const sockets: Socket[] = [];
    for (let i = 0; i < 1000; i++) {
      const socket = connect(Number(port), "127.0.0.1");
      socket.on("error", () => undefined);
      if (i % 3 === 0) socket.write("GET / HTTP/1.1\r\nHost: x\r\nX: ");
      if (i % 3 === 1) socket.write("\0\0garbage\r\n\r\n");
      sockets.push(socket);
    }
    await setTimeout(300);
    for (const socket of sockets) socket.destroy();
    await setTimeout(200);
    const { host } = new URL(server.origin);
    assert.equal(
      await raw(`/api/curves?tag=${"x".repeat(30_000)}`, { host }).catch(() => 431),
      431,
    );
    assert.equal((await get("/api/state")).status, 200);
    assert.deepEqual(server.faults, []);
  });
});
