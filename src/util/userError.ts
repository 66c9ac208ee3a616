/**
 * An error that the user can mend: its message names the file, the place, the reason and the remedy.
 * The command line prints the message without a stack and exits with `exitCode`.
 */
export class UserError extends Error {
  override readonly name = "UserError";

  /**
   * @param message what is wrong, where, and what to do about it
   * @param exitCode 1: the work failed; 2: the command itself was wrong
   */
  constructor(
    message: string,
    readonly exitCode: 1 | 2 = 1,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
