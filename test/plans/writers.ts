import type { Client } from 'pg';

/** Writes rows of both tables until it is stopped, and tells the longest time that one write took, in milliseconds. */
export interface Writers {
  readonly stop: () => Promise<number>;
}

/** Starts one writer for each statement, which has a parameter for the row's id, and waits until each has written. */
export async function startWriters(connect: () => Promise<Client>, statements: readonly string[], rows: number): Promise<Writers> {
  let running = true;
  let longest = 0;
  const clients = await Promise.all(statements.map(() => connect()));
  const loops: Promise<void>[] = [];
  const begun: Promise<void>[] = [];
  for (const [index, client] of clients.entries()) {
    begun.push(new Promise((resolve) => loops.push(write(client, statements[index] ?? '', resolve))));
  }
  await Promise.all(begun);
  longest = 0;
  return {
    async stop() {
      running = false;
      const ended = await Promise.allSettled(loops);
      await Promise.all(clients.map((client) => client.end()));
      for (const one of ended) if (one.status === 'rejected') throw one.reason;
      return longest;
    },
  };

  async function write(client: Client, sql: string, resolve: () => void): Promise<void> {
    for (let id = 1; running; id = ((id * 7919) % rows) + 1) {
      const start = performance.now();
      await client.query(sql, [id]);
      longest = Math.max(longest, performance.now() - start);
      resolve();
      await new Promise((later) => setTimeout(later, 2));
    }
  }
}
