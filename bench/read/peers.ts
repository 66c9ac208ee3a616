import { execFileSync, spawn } from "node:child_process";

/** Another program that reads logs; gives seconds, or says why it cannot be measured here. */
export interface Peer {
  readonly name: string;
  readonly seconds: (logDirectory: string) => Promise<number>;
}

function python(code: string, ...args: string[]): string | undefined {
  try {
    return execFileSync("python3", ["-c", code, ...args], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    return undefined;
  }
}

/** TensorBoard's data server, if its Python package is installed. */
function dataServer(checksums: boolean): Peer | undefined {
  const binary = python("import tensorboard_data_server as s; print(s.server_binary())");
  if (binary === undefined) return undefined;
  return {
    name: `TensorBoard data server${checksums ? "" : ", no checksums"}`,
    seconds: (logDirectory) =>
      new Promise((resolve, reject) => {
        const server = spawn(binary, [
          ...["--logdir", logDirectory, "--reload", "once", "--port", "0", "-v"],
          ...["--samples-per-plugin", "scalars=0"],
          ...(checksums ? ["--checksum"] : []),
        ]);
        let log = "";
        server.on("error", reject);
        server.on("exit", () => reject(new Error(`the data server ended early:\n${log}`)));
        server.stderr.on("data", (chunk: Buffer) => {
          log += chunk.toString();
          const found = /Finished load cycle \(([\d.]+)(ms|s)\)/.exec(log);
          if (found === null) return;
          resolve(Number(found[1]) * (found[2] === "ms" ? 0.001 : 1));
          server.removeAllListeners("exit");
          server.kill();
        });
      }),
  };
}

const accumulate = `
import glob, os, sys, time
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
start = time.time()
for folder, _, files in os.walk(sys.argv[1]):
    if any("tfevents" in name for name in files):
        EventAccumulator(folder, size_guidance={"scalars": 0, "tensors": 0}).Reload()
print(time.time() - start)
`;

/** TensorBoard's Python reader, if it is installed. */
function pythonReader(): Peer | undefined {
  if (python("import tensorboard.backend.event_processing.event_accumulator") === undefined) {
    return undefined;
  }
  return {
    name: "TensorBoard's Python reader",
    seconds: (logDirectory) => Promise.resolve(Number(python(accumulate, logDirectory))),
  };
}

/** The peers that are installed here; a line on stderr names each that is not. */
export function installedPeers(): Peer[] {
  const wanted: [string, Peer | undefined][] = [
    ["TensorBoard's data server (pip install tensorboard-data-server)", dataServer(true)],
    ["TensorBoard's data server without checksums", dataServer(false)],
    ["TensorBoard's Python reader (pip install tensorboard)", pythonReader()],
  ];
  return wanted.flatMap(([name, peer]) => {
    if (peer === undefined) console.error(`skipped, not installed: ${name}`);
    return peer ?? [];
  });
}
