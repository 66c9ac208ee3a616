/** The user stopped the program (Ctrl-C); what was under way has been cleared up. Exit code 130. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";

  constructor() {
    super("Interrupted.");
  }
}
