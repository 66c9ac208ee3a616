const zero = 48;
const nine = 57;

function isDigit(code: number): boolean {
  return code >= zero && code <= nine;
}

function endOfDigits(text: string, start: number): number {
  let end = start;
  while (end < text.length && isDigit(text.charCodeAt(end))) end++;
  return end;
}

function skipZeros(text: string, start: number, end: number): number {
  let position = start;
  while (position < end - 1 && text.charCodeAt(position) === zero) position++;
  return position;
}

/**
 * Orders texts as people do: runs of digits by their value ("run2" before "run10"), all else by code
 * unit. Depends on no locale; only equal texts compare as 0.
 */
export function compareNaturally(a: string, b: string): number {
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const codeA = a.charCodeAt(i);
    const codeB = b.charCodeAt(j);
    if (!isDigit(codeA) || !isDigit(codeB)) {
      if (codeA !== codeB) return codeA - codeB;
      i++;
      j++;
      continue;
    }
    const endA = endOfDigits(a, i);
    const endB = endOfDigits(b, j);
    const startA = skipZeros(a, i, endA);
    const startB = skipZeros(b, j, endB);
    if (endA - startA !== endB - startB) return endA - startA - (endB - startB);
    for (let k = 0; k < endA - startA; k++) {
      const difference = a.charCodeAt(startA + k) - b.charCodeAt(startB + k);
      if (difference !== 0) return difference;
    }
    i = endA;
    j = endB;
  }
  const remaining = a.length - i - (b.length - j);
  if (remaining !== 0) return remaining;
  return a < b ? -1 : a > b ? 1 : 0;
}
