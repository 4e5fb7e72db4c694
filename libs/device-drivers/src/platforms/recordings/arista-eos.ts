import type { PlatformExample } from './example.js';

export const aristaEosExample: PlatformExample = {
  pass: {
    exec: ['spine1>', 'spine1(s1)>'],
    privilegedExec: ['spine1#', 'spine1(s2)#'],
    configuration: ['spine1(config)#', 'spine1(config-if-Et1)#', 'spine1(s1)(config-s-x)#'],
    shell: ['[admin@spine1 ~]$ '],
  },
  fail: ['', 'spine1#show', ' --More-- ', 'Password: '],
  answers: [
    {
      typed: 'show clock',
      answer: 'show clock\r\nWed Nov 25 10:11:12 2026\r\nTimezone: UTC\r\nspine1#',
      output: 'Wed Nov 25 10:11:12 2026\nTimezone: UTC',
      refused: false,
    },
    {
      typed: 'show clok',
      answer: 'show clok\r\n% Invalid input\r\nspine1#',
      output: '% Invalid input',
      refused: true,
    },
    {
      typed: 'show log',
      answer: 'show log\r\nline one\r\n\x1b[7m --More-- \x1b[27m\r\x1b[Kline two\r\nspine1#',
      output: 'line one\nline two',
      refused: false,
    },
  ],
  config: {
    refused: ['% Invalid input', '% Incomplete command', '% Cannot commit: the address overlaps'],
    accepted: ['', '! Some configuration will take effect after a restart'],
  },
};
