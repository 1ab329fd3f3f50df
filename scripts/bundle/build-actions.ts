import { bundleMains } from './bundle-mains.ts';
import { listActions } from './list-actions.ts';
import { smokeRun } from './smoke-run.ts';

/**
 * Bundles every action of a folder; `distOf` says where each bundle goes.
 * Throws when a bundle cannot be made or does not start; of wrong types, when they are `checked`.
 */
export async function buildActions(
  root: string,
  distOf: (action: string) => string,
  types: { readonly checked: boolean },
): Promise<void> {
  const actions = listActions(root);
  await bundleMains(
    root,
    actions.map((action) => ({ program: `actions/${action}`, dist: distOf(action) })),
    types,
  );
  await Promise.all(actions.map((action) => smokeRun(root, action, distOf(action))));
}
