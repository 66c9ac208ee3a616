import { fileURLToPath } from "node:url";

/** Where the specs that come with the project are. */
export const figuresFolder = fileURLToPath(new URL("../../figures", import.meta.url));

/** Where the themes that come with the project are. */
export const themesFolder = `${figuresFolder}/themes`;
