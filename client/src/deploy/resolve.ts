import { commands, Disposable, window } from 'vscode';
import type { EnvironmentParams, ResolveAs, ResolveOperation } from '../../../server/src/protocol';
import type { Environments } from '../environments/environments';
import { chosenEnvironment, type Given, migrationOf } from './chosen-environment';
import { askReason, typedName } from './confirm';
import type { Operations } from './operations';

/** Commands that tell Prisma's history what became of a migration. */
export function registerResolve(environments: Environments, operations: Operations): Disposable {
  const mark = (as: ResolveAs) => async (given?: Given, named?: string) => {
    const environment = await chosenEnvironment(environments, given, `Mark Migration as ${wordsOf(as)}`);
    if (environment === undefined) return;
    const migration = named ?? migrationOf(given) ?? (await pickMigration(environment, as, environments));
    if (migration !== undefined) await resolve(environment, migration, as, environments, operations);
  };
  return Disposable.from(
    commands.registerCommand('lockstep.markRolledBack', mark('rolled-back')),
    commands.registerCommand('lockstep.markApplied', mark('applied')),
  );
}

/** Looks first, says what speaks against it, and does it once it is confirmed. */
export async function resolve(
  environment: EnvironmentParams,
  migration: string,
  as: ResolveAs,
  environments: Environments,
  operations: Operations,
): Promise<void> {
  const name = environment.environment;
  const title = `${migration} as ${wordsOf(as)} on ${name}`;
  const run = (terms: Pick<ResolveOperation, 'isPreview' | 'confirmed' | 'reason'>) =>
    operations.run(title, environment, { type: 'resolve', migration, as, ...terms });
  const look = await run({ isPreview: true, confirmed: null, reason: null });
  if (look === undefined) return;
  await operations.show(look);
  if (look.state !== 'done') return;
  const { doubts = [], isProtected = false } = look;
  const reason = doubts.length === 0 ? null : await askReason(title, `Why it is right in spite of this: ${doubts.join(' ')}`);
  if (reason === undefined) return;
  const confirmed = isProtected ? await typedName(name, `mark it as ${wordsOf(as)}`) : (await picked(title)) ? null : undefined;
  if (confirmed === undefined) return;
  const end = await run({ isPreview: false, confirmed, reason });
  await environments.ask(environment);
  if (end !== undefined) await operations.show(end);
}

async function picked(title: string): Promise<boolean> {
  const go = { label: `$(check) Mark ${title}` };
  const back = { label: '$(close) Leave it as it is' };
  return (await window.showQuickPick([go, back], { title: 'Lockstep: Resolve', ignoreFocusOut: true })) === go;
}

async function pickMigration(environment: EnvironmentParams, as: ResolveAs, environments: Environments): Promise<string | undefined> {
  await environments.ask(environment);
  const asked = environments.asked(environment);
  const migrations = asked.kind === 'told' ? asked.state.migrations : [];
  const fitting = migrations.filter(
    ({ state }) => state === 'failed' || (as === 'applied' && (state === 'pending' || state === 'rolled-back')),
  );
  if (fitting.length === 0) {
    const what = as === 'applied' ? 'No migration is failed or pending' : 'No migration has failed';
    return void window.showInformationMessage(`${what} on ${environment.environment}.`);
  }
  const items = fitting.map(({ name, words }) => ({ label: name, description: words }));
  const title = `Lockstep: Mark as ${wordsOf(as)}`;
  return (await window.showQuickPick(items, { title, placeHolder: 'Migration', matchOnDescription: true }))?.label;
}

function wordsOf(as: ResolveAs): string {
  switch (as) {
    case 'rolled-back':
      return 'rolled back';
    case 'applied':
      return 'applied';
  }
}
