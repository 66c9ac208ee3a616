import { own } from "../util/own.js";
import { parseFact } from "./fact.js";
import { readByForm, seedWords, timeText } from "./namePattern.js";

/** Data sets that many people train on: a part of a name that says one of them is called "dataset". */
const dataset =
  /^(mnist|fashion-?mnist|kmnist|emnist|svhn|stl-?10|cifar-?\d*|tiny-?imagenet|imagenet\w*|coco|celeba|wikitext\w*|ptb|imdb|sst\d?|mnli|squad|glue|librispeech|cartpole\S*|pendulum\S*|hopper\S*|walker\S*|halfcheetah\S*|humanoid\S*|breakout\S*|pong\S*)$/i;

/** Which part of the data was looked at, as Keras names folders: called "split". */
const split = /^(train|training|val|valid|validation|dev|eval|evaluation|test|testing)$/i;

/** What stands at one place of all names: a mark or literal text that they share, or what differs. */
type Place = { readonly text: string } | { readonly texts: readonly string[] };

/**
 * Guesses the form of run names that are all built alike: what differs becomes a fact, called after the word
 * before it (`lr-0.1`, `seed=3`, `bs128`), "dataset" or "split" after known ones, else "model", "part2", ... The last
 * whole number without a word is the seed; dates with a time, and seconds since 1970, are no fact.
 *
 * @returns a form as `readByForm` takes it; undefined when the names are not built alike, or do not differ
 */
export function inferForm(names: readonly string[]): string | undefined {
  if (names.length < 2 || names.some((name) => guards.test(name))) return undefined;
  // With dashes as marks first; "resnet-18" beside "vit" are words with dashes.
  const ways = [
    () => alike(names.map(finely)),
    () => alike(names.map(coarsely)),
    () => alikeInParts(names),
  ];
  for (const way of ways) {
    const places = way();
    const form = places && formOf(places, names);
    if (form !== undefined) return form;
  }
  return undefined;
}

const finely = (name: string) => tokensOf(name, /([/_,;= -]+)/, /^[A-Za-z]+$/);
const coarsely = (name: string) =>
  tokensOf(name, /([/_,;= ]+|-+(?=\ue001)|(?<=\ue002)-+)/, /^[A-Za-z]+-?$/);

/** They stand around times, and for signs that are no marks, while a name is split. */
const guards = /[\ue000-\ue003]/;
const times = new RegExp(`(?<![0-9A-Za-z])${timeText}(?![0-9A-Za-z])`, "g");

function guard(name: string): string {
  return (
    name
      .replaceAll(
        times,
        (time) => `\ue001${time.replaceAll("-", "\ue000").replaceAll("_", "\ue003")}\ue002`,
      )
      // The sign of an exponent is no mark.
      .replaceAll(/(\de)-(\d)/gi, "$1\ue000$2")
  );
}

const unguarded = (token: string): string =>
  token
    .replaceAll(/[\ue001\ue002]/g, "")
    .replaceAll("\ue000", "-")
    .replaceAll("\ue003", "_");

const numberText = String.raw`(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?`;

/** Words, numbers and the marks between them. */
function tokensOf(name: string, marks: RegExp, word: RegExp): string[] {
  return guard(name)
    .split(marks)
    .map(unguarded)
    .flatMap((token) => {
      const [, before = "", value] = new RegExp(`^(.*?)(${numberText})$`, "i").exec(token) ?? [];
      return value !== undefined && word.test(before) ? [before, value] : [token, ""];
    });
}

/**
 * The places of names whose folders are built alike one by one, each as finely as it goes: `Ant (v4)/ppo_1` beside
 * `CartPole-v1/sac_2`. What differs must come back in several names: else any names would be alike.
 */
function alikeInParts(names: readonly string[]): Place[] | undefined {
  const parts = names.map((name) => name.split("/"));
  if (parts.some(({ length }) => length !== parts[0].length)) return undefined;
  const places = parts[0].flatMap((_, depth): Place[] => {
    const ofPart = parts.map((part) => part[depth]);
    const found = [finely, coarsely, bySeed].reduce<Place[] | undefined>(
      (sofar, tokens) => sofar ?? alike(ofPart.map(tokens)),
      undefined,
    );
    return [...(depth > 0 ? [{ text: "/" }] : []), ...(found ?? [{ texts: ofPart }])];
  });
  const isShared = (place: Place) =>
    "texts" in place &&
    new Set(place.texts).size < names.length &&
    !place.texts.every((text) => /^\d+$/.test(text));
  return places.some(isShared) ? places : undefined;
}

/** All but a last number, whatever it is: `my model (large)_1`. */
function bySeed(name: string): string[] {
  const [, before = name, mark, value] = /^(.*[^-_ \d])([-_ ]+)(\d+)$/.exec(name) ?? [];
  return mark === undefined ? [name, ""] : [before, "", mark, "", value, ""];
}

