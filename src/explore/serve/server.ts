import sirv from "sirv";
import { existsSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { own } from "../../util/own.js";
import { packageFolder } from "../../util/packageFolder.js";
import { UserError } from "../../util/userError.js";
import { Access, pageHeaders } from "./access.js";
import { Connections } from "./connections.js";
import { answers, sendEvents, storeOf } from "./answers.js";
import type { Project } from "./project.js";
import { saveLookup } from "./saveLookup.js";

export interface ServerOptions {
  /** 0: any that is free. */
  readonly port?: number;
  /** Where the built pages are. */
  readonly pages?: string;
  /** Told of faults of this program. */
  readonly onFault?: (error: unknown) => void;
}

export interface PageServer {
  /** The address with its token. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** More at once are no browsers: with the token, and without it. */
const mostConnections = 128;
const mostListeners = 64;
const mostBodyBytes = 256 * 1024;
const leastCompressed = 64 * 1024;
const compress = promisify(gzip);

/** The folder of the built pages. @throws {UserError} when they were not built */
export function builtPages(folder = packageFolder("dist/pages")): string {
  if (existsSync(join(folder, "app.js"))) return folder;
  throw new UserError(`The pages are not built: ${folder} has no app.js. Run npm run build first.`);
}

/**
 * Serves the pages of a project on this machine alone (127.0.0.1), to whoever has the token of the address.
 *
 * @throws {UserError} when the port is taken or the pages were not built
 */
export async function startServer(
  project: Project,
  { port = 0, pages, onFault = () => undefined }: ServerOptions = {},
): Promise<PageServer> {
  const access = new Access();
  const connections = new Connections(mostConnections);
  const files = sirv(builtPages(pages), { etag: true, dev: true });
  let listeners = 0;

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(pageHeaders)) response.setHeader(name, value);
    if (!access.isHere(request)) return refuse(response, 421, "This server answers to 127.0.0.1.");
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const token = url.searchParams.get("token");
    if (token !== null && access.isToken(token)) {
      // The address that stays in the browser's history has no token.
      response.writeHead(303, { Location: "/", "Set-Cookie": access.cookie });
      response.end();
      return;
    }
    if (!access.hasToken(request)) {
      return refuse(response, 403, 'Open the whole address that "figures serve" printed.');
    }
    connections.trust(request.socket);
    if (request.method === "POST" && url.pathname === "/api/lookup") {
      if (!access.isOwnPage(request)) return refuse(response, 403, "Not from another page.");
      const path = await saveLookup(project, await readBody(request));
      return sendJson(request, response, { path });
    }
    if (request.method !== "GET" && request.method !== "HEAD") {
      return refuse(response, 405, "Pages are only read.");
    }
    if (url.pathname === "/api/events") {
      if (listeners >= mostListeners) return refuse(response, 503, "Too many pages are open.");
      const store = await storeOf(project, url.searchParams);
      listeners++;
      try {
        await sendEvents(store, request, response);
      } finally {
        listeners--;
      }
      return;
    }
    const answerOf = own(answers, url.pathname);
    if (answerOf !== undefined) {
      const answer = await answerOf(project, url.searchParams);
      return answer instanceof Uint8Array
        ? sendBytes(response, answer)
        : sendJson(request, response, answer);
    }
    files(request, response, () => refuse(response, 404, "There is no such page."));
  }

  const server = createServer((request, response) => {
    respond(request, response).catch((error: unknown) => {
      // Who asked is gone: nobody is to blame, and nobody listens.
      if (response.headersSent || request.errored !== null) return void response.destroy();
      if (error instanceof UserError) return refuse(response, 400, error.message);
      onFault(error);
      refuse(response, 500, "This is a fault of the program; its terminal says more.");
    });
  });
  server.on("connection", (socket) => connections.add(socket));
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  server.on("clientError", (_error, socket) => void socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(
        error.code === "EADDRINUSE"
          ? new UserError(`Port ${port} is taken: give another one with --port, or none.`, 1)
          : error,
      ),
    );
    server.listen(port, "127.0.0.1", resolve);
  });
  access.port = (server.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${access.port}/?token=${access.token}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function refuse(response: ServerResponse, status: number, reason: string): void {
  response.writeHead(status, {
    "Content-Type": "application/json; charset=utf-8",
    "Cache-Control": "no-store",
  });
  response.end(JSON.stringify({ error: reason }));
}

async function sendJson(
  request: IncomingMessage,
  response: ServerResponse,
  value: object,
): Promise<void> {
  const bytes = Buffer.from(JSON.stringify(value, jsonNumber));
  const isLarge = bytes.length > leastCompressed;
  const isWanted = isLarge && /\bgzip\b/.test(String(request.headers["accept-encoding"]));
  const sent = isWanted ? await compress(bytes, { level: 1 }) : bytes;
  response.writeHead(200, {
    "Content-Type": "application/json; charset=utf-8",
    "Cache-Control": "no-store",
    "Content-Length": sent.length,
    ...(isWanted && { "Content-Encoding": "gzip" }),
  });
  response.end(sent);
}

/** JSON has no NaN and no infinities: pages get them as text. */
export const jsonNumber = (_key: string, value: unknown): unknown =>
  typeof value === "number" && !Number.isFinite(value) ? String(value) : value;

function sendBytes(response: ServerResponse, bytes: Uint8Array): void {
  response.writeHead(200, {
    "Content-Type": "application/octet-stream",
    "Cache-Control": "no-store",
    "Content-Length": bytes.length,
  });
  response.end(bytes);
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    // The rest is read and dropped: who is still sending would not hear the answer.
    if (bytes <= mostBodyBytes) parts.push(part);
  }
  if (bytes > mostBodyBytes) throw new UserError("The request is too large.", 2);
  try {
    return JSON.parse(Buffer.concat(parts).toString("utf8")) as unknown;
  } catch {
    throw new UserError("The request is no JSON.", 2);
  }
}
