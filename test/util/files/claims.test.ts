import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { Claims, type Claim, type Holder } from "../../../src/util/files/claims.js";
import { thisProcess } from "../../../src/util/files/processIdentity.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

const isClaim = (attempt: Claim | { readonly holder: Holder }): attempt is Claim =>
  !("holder" in attempt);

describe("Claims", () => {
  const folder = temporaryFolder();
  /** A claim of a process of which nobody can say whether it lives. */
  const strangers = (name: string): string => {
    const path = join(folder(), name);
    mkdirSync(join(path, "work-abc"), { recursive: true });
    const holder = { ...thisProcess(), place: "elsewhere", host: "node7", since: 0 };
    writeFileSync(join(path, "claim-1"), JSON.stringify(holder));
    return path;
  };

  it("are given to one of many who want the same, and to another when it is given back", async () => {
    const path = join(folder(), "many");
    const all = Array.from({ length: 20 }, () => new Claims());
    for (let round = 0; round < 3; round++) {
      const attempts = await Promise.all(all.map((claims) => claims.claim(path)));
      const [claim, ...more] = attempts.filter(isClaim);
      assert.equal(more.length, 0);
      const other = attempts.find((attempt) => !isClaim(attempt));
      assert.ok(other && "holder" in other);
      assert.equal(other.holder.process?.pid, process.pid);
      mkdirSync(claim.work);
      assert.ok(await claim.isHeld());
      await claim.release();
      assert.ok(!existsSync(path));
    }
    assert.deepEqual(
      readdirSync(folder()).filter((name) => name.startsWith("many")),
      [],
    );
  });

  it("of a process that was killed are taken over at once, by one, with what it left", async () => {
    const path = join(folder(), "killed");
    const module = new URL("../../../src/util/files/claims.ts", import.meta.url).href;
    const program = `
      const { Claims } = await import(${JSON.stringify(module)});
      const { mkdirSync } = await import("node:fs");
      const { work } = await new Claims().claim(${JSON.stringify(path)});
      mkdirSync(work);
      console.log("claimed");
      setInterval(() => undefined, 1000);`;
    const child = spawn(process.execPath, [
      ...["--import", "tsx", "--input-type=module", "--eval", program],
    ]);
    await once(child.stdout, "data");
    assert.ok(!isClaim(await new Claims().claim(path)));
    child.kill("SIGKILL");
    await once(child, "exit");
    const all = Array.from({ length: 10 }, () => new Claims());
    const attempts = await Promise.all(all.map((claims) => claims.claim(path)));
    const won = attempts.filter(isClaim);
    assert.equal(won.length, 1);
    assert.equal(won[0].leftovers.length, 1);
    await won[0].release();
    assert.ok(!existsSync(path));
  });

  it("without a heartbeat are taken over after a while, whatever the clocks say", async () => {
    const path = strangers("silent");
    const patient = new Claims({ abandonedAfterSeconds: 60 });
    const claims = new Claims({ abandonedAfterSeconds: 0.3 });
    assert.ok(!isClaim(await patient.claim(path)));
    assert.ok(!isClaim(await claims.claim(path)));
    await setTimeout(400);
    assert.ok(!isClaim(await patient.claim(path)));
    const attempt = await claims.claim(path);
    assert.ok(isClaim(attempt));
    assert.deepEqual(attempt.leftovers, [join(path, "work-abc")]);
    await attempt.release();
  });

  it("with a heartbeat are left alone, however long", async () => {
    const path = strangers("beating");
    const claims = new Claims({ abandonedAfterSeconds: 0.3 });
    for (let beat = 0; beat < 4; beat++) {
      // However late this process comes back, it finds another beat than before.
      writeFileSync(join(path, "beat-1"), String(beat));
      const attempt = await claims.claim(path);
      assert.ok(!isClaim(attempt));
      assert.equal(attempt.holder.process?.host, "node7");
      await setTimeout(200);
    }
  });

  it("beat while they are held, and know when they were taken over", async () => {
    const path = join(folder(), "own");
    const claims = new Claims({ beatSeconds: 0.02 });
    const claim = await claims.claim(path);
    assert.ok(isClaim(claim));
    const beat = () =>
      existsSync(join(path, "beat-1")) && readFileSync(join(path, "beat-1"), "utf8");
    for (let seen = 0, last = beat(); seen < 2; await setTimeout(10)) {
      if (beat() !== last) [last, seen] = [beat(), seen + 1];
    }
    writeFileSync(join(path, "claim-2"), "{}");
    assert.ok(!(await claim.isHeld()));
    await claim.release();
    assert.ok(existsSync(join(path, "claim-2")), "what another holds is not removed");
  });

  it("are readable by nobody while they are written, and by their heartbeat still alive", async () => {
    const path = join(folder(), "cut");
    mkdirSync(path);
    writeFileSync(join(path, "claim-1"), "");
    const attempt = await new Claims().claim(path);
    assert.deepEqual(attempt, { holder: { generation: 1 }, isAlive: false });
  });

  it("of others show whether there was a sign of life", async () => {
    const path = join(folder(), "watched");
    mkdirSync(path);
    const holder = { ...thisProcess(), place: "elsewhere" };
    writeFileSync(join(path, "claim-1"), JSON.stringify(holder));
    const claims = new Claims();
    const look = async () => {
      const attempt = await claims.claim(path);
      return "isAlive" in attempt && attempt.isAlive;
    };
    assert.deepEqual([await look(), await look()], [false, false]);
    writeFileSync(join(path, "beat-1"), "1\n");
    assert.ok(await look());
    writeFileSync(join(path, "claim-1"), JSON.stringify(thisProcess()));
    const here = await new Claims().claim(path);
    assert.ok("isAlive" in here && here.isAlive, "a living process of this machine");
  });
});
