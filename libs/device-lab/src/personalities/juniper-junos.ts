import { commandTable, type LineFault } from '../shell/command-table.js';
import type { Action, Call, Mode, Personality, Reply, Scene } from './personality.js';
import { deletePath, setPath, withBraces } from '../config/set-config.js';
import { badStatement, junosGrammar, junosVersion } from './junos-data.js';

const uncommitted = 'The configuration has been changed but not committed\n';
const leaving = 'Exiting configuration mode';

function pathOf({ section }: Scene, words: string): string {
  return [...section, words].filter((word) => word !== '').join(' ');
}

function show(lines: readonly string[], path: string, pipes: readonly string[]): string {
  if (!pipes.includes('display set')) return withBraces(lines, path, junosGrammar).join('\n');
  return lines.filter((line) => path === '' || `${line} `.startsWith(`set ${path} `)).join('\n');
}

function compare({ config }: Scene): string {
  const added = config.candidate.filter((line) => !config.running.includes(line));
  const removed = config.running.filter((line) => !config.candidate.includes(line));
  return [
    ...removed.map((line) => `- ${line.slice(4)};`),
    ...added.map((line) => `+ ${line.slice(4)};`),
  ].join('\n');
}

const showCandidate = (call: Call): Reply =>
  call.pipes.includes('compare')
    ? compare(call)
    : show(call.config.candidate, pathOf(call, call.args[0] ?? ''), call.pipes);

const set: Action = (call) => {
  const path = pathOf(call, call.args[0] ?? '');
  const error = badStatement(path);
  if (error !== undefined) return error;
  call.config.candidate = setPath(call.config.candidate, path, junosGrammar);
  return '';
};

const remove: Action = (call) => {
  const remaining = deletePath(call.config.candidate, pathOf(call, call.args[0] ?? ''));
  if (remaining === undefined) return 'warning: statement not found';
  call.config.candidate = remaining;
  return '';
};

function commitWith(apply: (call: Call) => Reply): Action {
  return (call) => {
    const refused = call.config.candidate.find((line) => line.includes('lab-commit-error'));
    if (refused !== undefined) {
      return (
        `[edit ${refused.split(' ')[1] ?? ''}]\n  '${refused.split(' ')[2] ?? ''}'\n` +
        '    lab: this statement does not pass the check\nerror: configuration check-out failed'
      );
    }
    return apply(call);
  };
}

function applyCandidate(text: string, more: Exclude<Reply, string> = {}): (call: Call) => Reply {
  return ({ config }) => {
    config.commit();
    return { ...more, text };
  };
}

const leave: Action = ({ config, section }) => {
  if (section.length > 0) return { section: section.slice(0, -1) };
  if (!config.hasUncommitted) return { text: leaving, mode: 'exec' };
  const answer = (typed: string): Reply =>
    /^(y|yes|)$/i.test(typed.trim()) ? { text: `\n${leaving}`, mode: 'exec' } : '';
  return { text: uncommitted, ask: { prompt: 'Exit with uncommitted changes? [yes,no] (yes) ', answer } };
};

const leaveAtOnce: Action = (call) => (typeof leave === 'function' ? leave({ ...call, section: [] }) : '');

const enter: Action = ({ config }) => ({
  text: `Entering configuration mode\n${config.hasUncommitted ? uncommitted : ''}`,
  mode: 'configuration',
  section: [],
});

const pageLength: Action = ({ args }) => ({
  text: `Screen length set to ${args[0] ?? ''}`,
  pageLength: Number(args[0]) || 0,
});

const exec: Mode = {
  prompt: ({ username, hostname, promptLine }) =>
    `\n${promptLine}${promptLine === '' ? '' : '\n'}${username}@${hostname}> `,
  commands: commandTable<Action>({
    'show version': ({ hostname }) => junosVersion(hostname),
    'show system uptime':
      'Current time: 2026-03-03 10:21:34 UTC\nSystem booted: 2026-01-24 06:10:03 UTC (5w3d 04:11 ago)',
    'show interfaces terse':
      'Interface               Admin Link Proto    Local                 Remote\n' +
      'ge-0/0/0                up    up\nge-0/0/0.0              up    up   inet     192.0.2.13/30   \n' +
      'lo0.0                   up    up   inet     203.0.113.4         --> 0/0',
    'show configuration': ({ config, pipes }) => show(config.running, '', pipes),
    'show configuration <path...>': ({ config, pipes, args }) => show(config.running, args[0] ?? '', pipes),
    'show lab lines <n>': ({ args }) => ({ labLines: Number(args[0]) || 0 }),
    'set cli screen-length <n>': pageLength,
    'set cli screen-width <n>': ({ args }) => `Screen width set to ${args[0] ?? ''}`,
    'set cli complete-on-space off': 'Disabling complete-on-space',
    'set cli complete-on-space on': 'Enabling complete-on-space',
    configure: enter,
    'configure exclusive': enter,
    'configure private': enter,
    exit: () => ({ close: true }),
    quit: () => ({ close: true }),
  }),
};

