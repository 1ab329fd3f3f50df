const DEPLOYS: readonly string[] = ['promote', 'verify', 'rollback'];

/** Keys of an environment's roles for a mode, the first of them that it has counts: who deploys need not be able to build. */
export const rolesFor = (mode: string): readonly string[] =>
  DEPLOYS.includes(mode.trim()) ? ['deploy-role', 'build-role'] : ['build-role'];
