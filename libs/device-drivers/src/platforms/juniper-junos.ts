import { definePlatform } from '../platform.js';

// Above a prompt may stand a chassis role, `{master:0}`, and above a configuration prompt always `[edit
// ...]`.

/** Juniper Junos. Lines go to the candidate that all sessions share; commit applies it. */
export const juniperJunos = definePlatform({
  name: 'juniper_junos',
  family: 'juniper',
  modes: {
    exec: {
      prompt: /^(?:\{[^{}\n]+\}\n)?[\w.\-()/:]{1,63}@(?<host>[\w.\-()/:]{1,63})>\s*$/,
      parent: 'shell',
      enter: { send: 'cli' },
      leave: { send: 'exit' },
    },
    configuration: {
      prompt: /^(?:\{[^{}\n]+\}\s?)?\[edit[^\]\n]*\]\n[\w.\-()/:]{1,63}@(?<host>[\w.\-()/:]{1,63})#\s*$/,
      parent: 'exec',
      enter: { send: 'configure' },
      // Uncommitted changes stay in the candidate.
      leave: {
        send: 'exit configuration-mode',
        questions: [{ expect: /uncommitted changes\? \[yes,no\] \(yes\)\s*$/, answer: 'yes' }],
      },
    },
    // Where root lands. Last: `root@mx1#` is this only where no `[edit]` stands above.
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
    command: [
      /^\s*\^\n(?:.*\n)*?.*(?:unknown command|syntax error|is ambiguous|No valid completions|missing mandatory argument|invalid)/im,
      /^error: .+/m,
    ],
    config: [
      /^\s*\^\s*$/m,
      /^(?:.*\b)?(?:unknown command|syntax error|is ambiguous|No valid completions|missing mandatory argument|invalid numeric value)/im,
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
