import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import type { Client } from 'pg';

/** One message of PostgreSQL's protocol (https://www.postgresql.org/docs/current/protocol-message-formats.html). */
export interface Message {
  /** Null for what a client sends first. */
  readonly type: string | null;
  readonly bytes: Buffer;
}

/** The simple query that ends a transaction; `READ COMMITTED` begins one. */
export function isCommit(bytes: Buffer): boolean {
  return bytes.subarray(5).equals(Buffer.from('COMMIT\0'));
}

/** Takes a stream apart into messages; `isFirstUntyped` for what a client sends. */
export function messageReader(isFirstUntyped: boolean): (chunk: Buffer) => readonly Message[] {
  let rest = Buffer.alloc(0);
  let untyped = isFirstUntyped;
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    const messages: Message[] = [];
    for (;;) {
      const head = untyped ? 0 : 1;
      if (rest.length < head + 4) return messages;
      const length = head + rest.readInt32BE(head);
      if (rest.length < length) return messages;
      messages.push({ type: untyped ? null : String.fromCharCode(rest[0] ?? 0), bytes: rest.subarray(0, length) });
      rest = rest.subarray(length);
      untyped = false;
    }
  };
}

/** A connection to the server that a test's client is connected to. */
export function connectLike(client: Client): Socket {
  const socket = client.host.startsWith('/') ? connect(join(client.host, `.s.PGSQL.${client.port}`)) : connect(client.port, client.host);
  return socket.setNoDelay(true);
}

export interface Listener {
  readonly port: number;
  readonly close: () => void;
}

/** Serves connections on a free port of this machine. */
export async function listen(serve: (socket: Socket) => void): Promise<Listener> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    // Messages are forwarded one by one: without this each would wait for the one before to be acknowledged.
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
    serve(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Hands on what a client sends, where `passes` lets it, and all that the server answers; both end together. */
export function listenBetween(client: Client, passes: (bytes: Buffer) => boolean = () => true): Promise<Listener> {
  return listen((front) => {
    const back = connectLike(client);
    back.on('error', () => front.destroy()).on('close', () => front.destroy());
    front.on('close', () => back.destroy());
    front.on('data', (bytes) => {
      if (passes(bytes)) back.write(bytes);
    });
    back.pipe(front);
  });
}

/** What to do with a message of the client that has just come. */
export type Fault =
  | 'forward'
  /** It never reaches the server. */
  | 'swallow'
  /** It reaches the server, whose answer is awaited and never reaches the client. */
  | 'swallow-answer'
  /** It reaches the server; nothing is awaited. */
  | 'forward-last';

/** Forwards everything, except what `decide` wants lost; `onFault` is called when that has happened. */
export function listenWithFaults(client: Client, decide: (message: Message) => Fault, onFault: () => void): Promise<Listener> {
  return listen((front) => {
    const back = connectLike(client);
    const fromFront = messageReader(true);
    const fromBack = messageReader(false);
    let isSilent = false;
    let isAnswerAwaited = false;
    back.on('error', () => front.destroy()).on('close', () => front.destroy());
    front.on('close', () => back.destroy());
    front.on('data', (chunk) => {
      for (const message of fromFront(chunk)) {
        if (isSilent) return;
        const fault = decide(message);
        isSilent = fault !== 'forward';
        isAnswerAwaited = fault === 'swallow-answer';
        if (fault !== 'swallow') back.write(message.bytes);
        if (fault === 'swallow' || fault === 'forward-last') onFault();
      }
    });
    back.on('data', (chunk) => {
      if (!isSilent) front.write(chunk);
      // `Z`: the server has done what it was asked for.
      if (fromBack(chunk).some(({ type }) => type === 'Z') && isAnswerAwaited) onFault();
    });
  });
}

/**
 * A pooler in transaction mode: each transaction gets the next of `size` server connections, so that nothing which a client leaves on a
 * session is there in its next transaction.
 */
export async function listenAsPooler(client: Client, size: number): Promise<Listener> {
  const idle: Backend[] = [];
  for (let count = 0; count < size; count++) idle.push(await backend(client));
  const waiting: ((backend: Backend) => void)[] = [];
  const take = (): Promise<Backend> => {
    const next = idle.shift();
    return next === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(next);
  };
  const release = (backend: Backend): void => {
    const next = waiting.shift();
    if (next === undefined) idle.push(backend);
    else next(backend);
  };
  const all = [...idle];
  const listener = await listen((front) => {
    const fromFront = messageReader(true);
    let current: Promise<Backend> | null = null;
    let queue: Promise<unknown> = Promise.resolve();
    const serve = async ({ type, bytes }: Message): Promise<void> => {
      // Startup: the client is let in, as an idle session.
      if (type === null) return void front.write(Buffer.concat([message('R', [0, 0, 0, 0]), message('Z', [...Buffer.from('I')])]));
      if (type === 'X') return void front.end();
      current ??= take();
      const backend = await current;
      backend.onMessage = (answer) => {
        front.write(answer.bytes);
        // `Z` with `I`: no transaction is open any more.
        if (answer.type === 'Z' && answer.bytes.at(-1) === 'I'.charCodeAt(0)) {
          current = null;
          release(backend);
        }
      };
      backend.socket.write(bytes);
    };
    front.on('data', (chunk) => {
      for (const next of fromFront(chunk)) queue = queue.then(() => serve(next));
    });
  });
  return {
    port: listener.port,
    close: () => {
      listener.close();
      for (const { socket } of all) socket.destroy();
    },
  };
}

interface Backend {
  readonly socket: Socket;
  onMessage: (message: Message) => void;
}

/** A server connection that has been let in. */
async function backend(client: Client): Promise<Backend> {
  const socket = connectLike(client);
  const opened: Backend = { socket, onMessage: () => {} };
  const read = messageReader(false);
  socket.on('error', () => socket.destroy());
  const ready = new Promise<void>((resolve) => {
    opened.onMessage = ({ type }) => {
      if (type === 'Z') resolve();
    };
  });
  socket.on('data', (chunk) => {
    for (const message of read(chunk)) opened.onMessage(message);
  });
  const parameters = Buffer.from(`user\0${client.user}\0database\0${client.database}\0\0`);
  const startup = Buffer.alloc(8 + parameters.length);
  startup.writeInt32BE(startup.length, 0);
  startup.writeInt32BE(196_608, 4);
  parameters.copy(startup, 8);
  socket.write(startup);
  await ready;
  return opened;
}

function message(type: string, body: readonly number[]): Buffer {
  const bytes = Buffer.alloc(5 + body.length);
  bytes.write(type, 0);
  bytes.writeInt32BE(4 + body.length, 1);
  Buffer.from(body).copy(bytes, 5);
  return bytes;
}
