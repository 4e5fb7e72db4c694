import { type CommandTable, commandTable, type LineFault } from '../shell/command-table.js';
import type { Action, Call, Mode, Reply } from './personality.js';
import { applyLine, type ConfigGrammar, configGrammar, type LineRule } from '../config/sectioned-config.js';

// The common parts of Cisco IOS, NX-OS and Arista EOS.

/** The differences between members of the family. */
export interface IosDialect {
  readonly grammar: ConfigGrammar;
  /** The text of the configuration prompt for a section header: `config-if` for `interface ...`. */
  readonly sectionTag: (header: string) => string;
  /** Printed after a wrong enable secret. */
  readonly badSecret: string;
  /** How many times the secret is asked for. */
  readonly secretTries: number;
  readonly onConfigure: string;
  readonly onPageLength: (lines: string) => string;
  readonly onWidth: (columns: string) => string;
  /** Commands of both exec modes. */
  readonly show: Readonly<Record<string, Action>>;
  /** Commands of privileged exec only. */
  readonly privileged: Readonly<Record<string, Action>>;
}

/** The three modes of the family: exec, privilegedExec and configuration. */
export function iosModes(dialect: IosDialect): Readonly<Record<string, Mode>> {
  const common = { ...commonCommands(dialect), ...dialect.show };
  const privileged = {
    ...common,
    'configure terminal': { text: dialect.onConfigure, mode: 'configuration', section: [] },
    configure: { text: dialect.onConfigure, mode: 'configuration', section: [] },
    disable: { mode: 'exec' },
    enable: '',
    ...dialect.privileged,
  };
  const exec = { ...common, enable: enableWith(dialect) };
  return {
    exec: { prompt: ({ hostname }) => `${hostname}>`, commands: tableOf(exec) },
    privilegedExec: { prompt: ({ hostname }) => `${hostname}#`, commands: tableOf(privileged) },
    configuration: configurationMode(dialect),
  };
}

function tableOf(entries: Readonly<Record<string, Action | Exclude<Reply, string>>>): CommandTable<Action> {
  const actions = Object.entries(entries).map(
    ([pattern, entry]) => [pattern, typeof entry === 'object' ? (): Reply => entry : entry] as const,
  );
  return commandTable(Object.fromEntries(actions));
}

function commonCommands({
  onPageLength,
  onWidth,
}: IosDialect): Readonly<Record<string, Action | Exclude<Reply, string>>> {
  return {
    'show lab lines <n>': ({ args }) => ({ labLines: Number(args[0]) || 0 }),
    'terminal length <n>': ({ args }) => ({
      text: onPageLength(args[0] ?? ''),
      pageLength: Number(args[0]) || 0,
    }),
    'terminal width <n>': ({ args }) => onWidth(args[0] ?? ''),
    'terminal no monitor': '',
    exit: { close: true },
    logout: { close: true },
    quit: { close: true },
  };
}

function enableWith(dialect: IosDialect): Action {
  return ({ enable }) =>
    enable === null ? { mode: 'privilegedExec' } : askSecret(dialect, enable, dialect.secretTries);
}

function askSecret(dialect: IosDialect, secret: string, tries: number): Reply {
  const answer = (typed: string): Reply => {
    if (typed === secret) return { mode: 'privilegedExec' };
    return tries > 1 ? askSecret(dialect, secret, tries - 1) : { text: dialect.badSecret };
  };
  return { ask: { prompt: 'Password: ', secret: true, answer } };
}

function configurationMode({ grammar, sectionTag }: IosDialect): Mode {
  return {
    prompt: ({ hostname, section }) =>
      `${hostname}(${section[0] === undefined ? 'config' : sectionTag(section[0])})#`,
    endKey: { key: '\x1a', line: 'end' },
    commands: tableOf({
      end: { mode: 'privilegedExec', section: [] },
      exit: ({ section }) => (section.length > 0 ? { section: [] } : { mode: 'privilegedExec' }),
      'do <line...>': ({ args }) => ({ runIn: { mode: 'privilegedExec', line: args[0] ?? '' } }),
      'no <line...>': (call) => configure(grammar, call),
    }),
    otherwise: (call) => configure(grammar, call),
  };
}

