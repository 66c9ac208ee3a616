import type { Socket } from "node:net";

/**
 * The connections of the server, as many as browsers need. Those that showed the token and those that did not are counted
 * apart, so that nobody who only connects keeps a page from its answers: of too many, the one that has waited longest goes.
 */
export class Connections {
  private readonly strangers = new Set<Socket>();
  private readonly known = new Set<Socket>();

  /** @param most of each kind */
  constructor(private readonly most: number) {}

  add(socket: Socket): void {
    socket.once("close", () => {
      this.strangers.delete(socket);
      this.known.delete(socket);
    });
    this.strangers.add(socket);
    this.shorten(this.strangers);
  }

  /** It asked with the token. */
  trust(socket: Socket): void {
    if (socket.destroyed) return;
    this.strangers.delete(socket);
    this.known.delete(socket);
    this.known.add(socket);
    this.shorten(this.known);
  }

  private shorten(sockets: Set<Socket>): void {
    if (sockets.size <= this.most) return;
    const [oldest] = sockets;
    sockets.delete(oldest);
    oldest.destroy();
  }
}
