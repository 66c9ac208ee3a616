import { type BatchRows, placeColumns } from "./batchRows.js";

/** One row for each scalar: `run, tag, step, wall_time, value`. Rows are valid as long as their batch. */
export const scalarRows: BatchRows = {
  columns: [...placeColumns, { name: "value", type: "double" }],
  rowsOf: (name) => {
    const names = [name];
    const tags: string[] = [];
    let zeros = new Uint32Array();
    return ({ scalars, tagOf }) => {
      const { length: rows, tag, step, wallTime, value } = scalars;
      for (let row = 0; row < rows; row++) {
        while (tags.length <= tag[row]) tags.push(tagOf(tags.length).tag);
      }
      if (zeros.length < rows) zeros = new Uint32Array(rows);
      return {
        rows,
        columns: [
          { name: "run", type: "category", codes: zeros, categories: names },
          { name: "tag", type: "category", codes: tag, categories: tags },
          { name: "step", type: "integer", values: step },
          { name: "wall_time", type: "double", values: wallTime },
          { name: "value", type: "double", values: value, missing: "none" },
        ],
      };
    };
  },
};
