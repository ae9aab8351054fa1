import assert from 'node:assert/strict';
import { areOpposite, nameSimilarity, substitution, wordsOf } from '../../../server/src/analysis/catalog/diff/renames/words';

describe('names by their words', () => {
  const words: readonly (readonly [name: string, words: readonly string[]])[] = [
    ['createdAt', ['created', 'at']],
    ['created_at', ['created', 'at']],
    ['gcpKMSKeys', ['gcp', 'kms', 'key']],
    ['KEY_VALUE', ['key', 'value']],
    ['s3Bucket', ['s', '3', 'bucket']],
    ['categories', ['category']],
    ['address', ['address']],
    ['status', ['status']],
    ['straßenName', ['straßen', 'name']],
    ['_', []],
    ['', []],
  ];
  for (const [name, expected] of words) it(`takes ${JSON.stringify(name)} apart`, () => assert.deepEqual(wordsOf(name), expected));

  const same: readonly (readonly [string, string])[] = [
    ['createdAt', 'created_at'],
    ['group_name', 'groupname'],
    ['ApiKeys', 'apiKey'],
    ['ECheck', 'eCheck'],
    ['fullLogoUrl', 'logoFullUrl'],
  ];
  for (const [a, b] of same) it(`${a} and ${b} are one name`, () => assert.equal(nameSimilarity(a, b), 1));

  const alike: readonly (readonly [string, string])[] = [
    ['name', 'fullName'],
    ['orgId', 'organizationId'],
    ['scAddress', 'smartContractAddress'],
    ['Transfered', 'Transferred'],
    ['username', 'name'],
    ['connectionMetadata', 'metadata'],
  ];
  for (const [a, b] of alike) {
    it(`${a} and ${b} are alike, in either direction, and not the same`, () => {
      assert.ok(nameSimilarity(a, b) >= 0.5 && nameSimilarity(a, b) < 1, String(nameSimilarity(a, b)));
      assert.equal(nameSimilarity(b, a).toFixed(6), nameSimilarity(a, b).toFixed(6));
    });
  }

  const strange: readonly (readonly [string, string])[] = [
    ['email', 'username'],
    ['citizenId', 'employeeId'],
    ['startedAt', 'lockedAt'],
    ['enabled', 'disabled'],
    ['isPublic', 'isPrivate'],
    ['', 'name'],
  ];
  for (const [a, b] of strange) it(`${a} and ${b} are not`, () => assert.ok(nameSimilarity(a, b) < 0.5, String(nameSimilarity(a, b))));

  it('knows opposites only where nothing else differs', () => {
    assert.ok(areOpposite(['is', 'enabled'], ['is', 'disabled']));
    assert.ok(!areOpposite(['enabled'], ['disabled', 'reason']));
    assert.ok(!areOpposite(['enabled'], ['enabled']));
  });

  it('tells which words are put in the place of which', () => {
    assert.equal(substitution('isDefaultUserScope', 'isDefaultProjectScope'), 'user>project');
    assert.equal(substitution('USER', 'PROJECT'), 'user>project');
    assert.equal(substitution('name', 'fullName'), null);
  });
});
