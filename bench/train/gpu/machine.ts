import { spawnSync } from "node:child_process";
import { cpus } from "node:os";
import { findCudaDevices } from "../../../src/compute/backends/cuda/driver.js";
import type { Row } from "./table.js";

/** What everything below was measured on. */
export async function describeMachine(): Promise<Row[]> {
  const found = await findCudaDevices();
  const devices = typeof found === "string" ? [] : found;
  const { stdout } = spawnSync("git", ["log", "-1", "--format=%h %cs"], { encoding: "utf8" });
  const changed = spawnSync("git", ["status", "--porcelain", "src"], { encoding: "utf8" }).stdout;
  const all = cpus();
  return [
    ...devices.map((device) => ({
      what: "GPU",
      result:
        `${device.name}, ${(device.freeMemory() / 2 ** 30).toFixed(1)} GiB free` +
        (device.limitsTime ? ", ends kernels that run for seconds" : ""),
    })),
    { what: "processor", result: `${all.length} x ${all[0]?.model.trim() ?? "unknown"}` },
    { what: "Node", result: `${process.version} on ${process.platform} ${process.arch}` },
    { what: "commit", result: `${stdout?.trim() || "unknown"}${changed ? ", with changes" : ""}` },
  ];
}
