import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { startLanguageServer } from './language-server';
import { absolute, median, type Row } from './row';
import type { SchemaProject } from './schema-project';
import { pressed, typing } from './typing';

/** From the start of the server's process to the diagnostics of a schema that is open with an edit that no migration has yet. */
export async function benchSchemaStart(server: string, project: SchemaProject, runs: number): Promise<readonly Row[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lockstep-schema-start-'));
  try {
    const uri = pathToFileURL(project.write(folder)).href;
    const text = typing(project.text, 20).reduce(pressed, project.text);
    const cold: number[] = [];
    const cached: number[] = [];
    for (let run = 0; run < runs; run++) {
      const env = { LOCKSTEP_CACHE: path.join(folder, `cache-${run}`) };
      for (const times of [cold, cached]) {
        const start = performance.now();
        const client = await startLanguageServer(process.execPath, [server, '--stdio'], pathToFileURL(folder).href, { pull: true, env });
        await client.connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'prisma', version: 1, text } });
        const found = await client.pull(uri);
        times.push(performance.now() - start);
        if (found === 0) throw new Error('no diagnostics of an edit that has some');
        // Until the cache is written.
        await new Promise((resolve) => setTimeout(resolve, 300));
        await client.stop();
      }
    }
    const label = `spawn → diagnostics of the schema, ${project.migrations} migrations`;
    return [absolute(`${label}, cold`, median(cold), 600, 'ms'), absolute(`${label}, cached`, median(cached), 300, 'ms')];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
