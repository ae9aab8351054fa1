/** Columns and tables that can be dropped: with an enum, keys, indexes, relations of each kind. */
export const shop = `datasource db {
  provider = "postgresql"
}

enum Plan {
  FREE
  PRO
}

model User {
  id    Int      @id @default(autoincrement())
  email String   @unique
  name  String
  plan  Plan     @default(FREE)
  plans Plan[]
  score Decimal? @db.Decimal(10, 2)
  order Order[]
  tags  Tag[]

  @@index([name, email])
}

model Order {
  id     Int    @id @default(autoincrement())
  select String @unique
  plan   Plan?
  userId Int
  user   User   @relation(fields: [userId], references: [id], onDelete: Cascade)
  lines  Line[]
}

model Line {
  id      Int   @id
  orderId Int
  order   Order @relation(fields: [orderId], references: [id])
}

model Tag {
  id    Int    @id
  users User[]
}
`;

/** Without the lines that begin so. */
export function withoutLines(schema: string, beginnings: readonly string[]): string {
  const lines = schema.split('\n');
  return lines.filter((line) => !beginnings.some((beginning) => line.startsWith(beginning))).join('\n');
}

/** Without these models and enums. */
export function without(schema: string, ...blocks: readonly string[]): string {
  return blocks.reduce((text, name) => text.replace(new RegExp(`\\n(?:model|enum) ${name} \\{[^}]*\\}\\n`), ''), schema);
}
