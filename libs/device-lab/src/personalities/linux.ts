import { commandTable } from '../shell/command-table.js';
import type { Action, Call, Personality, Reply, Scene } from './personality.js';

const release = `\
PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
NAME="Debian GNU/Linux"
VERSION_ID="12"
VERSION="12 (bookworm)"
VERSION_CODENAME=bookworm
ID=debian
HOME_URL="https://www.debian.org/"`;

const addresses = `\
1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000
    inet 127.0.0.1/8 scope host lo
       valid_lft forever preferred_lft forever
2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc mq state UP group default qlen 1000
    inet 192.0.2.17/24 brd 192.0.2.255 scope global eth0
       valid_lft forever preferred_lft forever`;

const isRoot = ({ mode }: Scene): boolean => mode === 'privilegedExec';

const commands = commandTable<Action>(
  {
    'uname -a': ({ hostname }) =>
      `Linux ${hostname} 6.1.0-18-amd64 #1 SMP PREEMPT_DYNAMIC Debian 6.1.76-1 (2024-02-01) x86_64 GNU/Linux`,
    uname: 'Linux',
    hostname: ({ hostname }) => hostname,
    whoami: (scene) => (isRoot(scene) ? 'root' : scene.username),
    pwd: ({ username }) => `/home/${username}`,
    uptime: ' 10:21:34 up 38 days,  4:11,  1 user,  load average: 0.08, 0.02, 0.01',
    'ip addr': addresses,
    'ip address show': addresses,
    'cat /etc/os-release': release,
    'cat /etc/motd': ({ config }) => config.running.join('\n'),
    'echo <words...>': echo,
    'show lab lines <n>': ({ args }) => ({ labLines: Number(args[0]) || 0 }),
    'export <setting...>': '',
    'stty <setting...>': '',
    'sudo -s': (call) => (isRoot(call) ? '' : sudo(call)),
    exit: (call) => (isRoot(call) ? { text: 'exit', mode: 'exec' } : { text: 'logout', close: true }),
    logout: (call) =>
      isRoot(call) ? "bash: logout: not login shell: use `exit'" : { text: 'logout', close: true },
  },
  false,
);

// The only configuration is /etc/motd, written by root, line by line.
function echo(call: Call): Reply {
  const [, words = '', file] = /^(.*?)(?:\s*>>\s*(\S+))?$/.exec(call.args[0] ?? '') ?? [];
  const text = words.replace(/^(["'])(.*)\1$/, '$2');
  if (file === undefined) return text;
  if (file !== '/etc/motd' || !isRoot(call)) return `bash: ${file}: Permission denied`;
  call.config.running = [...call.config.running, text];
  call.config.save();
  return '';
}

function sudo({ username, password, enable }: Call): Reply {
  if (enable === null) return { mode: 'privilegedExec' };
  const prompt = `[sudo] password for ${username}: `;
  const ask = (tries: number): Reply => ({
    ask: { prompt, secret: true, answer: (typed) => check(typed, tries) },
  });
  const check = (typed: string, tries: number): Reply => {
    // A real sudo asks for the user's password, or for root's if so configured: the lab accepts both.
    if (typed === password || typed === enable) return { mode: 'privilegedExec' };
    const again = ask(tries - 1);
    return tries > 1 && typeof again !== 'string'
      ? { ...again, text: 'Sorry, try again.' }
      : 'sudo: 3 incorrect password attempts';
  };
  return ask(3);
}

/** A Unix shell: bracketed paste, a plain prompt, `sudo -s` opens a root shell. */
export const linux: Personality = {
  name: 'linux',
  ident: 'OpenSSH_9.2p1 Debian-2+deb12u3',
  landsIn: 'exec',
  greeting: () => '',
  modes: {
    exec: {
      prompt: ({ username, hostname }) => `${username}@${hostname}:~$ `,
      commands,
      otherwise: notFound,
      endKey: { key: '\x04', line: 'exit' },
    },
    privilegedExec: {
      prompt: ({ username, hostname }) => `root@${hostname}:/home/${username}# `,
      commands,
      otherwise: notFound,
      endKey: { key: '\x04', line: 'exit' },
    },
  },
  refuse: () => '',
  pager: null,
  filters: null,
  brackets: { before: '\x1b[?2004h', after: '\x1b[?2004l\r' },
  hostnameLine: /^Welcome to (\S+)$/,
  initialConfig: (hostname) => [`Welcome to ${hostname}`],
};

function notFound({ line }: Call): Reply {
  return `bash: ${line.split(' ')[0] ?? ''}: command not found`;
}
