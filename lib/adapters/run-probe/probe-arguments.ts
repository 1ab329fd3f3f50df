import type { ProbeRequest } from './probe-request.ts';

/** The arguments of `docker` that make a container as a restricted pod has it, with the image's own user. */
export const createArguments = (
  { environment = new Map(), writable = [] }: ProbeRequest,
  { name, image, readOnly }: { readonly name: string; readonly image: string; readonly readOnly: boolean },
): string[] => [
  ...['create', `--name=${name}`, '--pull=never', '--network=none', '--cap-drop=ALL'],
  ...['--security-opt=no-new-privileges', '--pids-limit=512', '--restart=no'],
  ...(readOnly ? ['--read-only'] : []),
  ...writable.map((folder) => `--tmpfs=${folder}:mode=1777`),
  ...[...environment].map(([variable, value]) => `--env=${variable}=${value}`),
  ...['--', image],
];
