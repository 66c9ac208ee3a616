import type { Libraries, Loader } from "./loadVega.js";

/**
 * A loader that reads no file and opens no connection: a figure is made of what its lookup names. Links to pages and
 * pictures inside the document are kept.
 */
export function closedLoader(vega: Libraries["vega"]): Loader {
  const open = vega.loader() as unknown as Loader;
  return {
    ...open,
    load: (uri) =>
      Promise.reject(new Error(`${uri} is not read: a figure has only the data of its lookup`)),
    sanitize: (uri, options) => {
      const isAllowed = options?.context === "href" ? /^(https?|mailto):/i : /^data:image\//i;
      return isAllowed.test(uri)
        ? Promise.resolve({ href: uri })
        : Promise.reject(new Error(`${uri} is not read: a figure has only what its lookup names`));
    },
  };
}