/** The places of names that are built alike: as many tokens, and the same marks between them. */
function alike(names: readonly (readonly string[])[]): Place[] | undefined {
  const [first] = names;
  if (names.some(({ length }) => length !== first.length)) return undefined;
  const places = first.map((text, index): Place => {
    const texts = names.map((tokens) => tokens[index]);
    return texts.every((one) => one === text) ? { text } : { texts };
  });
  // Tokens come in fours: word, its number, mark, nothing.
  const sound = places.every((place, index) => index % 4 < 2 || "text" in place);
  return sound ? joined(places, names) : undefined;
}

/** A word that differs takes its number along: `resnet18`, `vit`. */
function joined(places: readonly Place[], names: readonly (readonly string[])[]): Place[] {
  const result: Place[] = [];
  for (let index = 0; index < places.length; index += 2) {
    const [word, value] = [places[index], places[index + 1]];
    const whole = names.map((tokens) => tokens[index] + tokens[index + 1]);
    const isNumbered = "text" in word && "texts" in value && !value.texts.includes("");
    if ("text" in word && "text" in value) result.push({ text: word.text + value.text });
    else if (isNumbered && word.text.length <= 6) result.push(word, value);
    else result.push({ texts: whole });
  }
  return result;
}

/** What differs, named; undefined when nothing does, or when the names are not read by the form as they were split. */
function formOf(places: readonly Place[], runs: readonly string[]): string | undefined {
  const used = new Set<string>();
  const names = places.map((place, index) => {
    if ("text" in place) return undefined;
    const name = nameOf(place.texts, places.slice(0, index), used);
    if (name !== undefined) used.add(name);
    return name;
  });
  nameTheRest(places, names, used);
  if (used.size === 0) return undefined;
  const form = places
    .map((place, index) => ("text" in place ? place.text : `{${names[index]}}`))
    .join("");
  const read = readByForm(form);
  const isRight = runs.every((run, at) => {
    const facts = read(run);
    return places.every((place, index) => {
      const name = names[index];
      if ("text" in place || name === undefined || name.startsWith("_")) return true;
      return facts !== undefined && Object.is(own(facts, name), parseFact(place.texts[at]));
    });
  });
  return isRight ? form : undefined;
}

function nameOf(
  texts: readonly string[],
  before: readonly Place[],
  used: ReadonlySet<string>,
): string | undefined {
  const areNumbers = texts.every((text) => new RegExp(`^-?${numberText}$`, "i").test(text));
  if (!used.has("dataset") && texts.some((text) => dataset.test(text))) return "dataset";
  if (!used.has("split") && texts.every((text) => split.test(text))) return "split";
  const word = wordBefore(before, areNumbers ? /^[-=_,; ]*$/ : /^[-=]$/);
  const name = word !== undefined && seedWords.has(word.toLowerCase()) ? "seed" : word;
  return name === undefined || used.has(name) ? undefined : name;
}

/** The literal word that ends some places, past one mark. */
function wordBefore(places: readonly Place[], marks: RegExp): string | undefined {
  const literal = places
    .slice(places.findLastIndex((place) => "texts" in place) + 1)
    .map((place) => ("text" in place ? place.text : ""))
    .join("");
  const [, word, mark] = /([A-Za-z][A-Za-z.]*)([^A-Za-z0-9]*)$/.exec(literal) ?? [];
  return mark !== undefined && marks.test(mark) ? word : undefined;
}

/** Names for what no word stands before: the last whole numbers are seeds, the first words are models. */
function nameTheRest(
  places: readonly Place[],
  names: (string | undefined)[],
  used: Set<string>,
): void {
  const open = places.flatMap((place, index) =>
    "texts" in place && names[index] === undefined ? [{ index, texts: place.texts }] : [],
  );
  const give = (index: number, name: string) => {
    names[index] = name;
    used.add(name);
  };
  const areWhole = (texts: readonly string[]) => texts.every((text) => /^\d+$/.test(text));
  const isTime = (text: string) => Number(text) > 1e9;
  for (const { index, texts } of open) {
    if (texts.every((text) => new RegExp(`^${timeText}$`).test(text))) names[index] = "_time";
    else if (areWhole(texts) && texts.every(isTime)) names[index] = "_";
  }
  const seed = open.findLast(({ index, texts }) => names[index] === undefined && areWhole(texts));
  if (seed !== undefined && !used.has("seed")) give(seed.index, "seed");
  for (const [place, { index }] of open.entries()) {
    if (names[index] !== undefined) continue;
    give(index, used.has("model") ? `part${place + 1}` : "model");
  }
}
