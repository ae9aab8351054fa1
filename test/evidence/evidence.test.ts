import { strict as assert } from 'node:assert';
import type { Client } from 'pg';
import type { Catalog } from '../../server/src/analysis/catalog/catalog';
import type { PostgresServer } from '../../server/src/analysis/effects/effect';
import { allFactIds } from '../../server/src/analysis/effects/effect-of';
import { disagreements } from './disagreement';
import { type Evidence, type TrialWith, trialOf } from './evidence';
import { catalogOf, type Foretold, foretell } from './foretell';
import { observe, observeOutside } from './observe';
import { skipWithoutServer, supportedVersions, withDatabase } from './server';
import { installedServer } from './server-files';
import { allEvidence } from './statements';

/** Facts, and refusals by kind of operation and SQLSTATE, that a server has confirmed. */
const proved = { facts: new Set<string>(), refusals: new Set<string>(), claimedRefusals: new Set<string>() };

describe('what Lockstep says about statements, against real servers', function () {
  this.timeout(120_000);

  for (const version of supportedVersions) {
    describe(`PostgreSQL ${version}`, () => {
      for (const evidence of allEvidence) {
        if ((evidence.since ?? 0) > version) continue;
        it(evidence.subject, async function () {
          skipWithoutServer(this, version);
          const trials = evidence.statements.map(trialOf).filter((trial) => appliesTo(trial, version));
          assert.ok(trials.length > 0);
          const wrong = [
            ...(await tryInTransactions(
              version,
              evidence,
              trials.filter((trial) => trial.hold === undefined),
            )),
            ...(await tryOutside(version, evidence, trials)),
          ];
          assert.deepEqual(wrong, []);
        });
      }
    });
  }

  describe('all versions together', () => {
    it('proves every fact of the table', function () {
      if (supportedVersions.some((version) => installedServer(version) === null)) this.skip();
      assert.deepEqual(
        allFactIds().filter((id) => !proved.facts.has(id)),
        [],
      );
    });

    it('has seen every refusal that it foretells', function () {
      if (supportedVersions.some((version) => installedServer(version) === null)) this.skip();
      assert.deepEqual(
        [...proved.claimedRefusals].filter((refusal) => !proved.refusals.has(refusal)),
        [],
      );
    });
  });
});

function appliesTo({ since = 0, until = Number.POSITIVE_INFINITY }: TrialWith, version: number): boolean {
  return since <= version && version <= until;
}

async function tryInTransactions(version: number, evidence: Evidence, all: readonly TrialWith[]): Promise<readonly string[]> {
  const trials = all.filter((trial) => trial.hold === undefined);
  if (trials.length === 0) return [];
  const catalog = catalogOf(evidence.setup);
  return withSetup(version, evidence, async (client) => {
    const wrong: string[] = [];
    for (const trial of trials) {
      if (trial.timeZone !== undefined) await client.query(`SET TimeZone TO '${trial.timeZone}'`);
      const foretold = foretell(trial.sql, catalog, serverFor(trial, version));
      const seen = await observe(client, trial.sql);
      if (trial.timeZone !== undefined) await client.query('RESET TimeZone');
      const refused = seen.error === '25001';
      if (refused && !foretold.effect.transactional) note(foretold, null);
      else if (refused !== !foretold.effect.transactional && seen.error === null) wrong.push(`${trial.sql}: ran in a transaction block`);
      else wrong.push(...told(trial, foretold, disagreements(foretold.effect, seen), seen.error));
    }
    return wrong;
  });
}

/** Statements that refuse a transaction block: first that they do, then what they do without one, each on fresh tables. */
async function tryOutside(version: number, evidence: Evidence, trials: readonly TrialWith[]): Promise<readonly string[]> {
  const held = trials.filter((trial) => trial.hold !== undefined);
  if (held.length === 0) return [];
  const catalog: Catalog = catalogOf(evidence.setup);
  return withSetup(version, evidence, async (client, connect) => {
    const blocker = await connect();
    const wrong: string[] = [];
    for (const trial of held) {
      const foretold = foretell(trial.sql, catalog, serverFor(trial, version));
      const inside = await observe(client, trial.sql);
      const refused = inside.error === '25001' ? [] : [`ran in a transaction block, or failed with ${inside.error}`];
      const seen = await observeOutside(client, blocker, trial.sql, trial.hold ?? '');
      const found = [...(foretold.effect.transactional ? [] : refused), ...disagreements({ ...foretold.effect, scans: [] }, seen)];
      wrong.push(...told(trial, foretold, found, seen.error));
      await client.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
      await client.query(evidence.setup);
    }
    return wrong;
  });
}

function told(trial: TrialWith, foretold: Foretold, found: readonly string[], error: string | null): readonly string[] {
  if (found.length === 0) note(foretold, error);
  return found.map((sentence) => `${trial.sql}: ${sentence} (${foretold.effect.facts.join(', ')})`);
}

/** Remembers what an agreement has proved. */
function note({ operations, effect }: Foretold, error: string | null): void {
  for (const fact of effect.facts) proved.facts.add(fact);
  for (const operation of operations) {
    for (const { code } of operation.effect.failures) {
      proved.claimedRefusals.add(`${operation.kind} ${code}`);
      if (code === error) proved.refusals.add(`${operation.kind} ${code}`);
    }
  }
}

function serverFor(trial: TrialWith, version: number): PostgresServer {
  return { provider: 'postgresql', version, timeZone: trial.timeZone ?? 'UTC' };
}

function withSetup<T>(
  version: number,
  { setup, teardown }: Evidence,
  body: (client: Client, connect: () => Promise<Client>) => Promise<T>,
): Promise<T> {
  return withDatabase(version, async (client, connect) => {
    await client.query(setup);
    await client.query('ANALYZE');
    try {
      return await body(client, connect);
    } finally {
      if (teardown !== undefined) {
        await client.query('DROP OWNED BY reader').catch(() => undefined);
        await client.query(teardown);
      }
    }
  });
}
