import fc from 'fast-check';
import { assertSound } from './invariants';
import { analyse, examples, realMigrations } from './subjects';

type Mutation =
  | { readonly kind: 'delete'; readonly at: number; readonly length: number }
  | { readonly kind: 'insert'; readonly at: number; readonly text: string }
  | { readonly kind: 'swap'; readonly at: number; readonly length: number }
  | { readonly kind: 'repeat'; readonly at: number; readonly length: number };

const position = fc.double({ min: 0, max: 1, noNaN: true });

const noise = fc.oneof(
  fc.constantFrom(
    ';',
    "'",
    '"',
    '$$',
    '/*',
    '*/',
    '--',
    '(',
    ')',
    '\0',
    '\uFEFF',
    '\uD83D',
    'ß😀',
    '\r\n',
    'DO $$ BEGIN ',
    'BEGIN;',
    'E\\',
    '::',
    ',',
    ' NOT VALID',
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
);

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.record({ kind: fc.constant('delete' as const), at: position, length: fc.nat(40) }),
  fc.record({ kind: fc.constant('insert' as const), at: position, text: noise }),
  fc.record({ kind: fc.constant('swap' as const), at: position, length: fc.nat(30) }),
  fc.record({ kind: fc.constant('repeat' as const), at: position, length: fc.nat(60) }),
);

describe('10,000 mutations of real migrations', () => {
  it('are analysed', function () {
    this.timeout(600_000);
    const texts = [...realMigrations(7), ...examples()].map((text) => text.slice(0, 20_000));
    fc.assert(
      fc.property(fc.nat(texts.length - 1), fc.array(mutation, { minLength: 1, maxLength: 4 }), (index, mutations) => {
        const text = mutations.reduce(mutate, texts[index] ?? '');
        assertSound(analyse(text), text);
      }),
      { numRuns: 10_000, seed: 20_261_120 },
    );
  });
});

function mutate(text: string, change: Mutation): string {
  const at = Math.floor(change.at * text.length);
  switch (change.kind) {
    case 'delete':
      return text.slice(0, at) + text.slice(at + change.length);
    case 'insert':
      return text.slice(0, at) + change.text + text.slice(at);
    case 'swap':
      return (
        text.slice(0, at) +
        text.slice(at + change.length, at + 2 * change.length) +
        text.slice(at, at + change.length) +
        text.slice(at + 2 * change.length)
      );
    case 'repeat':
      return text.slice(0, at + change.length) + text.slice(at);
  }
}
