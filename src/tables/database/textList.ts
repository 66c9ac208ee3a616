import { append } from "../../util/lists/longLists.js";

/** The texts that codes stand for: a code is an index into them. */
export class TextList {
  readonly texts: (string | null)[] = [];
  private readonly codes = new Map<string | null, number>();
  private lastText: string | null | undefined;
  private lastCode = 0;
  private lastCategories: readonly string[] = [];
  private lastLength = 0;
  private lastFirst = 0;

  codeOf(text: string | null): number {
    if (text === this.lastText) return this.lastCode;
    let code = this.codes.get(text);
    if (code === undefined) {
      code = this.texts.push(text) - 1;
      this.codes.set(text, code);
    }
    this.lastText = text;
    return (this.lastCode = code);
  }

  /** The code of the first category; the others follow it. */
  codeOfFirst(categories: readonly string[]): number {
    // The same list may have grown since.
    if (categories === this.lastCategories && categories.length === this.lastLength) {
      return this.lastFirst;
    }
    this.lastCategories = categories;
    this.lastLength = categories.length;
    this.lastFirst = this.texts.length;
    append(this.texts, categories);
    return this.lastFirst;
  }

  clear(): void {
    this.texts.length = 0;
    this.codes.clear();
    this.lastText = undefined;
    this.lastCategories = [];
  }
}
