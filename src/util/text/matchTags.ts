/**
 * Whether a tag matches one of some patterns: `*` stands for any text, slashes and line breaks included,
 * `?` for one character, everything else for itself. Takes time in proportion to the tag's length and
 * the pattern's at most.
 */
export function matchTags(patterns: readonly string[]): (tag: string) => boolean {
  const matchers = patterns.map(matchTag);
  return (tag) => matchers.some((matches) => matches(tag));
}

/** The patterns that match none of some tags. */
export function unmatchedPatterns(patterns: readonly string[], tags: Iterable<string>): string[] {
  const known = [...tags];
  return patterns.filter((pattern) => !known.some(matchTag(pattern)));
}

function matchTag(pattern: string): (tag: string) => boolean {
  if (!/[*?]/.test(pattern)) return (tag) => tag === pattern;
  const pieces = pattern.split("*").map((piece) => [...piece]);
  const head = pieces[0];
  const tail = pieces.at(-1)!;
  return (tag) => {
    const text = [...tag];
    if (pieces.length === 1) return text.length === head.length && standsAt(head, text, 0);
    // Any way that fits will do: the first place of each piece leaves the most room for the next.
    const end = text.length - tail.length;
    if (end < head.length || !standsAt(head, text, 0) || !standsAt(tail, text, end)) return false;
    let position = head.length;
    for (const piece of pieces.slice(1, -1)) {
      while (position + piece.length <= end && !standsAt(piece, text, position)) position++;
      if (position + piece.length > end) return false;
      position += piece.length;
    }
    return true;
  };
}

function standsAt(piece: readonly string[], text: readonly string[], position: number): boolean {
  return piece.every((character, i) => character === "?" || character === text[position + i]);
}
