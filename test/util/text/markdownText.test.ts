import assert from "node:assert/strict";
import { markdownTarget, markdownText } from "../../../src/util/text/markdownText.js";

describe("markdownText", () => {
  it("leaves no HTML, link, code or cell border", () => {
    const nasty =
      "</title><script>alert(1)</script> `code` [a](javascript:alert(1)) | \\n & *b* _c_ ~~d~~";
    const written = markdownText(nasty);
    assert.doesNotMatch(written, /[<>]/);
    assert.doesNotMatch(written, /(?<!\\)[`|*~]|(?<!\\)\]\(/);
    assert.ok(written.includes("&lt;script&gt;"));
    assert.ok(written.includes("\\_c\\_"));
  });

  it("leaves ordinary names alone", () => {
    for (const text of [
      "Real NPU (baseline)",
      "sign_nmru_2",
      "1.00 [0.21, 1.00]",
      "No redundancy, x = 3",
      "Größe",
    ]) {
      assert.equal(markdownText(text), text);
    }
  });

  it("keeps a text on one line", () => {
    assert.equal(markdownText("a\n# b"), "a # b");
    assert.equal(markdownText("# b"), "\\# b");
  });
});

describe("markdownTarget", () => {
  it("encodes what would end a link", () => {
    assert.equal(markdownTarget("a (b) c.svg"), "a%20%28b%29%20c.svg");
  });
});
