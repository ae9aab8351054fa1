import type { SchemaCase } from './case';

export const defaults: readonly SchemaCase[] = [
  {
    name: 'come, go and change',
    before: `model T {
  id Int @id
  a Int @default(1)
  b Int
  c Int @default(1)
  d String @default("x")
}`,
    after: `model T {
  id Int @id
  a Int
  b Int @default(2)
  c Int @default(3)
  d String @default("it's")
}`,
    sql: `-- AlterTable
ALTER TABLE "T" ALTER COLUMN "a" DROP DEFAULT,
ALTER COLUMN "b" SET DEFAULT 2,
ALTER COLUMN "c" SET DEFAULT 3,
ALTER COLUMN "d" SET DEFAULT 'it''s';`,
  },
  {
    name: 'of every kind',
    before: `enum E {
  A
  B
}

model T {
  id Int @id

}`,
    after: `enum E {
  A
  B
}

model T {
  id Int @id
  a Boolean @default(true)
  b BigInt @default(12)
  c Float @default(1.5)
  d Decimal @default(1.50)
  e String @default("a\\"b\\\\c")
  f DateTime @default(now())
  g DateTime @default("2020-01-01T00:00:00Z")
  h Json @default("{\\"a\\": [1]}")
  i Bytes @default("aGVsbG8=")
  j E @default(A)
  k E[] @default([A, B])
  l Int[] @default([1, 2])
  m String @default(dbgenerated("gen_random_uuid()")) @db.Uuid
  n String @default(cuid())
  o DateTime @updatedAt
  p String[] @default([])
}`,
    sql: `-- AlterTable
ALTER TABLE "T" ADD COLUMN     "a" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "b" BIGINT NOT NULL DEFAULT 12,
ADD COLUMN     "c" DOUBLE PRECISION NOT NULL DEFAULT 1.5,
ADD COLUMN     "d" DECIMAL(65,30) NOT NULL DEFAULT 1.50,
ADD COLUMN     "e" TEXT NOT NULL DEFAULT 'a"b\\c',
ADD COLUMN     "f" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "g" TIMESTAMP(3) NOT NULL DEFAULT '2020-01-01 00:00:00 +00:00',
ADD COLUMN     "h" JSONB NOT NULL DEFAULT '{"a": [1]}',
ADD COLUMN     "i" BYTEA NOT NULL DEFAULT '\\x68656c6c6f',
ADD COLUMN     "j" "E" NOT NULL DEFAULT 'A',
ADD COLUMN     "k" "E"[] DEFAULT ARRAY['A', 'B']::"E"[],
ADD COLUMN     "l" INTEGER[] DEFAULT ARRAY[1, 2]::INTEGER[],
ADD COLUMN     "m" UUID NOT NULL DEFAULT gen_random_uuid(),
ADD COLUMN     "n" TEXT NOT NULL,
ADD COLUMN     "o" TIMESTAMP(3) NOT NULL,
ADD COLUMN     "p" TEXT[] DEFAULT ARRAY[]::TEXT[];`,
  },
  {
    name: 'that Prisma takes for the same',
    before: `model T {
  id Int @id
  a DateTime @default("2020-01-01T00:00:00Z")
  b String @default(dbgenerated("GEN_random_uuid()"))
  c Json @default("{\\"a\\":1}")
  d Decimal @default(1.50)
}`,
    after: `model T {
  id Int @id
  a DateTime @default("2021-01-01T00:00:00Z")
  b String @default(dbgenerated("gen_random_uuid()"))
  c Json @default("{ \\"a\\": 1 }")
  d Decimal @default(1.5)
}`,
    sql: '',
  },
  {
    name: 'an expression instead of a value, and the other way round',
    before: `model T {
  id Int @id
  a DateTime @default(now())
  b String @default(dbgenerated("md5('x')"))
  c Int @default(dbgenerated("1 + 1"))
  d String @default("x")
}`,
    after: `model T {
  id Int @id
  a DateTime @default(dbgenerated("now()"))
  b String @default("y")
  c Int @default(2)
  d String @default(dbgenerated("md5('x')"))
}`,
    sql: `-- AlterTable
ALTER TABLE "T" ALTER COLUMN "a" SET DEFAULT now(),
ALTER COLUMN "b" SET DEFAULT 'y',
ALTER COLUMN "c" SET DEFAULT 2,
ALTER COLUMN "d" SET DEFAULT md5('x');`,
  },
  {
    name: 'beside a change of type',
    before: `model T {
  id Int @id
  a Int @default(0)
  b Int @default(1)
  c String @default("1")
}`,
    after: `model T {
  id Int @id
  a Float @default(0)
  b String @default("1")
  c Int @default(1)
}`,
    sql: `-- AlterTable
ALTER TABLE "T" ALTER COLUMN "a" SET DEFAULT 0,
ALTER COLUMN "a" SET DATA TYPE DOUBLE PRECISION,
ALTER COLUMN "b" SET DEFAULT '1',
ALTER COLUMN "b" SET DATA TYPE TEXT,
DROP COLUMN "c",
ADD COLUMN     "c" INTEGER NOT NULL DEFAULT 1;`,
  },
  {
    name: 'numbers of its own come',
    before: `model T {
  id   Int @id
  Name BigInt
}`,
    after: `model T {
  id   Int @id @default(autoincrement())
  Name BigInt @default(autoincrement())
}`,
    sql: `-- AlterTable
CREATE SEQUENCE t_id_seq;
CREATE SEQUENCE t_name_seq;
ALTER TABLE "T" ALTER COLUMN "id" SET DEFAULT nextval('t_id_seq'),
ALTER COLUMN "Name" SET DEFAULT nextval('t_name_seq');
ALTER SEQUENCE t_id_seq OWNED BY "T"."id";
ALTER SEQUENCE t_name_seq OWNED BY "T"."Name";`,
  },
  {
    name: 'numbers of its own in a schema',
    datasource: 'schemas = ["Own"]',
    before: `model T {
  id Int @id

  @@schema("Own")
}`,
    after: `model T {
  id Int @id @default(autoincrement())

  @@schema("Own")
}`,
    sql: `-- AlterTable
CREATE SEQUENCE "own".t_id_seq;
ALTER TABLE "Own"."T" ALTER COLUMN "id" SET DEFAULT nextval('"own".t_id_seq');
ALTER SEQUENCE "own".t_id_seq OWNED BY "Own"."T"."id";`,
  },
];
