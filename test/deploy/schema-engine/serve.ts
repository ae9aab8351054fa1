import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { hearPanics, loadEngine, type SchemaEngine } from '../../../server/src/project/prisma-engine/wasm';
import { readArguments } from './arguments';
import { databaseAt, type EngineMethods } from './database';
import { EngineError, messageOf } from './engine-error';

/**
 * Speaks the protocol of Prisma's schema engine: JSON-RPC, a message a line, and the commands behind `cli`. The work is done by the same engine
 * in WebAssembly. P1000 to P1003 and the text of P3018 are written here: they prove the way, not the words.
 * Source: https://github.com/prisma/prisma-engines/tree/main/schema-engine/cli
 */
const given = readArguments(process.argv.slice(2), process.env);
if (given.version) {
  process.stdout.write('schema-engine-cli 0000000000000000000000000000000000000000\n');
  process.exit(0);
}
const { url } = given;
const database = url === null ? null : databaseAt(url, given.schemaFile === null ? process.cwd() : dirname(given.schemaFile));

let panic: string | null = null;
hearPanics((message) => {
  panic = message;
});
process.on('uncaughtException', (error) => {
  log('ERROR', { message: panic ?? error.message, is_panic: true });
  process.exit(101);
});

if (given.command !== null) void answerCommand(given.command);
else serve();

function log(level: 'INFO' | 'ERROR', fields: object): void {
  process.stderr.write(`${JSON.stringify({ timestamp: new Date().toISOString(), level, fields, target: 'schema_engine::logger' })}\n`);
}

async function answerCommand(command: string): Promise<void> {
  try {
    if (database === null) throw new EngineError('P1012', 'No connection URL.');
    if (command === 'can-connect-to-database') await database.open();
    else if (command === 'create-database') await database.create();
    else throw new Error(`unknown command ${command}`);
    log('INFO', { message: 'Connection successful' });
    await database.close();
    process.exit(0);
  } catch (error) {
    const message = messageOf(error);
    log('INFO', { message: 'Starting schema engine CLI', git_hash: '0' });
    log('ERROR', { is_panic: false, error_code: error instanceof EngineError ? error.code : 'P1011', message, meta: '{}' });
    process.exit(1);
  }
}

function serve(): void {
  let engine: Promise<SchemaEngine | EngineMethods> | null = null;
  let queue = Promise.resolve();
  const lines = createInterface({ input: process.stdin });
  lines.on('line', (line) => {
    const request = requestIn(line);
    if (request === null) return;
    queue = queue.then(async () => {
      engine ??= started();
      await answer(request, engine);
    });
  });
  // A file that is not closed stays locked: its driver knows no locks of the system. The CLI ends its engine by a signal.
  const end = (): void => {
    setTimeout(() => process.exit(0), 300);
    void Promise.resolve(database?.close()).finally(() => process.exit(0));
  };
  lines.on('close', end);
  process.on('SIGTERM', end).on('SIGINT', end);
}

interface Request {
  readonly id: unknown;
  readonly method: string;
  readonly params: unknown;
}

function requestIn(line: string): Request | null {
  const value: unknown = JSON.parse(line);
  if (typeof value !== 'object' || value === null || !('method' in value) || typeof value.method !== 'string') return null;
  return { id: 'id' in value ? value.id : null, method: value.method, params: 'params' in value ? value.params : null };
}

async function started(): Promise<SchemaEngine | EngineMethods> {
  if (database === null) throw new EngineError('P1012', 'No connection URL.');
  if (database.kind === 'methods') return database.open();
  const wasm = join(dirname(createRequire(__filename).resolve('@prisma/schema-engine-wasm')), 'schema_engine_bg.wasm');
  return loadEngine(wasm)(await database.open());
}

async function answer({ id, method, params }: Request, engine: Promise<SchemaEngine | EngineMethods>): Promise<void> {
  const send = (message: object): void => void process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, ...message })}\n`);
  try {
    const name = method === 'getDatabaseVersion' ? 'version' : method;
    const call: unknown = Reflect.get(await engine, name);
    if (typeof call !== 'function') throw new Error(`The stand-in has no method ${method}.`);
    const run = async (): Promise<unknown> => Reflect.apply(call, await engine, [params ?? undefined]);
    send({ result: (await run().catch((error: unknown) => againWithHistory(error, method, run))) ?? {} });
  } catch (error) {
    const { code, message } = toldAsNative(error, method);
    const told = { is_panic: panic !== null, message: panic ?? message, backtrace: null };
    const data = code === null ? told : { ...told, error_code: code, meta: {} };
    send({ error: { code: 4466, message: 'An error happened. Check the data field for details.', data } });
  }
}

/**
 * The native engine makes `_prisma_migrations` where a migration is marked as applied in a database without one.
 * Source: https://github.com/prisma/prisma-engines/blob/main/schema-engine/commands/src/commands/mark_migration_applied.rs
 */
async function againWithHistory(error: unknown, method: string, run: () => Promise<unknown>): Promise<unknown> {
  const isMissing = method === 'markMigrationApplied' && toldAsNative(error, method).code === 'P1014';
  if (!isMissing || database?.kind !== 'adapter' || database.initialize === undefined) throw error;
  database.initialize();
  return run();
}

function toldAsNative(error: unknown, method: string): { readonly code: string | null; readonly message: string } {
  const message = messageOf(error);
  const stated = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
  const inner = /\bP1\d{3}\b/.exec(stated ?? '')?.[0] ?? stated;
  const migration = /with migration_name="([^"]+)"/.exec(message)?.[1];
  if (inner !== null || method !== 'applyMigrations' || migration === undefined) return { code: inner, message };
  const help = 'Read more about how to resolve migration issues in a production database: https://pris.ly/d/migrate-resolve';
  return {
    code: 'P3018',
    message: `A migration failed to apply. New migrations cannot be applied before the error is recovered from. ${help}

Migration name: ${migration}

Database error:
${message}`,
  };
}
