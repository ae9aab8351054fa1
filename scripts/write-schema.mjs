// Writes schemas/lockstep.schema.json from the description that lockstep.json is validated against.
//   node scripts/write-schema.mjs
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { require } from 'tsx/cjs/api';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { settingsSchema } = require('../server/src/project/settings-schema.ts', import.meta.url);
mkdirSync(join(root, 'schemas'), { recursive: true });
writeFileSync(join(root, 'schemas', 'lockstep.schema.json'), `${JSON.stringify(settingsSchema, null, 2)}\n`);
