/** What a role is for; its files have this name. */
export const PURPOSES = ['build', 'deploy', 'reboot', 'topics-apply', 'topics-plan'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** The key below `spec.aws.roles` that names the role. */
export const KEY_OF_PURPOSE: Readonly<Record<Purpose, string>> = {
  build: 'build',
  deploy: 'deploy',
  reboot: 'reboot',
  'topics-apply': 'topicsApply',
  'topics-plan': 'topicsPlan',
};
