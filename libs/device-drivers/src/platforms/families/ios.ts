import type { Mode, Platform, Question } from '../../platform.js';

// Shared by the IOS-like platforms. Host names are letters, digits and a few marks; IOS shortens them in
// configuration prompts.

/**
 * Set-up of the terminal: wide lines, no pages. FRR and others refuse the width, which is harmless.
 */
export const iosOnOpen = [
  { send: 'terminal width 511' },
  { send: 'terminal length 0' },
] as const satisfies Platform['onOpen'];

/** `Password: ` after `enable`. */
const enableQuestion = { expect: /password:\s*$/i, credential: 'enable' } as const satisfies Question;

/**
 * Exec, privileged exec and configuration. `mark` is the source of a regular expression for a text between
 * the host name and the rest of the prompt, such as `(s1)` of an EOS supervisor.
 */
export function iosModes(mark = '') {
  const host = `(?<host>[\\w.\\-@/:+]{1,63})${mark}`;
  return {
    exec: { prompt: new RegExp(`^${host}>\\s*$`) },
    privilegedExec: {
      prompt: new RegExp(`^${host}#\\s*$`),
      parent: 'exec',
      enter: { send: 'enable', questions: [enableQuestion] },
      leave: { send: 'disable' },
    },
    configuration: {
      prompt: new RegExp(`^${host}\\([^()\\s]*conf[^()]*\\)#\\s*$`),
      parent: 'privilegedExec',
      enter: { send: 'configure terminal' },
      leave: { send: 'end' },
    },
  } as const satisfies Readonly<Record<string, Mode>>;
}

/** ` --More-- ` of the IOS family and FRR, `--More--` of NX-OS. */
export const iosPager = { prompt: /\s?-+ ?[Mm]ore ?-+\s*$/, key: ' ' } as const satisfies Platform['pager'];

/** `Enter TEXT message.  End with the character '#'.` after `banner motd #`. */
export const iosTextEntry = /^Enter TEXT message\./im;

/** Refusals of commands; they do not match listings. */
export const iosRefusals: readonly RegExp[] = [
  /^% ?(?:Ambiguous|Incomplete|Invalid|Unknown|Unrecognized|Unavailable) (?:command|input|parameter|number)/im,
  /^% ?There is no matched command/im,
  /^(?:% ?)?(?:Command|Per-command) authorization failed/im,
  /^% ?(?:Permission denied|Access denied)/im,
];

/** What may follow a percent sign without being a refusal. */
const notices = [
  String.raw` ?[A-Z][A-Z\d_]*-\d-`, // log messages: `%LINK-5-CHANGED: ...`
  // Remarks of IOS on a line it has accepted.
  ' ?(?:Generating|The key|Enabled|Signaling)',
  String.raw`.*\b(?:will be|has been|have been|removed due to|Warning|saved)\b`,
];

/**
 * While configuring, every line of the output that begins with a percent sign is a refusal, except the
 * notices below.
 */
export const iosConfigRefusals: readonly RegExp[] = [
  /^\s*\^\s*$/m,
  new RegExp(`^%${notices.map((notice) => `(?!${notice})`).join('')}.+`, 'im'),
  /^(?:% ?)?Command (?:authorization failed|rejected:)/im,
  /^ERROR:.+/m,
];
