import type { PlatformExample } from './example.js';

export const ciscoNxosExample: PlatformExample = {
  pass: {
    exec: ['leaf1>'],
    privilegedExec: ['leaf1# ', 'leaf1(maint-mode)# '],
    configuration: ['leaf1(config)# ', 'leaf1(config-if)# ', 'leaf1(maint-mode)(config)# '],
  },
  fail: ['', 'leaf1# show', '--More--', '[########] 50%', 'Copy complete.'],
  answers: [
    {
      typed: 'show clock',
      answer: 'show clock\r\r\n10:11:12.345 UTC Wed Nov 25 2026\r\r\nleaf1# ',
      output: '10:11:12.345 UTC Wed Nov 25 2026',
      refused: false,
    },
    {
      typed: 'show clok',
      answer: "show clok\r\r\n             ^\r\n% Invalid command at '^' marker.\r\nleaf1# ",
      output: "             ^\n% Invalid command at '^' marker.",
      refused: true,
    },
    {
      typed: 'copy running-config startup-config',
      answer:
        'copy running-config startup-config\r\r\n' +
        '[#                   ]   1%\r[##########          ]  50%\r[####################] 100%\r\n' +
        'Copy complete.\r\nleaf1# ',
      output: '[####################] 100%\nCopy complete.',
      refused: false,
    },
  ],
  config: {
    refused: [
      "% Invalid command at '^' marker.",
      'ERROR: Ethernet1/99: No such interface',
      '% Permission denied for the role',
    ],
    accepted: [
      '',
      'Enter configuration commands, one per line. End with CNTL/Z.',
      'Warning: Enabling feature may take a while',
    ],
  },
};
