import { folderWith, migrations, postgresLock, postgresSchema } from '../project/folders';

/** A project whose baseline leaves one pending migration, with one error in it behind an emoji. */
export function shop(settings = '{ "baseline": "20250102000000_drop_note" }'): string {
  return folderWith({
    '.git/HEAD': '',
    'lockstep.json': settings,
    'prisma/schema.prisma': `${postgresSchema}\nmodel User {\n  id Int @id\n}\n`,
    'prisma/migrations/migration_lock.toml': postgresLock,
    ...migrations('prisma/migrations', {
      '20250101000000_init':
        'CREATE TABLE "User" ("id" INTEGER NOT NULL, "email" TEXT, "note" TEXT, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));\n',
      '20250102000000_drop_note': 'ALTER TABLE "User" DROP COLUMN "note";\n',
      '20250103000000_drop_email': '/* 🛒 */ ALTER TABLE "User" DROP COLUMN "email";\n',
    }),
  });
}

export const pendingPath = 'prisma/migrations/20250103000000_drop_email/migration.sql';
