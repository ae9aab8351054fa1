import { createEngine } from '../project/prisma-engine/engine';
import { refusedSchema } from '../project/prisma-engine/refused-schema';
import type { Snapshot } from '../project/snapshot';
import { Problem } from './problem';

/**
 * Asks Prisma's own engine about a schema that something is to be written from, in a thread of its own.
 * @throws Problem in Prisma's words where it does not accept the schema.
 */
export async function acceptedByPrisma({ project, schema }: Snapshot): Promise<void> {
  const engine = createEngine();
  const refused = await refusedSchema(engine, project, schema);
  await engine.close();
  if (refused !== null) throw new Problem(refused);
}
