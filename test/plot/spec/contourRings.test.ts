import assert from "node:assert/strict";
import { addContours } from "../../../src/plot/spec/addContours.js";
import { contourRings } from "../../../src/plot/spec/contourRings.js";
import { UserError } from "../../../src/util/userError.js";

interface Vertex {
  readonly ring: number;
  readonly level: number | null;
  readonly x: number;
  readonly y: number;
}

const request = { x: "x", y: "y", z: "z", by: [] as string[], levels: [1, 2, 3] };

function grid(size: number, height: (x: number, y: number) => number) {
  const places = Array.from({ length: size }, (_, index) => -2 + (4 * index) / (size - 1));
  return places.flatMap((y) => places.map((x) => ({ x, y, z: height(x, y) })));
}

function ringsOf(rows: readonly object[]): Vertex[][] {
  const rings: Vertex[][] = [];
  for (const vertex of contourRings(rows, request) as unknown as Vertex[]) {
    (rings[vertex.ring] ??= []).push(vertex);
  }
  return rings;
}

function areaOf(ring: readonly Vertex[]): number {
  const parts = ring.slice(1).map((b, index) => ring[index].x * b.y - b.x * ring[index].y);
  return Math.abs(parts.reduce((sum, part) => sum + part, 0)) / 2;
}

function isInside(ring: readonly Vertex[], x: number, y: number): boolean {
  let crossings = 0;
  for (let index = 1; index < ring.length; index++) {
    const [a, b] = [ring[index - 1], ring[index]];
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) crossings++;
  }
  return crossings % 2 === 1;
}

describe("contourRings", () => {
  it("encloses the circles of a paraboloid", () => {
    const rings = ringsOf(grid(201, (x, y) => x * x + y * y));
    // The square is painted up to the highest band, which leaves the circles as holes.
    const holes = rings.slice(4).map(areaOf);
    assert.equal(areaOf(rings[0]), 16);
    assert.deepEqual(
      rings.map(([{ level }]) => level),
      [0.5, 1.5, 2.5, 3.5, 2.5, 1.5, 0.5],
    );
    [3, 2, 1].forEach((level, index) => {
      assert.ok(Math.abs(holes[index] / (Math.PI * level) - 1) < 1e-3, `${level}: ${holes[index]}`);
    });
  });

  it("leaves every sample in its band when painted in order", () => {
    let seed = 1;
    const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
    for (let round = 0; round < 20; round++) {
      const missing = round % 3 === 0 ? 0.05 : 0;
      const rows = grid(9, () =>
        random() < missing ? NaN : random() < 0.05 ? Infinity : 4 * random(),
      );
      const rings = ringsOf(rows);
      const isJump = new Set(rows.flatMap((row, index) => (Number.isFinite(row.z) ? [] : [index])));
      let checked = 0;
      rows.forEach(({ x, y, z }, index) => {
        const isAtEdge = Math.abs(x) === 2 || Math.abs(y) === 2;
        const neighbours = [-10, -9, -8, -1, 1, 8, 9, 10].map((step) => index + step);
        // The border of a gap, or of infinite heights, goes through their neighbours.
        if (isAtEdge || (Number.isFinite(z) && neighbours.some((place) => isJump.has(place))))
          return;
        const painted = rings.findLast((ring) => isInside(ring, x, y));
        const level = painted?.[0].level ?? null;
        const expected = !Number.isNaN(z) ? Math.min(Math.floor(z), 3) + 0.5 : null;
        assert.equal(level, expected, `${round}: ${x} ${y} ${z}`);
        checked++;
      });
      assert.ok(checked > 10, `${checked}`);
    }
  });

  it("keeps the corners of the grid and nothing between them", () => {
    const [ring] = ringsOf(grid(21, () => 5));
    assert.deepEqual(
      ring.map(({ x, y }) => `${x} ${y}`).sort(),
      ["-2 -2", "-2 2", "2 -2", "2 2", `${ring[0].x} ${ring[0].y}`].sort(),
    );
  });

  it("separates grids by their names, and follows axes that are not even", () => {
    const rows = [0, 1, 10].flatMap((x) =>
      [0, 1].flatMap((y) => [
        { name: "a", x, y, z: x },
        { name: "b", x, y, z: 0 },
      ]),
    );
    const vertices = contourRings(rows, { ...request, by: ["name"], levels: [5.5] });
    const ofA = vertices.filter((vertex) => vertex.name === "a" && vertex.ring === 1);
    assert.deepEqual([...new Set(ofA.map(({ x }) => x))].sort(), [10, 5.5]);
    assert.equal(vertices.filter(({ name, ring }) => name === "b" && ring === 1).length, 0);
  });

  it("tells grids that have gaps, or points that come twice", () => {
    const rows = grid(3, () => 0);
    for (const bad of [rows.slice(1), [...rows, rows[0]], [...rows.slice(1), rows[1]]]) {
      assert.throws(
        () => contourRings(bad, request),
        (error) => error instanceof UserError && /one row for each pair/.test(error.message),
      );
    }
  });
});

describe("addContours", () => {
  const rows = grid(3, (x) => x);
  const asked = { data: { name: "grid" }, x: "x", y: "y", z: "z", levels: [0.5] };
  const spec = (request: object, data = "contours") => ({
    data: { name: data },
    usermeta: { contours: { contours: request } },
  });

  it("puts contours in the place of a grid that no view shows", () => {
    const added = addContours(spec(asked), "mine.vl.json", { grid: rows, more: [] });
    assert.deepEqual(Object.keys(added), ["more", "contours"]);
    const both = addContours(spec(asked, "grid"), "mine.vl.json", { grid: rows });
    assert.deepEqual(Object.keys(both), ["grid", "contours"]);
    assert.deepEqual(addContours(spec(asked), "mine.vl.json", { other: [] }), { other: [] });
  });

  it("tells requests that are wrong, with their place", () => {
    const message = (request: object) => {
      try {
        addContours(spec(request), "mine.vl.json", { grid: rows });
      } catch (error) {
        assert.ok(error instanceof UserError);
        return error.message;
      }
      return "";
    };
    assert.match(
      message({ ...asked, levels: [2, 1] }),
      /"usermeta\.contours\.contours\.levels": .*increasing order/,
    );
    assert.match(message({ ...asked, z: "loss" }), /"loss", which the data "grid" do not have/);
    assert.match(message({ ...asked, z: undefined }), /mine\.vl\.json: "usermeta\.contours/);
  });
});
