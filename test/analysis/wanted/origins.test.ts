import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSchema } from '../../../server/src/analysis/schema/read';
import { wantedCatalog } from '../../../server/src/analysis/schema/wanted/wanted-catalog';
import { wantedOf } from './wanted-of';

const folder = join(__dirname, 'schemas/postgresql');

const models = `
enum Role {
  USER
  ADMIN @map("admin")
}

model User {
  id     Int    @id
  mail   String @unique @map("email")
  role   Role
  posts  Post[]
  liked  Post[] @relation("likes")

  @@index([role, mail], map: "by_role")
}

model Post {
  id       Int    @id
  authorId Int
  author   User   @relation(fields: [authorId], references: [id])
  likedBy  User[] @relation("likes")
}
`;

describe('the origins of a wanted catalog', () => {
  const { origins } = wantedOf(models);

  it('name the field of each column', () => {
    const origin = origins.tables.get('public.User');
    assert.equal(origin?.type, 'model');
    if (origin?.type !== 'model') return;
    assert.deepEqual(
      [...origin.columns].map(([column, field]) => [column, field.name.text]),
      [
        ['id', 'id'],
        ['email', 'mail'],
        ['role', 'role'],
      ],
    );
  });

  it('name what asks for each index and constraint', () => {
    const named = ['public.User', 'public.Post'].flatMap((id) => {
      const origin = origins.tables.get(id);
      if (origin?.type !== 'model') return [];
      return [...origin.named].map(([name, { field, attribute }]) => ({ name, model: origin.model, field, attribute }));
    });
    assert.deepEqual(
      named.map(({ name, model, field, attribute }) => [name, model.name?.text, field?.name.text ?? null, attribute?.name ?? null]),
      [
        ['User_pkey', 'User', 'id', 'id'],
        ['User_email_key', 'User', 'mail', 'unique'],
        ['by_role', 'User', null, 'index'],
        ['Post_pkey', 'Post', 'id', 'id'],
        ['Post_authorId_fkey', 'Post', 'author', 'relation'],
      ],
    );
  });

  it('name both sides of a many-to-many relation, in the order of the text', () => {
    const origin = origins.tables.get('public._likes');
    assert.deepEqual(
      origin?.type === 'relation' ? origin.fields.map(({ model, field }) => `${model.name?.text}.${field?.name.text}`) : origin?.type,
      ['User.liked', 'Post.likedBy'],
    );
  });

  it('name the values of an enum as the database has them', () => {
    const origin = origins.enums.get('public.Role');
    assert.deepEqual(
      [...(origin?.values ?? [])].map(([stored, value]) => [stored, value.name.text]),
      [
        ['USER', 'USER'],
        ['admin', 'ADMIN'],
      ],
    );
  });

  it('follow a model that an edit has moved', () => {
    const moved = wantedOf(`// a comment above\n${models}`).origins.tables.get('public.Post');
    const before = origins.tables.get('public.Post');
    assert.ok(moved?.type === 'model' && before?.type === 'model');
    assert.equal(moved.model.start, before.model.start + '// a comment above\n'.length);
    assert.deepEqual(moved.named, before.named);
  });
});

describe('client-side defaults', () => {
  it('are listed as they are written', () => {
    const { clientDefaults, catalog } = wantedCatalog(
      readSchema(readFileSync(join(folder, 'client-defaults.prisma'), 'utf8')),
      'postgresql',
    );
    assert.deepEqual(
      clientDefaults.map(({ table, column, text }) => `${table}.${column} ${text}`),
      [
        'public.Client.cuid cuid()',
        'public.Client.cuid2 cuid(2)',
        'public.Client.uuid uuid()',
        'public.Client.uuid7 uuid(7)',
        'public.Client.nanoid nanoid(10)',
        'public.Client.ulid ulid()',
        'public.Client.touched @updatedAt',
      ],
    );
    assert.deepEqual(
      [...catalog.tables.values()].flatMap(({ columns }) => columns.flatMap((column) => column.default ?? [])),
      [],
    );
  });
});

describe('a prefix of a schema', () => {
  it('always has a wanted catalog, of whatever provider', () => {
    for (const file of readdirSync(folder)) {
      const text = readFileSync(join(folder, file), 'utf8');
      for (let end = 0; end < text.length; end += 3) {
        const schema = readSchema(text.slice(0, end));
        const provider = (['postgresql', 'mysql', 'sqlite'] as const)[(end / 3) % 3] ?? 'postgresql';
        for (const { at } of wantedCatalog(schema, provider).unresolved) assert.ok(at >= 0 && at <= end, `${file} up to ${end}: ${at}`);
      }
    }
  });
});
