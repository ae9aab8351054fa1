import assert from 'node:assert/strict';
import { cpSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { effectsRequest, type Report } from '../../server/src/protocol';
import { type Corpus, histories, requireCorpus } from '../corpus/corpus';
import { createFolder } from './project-folder';
import { plainCapabilities, startClient, uri } from './test-client';

/** Texts that a template lets through when a value is missing. */
const slips = /undefined|NaN|\[object|\$\{/;

describe('real histories in the server', () => {
  let corpus: Corpus;

  before(function () {
    corpus = requireCorpus(this);
  });

  it('answers for the last migrations of every history, each statement hovered', async function () {
    this.timeout(300_000);
    for (const history of histories(corpus, 'postgresql')) {
      const [first] = history.migrations;
      if (first === undefined) continue;
      const folder = createFolder({ 'prisma/schema.prisma': 'datasource db {\n  provider = "postgresql"\n}\n' });
      cpSync(dirname(dirname(first.path)), folder.at('prisma/migrations'), { recursive: true });
      const client = await startClient({ folders: [folder.path], capabilities: plainCapabilities });
      for (const { name, path } of history.migrations.slice(-5)) {
        const file = folder.at(join('prisma/migrations', name, basename(path)));
        const text = readFileSync(file, 'utf8');
        await client.open(file, text);
        const titles = (await client.lenses(file)).map(({ command }) => command?.title ?? '');
        assert.doesNotMatch(titles.join('\n'), slips, `${history.root} ${name}`);
        const report = await client.connection.sendRequest<Report | null>(effectsRequest, { uri: uri(file) });
        const lines = [...(report?.text ?? '').matchAll(/^### Statement \d+, line (\d+)$/gm)].map(([, line]) => Number(line) - 1);
        for (const line of lines) {
          const hover = await client.hover(file, { line, character: text.split('\n')[line]?.search(/\S/) ?? 0 });
          assert.ok(hover !== null && 'value' in Object(hover.contents), `${history.root} ${name}:${line + 1}`);
        }
        await client.close(file);
      }
      await client.dispose();
      folder.dispose();
    }
  });
});
