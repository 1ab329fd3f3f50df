import type { SecretPattern } from './secret-pattern.ts';

/** A word does not begin in the middle of another one. */
const WORD = '(?<![A-Za-z0-9])';

/** Texts that the standard form of a key is wrapped in; a program that only knows the form has no body after it. */
const PEM_BODY = '(?:\\s|\\\\[nr]|[A-Za-z][A-Za-z-]+: [^\\n]{1,80}\\n){1,8}([A-Za-z0-9+/=]{40})';

/**
 * Kinds of secrets that can be told from other texts with confidence: each has a fixed beginning and a length, or
 * stands in a well-known setting. Sources: the formats that GitHub, AWS, Slack, npm and others document.
 */
export const SECRET_PATTERNS: readonly SecretPattern[] = [
  {
    title: 'AWS access key',
    anchors: ['AKIA', 'ASIA'],
    match: new RegExp(`${WORD}((?:AKIA|ASIA)[A-Z2-7]{16})(?![A-Za-z0-9])`, 'y'),
  },
  {
    title: 'AWS secret key',
    anchors: ['aws_secret_access_key', 'AWS_SECRET_ACCESS_KEY', 'secretAccessKey', 'SecretAccessKey'],
    match:
      /(?:aws_secret_access_key|secretAccessKey)["'\\]*\s*[=:]\s*["'\\]*([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+])/iy,
  },
  {
    title: 'private key',
    anchors: ['-----BEGIN '],
    match: new RegExp(`-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----${PEM_BODY}`, 'y'),
  },
  {
    title: 'PuTTY private key',
    anchors: ['PuTTY-User-Key-File-'],
    match: /PuTTY-User-Key-File-\d: .{1,2000}?Private-Lines: \d+\s+([A-Za-z0-9+/=]{40})/sy,
  },
  { title: 'age secret key', anchors: ['AGE-SECRET-KEY-1'], match: /(AGE-SECRET-KEY-1[0-9A-Z]{58})/y },
  {
    title: 'GitHub token',
    anchors: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'],
    match: new RegExp(`${WORD}(gh[pousr]_[A-Za-z0-9]{36,255})`, 'y'),
  },
  {
    title: 'GitHub token',
    anchors: ['github_pat_'],
    match: /(github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59})/y,
  },
  { title: 'GitLab token', anchors: ['glpat-'], match: new RegExp(`${WORD}(glpat-[A-Za-z0-9_-]{20,})`, 'y') },
  {
    title: 'Slack token',
    anchors: ['xoxb-', 'xoxp-', 'xoxa-', 'xoxr-', 'xoxs-', 'xoxe-', 'xapp-'],
    match: new RegExp(`${WORD}((?:xox[abeprs]|xapp)-\\d[A-Za-z0-9]*-[A-Za-z0-9-]{20,})`, 'y'),
  },
  {
    title: 'Slack webhook',
    anchors: ['hooks.slack.com/'],
    match: /hooks\.slack\.com\/(?:services|workflows)\/(T[A-Z0-9]{7,}\/[A-Z0-9]{8,}\/[A-Za-z0-9]{20,})/y,
  },
  {
    title: 'npm token',
    anchors: ['npm_'],
    match: new RegExp(`${WORD}(npm_[A-Za-z0-9]{36})(?![A-Za-z0-9])`, 'y'),
  },
  {
    title: 'npm login',
    anchors: ['/:_authToken', '/:_auth', '/:_password'],
    match: /\/:_(?:authToken|auth|password)\s*=\s*["']?([A-Za-z0-9_.+/=-]{8,})/y,
  },
  {
    title: 'registry login',
    anchors: ['"auth"'],
    match: /"auth"\s*:\s*"([A-Za-z0-9+/]{8,}={0,2})"/y,
    decoded: /^[^:\s\p{Cc}]+:[^\s\p{Cc}]+$/u,
  },
  {
    title: 'JSON web token',
    anchors: ['eyJhbGciOi', 'eyJ0eXAiOi', 'eyJraWQiOi'],
    match: new RegExp(`${WORD}(eyJ[A-Za-z0-9_-]{10,}\\.eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{20,})`, 'y'),
  },
  {
    title: 'Kafka login',
    anchors: ['LoginModule'],
    match:
      /LoginModule\s+(?:required|requisite|sufficient|optional)\b[^;]{0,1000}?\bpassword\s*=\s*\\{0,3}["']([^"'\\$<{][^"'\\]{3,})\\{0,3}["']/y,
  },
  {
    title: 'Google API key',
    anchors: ['AIza'],
    match: new RegExp(`${WORD}(AIza[A-Za-z0-9_-]{35})(?![A-Za-z0-9_-])`, 'y'),
  },
  {
    title: 'Stripe key',
    anchors: ['sk_live_', 'rk_live_'],
    match: new RegExp(`${WORD}([sr]k_live_[A-Za-z0-9]{20,})`, 'y'),
  },
  {
    title: 'PyPI token',
    anchors: ['pypi-AgEIcHlwaS5vcmc'],
    match: /(pypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{50,})/y,
  },
  {
    title: 'Docker Hub token',
    anchors: ['dckr_pat_'],
    match: new RegExp(`${WORD}(dckr_pat_[A-Za-z0-9_-]{20,})`, 'y'),
  },
  { title: 'Vault token', anchors: ['hvs.'], match: new RegExp(`${WORD}(hvs\\.[A-Za-z0-9_-]{24,})`, 'y') },
  {
    title: 'Anthropic API key',
    anchors: ['sk-ant-'],
    match: new RegExp(`${WORD}(sk-ant-[A-Za-z0-9_-]{40,})`, 'y'),
  },
  {
    title: 'OpenAI API key',
    anchors: ['sk-proj-'],
    match: new RegExp(`${WORD}(sk-proj-[A-Za-z0-9_-]{40,})`, 'y'),
  },
  {
    title: 'Azure storage key',
    anchors: ['AccountKey='],
    match: /AccountKey=([A-Za-z0-9+/]{86}==)/y,
  },
];
