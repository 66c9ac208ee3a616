import type { RunDirectory, Tag, TagKind } from "../events/index.js";
import { statOrUndefined } from "../util/statOrUndefined.js";

const mostTagsShown = 20;

/** Where values of a kind can be had. */
const ways: Record<TagKind, readonly [what: string, remedy: string]> = {
  scalar: ["scalars", `--tags "*"`],
  text: ["texts", "--kind texts"],
  histogram: ["histograms", "--kind histograms"],
  hparams: ["hyperparameters", "--kind hparams"],
  image: ["pictures", "--images <folder>"],
  audio: ["sounds", "--images <folder>"],
  tensor: ["tensors", "no table shows them; the library reads them"],
  graph: ["graphs", "no table shows them; the library reads them"],
};

/** What logs were found to hold, to be said when it is not what was asked for. */
export class SeenLogs {
  private readonly tags = new Map<TagKind, Set<string>>();
  private readonly plugins = new Set<string>();
  private files = 0;
  private emptyFiles = 0;

  add({ files }: RunDirectory, tags: Iterable<Tag>): void {
    for (const { kind, tag, plugin } of tags) {
      if (!this.tags.has(kind)) this.tags.set(kind, new Set());
      this.tags.get(kind)!.add(tag);
      if (kind === "tensor" && plugin !== "") this.plugins.add(plugin);
    }
    this.files += files.length;
    this.emptyFiles += files.filter((file) => statOrUndefined(file)?.size === 0).length;
  }

  /** The tags of a kind, or all of them. */
  tagsOf(kind: TagKind): ReadonlySet<string> {
    return this.tags.get(kind) ?? new Set();
  }

  /** Sentences that say what is there and which option shows it. */
  describe(asked: TagKind): string {
    const scalars = this.tagsOf(asked);
    if (scalars.size > 0) {
      return `Their ${asked === "scalar" ? "tags" : `tags of ${ways[asked][0]}`}: ${listed(scalars)}.`;
    }
    if (this.tags.size === 0) return this.describeNothing();
    const others = [...this.tags].map(([kind, tags]) => {
      const [what, remedy] = ways[kind];
      const plugins = [...this.plugins].map((name) => JSON.stringify(name)).join(", ");
      const of = kind === "tensor" && plugins !== "" ? ` of the plugin ${plugins}` : "";
      const names = kind === "hparams" ? "" : ` (${listed(tags)})`;
      return `  ${what}${of}${names}: ${remedy}`;
    });
    return `They hold no ${ways[asked][0]}, but\n${others.join("\n")}`;
  }

  private describeNothing(): string {
    if (this.files === this.emptyFiles) {
      return this.files === 1
        ? "The one event file is empty (0 bytes)."
        : `All ${this.files} event files are empty (0 bytes).`;
    }
    const empty = this.emptyFiles > 0 ? `; ${this.emptyFiles} of them are empty (0 bytes)` : "";
    const files =
      this.files === 1 ? "The one event file holds" : `The ${this.files} event files hold`;
    return `${files} no values that can be read, at most the version of the format${empty}.`;
  }
}

function listed(tags: ReadonlySet<string>): string {
  const shown = [...tags].sort().slice(0, mostTagsShown);
  return `${shown.join(", ")}${tags.size > mostTagsShown ? `, … (${tags.size} in all)` : ""}`;
}