const configuration: Mode = {
  prompt: ({ username, hostname, section, promptLine }) =>
    `\n${promptLine}[edit${section.map((words) => ` ${words}`).join('')}]\n${username}@${hostname}# `,
  commands: commandTable<Action>({
    'set <path...>': set,
    'delete <path...>': remove,
    'edit <path...>': ({ section, args }) => ({ section: [...section, args[0] ?? ''] }),
    up: ({ section }) => ({ section: section.slice(0, -1) }),
    top: () => ({ section: [] }),
    show: showCandidate,
    'show <path...>': showCandidate,
    commit: commitWith(applyCandidate('commit complete')),
    'commit check': commitWith(() => 'configuration check succeeds'),
    'commit comment <text...>': commitWith(applyCandidate('commit complete')),
    'commit and-quit': commitWith(
      applyCandidate(`commit complete\n${leaving}`, { mode: 'exec', section: [] }),
    ),
    'commit confirmed': commitWith(
      applyCandidate(
        'commit confirmed will be automatically rolled back in 10 minutes unless confirmed\ncommit complete',
      ),
    ),
    'commit confirmed <minutes...>': commitWith((call) =>
      applyCandidate(
        `commit confirmed will be automatically rolled back in ${call.args[0] ?? ''} minutes unless ` +
          'confirmed\ncommit complete',
      )(call),
    ),
    rollback: ({ config }) => {
      config.rollback();
      return 'load complete';
    },
    'rollback 0': ({ config }) => {
      config.rollback();
      return 'load complete';
    },
    'run <line...>': ({ args }) => ({ runIn: { mode: 'exec', line: args[0] ?? '' } }),
    exit: leave,
    quit: leave,
    'exit configuration-mode': leaveAtOnce,
  }),
};

// The mode after root logs in; `cli` enters exec.
const shell: Mode = {
  prompt: ({ hostname }) => `root@${hostname}:~ # `,
  commands: commandTable<Action>({ cli: () => ({ mode: 'exec' }), exit: () => ({ close: true }) }, false),
  otherwise: ({ line }) => `${line.split(' ')[0] ?? ''}: Command not found.`,
};

function refuse(fault: LineFault, _line: string, column: number): string {
  const caret = `${' '.repeat(column)}^\n`;
  if (fault.kind === 'unknown')
    return fault.at === 0 ? `${caret}unknown command.\n` : `${caret}syntax error, expecting <command>.\n`;
  return fault.kind === 'ambiguous'
    ? `${caret}command is ambiguous.\n`
    : `${caret}syntax error, expecting <command>.\n`;
}

/** Juniper Junos: a two-line prompt while configuring, a candidate that all sessions share, and commit. */
export const juniperJunos: Personality = {
  name: 'juniper_junos',
  ident: 'OpenSSH_7.5',
  landsIn: 'exec',
  greeting: () => '--- JUNOS 21.4R3-S5.4 Kernel 64-bit  JNPR-12.1-20230721.a8d1b2c_buil\n',
  modes: { shell, exec, configuration },
  refuse,
  pager: { prompt: '---(more)---', erase: `\r${' '.repeat(40)}\r`, pageLength: 24 },
  filters: /^(run )?sh/,
  hostnameLine: /^set system host-name (\S+)$/,
  initialConfig: (hostname) => [
    'set version 21.4R3-S5.4',
    `set system host-name ${hostname}`,
    'set system services ssh root-login deny',
    'set interfaces ge-0/0/0 description "uplink to the core"',
    'set interfaces ge-0/0/0 unit 0 family inet address 192.0.2.13/30',
    'set interfaces lo0 unit 0 family inet address 203.0.113.4/32',
    'set routing-options static route 0.0.0.0/0 next-hop 192.0.2.14',
  ],
};
