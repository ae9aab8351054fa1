import assert from 'node:assert/strict';
import { withoutValues } from '../../server/src/deploy/status/without-values';

/** As servers write them. */
const said: readonly (readonly [string, string])[] = [
  ['DETAIL: Key (email)=(ann@example.com) is duplicated.', 'DETAIL: Key (email)=(…) is duplicated.'],
  ['Key (lower(email), "b)")=(x=(1), y) already exists.', 'Key (lower(email), "b)")=(…) already exists.'],
  ['Key (authorId)=(7) is not present in table "User".', 'Key (authorId)=(…) is not present in table "User".'],
  ['Failing row contains (1, ann, (2), null).', 'Failing row contains (…).'],
  ['invalid input syntax for type integer: "se"cret"', 'invalid input syntax for type integer: "…"'],
  ['invalid input value for enum "Role": "secret"', 'invalid input value for enum "Role": "…"'],
  ['value "99999999999" is out of range for type integer', 'value "…" is out of range for type integer'],
  ['Key (email)=(two\nlines) already exists.', 'Key (email)=(…) already exists.'],
  ['Failing row contains (1, two\nlines', 'Failing row contains (…)'],
  ['invalid input syntax for type uuid: "two\nlines', 'invalid input syntax for type uuid: "…"'],
  ["Duplicate entry 'ann's' for key 'User_email_key'", "Duplicate entry '…' for key 'User_email_key'"],
  [
    "Incorrect integer value: 'secret' for column `t`.`User`.`age` at row 2",
    "Incorrect integer value: '…' for column `t`.`User`.`age` at row 2",
  ],
  ["Truncated incorrect DOUBLE value: 'secret'", "Truncated incorrect DOUBLE value: '…'"],
  ['relation "Nobody" does not exist', 'relation "Nobody" does not exist'],
  ['UNIQUE constraint failed: User.email', 'UNIQUE constraint failed: User.email'],
];

describe('what a server says of rows', () => {
  for (const [text, shown] of said) it(`is shown without their values: ${shown}`, () => assert.equal(withoutValues(text), shown));
});
