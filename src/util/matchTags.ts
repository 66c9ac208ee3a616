import picomatch from "picomatch";

/** Whether a tag matches one of some patterns; `*` stands for any text, slashes included. */
export function matchTags(patterns: readonly string[]): (tag: string) => boolean {
  const matches = picomatch([...patterns], { bash: true, dot: true });
  return (tag) => matches(tag);
}
