import type { SaveFile } from '../../../lib/adapters/report-folder.ts';
import type { Permissions } from './core/permissions/permissions.ts';
import { permissionLines, renderPermissions } from './core/permissions/permissions-text.ts';
import type { Outlet } from './publish.ts';

/** Tells the permissions to the log, to the summary and to a file. */
export async function publishPermissions(
  permissions: Permissions,
  outlet: Outlet,
  saveFile: SaveFile,
): Promise<void> {
  for (const line of permissionLines(permissions)) outlet.info(line);
  const file = await saveFile('permissions.json', `${JSON.stringify(permissions, null, 2)}\n`);
  await outlet.writeSummary(renderPermissions(permissions, file));
  outlet.setOutput('permissions-file', file);
}
