import { gatedUnit } from "./parts/gatedUnit.js";
import { nau } from "./nau.js";
import { nmu } from "./nmu.js";

/**
 * A gate between a NAU and an NMU (with `--nalu-two-nac --nalu-mul mnac`). Madsen and Johansen, "Neural
 * Arithmetic Units" (2020), appendix C.
 */
export const gatedNauNmu = gatedUnit({
  name: "Gated NAU/NMU",
  layerTypes: ["ReRegualizedLinearNALU"],
  adding: nau,
  multiplying: nmu,
});
