import type { PlatformExample } from './example.js';

export const juniperJunosExample: PlatformExample = {
  pass: {
    exec: ['admin@mx1> ', '{master:0}\nadmin@qfx1> ', 'root@mx1-re0> '],
    configuration: [
      '[edit]\nadmin@mx1# ',
      '[edit interfaces ge-0/0/0]\nadmin@mx1# ',
      '{master:0}[edit]\nadmin@qfx1# ',
    ],
    shell: ['% ', 'root@mx1% ', 'root@mx1:~ # ', 'root@mx1:RE:0% '],
  },
  fail: [
    '',
    'admin@mx1# ',
    'admin@mx1> show',
    '---(more 45%)---',
    'Exit with uncommitted changes? [yes,no] (yes) ',
    '# commit confirmed will be rolled back in 5 minutes',
  ],
  answers: [
    {
      typed: 'show system uptime',
      answer: 'show system uptime \r\nCurrent time: 2026-11-25 10:11:12 UTC\r\n\r\nadmin@mx1> ',
      output: 'Current time: 2026-11-25 10:11:12 UTC',
      refused: false,
    },
    {
      typed: 'show sytem',
      answer: 'show sytem\r\n          ^\r\nsyntax error, expecting <command>.\r\n\r\nadmin@mx1> ',
      output: '          ^\nsyntax error, expecting <command>.',
      refused: true,
    },
    {
      typed: 'show log',
      answer: `show log\r\nline one\r\n---(more)---\r${' '.repeat(40)}\rline two\r\n\r\n{master:0}\r\nadmin@mx1> `,
      output: 'line one\nline two',
      refused: false,
    },
  ],
  config: {
    refused: [
      '          ^\nsyntax error.',
      'error: permission denied: system',
      "invalid value 'x' in ip address: 'x'",
      'error: configuration database locked by: admin',
    ],
    accepted: ['', '[edit]', 'warning: statement not found'],
  },
};
