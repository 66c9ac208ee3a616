import { randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** Who may see the pages: whoever was given the address with its token, by name of this machine alone. */
export class Access {
  readonly token = randomBytes(24).toString("base64url");

  /** @param port set when the server listens */
  constructor(public port = 0) {}

  /** Whether the request names this machine: a page of somebody else may have made its name lead here. */
  isHere({ headers }: IncomingMessage): boolean {
    return this.hosts.includes(headers.host ?? "");
  }

  /** Whether a request that changes something comes from a page of this server. */
  isOwnPage({ headers }: IncomingMessage): boolean {
    return this.hosts.some((host) => headers.origin === `http://${host}`);
  }

  isToken(text: string): boolean {
    const [given, wanted] = [Buffer.from(text), Buffer.from(this.token)];
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  }

  hasToken({ headers }: IncomingMessage): boolean {
    const cookies = (headers.cookie ?? "").split(";").map((cookie) => cookie.trim());
    const own = cookies.find((cookie) => cookie.startsWith(`${this.cookieName}=`));
    return own !== undefined && this.isToken(own.slice(this.cookieName.length + 1));
  }

  get cookie(): string {
    return `${this.cookieName}=${this.token}; HttpOnly; SameSite=Strict; Path=/`;
  }

  /** Cookies do not know of ports: servers beside each other must not take each other's. */
  private get cookieName(): string {
    return `figures-${this.port}`;
  }

  private get hosts(): string[] {
    return [`127.0.0.1:${this.port}`, `localhost:${this.port}`];
  }
}

/** What pages may do: nothing but show what comes from here. */
export const pageHeaders: Readonly<Record<string, string>> = {
  "Content-Security-Policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; " +
    "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Cross-Origin-Opener-Policy": "same-origin",
};
