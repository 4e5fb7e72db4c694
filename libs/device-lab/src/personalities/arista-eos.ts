import type { LineFault } from '../shell/command-table.js';
import type { Action, Personality } from './personality.js';
import { ciscoSectionTag, iosGrammar, iosModes } from './ios-family.js';

const save: Action = ({ config }) => {
  config.save();
  return 'Copy completed successfully.';
};

const showRunning: Action = ({ config, hostname }) =>
  `! Command: show running-config\n! device: ${hostname} (vEOS-lab, EOS-4.29.2F)\n!\n` +
  `! boot system flash:/vEOS-lab.swi\n!\n${config.running.join('\n')}\n`;

const showVersion = `\
Arista vEOS-lab
Hardware version: 
Serial number: LAB3DEVICE
Hardware MAC address: 5254.00ab.cdef
System MAC address: 5254.00ab.cdef

Software image version: 4.29.2F
Architecture: i686
Internal build version: 4.29.2F-30640700.4292F
Internal build ID: 6c6d5a1b-5cbd-4b4d-9d4b-4f6d2f0ab2d1
Image format version: 1.0
Image optimization: None

Uptime: 2 weeks, 1 day, 4 hours and 18 minutes
Total memory: 2006640 kB
Free memory: 1245788 kB

`;

// EOS shortens the interface in its prompt: config-if-Et1.
function sectionTag(header: string): string {
  const [, kind, rest] = /^interface ([A-Z][a-z])\D*(\S*)$/.exec(header) ?? [];
  return kind === undefined ? ciscoSectionTag(header) : `config-if-${kind}${rest ?? ''}`;
}

function refuse(fault: LineFault, line: string): string {
  if (fault.kind === 'incomplete') return '% Incomplete command\n';
  const token = line.slice(0, fault.at).split(/\s+/).length - 1;
  const word = line.slice(fault.at).split(' ')[0] ?? '';
  return (
    `% ${fault.kind === 'ambiguous' ? 'Ambiguous command' : 'Invalid input'} (at token ${String(token)}: ` +
    `'${word}')\n`
  );
}

/** Arista EOS: its terminal commands print a confirmation, and its pager erases the line. */
export const aristaEos: Personality = {
  name: 'arista_eos',
  ident: 'OpenSSH_8.7',
  landsIn: 'exec',
  greeting: () => 'Last login: Tue Mar  3 10:02:11 2026 from 192.0.2.9\n',
  modes: iosModes({
    grammar: { ...iosGrammar, indent: '   ' },
    sectionTag,
    badSecret: '% Bad secret\n',
    secretTries: 3,
    onConfigure: '',
    onPageLength: (lines) => (lines === '0' ? 'Pagination disabled.' : `Pagination set to ${lines} lines.`),
    onWidth: (columns) => `Width set to ${columns} columns.`,
    show: {
      'show version': showVersion,
      'show clock': 'Tue Mar  3 10:21:34 2026\nTimezone: UTC\nClock source: local',
      'show hostname': ({ hostname }) => `Hostname: ${hostname}\nFQDN:     ${hostname}`,
      'show interfaces status':
        'Port       Name                    Status       Vlan     Duplex Speed  Type         Flags ' +
        'Encapsulation\nEt1        uplink to the core      connected    routed   full   1G     ' +
        'EbraTestPhyPort\nEt2                                connected    1        full   1G     ' +
        'EbraTestPhyPort',
    },
    privileged: {
      'show running-config': showRunning,
      'show startup-config': ({ config, hostname }) =>
        '! Command: show startup-config\n' +
        '! Startup-config last modified at  Tue Mar  3 10:20:02 2026 by admin\n' +
        `! device: ${hostname} (vEOS-lab, EOS-4.29.2F)\n!\n${config.startup.join('\n')}\n`,
      'copy running-config startup-config': save,
      'write memory': save,
      write: save,
    },
  }),
  refuse,
  pager: { prompt: '\x1b[7m --More-- \x1b[27m\x1b[K', erase: '\r\x1b[K', pageLength: 24 },
  filters: /^(do )?sh/,
  hostnameLine: /^hostname (\S+)$/,
  initialConfig: (hostname) => [
    'no aaa root',
    '!',
    'transceiver qsfp default-mode 4x10G',
    '!',
    `hostname ${hostname}`,
    '!',
    'spanning-tree mode mstp',
    '!',
    'interface Ethernet1',
    '   description uplink to the core',
    '   no switchport',
    '   ip address 192.0.2.9/30',
    '!',
    'interface Ethernet2',
    '!',
    'interface Management1',
    '   ip address 192.0.2.3/24',
    '!',
    'end',
  ],
};
