import { type Disposable, EventEmitter } from 'vscode';
import { rolloutsRequest, type ShownRollout } from '../../../server/src/protocol';
import { reloadOnChange } from '../reload-on-change';
import type { Server } from '../server';

/** The rollouts of all projects, as their files have them. */
export interface Rollouts extends Disposable {
  readonly all: () => readonly ShownRollout[];
  readonly onDidChange: (listener: () => void) => Disposable;
  /** Reads what there is. */
  readonly load: () => Promise<void>;
}

export function createRollouts(server: Server): Rollouts {
  const changed = new EventEmitter<void>();
  let rollouts: readonly ShownRollout[] = [];

  async function load(): Promise<void> {
    const found = (await server.request<readonly ShownRollout[]>(rolloutsRequest)) ?? [];
    if (JSON.stringify(found) === JSON.stringify(rollouts)) return;
    rollouts = found;
    changed.fire();
  }

  const parts: readonly Disposable[] = [changed, ...reloadOnChange('**/rollouts/*/rollout.json', server, () => void load())];
  return {
    all: () => rollouts,
    onDidChange: changed.event,
    load,
    dispose: () => {
      for (const part of parts) part.dispose();
    },
  };
}
