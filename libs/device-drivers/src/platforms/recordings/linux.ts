import type { PlatformExample } from './example.js';

export const linuxExample: PlatformExample = {
  pass: {
    exec: ['admin@host1:~$ ', '$ ', 'bash-5.2$ ', '[admin@host1 ~]$ '],
    privilegedExec: ['root@host1:/home/admin# ', '# ', '[root@host1 ~]# '],
  },
  fail: ['', 'admin@host1:~$ ls', '[sudo] password for admin: ', 'total 12'],
  answers: [
    {
      typed: 'ls',
      answer:
        'ls\r\n\x1b[?2004l\r\x1b[0m\x1b[01;34mdirectory\x1b[0m  file\r\n' +
        '\x1b[?2004h\x1b]0;admin@host1: ~\x07\x1b[01;32madmin@host1\x1b[00m:\x1b[01;34m~\x1b[00m$ ',
      output: 'directory  file',
      refused: false,
    },
    {
      typed: 'frobnicate',
      answer: 'frobnicate\r\nbash: frobnicate: command not found\r\nadmin@host1:~$ ',
      output: 'bash: frobnicate: command not found',
      refused: true,
    },
    {
      typed: 'cat x',
      answer: 'cat x\r\ncat: x: No such file or directory\r\nadmin@host1:~$ ',
      output: 'cat: x: No such file or directory',
      refused: false,
    },
  ],
  config: {
    refused: [
      'bash: frobnicate: command not found',
      'cp: cannot stat: No such file or directory',
      'bash: /etc/x: Permission denied',
    ],
    accepted: ['', 'Setting up openssh-server'],
  },
};
