import { open, stat, type FileHandle } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { Claims, describeHolder, type Claim, type ClaimTimes } from "../util/files/claims.js";
import { syncFolder, syncOpenFile } from "../util/files/durable.js";
import { livenessOf } from "../util/files/processIdentity.js";
import { UserError } from "../util/userError.js";
import { cannotWrite } from "../util/writeFileAtomically.js";

/**
 * A text file that grows by whole rows and that one process at a time writes: while it is open, a hidden
 * folder beside it says by whom.
 */
export class RowFile {
  #file: FileHandle | undefined;
  #length = 0;

  private constructor(
    readonly path: string,
    readonly claim: Claim,
  ) {}

  /**
   * Claims the file; what is in it stays until the first rows are written.
   *
   * @throws {UserError} when another process writes it
   */
  static async open(path: string, times: ClaimTimes = {}): Promise<RowFile> {
    const claims = new Claims(times);
    const { abandonedAfterSeconds = 60 } = times;
    const folder = join(dirname(path), `.${basename(path)}.writer`);
    const until = performance.now() + (abandonedAfterSeconds + 5) * 1000;
    for (;;) {
      const attempt = await claims.claim(folder).catch((error: unknown) => {
        throw cannotWrite(path, error);
      });
      if ("release" in attempt) return new RowFile(path, attempt);
      const { holder } = attempt;
      const isAlive = holder.process && livenessOf(holder.process) === "alive";
      if (isAlive || performance.now() > until) {
        throw new UserError(
          `${path} is being written by ${describeHolder(holder)}.\nGive another file, or stop that process first.`,
        );
      }
      // Of a process on another machine only its heartbeat shows whether it still lives.
      await setTimeout(500);
    }
  }

  /**
   * Writes rows, to the disk. When only some of them can be written, none is.
   *
   * @throws {UserError} when that is not possible
   */
  async write(rows: string): Promise<void> {
    try {
      const isNew = this.#file === undefined;
      this.#file ??= await open(this.path, "w");
      const bytes = Buffer.from(rows);
      await this.#refuseReplaced(this.#file);
      for (let done = 0; done < bytes.length;) {
        done += (await this.#file.write(bytes, done)).bytesWritten;
      }
      await syncOpenFile(this.#file);
      // A name that is not on the disk is lost with all rows at a power loss.
      if (isNew) await syncFolder(dirname(this.path));
      this.#length += bytes.length;
    } catch (error) {
      await this.#file?.truncate(this.#length).catch(() => undefined);
      throw error instanceof UserError ? error : cannotWrite(this.path, error);
    }
  }

  async close(): Promise<void> {
    await this.#file?.close();
    await this.claim.release();
  }

  /** Rows that go into a file that has lost its name are lost. */
  async #refuseReplaced(file: FileHandle): Promise<void> {
    const [own, there] = await Promise.all([file.stat(), stat(this.path).catch(() => undefined)]);
    if (there?.ino === own.ino && there.dev === own.dev) return;
    throw new UserError(
      `${this.path} was ${there ? "replaced" : "removed"} by another program while rows were written into it.\n` +
        "Begin again, with a file that nothing else writes.",
    );
  }
}
