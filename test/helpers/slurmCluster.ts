import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

/** A Slurm of two nodes with four cores each (whatever there are) on this machine, for a test. */
export interface SlurmCluster {
  /** The environment in which its commands are its own. */
  readonly environment: NodeJS.ProcessEnv;
  /** Runs one of its commands. */
  ask(command: string, ...args: string[]): string;
  stop(): Promise<void>;
}

/** Why no cluster can be started here; undefined where one can. */
export function whyNoSlurm(): string | undefined {
  if (process.platform !== "linux") return "Slurm runs on Linux";
  if (process.getuid?.() !== 0) return "only root can start a Slurm";
  const missing = ["slurmctld", "slurmd", "munged"].filter(
    (name) => !["/usr/sbin", "/usr/local/sbin"].some((folder) => existsSync(join(folder, name))),
  );
  if (missing.length > 0) return `not installed: ${missing.join(", ")} (slurm-wlm, munge)`;
  return existsSync("/etc/munge/munge.key") ? undefined : "munge has no key";
}

/** Starts controller and nodes, with folders and ports of their own. */
export async function startSlurm(): Promise<SlurmCluster> {
  // Paths in Slurm's configuration may hold no blanks.
  const folder = mkdtempSync(join(tmpdir(), "slurm-"));
  const path = (name: string) => join(folder, name);
  for (const name of ["state", "n1", "n2"]) mkdirSync(path(name));
  const munge = await startMunge();
  const [control, first, second] = await freePorts(3);
  const node = (name: string, port: number) =>
    `NodeName=${name} NodeHostname=${hostname()} NodeAddr=127.0.0.1 Port=${port} CPUs=4 State=UNKNOWN`;
  writeFileSync(
    path("slurm.conf"),
    `ClusterName=test
SlurmctldHost=${hostname()}(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
CredType=cred/munge
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SlurmdParameters=config_overrides
MpiDefault=none
SwitchType=switch/none
ReturnToService=0
MaxArraySize=11
KillWait=5
StateSaveLocation=${path("state")}
SlurmdSpoolDir=${path("%n")}
SlurmctldPidFile=${path("control.pid")}
SlurmdPidFile=${path("%n.pid")}
SlurmctldLogFile=${path("control.log")}
SlurmdLogFile=${path("%n.log")}
SlurmctldPort=${control}
SchedulerType=sched/builtin
SchedulerParameters=batch_sched_delay=0,sched_min_interval=0
${node("n1", first)}
${node("n2", second)}
PartitionName=all Nodes=n1,n2 Default=YES MaxTime=INFINITE State=UP
PartitionName=short Nodes=n1,n2 MaxTime=INFINITE State=UP
`,
  );
  const environment = { ...process.env, SLURM_CONF: path("slurm.conf") };
  const ask = (command: string, ...args: string[]) =>
    execFileSync(command, args, { env: environment, encoding: "utf8" });
  const start = (command: string, ...args: string[]) =>
    spawn(command, ["-D", ...args], { env: environment, stdio: "ignore" });
  const daemons = [start("slurmctld"), start("slurmd", "-N", "n1"), start("slurmd", "-N", "n2")];
  const stop = async () => {
    try {
      ask("scancel", "--full", "--signal=KILL", "--user=root");
    } catch {
      // Nothing is left to be cancelled.
    }
    for (const daemon of [...daemons.reverse(), ...munge]) daemon.kill("SIGTERM");
    await Promise.all([...daemons, ...munge].map(ended));
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  for (let left = 100; ; left--) {
    try {
      if (/^idle 2$/m.test(ask("sinfo", "-h", "-o", "%T %D"))) break;
    } catch {
      // The controller does not answer yet.
    }
    if (left === 0) {
      await stop();
      throw new Error("Slurm does not start");
    }
    await setTimeout(100);
  }
  return { environment, ask, stop };
}

/** @returns what was started: nothing where munge is at work already */
async function startMunge(): Promise<ChildProcess[]> {
  const works = () => {
    try {
      execFileSync("munge", ["-n"], { stdio: "ignore" });
      return true;
    } catch {
      return false;
    }
  };
  if (works()) return [];
  execFileSync("install", ["-d", "-o", "munge", "-g", "munge", "-m", "755", "/run/munge"]);
  for (const folder of ["/var/lib/munge", "/var/log/munge"]) {
    execFileSync("install", ["-d", "-o", "munge", "-g", "munge", "-m", "700", folder]);
  }
  const user = ["--reuid", "munge", "--regid", "munge", "--clear-groups"];
  const daemon = spawn("setpriv", [...user, "munged", "--foreground"], { stdio: "ignore" });
  for (let left = 50; !works() && left > 0; left--) await setTimeout(100);
  return [daemon];
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const timer = globalThis.setTimeout(() => child.kill("SIGKILL"), 5000);
  await new Promise((resolve) => child.once("exit", resolve));
  clearTimeout(timer);
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve) =>
          server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port)),
        ),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
