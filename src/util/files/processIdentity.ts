import { createHash } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname, networkInterfaces } from "node:os";
import { append } from "../lists/longLists.js";

/** Which process of which machine: enough to tell, on the same machine, whether it still lives. */
export interface ProcessIdentity {
  /** For people; containers may share it. */
  readonly host: string;
  /** Equal only where process ids mean the same: one machine since one start, one space of process ids. */
  readonly place: string;
  readonly pid: number;
  /** When the process started, in the machine's own ticks; 0 where the system does not tell. */
  readonly started: number;
}

/** The process that asks. */
export function thisProcess(): ProcessIdentity {
  own ??= {
    host: hostname(),
    place: thisPlace(),
    pid: process.pid,
    started: startOf(process.pid) ?? 0,
  };
  return own;
}

let own: ProcessIdentity | undefined;

/** "unknown" for processes of other machines and containers, and where a process id may have come again. */
export function livenessOf({ place, pid, started }: ProcessIdentity): "alive" | "gone" | "unknown" {
  if (place !== thisProcess().place) return "unknown";
  if (!hasProcess(pid)) return "gone";
  const start = startOf(pid);
  if (start === undefined || started === 0) return "unknown";
  return start === started ? "alive" : "gone";
}

function thisPlace(): string {
  // Containers of one machine see the same start of the system, but each has its own space of process ids.
  const parts = [
    hostname(),
    textOf(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8")),
    textOf(() => readlinkSync("/proc/self/ns/pid")),
  ];
  if (parts[1] === "") append(parts, networkAddresses());
  return createHash("sha256").update(parts.join("\n")).digest("hex").slice(0, 12);
}

function networkAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => (addresses ?? []).map(({ mac }) => mac))
    .filter((mac) => mac !== "00:00:00:00:00:00")
    .sort();
}

function textOf(read: () => string): string {
  try {
    return read().trim();
  } catch {
    return "";
  }
}

function hasProcess(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** The 22nd field of `/proc/<pid>/stat`; 0 for a process that has ended and waits to be asked for its result. */
function startOf(pid: number): number | undefined {
  const stat = textOf(() => readFileSync(`/proc/${pid}/stat`, "utf8"));
  // The program's name, in brackets, may hold blanks and brackets.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  if (fields.length < 20) return undefined;
  return fields[0] === "Z" || fields[0] === "X" ? 0 : Number(fields[19]);
}
