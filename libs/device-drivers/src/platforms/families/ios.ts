import type { Mode, Platform, Question } from '../../platform.js';

// What relatives share. Host names: letters, digits and a few marks; IOS cuts them in configuration prompts.

/**
 * The terminal lines of the IOS family: wide lines and no pages. FRR and others refuse the width, which does
 * no harm.
 */
export const iosOnOpen = [
  { send: 'terminal width 511' },
  { send: 'terminal length 0' },
] as const satisfies Platform['onOpen'];

/** `Password: ` after `enable`. */
const enableQuestion = { expect: /password:\s*$/i, credential: 'enable' } as const satisfies Question;

/**
 * Exec, privileged exec and configuration. `mark` is what may stand between the host name and the rest, such
 * as EOS' `(s1)` of a supervisor: a regular expression's source.
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

/** Refusals that are safe on listings. */
export const iosRefusals: readonly RegExp[] = [
  /^% ?(?:Ambiguous|Incomplete|Invalid|Unknown|Unrecognized|Unavailable) (?:command|input|parameter|number)/im,
  /^% ?There is no matched command/im,
  /^(?:% ?)?(?:Command|Per-command) authorization failed/im,
  /^% ?(?:Permission denied|Access denied)/im,
];

/**
 * While configuring, any line of the answer that begins with a percent sign is a refusal, but for the notices
 * below.
 */
export const iosConfigRefusals: readonly RegExp[] = [
  /^\s*\^\s*$/m,
  // Notices: `%LINK-5-CHANGED: ...` log messages, and what IOS says about a line it has taken.
  /^%(?! ?[A-Z][A-Z\d_]*-\d-)(?! ?(?:Generating|The key|Enabled|Signaling))(?!.*\b(?:will be|has been|have been|removed due to|Warning|saved)\b).+/im,
  /^(?:% ?)?Command (?:authorization failed|rejected:)/im,
  /^ERROR:.+/m,
];
