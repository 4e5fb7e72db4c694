import { relative } from 'node:path';
import { root } from '../lib/checkout.mjs';
import { firstCommand } from './first-job.mjs';

/** @import { LabDevice } from './programs.mjs' */

// Quotes a text for the shell if it needs quotes.
const quote = (/** @type {string} */ text) =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

/**
 * Command lines to paste into another terminal in the checkout, each as `{ title, lines }`. `certificate` is
 * the path of the API's certificate, or null for plain HTTP.
 *
 * @param {{ url: string, certificate: string | null, device: LabDevice }} running
 */
export function nextLines({ url, certificate, device }) {
  const pem = certificate === null ? null : relativePath(certificate);
  const { port, username, password, platform } = device;
  const curl = (/** @type {string} */ login, /** @type {object} */ body) => [
    `curl -sS ${pem === null ? '' : `--cacert ${quote(pem)} `}-u ${quote(login)} -H 'Prefer: wait=30' -H ` +
      `'Content-Type: application/json' -d ${quote(JSON.stringify(body))} ${url}/v2/send-command`,
  ];
  const naas = (/** @type {Record<string, string>} */ environment, /** @type {string[]} */ ...args) => {
    const all = { NAAS_URL: url, ...(pem !== null && { NAAS_CA_BUNDLE: pem }), ...environment };
    const settings = Object.entries(all).map(([name, value]) => `${name}=${quote(value)}`);
    return [`${settings.join(' ')} \\`, `  npm run -s naas -- ${args.map(quote).join(' ')}`];
  };
  const lab = { NAAS_USERNAME: username, NAAS_PASSWORD: password };
  const labTarget = ['-H', '127.0.0.1', '--port', String(port)];
  return [
    {
      title: 'the same job with curl',
      lines: curl(`${username}:${password}`, { host: '127.0.0.1', port, platform, commands: [firstCommand] }),
    },
    {
      title: 'and with naas',
      lines: naas(lab, 'send-command', ...labTarget, firstCommand, 'show ip interface brief'),
    },
    {
      title: 'change its configuration',
      lines: naas(
        lab,
        'send-config',
        ...labTarget,
        '--save',
        'interface GigabitEthernet0/1',
        'description first change',
      ),
    },
    {
      title:
        'your own device: fill in its address, platform and your login; the command asks for the password',
      lines: naas({}, 'send-command', '-H', '192.0.2.1', '-p', 'cisco_ios', '-u', 'you', firstCommand),
    },
  ];
}

/** @param {string} path */
function relativePath(path) {
  const short = relative(root, path);
  return short.startsWith('..') ? path : short;
}
