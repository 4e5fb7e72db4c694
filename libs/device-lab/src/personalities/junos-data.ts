import type { SetGrammar } from '../config/set-config.js';

/** The levels of a Junos configuration that the lab supports. */
export const junosGrammar: SetGrammar = {
  containers: {
    system: 0,
    services: 0,
    ssh: 0,
    login: 0,
    user: 1,
    ntp: 0,
    syslog: 0,
    interfaces: 0,
    unit: 1,
    family: 1,
    protocols: 0,
    bgp: 0,
    group: 1,
    neighbor: 1,
    ospf: 0,
    area: 1,
    'routing-options': 0,
    static: 0,
    'policy-options': 0,
    snmp: 0,
    vlans: 0,
  },
  interfaceName: /^(ge|xe|et|ae|lo|fxp|em|me|irb|st)-?\d/,
  singleLeaves: new Set([
    'host-name',
    'description',
    'version',
    'mtu',
    'vlan-id',
    'peer-as',
    'autonomous-system',
    'location',
    'contact',
  ]),
};

const topLevels = new Set([
  'version',
  'apply-groups',
  'groups',
  'firewall',
  'security',
  'chassis',
  'class-of-service',
  'event-options',
  ...['system', 'interfaces', 'protocols', 'routing-options', 'policy-options', 'snmp', 'vlans'],
]);

/** Junos' answer to an invalid `set` statement; undefined: the statement is valid. */
export function badStatement(path: string): string | undefined {
  const words = path.split(' ');
  const [first = ''] = words;
  if (!topLevels.has(first)) return `error: syntax error: ${first}`;
  if (words.length === 1 || words.includes('bad'))
    return `error: missing argument or invalid value in statement '${words.at(-1) ?? ''}'`;
  return undefined;
}

/** The text of `show version`. */
export function junosVersion(hostname: string): string {
  return `\
Hostname: ${hostname}
Model: vmx
Junos: 21.4R3-S5.4
JUNOS OS Kernel 64-bit  [20230721.a8d1b2c_builder_stable_12_214]
JUNOS OS libs [20230721.a8d1b2c_builder_stable_12_214]
JUNOS OS runtime [20230721.a8d1b2c_builder_stable_12_214]
JUNOS OS time zone information [20230721.a8d1b2c_builder_stable_12_214]
JUNOS Routing Software Suite [20230819.061503_builder_junos_214_r3_s5]`;
}
