const DEPLOYS: readonly string[] = ['promote', 'verify', 'rollback'];

/** Keys of an environment's roles for a mode, the first of them that it has counts: who deploys need not be able to build. */
export function rolesFor(mode: string): readonly string[] {
  // It is looked for beside the drift of topics, in a job that nobody approves: by the role that may only look.
  if (mode.trim() === 'drift') return ['topics-plan-role'];
  return DEPLOYS.includes(mode.trim()) ? ['deploy-role', 'build-role'] : ['build-role'];
}
