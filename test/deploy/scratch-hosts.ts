import assert from 'node:assert/strict';
import { readAddress } from '../../server/src/deploy/connection/address';
import { readMysqlAddress } from '../../server/src/deploy/connection/mysql-address';
import { redactorFor } from '../../server/src/deploy/connection/redact';
import { type ScratchHost, scratchHost } from '../../server/src/deploy/scratch/scratches';
import type { ServerAddress } from '../../server/src/deploy/scratch/server';

/** Where a URL of PostgreSQL or MySQL leads. */
export function addressOf(url: string): ServerAddress {
  if (url.startsWith('mysql:')) {
    const read = readMysqlAddress(url);
    assert.ok(read.ok);
    return { provider: 'mysql', target: read.address.target, mysql: read.address };
  }
  const read = readAddress(url);
  assert.ok(read.ok);
  return { provider: 'postgresql', target: read.address.target, postgres: read.address };
}

export function hostAt(url: string): ScratchHost {
  const host = scratchHost({ address: addressOf(url), redact: redactorFor(url) });
  assert.ok(host !== null);
  return host;
}
