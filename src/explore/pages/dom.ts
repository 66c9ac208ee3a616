type Child = Node | string | null | undefined;

/** What an element is given: attributes, and `on…` for what it answers to. */
export type Attributes = Readonly<
  Record<string, string | number | boolean | undefined | ((event: Event) => void)>
>;

/** Makes an element. Texts become text, whatever signs they hold. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

let lastId = 0;

/** A form element with its label in front of it. */
export function labelled<E extends HTMLElement>(text: string, element: E): HTMLElement {
  element.id ||= `field-${++lastId}`;
  return h("div", { class: "field" }, h("label", { for: element.id }, text), element);
}

/** Calls at most once a frame, with the last arguments. */
export function onceAFrame(work: () => void): () => void {
  let isWaiting = false;
  return () => {
    if (isWaiting) return;
    isWaiting = true;
    requestAnimationFrame(() => {
      isWaiting = false;
      work();
    });
  };
}

/** Does work for what was given last, one thing at a time; what came before that and was not begun is passed over. */
export function latest<T>(work: (value: T) => Promise<void>): (value: T) => void {
  let waiting: { readonly value: T } | undefined;
  let isBusy = false;
  const go = async (): Promise<void> => {
    isBusy = true;
    while (waiting !== undefined) {
      const { value } = waiting;
      waiting = undefined;
      await work(value);
    }
    isBusy = false;
  };
  return (value) => {
    waiting = { value };
    if (!isBusy) void go();
  };
}

/** Says something to those who listen to the page. */
export function announce(text: string): void {
  const place = document.getElementById("status");
  if (place !== null) place.textContent = text;
}

/** A number for people: six digits, but all of those before the point. */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const isLarge = Math.abs(value) >= 1e5 && Math.abs(value) < 1e15;
  return String(Number(isLarge ? value.toFixed(1) : value.toPrecision(6)));
}
