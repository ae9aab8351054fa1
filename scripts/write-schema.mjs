// Writes the schemas that editors complete from, out of the descriptions that the files are validated against.
//   node scripts/write-schema.mjs
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { require } from 'tsx/cjs/api';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { settingsSchema } = require('../server/src/project/settings-schema.ts', import.meta.url);
const { backfillSchema } = require('../server/src/deploy/backfill/spec-schema.ts', import.meta.url);
const { rolloutSchema } = require('../server/src/project/rollouts/rollout-schema.ts', import.meta.url);
mkdirSync(join(root, 'schemas'), { recursive: true });
for (const [name, schema] of [
  ['lockstep', settingsSchema],
  ['backfill', backfillSchema],
  ['rollout', rolloutSchema],
]) {
  writeFileSync(join(root, 'schemas', `${name}.schema.json`), `${JSON.stringify(schema, null, 2)}\n`);
}
