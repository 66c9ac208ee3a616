/** What a person does on the pages, as code that runs in the browser, and how long the answer takes to be painted. */

/**
 * A function of an action `{ act, done }`: milliseconds from the action until `done` holds, whatever it waits for,
 * and what it changed is painted.
 */
export const measureInPage = `async ({ act, changes, done = () => true }) => {
  const painted = () => new Promise((next) => requestAnimationFrame(() => setTimeout(next)));
  await painted();
  const places = changes();
  const waiting = new Set(places);
  const start = performance.now();
  let observer;
  const all = new Promise((next, fail) => {
    observer = new MutationObserver((records) => {
      for (const { target } of records)
        for (const place of waiting) if (place === target || place.contains(target)) waiting.delete(place);
      if (waiting.size === 0 && done()) next();
    });
    for (const place of places)
      observer.observe(place, { childList: true, characterData: true, subtree: true, attributes: true });
    setTimeout(() => fail(new Error("nothing changed: " + act)), 20000);
  });
  await act();
  await all;
  observer.disconnect();
  await painted();
  return performance.now() - start;
}`;

/** Resolves when a panel has said how many values it shows, and is painted. */
export const paintedPanel = `new Promise((next) => {
  const look = () => {
    const isThere = [...document.querySelectorAll(".panel .note")].some((note) => /runs?, [1-9]\\d* values/.test(note.textContent));
    if (isThere) requestAnimationFrame(() => setTimeout(next)); else setTimeout(look, 5);
  };
  look();
})`;

/** The notes of the panels that can be seen: each is written anew when its curves are drawn. */
const notes = `() => [...document.querySelectorAll(".panel")]
  .filter((panel) => { const { top, bottom } = panel.getBoundingClientRect(); return bottom > 0 && top < innerHeight; })
  .map((panel) => panel.querySelector(".note"))`;
const content = `() => [document.querySelector("main")]`;
const field = (label: string) =>
  `[...document.querySelectorAll("label")].find((label) => label.textContent === ${JSON.stringify(label)}).control`;
const input = (label: string, value: string | number) =>
  `{ act: () => { const input = ${field(label)}; input.value = ${JSON.stringify(value)}; input.dispatchEvent(new Event("input", { bubbles: true })); input.dispatchEvent(new Event("change", { bubbles: true })); }, changes: ${notes} }`;
const click = (label: string) => `{ act: () => ${field(label)}.click(), changes: ${notes} }`;
const go = (address: string, selector: string) =>
  `{ act: () => { location.hash = ${JSON.stringify(address)}; }, changes: ${content}, done: () => document.querySelector(${JSON.stringify(selector)}) !== null }`;
const hasDrawn = `() => [...document.querySelectorAll(".panel .note")].some((note) => note.textContent !== "")`;
const pin = (text: string) =>
  `{ act: () => [...document.querySelectorAll(".panel button")].find((button) => button.textContent === ${JSON.stringify(text)}).click(), changes: ${content}, done: ${hasDrawn} }`;

type Action = readonly [name: string, action: string];

/** The explorer with many runs. */
export const actions: readonly Action[] = [
  ["smoothing 0.9", input("Smoothing", 0.9)],
  ["smoothing 0.3", input("Smoothing", 0.3)],
  ["smoothing 0", input("Smoothing", 0)],
  ["runs: seed-0[0-4]", input("Runs", "seed-0[0-4]")],
  ["runs: all", input("Runs", "")],
  ["axis: relative", input("Horizontal axis", "relative")],
  ["axis: step", input("Horizontal axis", "step")],
  ["logarithmic values", click("Logarithmic values")],
  ["ignore outliers", click("Ignore outliers")],
  ["colour by seed", input("Colour by", "seed")],
  ["colour by run", input("Colour by", "")],
  [
    "tags: validation",
    input("Tags", "validation").replace(notes, content).replace(/ }$/, `, done: ${hasDrawn} }`),
  ],
  ["tags: all", input("Tags", "").replace(notes, content).replace(/ }$/, `, done: ${hasDrawn} }`)],
  ["pin", pin("Pin")],
  ["unpin", pin("Unpin")],
  [
    "pointer over 1,000 curves",
    `{ act: () => { const over = document.querySelector(".u-over"); const { left, top } = over.getBoundingClientRect(); const at = { bubbles: true, clientX: left + 80 + 200 * Math.random(), clientY: top + 80 }; over.dispatchEvent(new MouseEvent("mouseenter", at)); over.dispatchEvent(new MouseEvent("mousemove", at)); }, changes: () => [document.querySelector(".u-over .tip")] }`,
  ],
  ["to the list of figures", go("#/figures", ".cards")],
  ["to the curves", go("#/explore", ".panel .note:not(:empty)")],
];

const slider = `${field("All thresholds × 10 to the power of")}`;
const move = (value: number, changes: string) =>
  `{ act: () => { const input = ${slider}; input.value = ${value}; input.dispatchEvent(new Event("input", { bubbles: true })); }, changes: () => [document.querySelector(${JSON.stringify(changes)})] }`;
const drawing = ".figure";

/** A figure's page. */
export const figureActions: readonly Action[] = [
  [
    "point of the figure",
    `{ act: () => document.querySelector(".figure svg .mark-symbol path").dispatchEvent(new MouseEvent("click", { bubbles: true, view: window })), changes: () => [document.querySelector("article > [aria-live]:not(.states)")] }`,
  ],
  ["thresholds: rates", move(-1, "section .scroll")],
  ["thresholds: rates, back", move(0, "section .scroll")],
  ["thresholds: figure drawn again", move(-2, drawing)],
  ["thresholds: figure drawn again, back", move(0, drawing)],
];

/** Long curves. */
export const longActions: readonly Action[] = [
  ["100,000 a curve: smoothing 0.9", input("Smoothing", 0.9)],
  ["100,000 a curve: smoothing 0", input("Smoothing", 0)],
  ["100,000 a curve: axis: relative", input("Horizontal axis", "relative")],
  ["100,000 a curve: axis: step", input("Horizontal axis", "step")],
  ["100,000 a curve: runs: seed-[0-4]", input("Runs", "seed-[0-4]")],
  ["100,000 a curve: runs: all", input("Runs", "")],
];
