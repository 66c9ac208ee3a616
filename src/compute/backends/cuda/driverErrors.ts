/** Numbers of the driver's answers. */
export const answers = { success: 0, outOfMemory: 2, noDevice: 100, notReady: 600 } as const;

/** After these a process gets no other answer from a device. */
const losses: Readonly<Record<number, string>> = {
  4: "the driver is shutting down",
  46: "it is not available, as another program may have all of it",
  214: "it found an error in its memory that it could not correct",
  220: "it found an error in a link between cards that it could not correct",
  700: "a kernel read or wrote where nothing is",
  702: "it ended a kernel that ran too long, as cards do that draw a desktop",
  709: "its context is gone",
  714: "its stack is broken",
  715: "a kernel held an instruction that it does not know",
  716: "a kernel used an address that it cannot",
  717: "a kernel used an address of another kind",
  718: "a kernel jumped where nothing is",
  719: "a kernel failed",
  999: "it fell off the bus, or its driver failed",
};

/** What can be said about answers after which the device goes on, or never began. */
const reasons: Readonly<Record<number, string>> = {
  34: "the library is a stub, without a driver behind it",
  36: "the driver is too old",
  100: "there is no GPU, or CUDA_VISIBLE_DEVICES hides all of them",
  101: "CUDA_VISIBLE_DEVICES names a GPU that is not there",
  209: "the driver knows no way to this card",
  218: "the driver does not understand the code",
  221: "the driver's compiler is missing",
  222: "the driver is too old for the code",
  701: "a kernel needs more registers than there are",
  802: "the system is not ready yet",
  803: "the driver's library and its kernel module are of different versions",
  804: "the driver's library is not for this card",
};

/** Why a device answers nothing else any more; undefined: it goes on. */
export function lossOf(code: number): string | undefined {
  return losses[code];
}

/** @param name the driver's own name of it */
export function explain(code: number, name: string | null): string {
  const reason = losses[code] ?? reasons[code];
  return `${reason ? `${reason}: ` : ""}CUDA error ${code} (${name ?? "unknown"})`;
}
