import { packageFolder } from "../../util/packageFolder.js";

/** Where the specs that come with the project are. */
export const figuresFolder = packageFolder("figures");

/** Where the themes that come with the project are. */
export const themesFolder = `${figuresFolder}/themes`;
