import { openWorkbench } from './workbench/workbench-page.mjs';
import { createWorkspace } from './workspaces.mjs';
const ws = createWorkspace();
const wb = await openWorkbench(ws.shop, 'prisma/migrations/20250924143012_payment_references/migration.sql');
try {
  await wb.page.waitForSelector('.squiggly-warning', {timeout: 15000}).catch(e => console.log(String(e)));
  await wb.page.waitForTimeout(1500);
  await wb.screenshot('probe-1');
  await wb.runCommand('Lockstep: Show Effects');
  await wb.page.waitForTimeout(3000);
  await wb.screenshot('probe-2');
} finally { console.log(wb.log().slice(-1500)); await wb.close(); ws.remove(); }
process.exit();
