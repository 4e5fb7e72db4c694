import type { Action, Personality, Scene } from './personality.js';
import { ciscoSectionTag, iosGrammar, iosModes, iosRefusal } from './ios-family.js';

const saved = 'Building configuration...\n[OK]\n';

const saveWithQuestion: Action = ({ config }) => ({
  ask: {
    prompt: 'Destination filename [startup-config]? ',
    answer: () => {
      config.save();
      return saved;
    },
  },
});

const save: Action = ({ config }) => {
  config.save();
  return saved;
};

const showRunning: Action = ({ config }) => {
  const text = config.running.join('\n');
  return `Building configuration...\n\nCurrent configuration : ${String(text.length)} bytes\n!\n${text}\n`;
};

const showStartup: Action = ({ config }) =>
  `Using ${String(config.startup.join('\n').length)} out of 262144 bytes\n!\n${config.startup.join('\n')}\n`;

const showInterfaces = `\
Interface              IP-Address      OK? Method Status                Protocol
GigabitEthernet0/0     192.0.2.1       YES NVRAM  up                    up
GigabitEthernet0/1     198.51.100.1    YES NVRAM  up                    up
GigabitEthernet0/2     unassigned      YES NVRAM  administratively down down
Loopback0              203.0.113.1     YES NVRAM  up                    up
`;

const showVersion = ({ hostname }: Scene): string => `\
Cisco IOS Software, IOSv Software (VIOS-ADVENTERPRISEK9-M), Version 15.9(3)M6, RELEASE SOFTWARE (fc1)
Technical Support: http://www.cisco.com/techsupport
Copyright (c) 1986-2022 by Cisco Systems, Inc.
Compiled Mon 09-May-22 07:35 by mcpre


ROM: Bootstrap program is IOSv

${hostname} uptime is 5 weeks, 2 days, 4 hours, 11 minutes
System returned to ROM by reload
System image file is "flash0:/vios-adventerprisek9-m"
Last reload reason: Unknown reason

Cisco IOSv (revision 1.0) with  with 460008K/62464K bytes of memory.
Processor board ID 9LAB1DEVICE
3 Gigabit Ethernet interfaces
DRAM configuration is 72 bits wide with parity disabled.
256K bytes of non-volatile configuration memory.

Configuration register is 0x0
`;

/** Cisco IOS: `lab1>`, `lab1#`, `lab1(config)#`, a pager that erases its prompt with backspaces. */
export const ciscoIos: Personality = {
  name: 'cisco_ios',
  ident: 'Cisco-1.25',
  landsIn: 'exec',
  greeting: () => '\n',
  modes: iosModes({
    grammar: iosGrammar,
    sectionTag: ciscoSectionTag,
    badSecret: '% Bad secrets\n\n',
    secretTries: 3,
    onConfigure: 'Enter configuration commands, one per line.  End with CNTL/Z.',
    onPageLength: () => '',
    onWidth: () => '',
    show: {
      'show version': showVersion,
      'show clock': '*10:21:34.123 UTC Tue Mar 3 2026',
      'show ip interface brief': showInterfaces,
      'show privilege': ({ mode }) => `Current privilege level is ${mode === 'exec' ? '1' : '15'}`,
      'show users':
        '    Line       User       Host(s)              Idle       Location\n' +
        '*  2 vty 0     admin      idle                 00:00:00 192.0.2.9',
      'ping <address>': ({ args }) =>
        'Type escape sequence to abort.\n' +
        `Sending 5, 100-byte ICMP Echos to ${args[0] ?? ''}, timeout is 2 seconds:\n!!!!!\n` +
        'Success rate is 100 percent (5/5), round-trip min/avg/max = 1/1/2 ms',
    },
    privileged: {
      'show running-config': showRunning,
      'show startup-config': showStartup,
      'copy running-config startup-config': saveWithQuestion,
      'write memory': save,
      write: save,
      'clear counters': () => ({
        ask: {
          prompt: 'Clear "show interface" counters on all interfaces [confirm]',
          key: true,
          answer: () => '',
        },
      }),
    },
  }),
  refuse: iosRefusal,
  // IOS erases its prompt with backspaces, blanks and backspaces.
  pager: {
    prompt: ' --More-- ',
    erase: `${'\b'.repeat(9)}${' '.repeat(8)}${'\b'.repeat(9)}`,
    pageLength: 24,
  },
  filters: /^(do )?sh/,
  hostnameLine: /^hostname (\S+)$/,
  initialConfig: (hostname) => [
    'version 15.9',
    'service timestamps debug datetime msec',
    'service timestamps log datetime msec',
    '!',
    `hostname ${hostname}`,
    '!',
    'interface GigabitEthernet0/0',
    ' description uplink to the core',
    ' ip address 192.0.2.1 255.255.255.0',
    '!',
    'interface GigabitEthernet0/1',
    ' ip address 198.51.100.1 255.255.255.0',
    '!',
    'interface GigabitEthernet0/2',
    ' shutdown',
    '!',
    'interface Loopback0',
    ' ip address 203.0.113.1 255.255.255.255',
    '!',
    'ip route 0.0.0.0 0.0.0.0 192.0.2.254',
    '!',
    'line vty 0 4',
    ' login local',
    ' transport input ssh',
    '!',
    'end',
  ],
};
