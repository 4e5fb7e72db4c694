import type { PlatformExample } from './example.js';

// FRR's answers were recorded from vtysh 8.4; IOS's are from Cisco's command references.
export const ciscoIosExample: PlatformExample = {
  pass: {
    exec: ['rtr1>', 'core-sw.lab.example>'],
    privilegedExec: ['rtr1#', 'r1# ', 'Switch-2/1#'],
    configuration: [
      'rtr1(config)#',
      'rtr1(config-if)# ',
      'very-long-host-na(config-router-af)#',
      'rtr1(ca-config-x)#',
    ],
  },
  fail: [
    '',
    'Password: ',
    'rtr1#show version',
    'Interface  Status',
    '*** welcome #',
    'rtr1(tcl)',
    ' --More-- ',
    '% Invalid input',
    'Building configuration...',
    'Destination filename [startup-config]? ',
  ],
  answers: [
    {
      typed: 'show clock',
      answer: 'show clock\r\n*10:11:12.345 UTC Wed Nov 25 2026\r\nrtr1#',
      output: '*10:11:12.345 UTC Wed Nov 25 2026',
      refused: false,
    },
    {
      typed: 'show clok',
      answer: "show clok\r\n              ^\r\n% Invalid input detected at '^' marker.\r\n\r\nrtr1#",
      output: "              ^\n% Invalid input detected at '^' marker.",
      refused: true,
    },
    {
      typed: 'show nonsense',
      answer: 'show nonsense\r\n% Unknown command: show nonsense\r\nrtr1#',
      output: '% Unknown command: show nonsense',
      refused: true,
    },
    {
      typed: 'show ip bgp',
      answer: 'show ip bgp\r\n% BGP not active\r\n\r\nrtr1#',
      output: '% BGP not active',
      refused: false,
    },
    {
      typed: 'show log',
      answer:
        'show log\r\nline one\r\n --More-- \b\b\b\b\b\b\b\b\b\b          \b\b\b\b\b\b\b\b\b\bline two\r\nrtr1#',
      output: 'line one\nline two',
      refused: false,
    },
  ],
  config: {
    refused: [
      "% Invalid input detected at '^' marker.",
      '% Unknown command: nonsense',
      '% Incomplete command.',
      '%VLAN 5000 is not valid',
      '% 10.0.0.0 overlaps with Loopback0',
      'Command rejected: Conflict between IP and VLAN.',
    ],
    accepted: [
      '',
      '*Mar  1 00:01:02.003: %LINK-3-UPDOWN: Interface Loopback7, changed state to up',
      '%LINEPROTO-5-UPDOWN: Line protocol on Interface Loopback7, changed state to up',
      '% The key modulus size is 2048 bits',
      '% Generating 2048 bit RSA keys, keys will be non-exportable...[OK]',
      '% Interface Loopback0 IPv4 disabled and address(es) removed due to enabling VRF blue',
      'Enter configuration commands, one per line.  End with CNTL/Z.',
    ],
  },
};
