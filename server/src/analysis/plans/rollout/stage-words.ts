import { rowWords } from '../../statistics/size-words';
import type { Stage } from './rollout';

/** The stages as a title lists them: `expand, backfill 12.4 M rows in batches, release, contract`. */
export function stageWords(stages: readonly Stage[], rows: number | null): string {
  return stages.map(({ type, name }) => (type === 'backfill' && rows !== null ? `${name} ${rowWords(rows)} in batches` : name)).join(', ');
}
