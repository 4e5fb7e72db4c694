import type { Action, Personality, Scene } from './personality.js';
import { ciscoSectionTag, iosGrammar, iosModes, iosRefusal } from './ios-family.js';

// The bar is redrawn on one line: each step begins with a carriage return.
const progress = Array.from({ length: 5 }, (_, step) => {
  const done = step * 10;
  return `\r[${'#'.repeat(done)}${' '.repeat(40 - done)}] ${String(Math.max(1, done * 2.5)).padStart(3)}%`;
}).join('');

const save: Action = ({ config }) => {
  config.save();
  return `${progress}\nCopy complete, now saving to disk (please wait)...\nCopy complete.\n`;
};

const showRunning: Action = ({ config }) =>
  '\n!Command: show running-config\n!Running configuration last done at: Tue Mar  3 10:20:02 2026\n' +
  `!Time: Tue Mar  3 10:21:34 2026\n\n${config.running.join('\n')}\n`;

const showVersion = ({ hostname }: Scene): string => `\
Cisco Nexus Operating System (NX-OS) Software
TAC support: http://www.cisco.com/tac
Documents: http://www.cisco.com/en/US/products/ps9372/tsd_products_support_series_home.html
Copyright (c) 2002-2023, Cisco Systems, Inc. All rights reserved.

Software
  BIOS: version 
 NXOS: version 10.3(3) [Feature Release]
  BIOS compile time:  
  NXOS image file is: bootflash:///nxos64-cs.10.3.3.F.bin
  NXOS compile time:  4/30/2023 12:00:00 [05/01/2023 00:20:52]

Hardware
  cisco Nexus9000 C9300v Chassis 
  Intel(R) Xeon(R) CPU E5-2690 v3 @ 2.60GHz with 10212476 kB of memory.
  Processor Board ID 9LAB2DEVICE

  Device name: ${hostname}
  bootflash:    4287040 kB

Kernel uptime is 12 day(s), 3 hour(s), 22 minute(s), 10 second(s)

Last reset 
  Reason: Unknown
  System version: 
  Service: 

plugin
  Core Plugin, Ethernet Plugin

Active Package(s):
        
`;

/**
 * Cisco NX-OS: starts in privileged exec, draws a progress bar while saving, shows its pager in reverse
 * video.
 */
export const ciscoNxos: Personality = {
  name: 'cisco_nxos',
  ident: 'OpenSSH_8.3',
  landsIn: 'privilegedExec',
  greeting: () =>
    'Cisco NX-OS Software\nCopyright (c) 2002-2023, Cisco Systems, Inc. All rights reserved.\n\n',
  modes: iosModes({
    grammar: { ...iosGrammar, indent: '  ', separator: '' },
    sectionTag: ciscoSectionTag,
    badSecret: '% Access denied\n',
    secretTries: 1,
    onConfigure: 'Enter configuration commands, one per line. End with CNTL/Z.',
    onPageLength: () => '',
    onWidth: () => '',
    show: {
      'show version': showVersion,
      'show clock': '10:21:34.123 UTC Tue Mar 03 2026\nTime source is NTP',
      'show hostname': ({ hostname }) => `${hostname} `,
      'show interface brief':
        '\n--------------------------------------------------------------------------------\n' +
        'Port   VRF          Status IP Address                              Speed    MTU\n' +
        '--------------------------------------------------------------------------------\n' +
        'mgmt0  --           up     192.0.2.2                               1000     1500\n',
    },
    privileged: {
      'show running-config': showRunning,
      'show startup-config': ({ config }) =>
        `\n!Command: show startup-config\n\n${config.startup.join('\n')}\n`,
      'copy running-config startup-config': save,
    },
  }),
  refuse: (fault, line, column) =>
    fault.kind === 'unknown'
      ? `${' '.repeat(column)}^\n% Invalid command at '^' marker.\n`
      : iosRefusal(fault, line, column),
  pager: { prompt: '\x1b[7m--More--\x1b[27m', erase: '\r\x1b[K', pageLength: 24 },
  filters: /^(do )?sh/,
  hostnameLine: /^hostname (\S+)$/,
  initialConfig: (hostname) => [
    'version 10.3(3) Bios:version  ',
    `hostname ${hostname}`,
    '',
    'feature bgp',
    'feature interface-vlan',
    '',
    'interface Ethernet1/1',
    '  description uplink to the core',
    '  no switchport',
    '  ip address 192.0.2.5/30',
    '',
    'interface Ethernet1/2',
    '',
    'interface mgmt0',
    '  ip address 192.0.2.2/24',
    '',
    'line vty',
    '',
  ],
};
