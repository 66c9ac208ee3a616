/**
 * What a record holds under a name of the user's. Objects have properties that nobody gave them (`constructor`,
 * `toString`, `__proto__`): `record[name]` would find those.
 */
export function own<T>(
  record: Readonly<Record<string, T>> | undefined,
  name: string,
): T | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}

/** Gives a record a value under a name of the user's, `__proto__` as any other. */
export function setOwn<T>(record: Record<string, T>, name: string, value: T): T {
  Object.defineProperty(record, name, {
    value,
    configurable: true,
    enumerable: true,
    writable: true,
  });
  return value;
}
