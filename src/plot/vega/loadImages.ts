import { UserError } from "../../util/userError.js";
import { shown } from "../spec/fields/checkVocabulary.js";
import type { Libraries } from "./loadVega.js";
import { pictureSize, refuseTooLarge } from "./pictureSize.js";
import { allMarks, type SceneMark } from "./sceneTree.js";

/**
 * Decodes the pictures of a scene's image marks, so that they are there when it is drawn.
 *
 * @throws {UserError} when a picture is not inside the document (a figure reads only what its lookup names), cannot
 *   be read, or would take too much memory or time
 */
export async function loadImages(
  root: SceneMark,
  { canvas }: Libraries,
  specName: string,
): Promise<void> {
  const decoded = new Map<string, Promise<object>>();
  let pixels = 0;
  for (const mark of allMarks(root)) {
    if (mark.marktype !== "image") continue;
    for (const item of mark.items) {
      const { url } = item;
      if (url === undefined || url === null || url === "") continue;
      if (!/^data:image\//i.test(url)) throw notInside(specName, url);
      if (!decoded.has(url)) decoded.set(url, decode(url));
      item.image = await decoded.get(url);
    }
  }

  async function decode(url: string): Promise<object> {
    const bytes = bytesOf(url);
    try {
      const size = pictureSize(bytes);
      refuseTooLarge(size, pixels);
      pixels += size.width * size.height;
    } catch (error) {
      throw cannotShow(url, (error as Error).message, error);
    }
    try {
      return Object.assign(await canvas.loadImage(bytes), { url });
    } catch (error) {
      throw cannotShow(url, "is no picture that can be read", error);
    }
  }

  function cannotShow(url: string, reason: string, cause: unknown): UserError {
    return new UserError(`${specName}: an image mark shows ${shown(url)}, which ${reason}.`, 1, {
      cause,
    });
  }
}

function bytesOf(url: string): Buffer {
  const comma = url.indexOf(",");
  const data = url.slice(comma + 1);
  const isBase64 = /;base64$/i.test(url.slice(0, comma));
  return isBase64 ? Buffer.from(data, "base64") : Buffer.from(unescaped(data));
}

/** A sign "%" that escapes nothing stands for itself. */
function unescaped(data: string): string {
  try {
    return decodeURIComponent(data);
  } catch {
    return data;
  }
}

function notInside(specName: string, url: string): UserError {
  return new UserError(
    `${specName}: an image mark shows ${shown(url)}, but figures read no files or addresses of their own.\nPut the picture into the document: "data:image/png;base64,...".`,
  );
}
