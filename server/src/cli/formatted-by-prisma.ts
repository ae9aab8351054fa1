import { createEngine } from '../project/prisma-engine/engine';
import { formattedWrite, type RolloutWrite } from '../project/rollouts/rollout-write';

/** Asks Prisma's own formatter, in a thread of its own, which starts where the schema changes. */
export async function formattedByPrisma(write: RolloutWrite): Promise<RolloutWrite> {
  const engine = createEngine();
  const formatted = await formattedWrite(engine, write);
  await engine.close();
  return formatted;
}