function configure(grammar: ConfigGrammar, { config, section, line }: Call): Reply {
  if (line.startsWith('!')) return '';
  const applied = applyLine(grammar, { lines: config.running, section }, line);
  if ('kind' in applied) return { fault: applied };
  config.running = applied.lines;
  return { section: applied.section };
}

/** IOS' refusal of a line; the caret points at the first word that is not understood. */
export function iosRefusal(fault: LineFault, line: string, column: number): string {
  if (fault.kind === 'incomplete') return '% Incomplete command.\n\n';
  if (fault.kind === 'ambiguous') return `% Ambiguous command:  "${line}"\n`;
  return `${' '.repeat(column)}^\n% Invalid input detected at '^' marker.\n\n`;
}

const many = { many: true } as const satisfies LineRule;

/** Configuration lines that the whole family accepts. */
export const iosGrammar = configGrammar(
  {
    'hostname <name>': {},
    'interface <name...>': { opens: 'interface' },
    'router bgp <number>': { opens: 'router' },
    'router ospf <number>': { opens: 'router' },
    'line <range...>': { opens: 'line' },
    'vlan <number>': { opens: 'vlan' },
    'ip route <route...>': many,
    'ip access-list <name...>': { opens: 'accessList' },
    'ip name-server <address...>': many,
    'ip domain name <name>': {},
    'access-list <entry...>': many,
    'username <user...>': many,
    'enable secret <secret...>': {},
    'banner motd <text...>': {},
    'ntp server <address...>': many,
    'logging host <address...>': many,
    'logging buffered <size>': {},
    'snmp-server community <name...>': many,
    'snmp-server location <text...>': {},
    'snmp-server contact <text...>': {},
    'service <name...>': many,
    'feature <name...>': many,
    'aaa <line...>': many,
    'spanning-tree mode <mode>': {},
  },
  {
    interface: {
      header: /^interface /,
      lines: {
        'description <text...>': {},
        'ip address <address...>': {},
        'mtu <bytes>': {},
        'bandwidth <kbit>': {},
        'speed <speed>': {},
        'duplex <mode>': {},
        shutdown: {},
        'switchport mode <mode>': {},
        'switchport access vlan <number>': {},
        'switchport trunk allowed vlan <list...>': {},
        switchport: {},
      },
    },
    router: {
      header: /^router /,
      lines: {
        'bgp router-id <address>': {},
        'router-id <address>': {},
        'neighbor <address> remote-as <number>': {},
        'neighbor <address> description <text...>': {},
        'neighbor <address> password <secret>': {},
        'network <network...>': many,
        'redistribute <source...>': many,
      },
    },
    line: {
      header: /^line /,
      lines: {
        'login <how...>': {},
        login: {},
        'transport input <what...>': {},
        'exec-timeout <minutes...>': {},
        'password <secret>': {},
      },
    },
    vlan: { header: /^vlan /, lines: { 'name <name>': {} } },
    accessList: {
      header: /^ip access-list /,
      lines: { 'permit <rule...>': many, 'deny <rule...>': many, 'remark <text...>': many },
    },
  },
  [
    'GigabitEthernet',
    'TenGigabitEthernet',
    'FastEthernet',
    'Loopback',
    'Vlan',
    'Port-channel',
    'Ethernet',
    'Management',
    'Tunnel',
    'mgmt',
  ],
);

/** The text of each section in the prompts of IOS and NX-OS. */
export function ciscoSectionTag(header: string): string {
  const [first = ''] = header.split(' ');
  return ciscoTags[first] ?? 'config';
}

const ciscoTags: Readonly<Record<string, string>> = {
  interface: 'config-if',
  router: 'config-router',
  line: 'config-line',
  vlan: 'config-vlan',
  ip: 'config-ext-nacl',
};
