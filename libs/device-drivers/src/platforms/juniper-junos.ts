import { definePlatform } from '../platform.js';

// The line above a prompt can be a chassis role, `{master:0}`; above a configuration prompt it is always
// `[edit ...]`.

/** Refusals below the caret that marks the place in the line. */
const refusals = [
  'unknown command',
  'syntax error',
  'is ambiguous',
  'No valid completions',
  'missing mandatory argument',
].join('|');

/** Juniper Junos. Lines go to the candidate, which all users of the device share; commit applies it. */
export const juniperJunos = definePlatform({
  name: 'juniper_junos',
  family: 'juniper',
  modes: {
    exec: {
      prompt: /^(?:\{[^{}\n]+\}\n)?[\w.\-()/:]{1,63}@(?<host>[\w.\-()/:]{1,63})>\s*$/,
      promptLines: 2,
      parent: 'shell',
      enter: { send: 'cli' },
      leave: { send: 'exit' },
    },
    configuration: {
      prompt: /^(?:\{[^{}\n]+\}\s?)?\[edit[^\]\n]*\]\n[\w.\-()/:]{1,63}@(?<host>[\w.\-()/:]{1,63})#\s*$/,
      promptLines: 2,
      parent: 'exec',
      enter: { send: 'configure' },
      // Uncommitted changes stay in the candidate.
      leave: {
        send: 'exit configuration-mode',
        questions: [{ expect: /uncommitted changes\? \[yes,no\] \(yes\)\s*$/, answer: 'yes' }],
      },
    },
    // Where root lands. Last in the list: `root@mx1#` is a shell only without `[edit]` above it.
    shell: { prompt: /^(?:[^\r\n#>]{0,80}%|root@(?<host>[^\r\n:]{0,60})(?::[^\r\n]{0,60})? ?[%#$])\s*$/ },
  },
  commandMode: 'exec',
  configMode: 'configuration',
  onOpen: [
    { send: 'set cli complete-on-space off' },
    { send: 'set cli screen-width 511' },
    { send: 'set cli screen-length 0' },
  ],
  onClose: 'exit',
  pager: { prompt: /---\(more(?: \d+%)?\)---\s*$/, key: ' ' },
  refusals: {
    command: [new RegExp(String.raw`^\s*\^\n(?:.*\n)*?.*(?:${refusals}|invalid)`, 'im'), /^error: .+/m],
    config: [
      /^\s*\^\s*$/m,
      new RegExp(String.raw`^(?:.*\b)?(?:${refusals}|invalid numeric value)`, 'im'),
      /^error: ?.+/m,
      /^invalid .+/m,
      /prefix length \S+ is larger than \d+/,
    ],
  },
  commit: {
    mode: 'configuration',
    send: 'commit',
    sendWithComment: 'commit comment "{comment}"',
    success: /^commit complete/m,
    failure: /^error: .+|^commit failed/m,
  },
  discard: 'rollback 0',
});
