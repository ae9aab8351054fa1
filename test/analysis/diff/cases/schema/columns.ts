import type { SchemaCase } from './case';

export const columns: readonly SchemaCase[] = [
  {
    name: 'columns come and go',
    before: `model T {
  id Int @id
  z Int
  a Int
  m Int?
}`,
    after: `model T {
  id Int @id
  y Int
  b Int @default(1)
  n Int?
}`,
    sql: `-- AlterTable
ALTER TABLE "T" DROP COLUMN "a",
DROP COLUMN "m",
DROP COLUMN "z",
ADD COLUMN     "b" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "n" INTEGER,
ADD COLUMN     "y" INTEGER NOT NULL;`,
  },
  {
    name: 'required and optional',
    before: `model T {
  id Int @id
  a Int
  b Int?
  c Int?
}`,
    after: `model T {
  id Int @id
  a Int?
  b Int
  c Int @default(3)
}`,
    sql: `-- AlterTable
ALTER TABLE "T" ALTER COLUMN "a" DROP NOT NULL,
ALTER COLUMN "b" SET NOT NULL,
ALTER COLUMN "c" SET NOT NULL,
ALTER COLUMN "c" SET DEFAULT 3;`,
  },
  {
    name: 'types that can be cast',
    before: `model T {
  id Int @id
  a Int
  b String
  c DateTime
  d Decimal
}`,
    after: `model T {
  id Int @id
  a BigInt
  b String @db.VarChar(5)
  c DateTime @db.Date
  d Decimal @db.Decimal(10, 2)
}`,
    sql: `-- AlterTable
ALTER TABLE "T" ALTER COLUMN "a" SET DATA TYPE BIGINT,
ALTER COLUMN "b" SET DATA TYPE VARCHAR(5),
ALTER COLUMN "c" SET DATA TYPE DATE,
ALTER COLUMN "d" SET DATA TYPE DECIMAL(10,2);`,
  },
  {
    name: 'types that cannot be cast',
    before: `model T {
  id Int @id
  a String
  b Boolean?
  c Json
}`,
    after: `model T {
  id Int @id
  a Int
  b DateTime?
  c Bytes
}`,
    sql: `-- AlterTable
ALTER TABLE "T" DROP COLUMN "a",
ADD COLUMN     "a" INTEGER NOT NULL,
DROP COLUMN "b",
ADD COLUMN     "b" TIMESTAMP(3),
DROP COLUMN "c",
ADD COLUMN     "c" BYTEA NOT NULL;`,
  },
  {
    name: 'everything of a column at once',
    before: `model T {
  id Int @id
  a Int? @default(1)
}`,
    after: `model T {
  id Int @id
  a BigInt @default(2)
}`,
    sql: `-- AlterTable
ALTER TABLE "T" ALTER COLUMN "a" SET NOT NULL,
ALTER COLUMN "a" SET DEFAULT 2,
ALTER COLUMN "a" SET DATA TYPE BIGINT;`,
  },
  {
    name: 'lists',
    before: `model T {
  id Int @id
  a Int[]
  b String[]
  c Int
  d String?
  e String[]
  f Boolean[]
}`,
    after: `model T {
  id Int @id
  a String
  b Int[]
  c Int[]
  d String[]
  e String?
  f Boolean
}`,
    sql: `-- AlterTable
ALTER TABLE "T" ALTER COLUMN "a" SET NOT NULL,
ALTER COLUMN "a" SET DATA TYPE TEXT,
DROP COLUMN "b",
ADD COLUMN     "b" INTEGER[],
DROP COLUMN "c",
ADD COLUMN     "c" INTEGER[],
DROP COLUMN "d",
ADD COLUMN     "d" TEXT[],
ALTER COLUMN "e" DROP NOT NULL,
ALTER COLUMN "e" SET DATA TYPE TEXT,
DROP COLUMN "f",
ADD COLUMN     "f" BOOLEAN NOT NULL;`,
  },
  {
    name: 'types that Prisma does not know',
    before: `model T {
  id Int @id
  a Unsupported("tsvector")?
  b Unsupported("geometry(Point, 4326)")?
  c String?
  d Unsupported("xid")?
}`,
    after: `model T {
  id Int @id
  a Unsupported("circle")?
  b Unsupported("geometry(Point, 4326)")?
  c Unsupported("circle")?
  d String?
  e Unsupported("geometry(Point, 4326)")
  f Unsupported("int4range")[]
}`,
    sql: `-- AlterTable
ALTER TABLE "T" ADD COLUMN     "e" geometry(Point, 4326) NOT NULL,
ADD COLUMN     "f" int4range[],
ALTER COLUMN "c" SET DATA TYPE circle,
ALTER COLUMN "d" SET DATA TYPE TEXT;`,
  },
  {
    name: 'a field gets another column',
    before: `model T {
  id Int @id
  a Int
}`,
    after: `model T {
  id Int @id
  a Int @map("b")
}`,
    sql: `-- AlterTable
ALTER TABLE "T" DROP COLUMN "a",
ADD COLUMN     "b" INTEGER NOT NULL;`,
  },
  {
    name: 'a type that changes in the primary key',
    before: `model T {
  id String @id(map: "old")
  n  Int @db.SmallInt
}`,
    after: `model T {
  id String @id(map: "new") @db.Uuid
  n  Int @default(autoincrement()) @db.SmallInt
}`,
    sql: `-- AlterTable
CREATE SEQUENCE t_n_seq;
ALTER TABLE "T" DROP CONSTRAINT "old",
DROP COLUMN "id",
ADD COLUMN     "id" UUID NOT NULL,
ALTER COLUMN "n" SET DEFAULT nextval('t_n_seq'),
ADD CONSTRAINT "new" PRIMARY KEY ("id");
ALTER TABLE "T" RENAME CONSTRAINT "old" TO "new";
ALTER SEQUENCE t_n_seq OWNED BY "T"."n";`,
  },
];
