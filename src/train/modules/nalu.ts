import { gatedUnit } from "./parts/gatedUnit.js";
import { nac } from "./nac.js";
import { sigmoidNmu } from "./sigmoidNmu.js";

/**
 * Neural Arithmetic Logic Unit: a gate between a NAC's sum and its product. Trask et al., "Neural
 * Arithmetic Logic Units" (2018), eq. 2 and 3.
 */
export const nalu = gatedUnit({
  name: "NALU",
  layerTypes: ["NALU"],
  adding: nac,
  multiplying: sigmoidNmu,
});
