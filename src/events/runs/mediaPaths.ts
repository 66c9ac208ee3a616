import { createHash } from "node:crypto";
import { mediaFolder, mediaName, type MediaPlace } from "./mediaFileName.js";

/**
 * Gives every picture and clip of an export a path of its own below one folder. Run and tag make the
 * folder; where two pairs would make the same one (`a` with `b/c`, `a/b` with `c`; names that differ in
 * case only, which some file systems take for one), the later gets a hash of its pair.
 */
export class MediaPaths {
  private readonly ownerOf = new Map<string, string>();
  private readonly folderOf = new Map<string, string>();
  private readonly given = new Set<string>();

  pathOf(place: MediaPlace): string {
    const folder = this.claim(place.run, place.tag);
    const name = mediaName(place);
    for (let copy = 1; ; copy++) {
      const path = `${folder}/${copy === 1 ? name : name.replace(/(?=\.\w+$)/, `%${copy}`)}`;
      if (this.given.has(asSeen(path))) continue;
      this.given.add(asSeen(path));
      return path;
    }
  }

  private claim(run: string, tag: string): string {
    const pair = JSON.stringify([run, tag]);
    const known = this.folderOf.get(pair);
    if (known !== undefined) return known;
    let folder = mediaFolder(run, tag);
    if (this.ownerOf.has(asSeen(folder))) {
      const hash = createHash("sha256").update(pair).digest("hex").slice(0, 16);
      folder = `${folder}%${hash}`;
    }
    this.ownerOf.set(asSeen(folder), pair);
    this.folderOf.set(pair, folder);
    return folder;
  }
}

/** What file systems that care least for differences see of a path. */
function asSeen(path: string): string {
  return path.normalize("NFC").toLowerCase();
}
